"""Pháp Luật TP.HCM."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class PLO(Hemera):
    name = "plo"
    title = "Pháp Luật TP.HCM"
    hosts = ("plo.vn", "phapluattp.vn")
    feeds = ("https://plo.vn/rss/home.rss",)
    sitemaps = ("https://plo.vn/sitemaps/google-news.xml",)
    listings = (
        "https://plo.vn/quoc-te/",
        "https://plo.vn/quoc-te/quan-su/",
        "https://plo.vn/quoc-te/chuyen-gia/",
        "https://plo.vn/quoc-te/tu-lieu/",
    )
    archives = (Shards("https://plo.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH),)
    article_url = r"https://plo\.vn/(?:[\w-]+/)*[^/?#]+-post(?P<id>\d+)\.html"
    examples = (
        "https://plo.vn/sample-article-post874700.html",
        "https://plo.vn/quoc-te/slug-bai-viet-post874701.html",
    )
    non_examples = (
        "https://plo.vn/quoc-te/",
        "https://plo.vn/quoc-te/quan-su/",
        "https://plo.vn/nato-tag204.html",
    )
    reading = replace(Hemera.reading, not_authors=("PLO", "Pháp Luật TP.HCM", "Báo Pháp Luật TP.HCM"))
    floor = 40
    unverified = (
        "https://plo.vn/sitemaps/google-news.xml",
        "https://plo.vn/quoc-te/",
        "https://plo.vn/quoc-te/quan-su/",
        "https://plo.vn/quoc-te/chuyen-gia/",
        "https://plo.vn/quoc-te/tu-lieu/",
    )
