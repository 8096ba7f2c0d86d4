"""Báo Nghệ An."""

from dataclasses import replace

from crawler.outlets import Index
from spiders.families.onecms import OneCMS


class BaoNgheAn(OneCMS):
    name = "baonghean"
    title = "Báo Nghệ An"
    hosts = ("baonghean.vn",)
    sitemaps = ("https://baonghean.vn/sitemap.xml",)
    listings = ("https://baonghean.vn/quoc-te",)
    archives = (Index("https://baonghean.vn/sitemap.xml", unverified=True),)
    article_url = r"https://baonghean\.vn/(?![^?#]*-event\d+\.html)(?:[\w-]+/)?[^/?#]+-(?P<id>\d{5,})\.html"
    examples = ("https://baonghean.vn/slug-bai-viet-10300000.html",)
    non_examples = ("https://baonghean.vn/su-kien-event123.html", "https://baonghean.vn/quoc-te")
    reading = replace(OneCMS.reading, not_authors=("Báo Nghệ An",))
    floor = 15
    unverified = ("https://baonghean.vn/sitemap.xml", "https://baonghean.vn/quoc-te")
