"""Thế giới và Việt Nam (Báo Quốc tế)."""

from dataclasses import replace

from crawler.outlets import Days
from spiders.families.mastercms import MasterCMS


class BaoQuocTe(MasterCMS):
    name = "baoquocte"
    title = "Thế giới và Việt Nam (Báo Quốc tế)"
    hosts = ("baoquocte.vn", "tgvn.com.vn")
    feeds = ("https://baoquocte.vn/rss_feed/", "https://baoquocte.vn/rss_feed/the-gioi")
    listings = (
        "https://baoquocte.vn/the-gioi",
        "https://baoquocte.vn/the-gioi/binh-luan",
        "https://baoquocte.vn/the-gioi/toan-canh",
        "https://baoquocte.vn/the-gioi/tieu-diem",
        "https://baoquocte.vn/the-gioi/ho-so",
        "https://baoquocte.vn/ngoai-giao",
    )
    archives = (
        Days(
            "https://baoquocte.vn/{section}&fv={begin:%Y-%m-%d}&s_cond=&BRSR={n}",
            sections=("the-gioi", "ngoai-giao"),
            first=0,
            step=15,
            most=10,
            unverified=True,
        ),
    )
    article_url = r"https://baoquocte\.vn/[^/?#&]+-(?P<id>\d{5,7})\.html"
    examples = (
        "https://baoquocte.vn/ngay-hoi-thieu-nhi-va-gia-dinh-lang-viet-tai-washington-dc-hoa-ky-188872.html",
    )
    non_examples = (
        "https://baoquocte.vn/the-gioi",
        "https://baoquocte.vn/the-gioi&fv=2024-11-05&s_cond=&BRSR=15",
        "https://en.baoquocte.vn/slug-188872.html",
    )
    reading = replace(
        MasterCMS.reading,
        lead_prefixes=("Baoquocte.vn. ", "TG&VN. "),
        not_authors=("Thế giới và Việt Nam", "TG&VN", "Báo Thế giới và Việt Nam", "Báo Quốc tế"),
    )
    floor = 25
