"""Lao Động."""

from crawler.outlets import Outlet, ReadingRules


class LaoDong(Outlet):
    name = "laodong"
    title = "Lao Động"
    hosts = ("laodong.vn", "laodong.com.vn")
    feeds = ("https://laodong.vn/rss/the-gioi.rss",)
    listings = ("https://laodong.vn/the-gioi/", "https://laodong.vn/vu-khi")
    article_url = (
        r"https://laodong\.vn/(?!video/|media/|infographic/|event/|tags/)[\w-]+/[^/?#]+-(?P<id>\d{4,})\.ldo"
    )
    examples = (
        "https://laodong.vn/the-gioi/slug-bai-viet-1741008.ldo",
        "https://laodong.vn/xe/aston-martin-dbx707-mau-xanh-la-xuat-hien-tren-duong-pho-tphcm-1650434.ldo",
    )
    non_examples = (
        "https://news.laodong.vn/a/b-1741008.ldo",
        "https://laodong.vn/the-gioi/",
        "https://laodong.vn/event/slug-1822.ldo",
        "https://laodong.vn/video/slug-1650064.ldo",
    )
    reading = ReadingRules(
        title=("h1.title", "h1"),
        lead=(".chappeau",),
        body=("#gallery-ctt", "article.detail-content", ".art-body"),
        strip=(".tin-lien-quan", "figcaption"),
        published=('meta[property="article:published_time"]', ".time time"),
        not_authors=("Lao Động", "Báo Lao Động"),
    )
    floor = 40
    enabled = False
    off = "every address answers a script that must set a cookie first; we do not answer gates"
