"""Công an nhân dân."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class CAND(Hemera):
    name = "cand"
    title = "Công an nhân dân"
    hosts = ("cand.vn", "cand.com.vn", "antg.cand.com.vn", "cstc.cand.com.vn", "vnca.cand.com.vn")
    feeds = ("https://cand.vn/rss/home.rss",)
    sitemaps = ("https://cand.vn/sitemaps/google-news.xml",)
    listings = ("https://cand.vn/quoc-te/",)
    archives = (Shards("https://cand.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH),)
    # The numbers of the old and the new host may count different things: each keeps its letters.
    article_url = (
        r"https://cand\.vn/(?:[^/?#]+-(?=post\d+\.html)|.+-(?=i\d+/?$))(?P<id>(?:post|i)\d+)(?:\.html|/?)"
    )
    examples = (
        "https://cand.vn/canh-sat-kinh-te-phai-chu-dong-phong-ngua-rui-ro-tu-som-tu-xa-post818972.html",
        "https://cand.com.vn/su-kien-binh-luan-thoi-su/slug-i700000/",
    )
    non_examples = ("https://cand.vn/the-gioi", "https://cand.vn/sitemaps/news-2026-7.xml")
    reading = replace(
        Hemera.reading, not_authors=("Công an Nhân dân", "Công an nhân dân", "CAND", "Báo Công an nhân dân")
    )
    floor = 40
    unverified = ("https://cand.vn/sitemaps/google-news.xml", "https://cand.vn/quoc-te/")
