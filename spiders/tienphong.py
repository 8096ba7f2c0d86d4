"""Tiền Phong."""

from dataclasses import replace

from crawler.outlets import ListApi, Per, Shards
from spiders.families.hemera import Hemera


class TienPhong(Hemera):
    name = "tienphong"
    title = "Tiền Phong"
    hosts = ("tienphong.vn", "api.tienphong.vn")
    feeds = ("https://tienphong.vn/rss/the-gioi-5.rss", "https://tienphong.vn/rss/home.rss")
    sitemaps = ("https://tienphong.vn/sitemaps/google-news.xml",)
    listings = ("https://tienphong.vn/the-gioi/",)
    archives = (
        Shards("https://tienphong.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH, unverified=True),
        ListApi(
            "https://api.tienphong.vn/api/morenews-zone-{section}-{n}.html?phrase=&page_size=20&sz={section}&st=zone",
            sections=("5",),
            most=100,
        ),
    )
    article_url = r"https://tienphong\.vn/(?:[\w-]+/)*[^/?#]+-(?:post(?P<id>\d+)|\d{5,})\.tpo"
    examples = (
        "https://tienphong.vn/slug-bai-viet-post1766000.tpo",
        "https://www.tienphong.vn/the-gioi/slug-bai-viet-1234567.tpo",
    )
    non_examples = ("https://tienphong.vn/the-gioi/", "https://tienphong.vn/the-gioi/trang-2.tpo")
    reading = replace(Hemera.reading, not_authors=("Tiền Phong", "Báo Tiền Phong", "TPO"))
    floor = 60
