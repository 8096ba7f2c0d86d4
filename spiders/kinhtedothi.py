"""Kinh tế và Đô thị: its present pages nobody has described, so they are read the generic way."""

from crawler.outlets import Outlet, ReadingRules


class KinhTeDoThi(Outlet):
    name = "kinhtedothi"
    title = "Kinh tế và Đô thị"
    hosts = ("kinhtedothi.vn",)
    feeds = ("https://kinhtedothi.vn/rss/home.rss",)
    listings = (
        "https://kinhtedothi.vn/quoc-te/tin-tuc/",
        "https://kinhtedothi.vn/quoc-te/su-kien-binh-luan/",
    )
    article_url = r"https://kinhtedothi\.vn/(?:[\w-]+/)*[^/?#]+[.-](?P<id>\d{5,8})\.html"
    examples = ("https://kinhtedothi.vn/slug-bai-viet.712345.html",)
    non_examples = ("https://kinhtedothi.vn/quoc-te/tin-tuc/",)
    reading = ReadingRules(
        title=("h1",),
        body=("#cotent_detail",),
        published=('meta[property="article:published_time"]', ".time_detail_news"),
        not_authors=("Kinh tế và Đô thị", "Kinh tế & Đô thị", "Kinhtedothi"),
    )
    floor = 10
    unverified = (
        "https://kinhtedothi.vn/rss/home.rss",
        "https://kinhtedothi.vn/quoc-te/tin-tuc/",
        "https://kinhtedothi.vn/quoc-te/su-kien-binh-luan/",
    )
