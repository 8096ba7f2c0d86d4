"""VietTimes."""

from dataclasses import replace

from crawler.outlets import ListApi, Per, Shards
from spiders.families.hemera import Hemera


class VietTimes(Hemera):
    name = "viettimes"
    title = "VietTimes"
    hosts = ("viettimes.vn", "api.viettimes.vn")
    feeds = ("https://viettimes.vn/rss/the-gioi-121.rss", "https://viettimes.vn/rss/home.rss")
    sitemaps = ("https://viettimes.vn/sitemaps/google-news.xml",)
    listings = ("https://viettimes.vn/the-gioi/",)
    archives = (
        Shards("https://viettimes.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH, unverified=True),
        ListApi(
            "https://api.viettimes.vn/api/morenews-zone-{section}-{n}.html?phrase=&page_size=30&sz={section}&st=zone",
            sections=("121",),
            most=100,
            unverified=True,
        ),
    )
    article_url = r"https://viettimes\.vn/[^/?#]+-(?:post(?P<id>\d+)|\d{4,})\.html"
    examples = (
        "https://viettimes.vn/slug-bai-viet-post180000.html",
        "https://viettimes.vn/slug-bai-viet-80123.html",
    )
    non_examples = ("https://viettimes.vn/the-gioi/", "https://viettimes.vn/nato-tag20412.html")
    reading = replace(Hemera.reading, not_authors=("VietTimes", "Viettimes"))
    floor = 30
    unverified = ("https://viettimes.vn/sitemaps/google-news.xml",)
