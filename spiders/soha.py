"""Soha."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.vccorp import VCCorp


class Soha(VCCorp):
    name = "soha"
    title = "Soha"
    hosts = ("soha.vn",)
    feeds = ("https://soha.vn/rss/home.rss", "https://soha.vn/quoc-te.rss", "https://soha.vn/quan-su.rss")
    sitemaps = ("https://soha.vn/latest-news-sitemap.xml", "https://soha.vn/google-news-sitemap.xml")
    listings = ("https://soha.vn/quan-su.htm", "https://soha.vn/quoc-te.htm")
    archives = (
        Shards(
            "https://soha.vn/sitemaps/sitemaps-{year}-{month}-{first}-{last}.xml",
            per=Per.FIVE_DAYS,
            unverified=True,
        ),
    )
    article_url = r"https://soha\.vn/(?!video/)(?:[\w-]+/)*[^/?#]+-(?P<id>\d{12,20})\.htm"
    examples = (
        "https://soha.vn/giao-huu-dt-nu-viet-nam-dt-nu-phap-khi-thang-thua-chi-la-chuyen-ben-le-20220702195953891.htm",
        "http://soha.vn/giai-tri/can-lo-lo-la-loi-voi-khan-tam-20121225102525545.htm",
    )
    non_examples = ("https://soha.vn/quoc-te.htm", "https://soha.vn/trieu-tien.html")
    reading = replace(VCCorp.reading, not_authors=("Soha", "Soha.vn"))
    floor = 40
    unverified = ("https://soha.vn/quoc-te.rss", "https://soha.vn/quan-su.rss")
