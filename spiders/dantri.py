"""Dân trí."""

from crawler.outlets import Index, Outlet, Pages, ReadingRules


class DanTri(Outlet):
    name = "dantri"
    title = "Dân trí"
    hosts = ("dantri.com.vn", "duhoc.dantri.com.vn", "dulich.dantri.com.vn", "tuyensinh.dantri.com.vn")
    feeds = ("https://dantri.com.vn/rss/the-gioi.rss", "https://dantri.com.vn/rss/home.rss")
    sitemaps = ("https://dantri.com.vn/google-news-sitemap.xml",)
    listings = (
        "https://dantri.com.vn/the-gioi.htm",
        "https://dantri.com.vn/the-gioi/quan-su.htm",
        "https://dantri.com.vn/the-gioi/phan-tich-binh-luan.htm",
        "https://dantri.com.vn/tim-kiem/tri%E1%BB%81u+ti%C3%AAn.htm",
    )
    archives = (
        Index("https://dantri.com.vn/sitemaps/articles.xml"),
        Pages(
            "https://dantri.com.vn/{section}/trang-{n}.htm",
            sections=("the-gioi/quan-su", "the-gioi"),
            front="https://dantri.com.vn/{section}.htm",
            most=30,
            stamp="%Y%m%d%H%M%S",
        ),
    )
    # The number is the time of writing, up to the millisecond; before 2015 it was a counter.
    article_url = (
        r"https://dantri\.com\.vn/(?!event/|tac-gia/|video/|photo/|tim-kiem/)"
        r"(?:[^/?#]+/)*[^/?#]+-(?P<id>\d{14,17}|\d{10}|\d{6,7})\.htm"
    )
    examples = (
        "https://dantri.com.vn/kinh-doanh/gia-vang-giam-van-cao-hon-the-gioi-gan-20-trieu-dongluong-20260307080054340.htm",
        "https://dantri.com.vn/dien-dan/ngam-ve-danh-va-thuc-201708071708442.htm",
        "http://dantri.com.vn/xa-hoi/chot-lich-nghi-le-tet-2013-cua-cong-chuc-vien-chuc-677789.htm",
    )
    non_examples = (
        "https://dantri.com.vn/the-gioi/quan-su.htm",
        "https://dantri.com.vn/the-gioi/trang-2.htm",
        "https://dantri.com.vn/event/vang-bac-bien-dong-manh-8350.htm",
        "https://dantri.com.vn/tac-gia/slug-20260307.htm",
        "https://dantri.com.vn/video/arsenal-4-3-leiscester-man-ruot-duoi-ti-so-nghet-tho-67803.htm",
        "https://dtinews.dantri.com.vn/slug-20260307080054340.htm",
    )
    reading = ReadingRules(
        title=("article h1",),
        lead=("article > h2",),
        body=("#desktop-in-article", ".singular-content", ".e-magazine__body", ".dnews__body"),
        strip=(
            "aside[data-module=related-article-in-content]",
            "div.dantri-widget",
            "section.article-business",
            "figcaption",
        ),
        published=("article time[datetime]", "time.author-time"),
        authors=('article a[href*="/tac-gia/"]',),
        lead_prefixes=("(Dân trí) - ", "(Dân trí)- ", "(Dân trí) – "),
        not_authors=("Dân trí", "Báo Dân trí"),
    )
    floor = 60
    unverified = ("https://dantri.com.vn/tim-kiem/tri%E1%BB%81u+ti%C3%AAn.htm",)
