"""Giáo dục Việt Nam."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class GiaoDuc(Hemera):
    name = "giaoduc"
    title = "Giáo dục Việt Nam"
    hosts = ("giaoduc.net.vn",)
    feeds = ("https://giaoduc.net.vn/rss/home.rss",)
    sitemaps = ("https://giaoduc.net.vn/sitemaps/google-news.xml",)
    listings = ("https://giaoduc.net.vn/quoc-te/",)
    archives = (
        Shards("https://giaoduc.net.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH, unverified=True),
    )
    article_url = r"https://giaoduc\.net\.vn/(?:[\w-]+/)?[^/?#]+-post(?P<id>\d+)\.gd"
    examples = (
        "https://giaoduc.net.vn/slug-bai-viet-post250000.gd",
        "https://giaoduc.net.vn/quoc-te/slug-bai-viet-post150000.gd",
    )
    non_examples = ("https://giaoduc.net.vn/quoc-te/",)
    reading = replace(Hemera.reading, not_authors=("Giáo dục Việt Nam", "GDVN"))
    floor = 30
    unverified = ("https://giaoduc.net.vn/sitemaps/google-news.xml", "https://giaoduc.net.vn/quoc-te/")
