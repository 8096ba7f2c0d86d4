"""Kênh 14."""

from dataclasses import replace

from spiders.families.vccorp import VCCorp


class Kenh14(VCCorp):
    name = "kenh14"
    title = "Kênh 14"
    hosts = ("kenh14.vn",)
    feeds = ("https://kenh14.vn/rss/home.rss",)
    article_url = r"https://kenh14\.vn/(?!video/)(?:[\w-]+/)*[^/?#]+-(?P<id>\d{12,20})\.chn"
    examples = (
        "https://kenh14.vn/slug-bai-viet-215260307075519174.chn",
        "http://kenh14.vn/star/ngam-anh-qua-khu-gian-di-cua-vo-thanh-bui-20140102113357263.chn",
    )
    non_examples = ("https://kenh14.vn/star.chn", "https://kenh14.vn/soc-tren-tiktok.html")
    reading = replace(VCCorp.reading, not_authors=("Kênh 14", "Kenh14", "Kenh14.vn"))
    floor = 20
    enabled = False
    off = "a site of entertainment: its pages can be read, its sections are seldom on the topic"
    unverified = ("https://kenh14.vn/rss/home.rss",)
