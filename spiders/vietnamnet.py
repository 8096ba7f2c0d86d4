"""VietNamNet."""

from crawler.outlets import Index, Outlet, Pages, ReadingRules


class VietNamNet(Outlet):
    name = "vietnamnet"
    title = "VietNamNet"
    hosts = ("vietnamnet.vn", "infonet.vietnamnet.vn")
    feeds = ("https://vietnamnet.vn/rss/the-gioi.rss", "https://vietnamnet.vn/the-gioi.rss")
    sitemaps = ("https://vietnamnet.vn/sitemap-news.xml",)
    listings = (
        "https://vietnamnet.vn/the-gioi",
        "https://vietnamnet.vn/the-gioi/quan-su",
        "https://vietnamnet.vn/the-gioi/binh-luan-quoc-te",
        "https://vietnamnet.vn/the-gioi/ho-so",
        "https://vietnamnet.vn/chinh-tri/doi-ngoai",
        "https://vietnamnet.vn/tim-kiem?q=Tri%E1%BB%81u+Ti%C3%AAn",
    )
    archives = (
        Index("https://vietnamnet.vn/sitemap.xml"),
        Pages(
            "https://vietnamnet.vn/{section}-page{n}",
            sections=("the-gioi", "the-gioi/quan-su", "the-gioi/binh-luan-quoc-te", "the-gioi/ho-so"),
            front="https://vietnamnet.vn/{section}",
            first=0,
            most=20,
        ),
    )
    # Tags end in "-tag" and up to twenty digits.
    article_url = (
        r"https://vietnamnet\.vn/(?!en/|[^?#]*-tag\d+\.html$)(?:[\w-]+/)*[^/?#]+-(?P<id>\d{5,8})\.html"
    )
    examples = (
        "https://vietnamnet.vn/co-phieu-flc-duoc-giao-dich-tro-lai-2495349.html",
        "https://vietnamnet.vn/vn/the-gioi/slug-bai-viet-812345.html",
    )
    non_examples = (
        "https://vietnamnet.vn/han-quoc-tag123.html",
        "https://vietnamnet.vn/gia-vang-tag14642850852768478603.html",
        "https://vietnamnet.vn/the-gioi-page2",
        "https://vietnamnet.vn/en/slug-2495349.html",
        "https://vietnamnet.vn/the-gioi/quan-su",
    )
    reading = ReadingRules(
        title=("h1.content-detail-title",),
        lead=("h2.content-detail-sapo",),
        body=("#maincontent", ".maincontent.main-content"),
        strip=(
            ".ck-cms-insert-neww-group",
            ".vnn-template-noneditable.articles-edit",
            "figure.vnn-content-image figcaption",
            ".vmcadszone",
        ),
        published=('meta[property="article:published_time"]', ".bread-crumb-detail__time", ".publish-date"),
        authors=(".article-detail-author__info .name", ".article-detail-author__info a"),
        not_authors=("VietNamNet", "VietNamNet News"),
    )
    floor = 60
    unverified = (
        "https://vietnamnet.vn/rss/the-gioi.rss",
        "https://vietnamnet.vn/the-gioi.rss",
        "https://vietnamnet.vn/tim-kiem?q=Tri%E1%BB%81u+Ti%C3%AAn",
    )
