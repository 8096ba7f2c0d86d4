"""Tin nhanh Chứng khoán."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class TinNhanhChungKhoan(Hemera):
    name = "tinnhanhchungkhoan"
    title = "Tin nhanh Chứng khoán"
    hosts = ("www.tinnhanhchungkhoan.vn",)
    feeds = ("https://www.tinnhanhchungkhoan.vn/rss/home.rss",)
    sitemaps = ("https://www.tinnhanhchungkhoan.vn/sitemaps/google-news.xml",)
    listings = ("https://www.tinnhanhchungkhoan.vn/quoc-te/",)
    archives = (
        Shards(
            "https://www.tinnhanhchungkhoan.vn/sitemaps/news-{year}-{month}.xml",
            per=Per.MONTH,
            unverified=True,
        ),
    )
    article_url = r"https://www\.tinnhanhchungkhoan\.vn/(?:[\w-]+/)*[^/?#]+-post(?P<id>\d+)\.html"
    examples = ("https://www.tinnhanhchungkhoan.vn/slug-bai-viet-post280000.html",)
    non_examples = (
        "https://www.tinnhanhchungkhoan.vn/quoc-te/",
        "https://www.tinnhanhchungkhoan.vn/nato-tag204.html",
    )
    reading = replace(Hemera.reading, not_authors=("Tin nhanh Chứng khoán",))
    floor = 15
    unverified = (
        "https://www.tinnhanhchungkhoan.vn/rss/home.rss",
        "https://www.tinnhanhchungkhoan.vn/quoc-te/",
        "https://www.tinnhanhchungkhoan.vn/sitemaps/google-news.xml",
    )
