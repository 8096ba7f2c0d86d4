"""Huế ngày nay."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class HueNgayNay(Hemera):
    name = "huengaynay"
    title = "Huế ngày nay"
    hosts = ("huengaynay.vn",)
    feeds = ("https://huengaynay.vn/rss/home.rss",)
    sitemaps = ("https://huengaynay.vn/sitemaps/google-news.xml",)
    listings = ("https://huengaynay.vn/the-gioi/",)
    archives = (
        Shards("https://huengaynay.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH, unverified=True),
    )
    article_url = r"https://huengaynay\.vn/(?:[\w-]+/)*[^/?#]+-post(?P<id>\d+)\.html"
    examples = ("https://huengaynay.vn/slug-bai-viet-post280000.html",)
    non_examples = ("https://huengaynay.vn/the-gioi/", "https://huengaynay.vn/nato-tag204.html")
    reading = replace(Hemera.reading, not_authors=("Huế ngày nay",))
    floor = 15
    unverified = (
        "https://huengaynay.vn/rss/home.rss",
        "https://huengaynay.vn/the-gioi/",
        "https://huengaynay.vn/sitemaps/google-news.xml",
    )
