"""Báo Tin tức."""

from crawler.outlets import Outlet, Pages, ReadingRules


class BaoTinTuc(Outlet):
    name = "baotintuc"
    title = "Báo Tin tức"
    hosts = ("baotintuc.vn",)
    feeds = (
        "https://baotintuc.vn/the-gioi.rss",
        "https://baotintuc.vn/quan-su.rss",
        "https://baotintuc.vn/ho-so.rss",
        "https://baotintuc.vn/tin-moi-nhat.rss",
    )
    listings = (
        "https://baotintuc.vn/the-gioi-130ct0.htm",
        "https://baotintuc.vn/quan-su-514ct0.htm",
        "https://baotintuc.vn/ho-so-133ct0.htm",
        "https://baotintuc.vn/tags/tri%E1%BB%81u+ti%C3%AAn.htm",
    )
    archives = (
        Pages(
            "https://baotintuc.vn/{section}/trang-{n}.htm",
            sections=("quan-su-514ct0", "ho-so-133ct0", "the-gioi-130ct0"),
            front="https://baotintuc.vn/{section}.htm",
            most=300,
            stamp="%Y%m%d%H%M%S",
        ),
    )
    article_url = r"https://baotintuc\.vn/(?!video/|tags/)[\w-]+/[^/?#]+-(?P<id>\d{14,17})\.htm"
    examples = ("https://baotintuc.vn/the-gioi/slug-bai-viet-20260712101112123.htm",)
    non_examples = (
        "https://baotintuc.vn/the-gioi-130ct0.htm",
        "https://baotintuc.vn/quan-su-514ct0/trang-2.htm",
        "https://baotintuc.vn/tags/nato.htm",
        "https://dantocmiennui.baotintuc.vn/slug-20260712101112123.htm",
    )
    reading = ReadingRules(
        title=("h1",),
        lead=("h2.sapo", ".sapo"),
        body=(".contents",),
        strip=("figcaption",),
        published=('meta[property="article:published_time"]',),
        not_authors=("Báo Tin tức", "Baotintuc.vn", "TTXVN", "Báo Tin tức và Dân tộc", "TTXVN/Báo Tin tức"),
    )
    floor = 80
    unverified = ("https://baotintuc.vn/tags/tri%E1%BB%81u+ti%C3%AAn.htm",)
