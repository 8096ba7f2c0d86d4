"""Thanh Niên."""

from dataclasses import replace

from crawler.outlets import ListApi, Per, Shards
from spiders.families.vccorp import VCCorp


class ThanhNien(VCCorp):
    name = "thanhnien"
    title = "Thanh Niên"
    hosts = ("thanhnien.vn", "thanhnien.com.vn", "ihay.thanhnien.com.vn", "thethao.thanhnien.com.vn")
    feeds = ("https://thanhnien.vn/rss/the-gioi.rss", "https://thanhnien.vn/rss/home.rss")
    sitemaps = ("https://thanhnien.vn/google-news-sitemap.xml",)
    listings = (
        "https://thanhnien.vn/the-gioi/quan-su.htm",
        "https://thanhnien.vn/the-gioi.htm",
        "https://thanhnien.vn/chinh-tri.htm",
    )
    archives = (
        Shards("https://thanhnien.vn/sitemaps/sitemaps-{year}-{month}-{first}-{last}.xml", per=Per.FIVE_DAYS),
        ListApi(
            "https://thanhnien.vn/timelinelist/{section}/{n}.htm",
            sections=("185246",),
            most=200,
            stamp="###%y%m%d%H%M%S",
            unverified=True,
        ),
    )
    article_url = (
        r"https://thanhnien\.vn/(?!video/)"
        r"(?:pages/\d{8}/[^/?#]+\.aspx|(?:[^/?#]+/)*[^/?#]+-(?P<id>185\d+)\.htm)"
    )
    examples = (
        "https://thanhnien.vn/bo-truong-gtvt-nguyen-van-thang-lam-bo-truong-tai-chinh-185241128173912665.htm",
        "http://www.thanhnien.com.vn/pages/20121219/5-bong-hong-buon-ma-tuy-lanh-an.aspx",
    )
    non_examples = (
        "https://thanhnien.vn/chinh-tri.htm",
        "https://thanhnien.vn/trieu-tien.html",
        "http://www.thanhnien.com.vn/pages/khoa-hoc.aspx",
    )
    reading = replace(
        VCCorp.reading,
        authors=(
            'meta[property="dable:author"]',
            "[data-role=author]",
            ".author-info-top > a",
            ".author-info a.name",
        ),
        not_authors=("Thanh Niên", "Báo Thanh Niên", "TNO"),
    )
    floor = 40
