"""Công lý: what is known of it is its system; the rest a first live check must show."""

from dataclasses import replace

from crawler.outlets import Index
from spiders.families.onecms import OneCMS


class CongLy(OneCMS):
    name = "congly"
    title = "Công lý"
    hosts = ("congly.vn",)
    sitemaps = ("https://congly.vn/sitemap.xml",)
    listings = ("https://congly.vn/the-gioi",)
    archives = (Index("https://congly.vn/sitemap.xml", unverified=True),)
    article_url = r"https://congly\.vn/(?![^?#]*-event\d+\.html)(?:[\w-]+/)?[^/?#]+-(?P<id>\d{5,})\.html"
    examples = ("https://congly.vn/slug-bai-viet-10300000.html",)
    non_examples = ("https://congly.vn/su-kien-event123.html", "https://congly.vn/the-gioi")
    reading = replace(OneCMS.reading, not_authors=("Công lý",))
    floor = 15
    unverified = ("https://congly.vn/sitemap.xml", "https://congly.vn/the-gioi")
