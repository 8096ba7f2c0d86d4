"""Sài Gòn Giải Phóng."""

from dataclasses import replace

from crawler.outlets import ListApi, Per, Shards
from spiders.families.hemera import Hemera


class SGGP(Hemera):
    name = "sggp"
    title = "Sài Gòn Giải Phóng"
    hosts = ("www.sggp.org.vn", "api.sggp.org.vn")
    feeds = ("https://www.sggp.org.vn/rss/home.rss", "https://www.sggp.org.vn/rss/thegioi-143.rss")
    sitemaps = ("https://www.sggp.org.vn/sitemaps/google-news.xml",)
    listings = (
        "https://www.sggp.org.vn/thegioi/",
        "https://www.sggp.org.vn/hosotulieu/",
        "https://www.sggp.org.vn/chinhtruongthegioi/",
        "https://www.sggp.org.vn/tim-kiem/?q=Tri%E1%BB%81u+Ti%C3%AAn",
    )
    archives = (
        Shards("https://www.sggp.org.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH),
        ListApi(
            "https://api.sggp.org.vn/api/morenews-zone-{section}-{n}.html?phrase=&page_size=30&sz={section}&st=zone",
            sections=("143",),
            most=200,
        ),
    )
    article_url = r"https://www\.sggp\.org\.vn/[^/?#]+-post(?P<id>\d+)\.html"
    examples = ("https://www.sggp.org.vn/viet-nam-nhan-1225-ty-usd-kieu-hoi-trong-nam-2015-post217503.html",)
    non_examples = ("https://www.sggp.org.vn/thegioi/", "https://en.sggp.org.vn/slug-post217503.html")
    reading = replace(Hemera.reading, not_authors=("SGGP", "SGGPO", "Sài Gòn Giải Phóng", "Báo SGGP"))
    floor = 40
    unverified = (
        "https://www.sggp.org.vn/rss/thegioi-143.rss",
        "https://www.sggp.org.vn/sitemaps/google-news.xml",
        "https://www.sggp.org.vn/tim-kiem/?q=Tri%E1%BB%81u+Ti%C3%AAn",
    )
