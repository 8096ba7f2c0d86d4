"""Znews (Tri thức)."""

from crawler.outlets import Index, Outlet, Pages, ReadingRules


class Znews(Outlet):
    name = "znews"
    title = "Znews (Tri thức)"
    hosts = ("znews.vn", "lifestyle.znews.vn", "zingnews.vn", "news.zing.vn", "zing.vn")
    feeds = ("https://znews.vn/rss/the-gioi.rss", "https://znews.vn/rss/thoi-su.rss")
    listings = (
        "https://znews.vn/quan-su-the-gioi.html",
        "https://znews.vn/the-gioi.html",
        "https://znews.vn/thoi-su.html",
    )
    archives = (
        Index("https://znews.vn/sitemap/sitemap.xml"),
        Pages(
            "https://znews.vn/{section}/trang{n}.html",
            sections=("the-gioi",),
            front="https://znews.vn/{section}.html",
            most=50,
        ),
    )
    article_url = r"https://znews\.vn/(?!video-)[^/?#]+-post(?P<id>\d+)\.html"
    examples = (
        "https://znews.vn/slug-bai-viet-post1600000.html",
        "https://znews.vn/gia-vang-the-gioi-cao-nhat-moi-thoi-dai-post1613516.html",
        "https://news.zing.vn/zingnews-post861659.html",
    )
    non_examples = (
        "https://znews.vn/the-gioi.html",
        "https://znews.vn/the-gioi/trang2.html",
        "https://znews.vn/tieu-diem/hoinghi15khoa13.html",
    )
    reading = ReadingRules(
        title=("h1.the-article-title",),
        lead=("p.the-article-summary",),
        body=(".the-article-body",),
        strip=("#innerarticle", ".inner-article", "table.picture td.caption"),
        published=('meta[property="article:published_time"]', "li.the-article-publish"),
        authors=("li.the-article-author", ".the-article-credit .author"),
        section=("p.the-article-category a",),
        not_authors=("Znews", "Zing", "Zing News", "Tri thức"),
    )
    floor = 40
    unverified = ("https://znews.vn/quan-su-the-gioi.html",)
