"""Quân đội nhân dân."""

from crawler.outlets import Index, Outlet, Pages, ReadingRules


class QDND(Outlet):
    name = "qdnd"
    title = "Quân đội nhân dân"
    hosts = ("www.qdnd.vn", "ct.qdnd.vn")
    feeds = (
        "https://www.qdnd.vn/rss/cate/quoc-te-3447.rss",
        "https://www.qdnd.vn/rss/cate/quoc-phong-an-ninh-3424.rss",
        "https://www.qdnd.vn/rss/cate/chinh-tri-3429.rss",
    )
    sitemaps = ("https://www.qdnd.vn/sitemaps/0/top300article.xml",)
    listings = (
        "https://www.qdnd.vn/quoc-te/quan-su-the-gioi",
        "https://www.qdnd.vn/quoc-te",
        "https://www.qdnd.vn/quoc-te/binh-luan",
        "https://www.qdnd.vn/quoc-phong-an-ninh",
        "https://www.qdnd.vn/tim-kiem/q/Tri%E1%BB%81u%20Ti%C3%AAn",
    )
    archives = (
        Index("https://www.qdnd.vn/sitemaps/pid/feed-0.xml"),
        Pages(
            "https://www.qdnd.vn/{section}/p/{n}",
            sections=("quoc-te/quan-su-the-gioi", "quoc-te"),
            front="https://www.qdnd.vn/{section}",
            most=100,
        ),
    )
    # The title is in h1: og:title is cut short.
    article_url = r"https://www\.qdnd\.vn/(?!rss/|tag/|tim-kiem/|video/)(?:[\w-]+/)+[\w-]+-(?P<id>\d{5,7})/?"
    examples = (
        "https://www.qdnd.vn/chinh-tri/tin-tuc/dai-tuong-phan-van-giang-tiep-thu-y-kien-dai-bieu-quoc-hoi-ve-du-an-luat-phong-chong-pho-bien-vu-khi-huy-diet-hang-loat-1052548",
    )
    non_examples = (
        "https://www.qdnd.vn/quoc-te/quan-su-the-gioi",
        "https://www.qdnd.vn/quoc-te/p/2",
        "https://www.qdnd.vn/rss/cate/quoc-te-34470",
        "https://en.qdnd.vn/a/slug-1052548",
    )
    reading = ReadingRules(
        title=("h1",),
        lead=(".post-summary", "p.logo-online"),
        body=(".post-content", ".articleContent"),
        strip=("figcaption", "td.caption", ".box-related", 'p:contains("* Mời bạn đọc")'),
        published=("span.post-subinfo span",),
        authors=(".author-top", ".author"),
        not_authors=(
            "Quân đội nhân dân",
            "Báo Quân đội nhân dân",
            "Báo Quân đội nhân dân Điện tử",
            "QĐND",
            "QĐND Online",
        ),
    )
    floor = 60
    unverified = (
        "https://www.qdnd.vn/quoc-te/binh-luan",
        "https://www.qdnd.vn/tim-kiem/q/Tri%E1%BB%81u%20Ti%C3%AAn",
    )
