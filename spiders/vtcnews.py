"""VTC News."""

from crawler.outlets import Outlet, Pages, ReadingRules


class VTCNews(Outlet):
    name = "vtcnews"
    title = "VTC News"
    hosts = ("vtcnews.vn", "vtc.vn")
    feeds = ("https://vtcnews.vn/rss/the-gioi.rss", "https://vtcnews.vn/rss/thoi-su.rss")
    listings = (
        "https://vtcnews.vn/quan-su-49.html",
        "https://vtcnews.vn/the-gioi-30.html",
        "https://vtcnews.vn/thoi-su-quoc-te-53.html",
        "https://vtcnews.vn/tin-tuc-bien-dong-55.html",
    )
    archives = (
        Pages(
            "https://vtcnews.vn/{section}/trang-{n}.html",
            sections=(
                "quan-su-49",
                "the-gioi-30",
                "thoi-su-quoc-te-53",
                "tin-tuc-bien-dong-55",
                "chinh-tri-47",
            ),
            front="https://vtcnews.vn/{section}.html",
            most=30,
        ),
    )
    article_url = r"https://vtcnews\.vn/(?!podcast-|video-)(?:[\w-]+/)*[^/?#]+-ar(?P<id>\d+)\.html"
    examples = (
        "https://vtcnews.vn/slug-bai-viet-ar912345.html",
        "https://vtc.vn/slug-bai-viet-ar512345.html",
    )
    non_examples = (
        "https://vtcnews.vn/the-gioi-30.html",
        "https://vtcnews.vn/quan-su-49/trang-2.html",
        "https://vtcnews.vn/tieu-diem/nato/trang-2.html",
    )
    reading = ReadingRules(
        title=("section.nd-detail h1", "h1"),
        lead=("section.nd-detail h2",),
        body=(".edittor-content",),
        strip=("figcaption",),  # .expEdit is the name of paragraphs, too
        published=("span.time-update", 'meta[property="article:published_time"]'),
        lead_prefixes=("(VTC News) - ", "(VTC News) -", "VTC News - "),
        not_authors=("VTC News",),
    )
    floor = 40
