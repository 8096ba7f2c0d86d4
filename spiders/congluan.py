"""Nhà báo và Công luận."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class CongLuan(Hemera):
    name = "congluan"
    title = "Nhà báo và Công luận"
    hosts = ("www.congluan.vn",)
    feeds = ("https://www.congluan.vn/rss/home.rss",)
    sitemaps = ("https://www.congluan.vn/sitemaps/google-news.xml",)
    listings = ("https://www.congluan.vn/quoc-te",)
    archives = (
        Shards("https://www.congluan.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH, unverified=True),
    )
    article_url = r"https://www\.congluan\.vn/[^/?#]+-post(?P<id>\d+)\.html"
    examples = (
        "https://www.congluan.vn/60-nam-truong-dh-khxh-nv-tp-hcm-di-dau-trong-chuan-hoa-va-hoi-nhap-post31158.html",
    )
    non_examples = ("https://congluan.vn/thoi-su.html", "https://congluan.vn/cau-chuyen-quoc-te.html")
    reading = replace(
        Hemera.reading, not_authors=("Nhà báo và Công luận", "Nhà báo & Công luận", "Công luận")
    )
    floor = 20
    unverified = (
        "https://www.congluan.vn/rss/home.rss",
        "https://www.congluan.vn/sitemaps/google-news.xml",
        "https://www.congluan.vn/quoc-te",
    )
