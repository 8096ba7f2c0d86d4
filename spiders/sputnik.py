"""Sputnik Việt Nam."""

from crawler.outlets import Outlet, ReadingRules


class Sputnik(Outlet):
    name = "sputnik"
    title = "Sputnik Việt Nam"
    hosts = ("kevesko.vn", "sputniknews.vn", "sputnik.vn", "vn.sputniknews.com")
    feeds = ("https://kevesko.vn/export/rss2/archive/index.xml",)
    article_url = r"https://kevesko\.vn/(?:[\w-]+/)?(?:\d{8,}/[^/?#]+-(?P<id>\d+)|\d{8,}[^/?#]*)\.html"
    examples = (
        "https://kevesko.vn/20261005/phuong-tay-bao-tin-xau-cho-thu-tuong-duc-merz-44401810.html",
        "https://kevesko.vn/20241127/musk-noi-ve-vu-khi-trong-cac-cuoc-chien-tuong-lai-33157460.html",
    )
    non_examples = ("https://kevesko.vn/han-quoc/", "https://kevesko.vn/20261005/")
    reading = ReadingRules(
        title=("h1.article__title",),
        lead=(".article__announce-text",),
        body=(".article__body",),
        strip=(
            ".article__block[data-type=article]",
            ".article__block[data-type=photo]",
            ".article__block[data-type=social]",
            ".article__block[data-type=recommend]",
        ),
        published=('meta[property="article:published_time"]',),
        authors=(".article__author-name",),
        not_authors=("Sputnik",),
    )
    floor = 10
    enabled = False
    off = (
        "a sanctioned Russian state outlet: the law of the European Union forbids spreading what it publishes"
    )
    unverified = ("https://kevesko.vn/export/rss2/archive/index.xml",)
