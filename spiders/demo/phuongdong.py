"""Nhật báo Phương Đông, a paper of fiction on VCCorp's system."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.vccorp import VCCorp


class PhuongDong(VCCorp):
    name = "phuongdong"
    title = "Nhật báo Phương Đông"
    hosts = ("phuongdong.example",)
    feeds = ("https://phuongdong.example/rss/home.rss",)
    sitemaps = ("https://phuongdong.example/sitemap.xml",)
    archives = (
        Shards(
            "https://phuongdong.example/sitemaps/sitemaps-{year}-{month}-{first}-{last}.xml",
            per=Per.FIVE_DAYS,
        ),
    )
    article_url = r"https://phuongdong\.example/(?!print/|video/)[^/?#]+-(?P<id>\d{17})\.htm"
    examples = ("https://phuongdong.example/cau-moi-qua-song-20261121080512001.htm",)
    non_examples = (
        "https://phuongdong.example/the-gioi.htm",
        "https://phuongdong.example/print/cau-moi-qua-song-20261121080512001.htm",
    )
    reading = replace(VCCorp.reading, lead_prefixes=("(PĐO)- ",))
    floor = 3
