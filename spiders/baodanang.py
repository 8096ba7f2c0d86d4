"""Báo Đà Nẵng."""

from dataclasses import replace

from crawler.outlets import Index
from spiders.families.onecms import OneCMS


class BaoDaNang(OneCMS):
    name = "baodanang"
    title = "Báo Đà Nẵng"
    hosts = ("baodanang.vn",)
    sitemaps = ("https://baodanang.vn/sitemap.xml",)
    listings = ("https://baodanang.vn/the-gioi",)
    archives = (Index("https://baodanang.vn/sitemap.xml", unverified=True),)
    article_url = r"https://baodanang\.vn/(?![^?#]*-event\d+\.html)(?:[\w-]+/)?[^/?#]+-(?P<id>\d{5,})\.html"
    examples = ("https://baodanang.vn/slug-bai-viet-10300000.html",)
    non_examples = ("https://baodanang.vn/su-kien-event123.html", "https://baodanang.vn/the-gioi")
    reading = replace(OneCMS.reading, not_authors=("Báo Đà Nẵng",))
    floor = 15
    unverified = ("https://baodanang.vn/sitemap.xml", "https://baodanang.vn/the-gioi")
