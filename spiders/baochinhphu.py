"""Báo điện tử Chính phủ."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.vccorp import VCCorp


class BaoChinhPhu(VCCorp):
    name = "baochinhphu"
    title = "Báo điện tử Chính phủ"
    hosts = ("baochinhphu.vn", "xaydungchinhsach.chinhphu.vn")
    feeds = ("https://baochinhphu.vn/quoc-te.rss", "https://baochinhphu.vn/home.rss")
    sitemaps = ("https://baochinhphu.vn/sitemaps/google-news.xml",)
    listings = (
        "https://baochinhphu.vn/quoc-te.htm",
        "https://baochinhphu.vn/quoc-te/viet-nam-asean.htm",
        "https://baochinhphu.vn/chinh-tri/doi-ngoai.htm",
    )
    archives = (
        Shards(
            "https://baochinhphu.vn/sitemaps/sitemaps-{year}-{month}-{first}-{last}.xml",
            per=Per.FIVE_DAYS,
            unverified=True,
        ),
    )
    article_url = r"https://baochinhphu\.vn/(?!video/|chu-de/)(?:[\w-]+/)*[^/?#]+-(?P<id>1\d{14,18})\.htm"
    examples = ("https://baochinhphu.vn/chinh-sach-moi-co-hieu-luc-tu-thang-3-2026-102260228093004191.htm",)
    non_examples = (
        "https://baochinhphu.vn/quoc-te.htm",
        "https://baochinhphu.vn/chu-de/bau-cu-quoc-hoi-276.htm",
        "https://en.baochinhphu.vn/slug-111260228093004191.htm",
    )
    reading = replace(
        VCCorp.reading,
        lead_prefixes=("(Chinhphu.vn) - ", "(Chinhphu.vn) – ", "(Chinhphu.vn)- "),
        not_authors=("Báo điện tử Chính phủ", "Chinhphu.vn", "Baochinhphu.vn"),
    )
    floor = 30
