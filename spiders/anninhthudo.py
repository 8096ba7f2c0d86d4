"""An ninh Thủ đô."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class AnNinhThuDo(Hemera):
    name = "anninhthudo"
    title = "An ninh Thủ đô"
    hosts = ("www.anninhthudo.vn",)
    feeds = ("https://www.anninhthudo.vn/rss/home.rss",)
    sitemaps = ("https://www.anninhthudo.vn/sitemaps/google-news.xml",)
    listings = ("https://www.anninhthudo.vn/the-gioi/",)
    archives = (
        Shards("https://www.anninhthudo.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH, unverified=True),
    )
    article_url = r"https://www\.anninhthudo\.vn/(?:[^/?#]+-post(?P<id>\d+)|[^/?#]+/[^/?#]+/\d{5,})\.antd"
    examples = (
        "https://anninhthudo.vn/ha-noi-dien-tap-chua-chay-cuu-ho-1000-nguoi-tai-lotte-mall-west-lake-hanoi-post659326.antd",
        "https://anninhthudo.vn/the-gioi/slug-bai-viet/812345.antd",
    )
    non_examples = ("https://anninhthudo.vn/phap-luat/80.antd", "https://www.anninhthudo.vn/the-gioi/")
    reading = replace(Hemera.reading, not_authors=("An ninh Thủ đô", "ANTĐ"))
    floor = 30
    unverified = (
        "https://www.anninhthudo.vn/rss/home.rss",
        "https://www.anninhthudo.vn/sitemaps/google-news.xml",
        "https://www.anninhthudo.vn/the-gioi/",
    )
