"""Dân Việt."""

from crawler.outlets import Outlet, ReadingRules


class DanViet(Outlet):
    name = "danviet"
    title = "Dân Việt"
    hosts = ("danviet.vn", "etime.danviet.vn")
    feeds = ("https://danviet.vn/rss/home.rss", "https://danviet.vn/rss/the-gioi-1007.rss")
    listings = ("https://danviet.vn/the-gioi/",)
    article_url = r"https://danviet\.vn/(?:[\w-]+/)*[^/?#]+-(?:d(?P<id>\d{6,8})\.html|\d{12,20}\.htm)"
    examples = (
        "https://danviet.vn/slug-bai-viet-d1448337.html",
        "https://danviet.vn/cong-an-thua-thien-hue-thong-tin-vu-no-sung-cuop-tiem-vang-20220731155820974.htm",
    )
    non_examples = ("https://danviet.vn/the-gioi/",)
    reading = ReadingRules(
        title=("h1",),
        lead=("h2.sapo",),
        body=("div.dt-content", ".detail-content"),
        published=('meta[property="article:published_time"]',),
        not_authors=("Dân Việt", "Báo Dân Việt", "Nông thôn ngày nay"),
    )
    floor = 20
    unverified = ("https://danviet.vn/rss/the-gioi-1007.rss", "https://danviet.vn/the-gioi/")
