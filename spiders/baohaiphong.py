"""Báo Hải Phòng."""

from dataclasses import replace

from crawler.outlets import Index
from spiders.families.onecms import OneCMS


class BaoHaiPhong(OneCMS):
    name = "baohaiphong"
    title = "Báo Hải Phòng"
    hosts = ("baohaiphong.vn",)
    sitemaps = ("https://baohaiphong.vn/sitemap.xml",)
    listings = ("https://baohaiphong.vn/quoc-te",)
    archives = (Index("https://baohaiphong.vn/sitemap.xml", unverified=True),)
    article_url = r"https://baohaiphong\.vn/(?![^?#]*-event\d+\.html)(?:[\w-]+/)?[^/?#]+-(?P<id>\d{5,})\.html"
    examples = ("https://baohaiphong.vn/slug-bai-viet-10300000.html",)
    non_examples = ("https://baohaiphong.vn/su-kien-event123.html", "https://baohaiphong.vn/quoc-te")
    reading = replace(OneCMS.reading, not_authors=("Báo Hải Phòng",))
    floor = 15
    unverified = ("https://baohaiphong.vn/sitemap.xml", "https://baohaiphong.vn/quoc-te")
