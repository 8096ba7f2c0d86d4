"""24h, under a module name that Python can import."""

from crawler.outlets import Index, Outlet, ReadingRules


class HaiBonGio(Outlet):
    name = "24h"
    title = "24h"
    hosts = ("www.24h.com.vn",)
    feeds = (
        "https://www.24h.com.vn/upload/rss/tintucquocte.rss",
        "https://www.24h.com.vn/upload/rss/tintuctrongngay.rss",
    )
    listings = (
        "https://www.24h.com.vn/tin-tuc-quoc-te-c415.html",
        "https://www.24h.com.vn/tin-tuc-trong-ngay-c46.html",
    )
    archives = (Index("https://www.24h.com.vn/sitemap-index.xml"),)
    article_url = r"https://www\.24h\.com\.vn/(?!video/)(?:[\w-]+/)?[^/?#]+-c\d+a(?P<id>\d+)\.html"
    examples = ("https://www.24h.com.vn/tin-tuc-quoc-te/slug-bai-viet-c415a1620000.html",)
    non_examples = (
        "https://www.24h.com.vn/tin-tuc-trong-ngay-c46.html",
        "https://www.24h.com.vn/tin-tuc-quoc-te-c415-p2.html",
    )
    reading = ReadingRules(
        title=("h1",),
        lead=("h2#article_sapo", "h2.cate-24h-foot-arti-deta-sum"),
        body=("article#article_body", "article.cate-24h-foot-arti-deta-content-main"),
        strip=("figcaption", ".nguontin", ".bv-lq", ".viewVideoPlay"),
        published=('meta[property="article:published_time"]', ".cate-24h-foot-arti-deta-cre-post"),
        not_authors=("24h", "24H", "Tin tức 24h"),
    )
    floor = 30
    unverified = ("https://www.24h.com.vn/tin-tuc-quoc-te-c415.html",)
