"""Tri thức và Cuộc sống."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class KienThuc(Hemera):
    name = "kienthuc"
    title = "Tri thức và Cuộc sống"
    hosts = ("kienthuc.net.vn",)
    feeds = ("https://kienthuc.net.vn/rss/home.rss",)
    sitemaps = ("https://kienthuc.net.vn/sitemaps/google-news.xml",)
    listings = (
        "https://kienthuc.net.vn/the-gioi/",
        "https://kienthuc.net.vn/quan-su/",
        "https://kienthuc.net.vn/vu-khi/",
    )
    archives = (
        Shards("https://kienthuc.net.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH, unverified=True),
    )
    article_url = (
        r"https://kienthuc\.net\.vn/(?:[a-z0-9-]+-post(?P<id>\d+)|[a-z0-9-]+/[a-z0-9-]+-\d{5,})\.html"
    )
    examples = (
        "https://kienthuc.net.vn/slug-bai-viet-post1600000.html",
        "https://kienthuc.net.vn/quan-su/slug-bai-viet-1234567.html",
    )
    non_examples = ("https://kienthuc.net.vn/quan-su/", "https://kienthuc.net.vn/the-gioi/?page=2")
    reading = replace(Hemera.reading, not_authors=("Kiến thức", "Kienthuc.net.vn", "Tri thức và Cuộc sống"))
    floor = 20
    unverified = (
        "https://kienthuc.net.vn/rss/home.rss",
        "https://kienthuc.net.vn/sitemaps/google-news.xml",
        "https://kienthuc.net.vn/the-gioi/",
        "https://kienthuc.net.vn/quan-su/",
        "https://kienthuc.net.vn/vu-khi/",
    )
