"""Đại biểu Nhân dân."""

from dataclasses import replace

from crawler.outlets import Index
from spiders.families.onecms import OneCMS


class DaiBieuNhanDan(OneCMS):
    name = "daibieunhandan"
    title = "Đại biểu Nhân dân"
    hosts = ("daibieunhandan.vn",)
    sitemaps = ("https://daibieunhandan.vn/sitemap.xml",)
    listings = ("https://daibieunhandan.vn/the-gioi",)
    archives = (Index("https://daibieunhandan.vn/sitemap.xml", unverified=True),)
    article_url = (
        r"https://daibieunhandan\.vn/(?![^?#]*-event\d+\.html)(?:[\w-]+/)?[^/?#]+-(?P<id>\d{5,})\.html"
    )
    examples = ("https://daibieunhandan.vn/slug-bai-viet-10300000.html",)
    non_examples = ("https://daibieunhandan.vn/su-kien-event123.html", "https://daibieunhandan.vn/the-gioi")
    reading = replace(OneCMS.reading, not_authors=("Đại biểu Nhân dân",))
    floor = 15
    unverified = ("https://daibieunhandan.vn/sitemap.xml", "https://daibieunhandan.vn/the-gioi")
