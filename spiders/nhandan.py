"""Nhân Dân."""

from dataclasses import replace

from crawler.outlets import ListApi, Per, Shards
from spiders.families.hemera import Hemera


class NhanDan(Hemera):
    name = "nhandan"
    title = "Nhân Dân"
    hosts = ("nhandan.vn", "nhandan.com.vn", "nhandan.org.vn", "api.nhandan.vn")
    feeds = (
        "https://nhandan.vn/rss/thegioi-1231.rss",
        "https://nhandan.vn/rss/chau-a-tbd-704472.rss",
        "https://nhandan.vn/rss/trung-dong-704473.rss",
        "https://nhandan.vn/rss/binh-luan-phe-phan-1180.rss",
        "https://nhandan.vn/rss/chinhtri-1171.rss",
    )
    sitemaps = ("https://nhandan.vn/sitemaps/google-news.xml",)
    listings = ("https://nhandan.vn/thegioi/", "https://nhandan.vn/chau-a-tbd/")
    archives = (
        Shards("https://nhandan.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH, unverified=True),
        ListApi(
            "https://api.nhandan.vn/api/morenews-zone-{section}-{n}.html?phrase=&page_size=30&sz={section}&st=zone",
            sections=("1231", "704472"),
            most=300,
        ),
    )
    article_url = r"https://nhandan\.vn/[^/?#]+-post(?P<id>\d+)\.html"
    examples = (
        "https://nhandan.vn/xung-dang-la-thanh-bao-kiem-sac-ben-trong-dau-tranh-phong-chong-toi-pham-post980623.html",
    )
    non_examples = (
        "https://nhandan.vn/thegioi/",
        "https://nhandan.vn/nato-tag204.html",
        "https://en.nhandan.vn/slug-post980623.html",
    )
    reading = replace(
        Hemera.reading, not_authors=("Nhân Dân", "Báo Nhân Dân", "Báo Nhân Dân điện tử", "Nhân Dân điện tử")
    )
    floor = 100
