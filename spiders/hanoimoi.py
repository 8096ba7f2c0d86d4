"""Hànộimới."""

from dataclasses import replace

from crawler.outlets import Index
from spiders.families.onecms import OneCMS


class HaNoiMoi(OneCMS):
    name = "hanoimoi"
    title = "Hànộimới"
    hosts = ("hanoimoi.vn", "hanoimoi.com.vn")
    sitemaps = ("https://hanoimoi.vn/sitemap.xml",)
    listings = ("https://hanoimoi.vn/the-gioi", "https://hanoimoi.vn/the-gioi/ho-so")
    archives = (Index("https://hanoimoi.vn/sitemap.xml"),)
    article_url = r"https://hanoimoi\.vn/(?![^?#]*-event\d+\.html)[^/?#]+-(?P<id>\d{4,})\.html"
    examples = ("https://hanoimoi.vn/slug-bai-viet-700000.html",)
    non_examples = ("https://hanoimoi.vn/su-kien-event123.html", "https://hanoimoi.vn/the-gioi")
    reading = replace(OneCMS.reading, not_authors=("Hànộimới", "Hà Nội mới", "HNM", "HNMO"))
    floor = 20
