"""Thời Cuộc, a magazine of fiction on the Hemera system."""

from crawler.outlets import ListApi, Outlet, ReadingRules


class ThoiCuoc(Outlet):
    name = "thoicuoc"
    title = "Thời Cuộc"
    hosts = ("thoicuoc.example", "api.thoicuoc.example")
    family = "hemera"
    feeds = ("https://thoicuoc.example/rss/home.rss", "https://thoicuoc.example/rss/the-gioi-121.rss")
    sitemaps = ("https://thoicuoc.example/sitemap.xml",)
    archives = (
        ListApi(
            "https://api.thoicuoc.example/api/morenews-zone-{section}-{n}.html?phrase=&page_size=20",
            sections=("121", "143"),
            first=0,
            most=100,
        ),
    )
    article_url = r"https://thoicuoc\.example/[^/?#]+-post(?P<id>\d+)\.html"
    examples = ("https://thoicuoc.example/cau-moi-qua-song-post1604001.html",)
    non_examples = ("https://thoicuoc.example/the-gioi/", "https://thoicuoc.example/nato-tag204.html")
    reading = ReadingRules(
        title=("h1.article__title",),
        lead=(".article__sapo",),
        body=(".article__body",),
        strip=("td.caption", ".related-news", ".sda_middle", "div[id^=adsWeb_]"),
        published=('meta[property="article:published_time"]', "time.time[datetime]"),
        authors=(".article__author .cms-author",),
        section=(".breadcrumb a.main",),
    )
    floor = 3
