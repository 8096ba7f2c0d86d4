"""GenK."""

from dataclasses import replace

from spiders.families.vccorp import VCCorp


class GenK(VCCorp):
    name = "genk"
    title = "GenK"
    hosts = ("genk.vn",)
    feeds = ("https://genk.vn/rss/home.rss",)
    article_url = r"https://genk\.vn/(?:[\w-]+/)*[^/?#]+-(?P<id>\d{12,20})\.chn"
    examples = (
        "https://genk.vn/slug-bai-viet-165260307075519174.chn",
        "http://genk.vn/internet/amazon-ke-lao-luyen-day-chien-luoc-trong-cuoc-chien-cong-nghe-2012122104231130.chn",
    )
    non_examples = ("https://genk.vn/internet.chn",)
    reading = replace(VCCorp.reading, not_authors=("GenK", "Genk.vn"))
    floor = 20
    enabled = False
    off = "a site of technology: its pages can be read, its sections are seldom on the topic"
    unverified = ("https://genk.vn/rss/home.rss",)
