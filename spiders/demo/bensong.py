"""Báo Bến Sông, a paper of fiction with a system of its own."""

from crawler.outlets import Outlet, Pages, ReadingRules


class BenSong(Outlet):
    name = "bensong"
    title = "Báo Bến Sông"
    hosts = ("bensong.example",)
    feeds = ("https://bensong.example/rss/tin-moi-nhat.rss",)
    sitemaps = ("https://bensong.example/google-news-sitemap.xml",)
    listings = ("https://bensong.example/the-gioi", "https://bensong.example/quan-su")
    listing_links = "article.item-news a"
    archives = (
        Pages(
            "https://bensong.example/{section}-p{n}",
            sections=("the-gioi", "quan-su"),
            front="https://bensong.example/{section}",
            most=30,
        ),
    )
    article_url = r"https://bensong\.example/(?!topic/|video/)[^/?#]+-(?P<id>\d{7})\.html"
    examples = ("https://bensong.example/cau-moi-qua-song-5107001.html",)
    non_examples = ("https://bensong.example/the-gioi-p2", "https://bensong.example/topic/nato-28700")
    reading = ReadingRules(
        title=("h1.title-detail",),
        lead=("p.description",),
        body=("article.fck_detail",),
        strip=("figcaption", ".box-tinlienquanv2", "span.location-stamp"),
        published=("meta[name=pubdate]", "span.date"),
        authors=('article.fck_detail p.Normal[style*="text-align:right"]',),
        section=("ul.breadcrumb a",),
        not_authors=("Báo Bến Sông",),
    )
    floor = 3
