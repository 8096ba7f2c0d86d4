"""Báo Hà Tĩnh."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class BaoHaTinh(Hemera):
    name = "baohatinh"
    title = "Báo Hà Tĩnh"
    hosts = ("baohatinh.vn",)
    feeds = ("https://baohatinh.vn/rss/home.rss",)
    sitemaps = ("https://baohatinh.vn/sitemaps/google-news.xml",)
    listings = ("https://baohatinh.vn/quoc-te/",)
    archives = (
        Shards("https://baohatinh.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH, unverified=True),
    )
    article_url = r"https://baohatinh\.vn/(?:[\w-]+/)*[^/?#]+-post(?P<id>\d+)\.html"
    examples = ("https://baohatinh.vn/slug-bai-viet-post280000.html",)
    non_examples = ("https://baohatinh.vn/quoc-te/", "https://baohatinh.vn/nato-tag204.html")
    reading = replace(Hemera.reading, not_authors=("Báo Hà Tĩnh",))
    floor = 15
    unverified = (
        "https://baohatinh.vn/rss/home.rss",
        "https://baohatinh.vn/quoc-te/",
        "https://baohatinh.vn/sitemaps/google-news.xml",
    )
