"""VnExpress."""

from crawler.outlets import Days, Outlet, Pages, ReadingRules


class VnExpress(Outlet):
    name = "vnexpress"
    title = "VnExpress"
    hosts = (
        "vnexpress.net",
        "giadinh.vnexpress.net",
        "giaitri.vnexpress.net",
        "sohoa.vnexpress.net",
        "thethao.vnexpress.net",
    )
    feeds = ("https://vnexpress.net/rss/the-gioi.rss", "https://vnexpress.net/rss/thoi-su.rss")
    sitemaps = ("https://vnexpress.net/google-news-sitemap.xml",)
    listings = (
        "https://vnexpress.net/the-gioi",
        "https://vnexpress.net/the-gioi/quan-su",
        "https://vnexpress.net/the-gioi/phan-tich",
        "https://vnexpress.net/the-gioi/tu-lieu",
    )
    archives = (
        Days(
            "https://vnexpress.net/category/day/cateid/{section}/fromdate/{since}/todate/{until}/allcate/{section}/page/{n}",
            sections=("1001002", "1001005"),
            most=5,
            unverified=True,
        ),
        Pages(
            "https://vnexpress.net/{section}-p{n}",
            sections=("the-gioi", "the-gioi/quan-su", "the-gioi/phan-tich", "the-gioi/tu-lieu"),
            front="https://vnexpress.net/{section}",
            most=20,
        ),
    )
    # "-tong-thuat" is the summary of a live report, under the number of the report.
    article_url = (
        r"https://vnexpress\.net/(?!topic/|tag/|chu-de/|video/|podcast/|anh/|photo/|interactive/|infographics/)"
        r"(?:[^/?#]+/)*[^/?#]+-(?P<id>\d{7})(?:-tong-thuat)?\.html"
    )
    examples = (
        "https://vnexpress.net/ha-noi-xem-xet-gia-han-thu-tuc-6-du-an-lon-5106755.html",
        "https://vnexpress.net/cach-cac-nuoc-doi-pho-cu-soc-nang-luong-tu-trung-dong-5047363.html",
        "https://vnexpress.net/my-israel-tap-kich-iran-tehran-phong-ten-lua-dan-dao-tra-dua-5045024-tong-thuat.html",
        "https://vnexpress.net/oto-xe-may/v-car/doanh-so/10-xe-gam-cao-ban-nhieu-nhat-thang-1-5041456.html",
        "https://vnexpress.net/tin-tuc/thoi-su/set-danh-bay-mai-chay-do-dien-nhieu-nha-dan-3816808.html",
        "http://thethao.vnexpress.net/tin-tuc/giai-ngoai-hang-anh/chelsea-nhich-lai-gan-man-city-2406987.html",
    )
    non_examples = (
        "https://vnexpress.net/the-gioi-p2",
        "https://vnexpress.net/the-gioi/quan-su",
        "https://vnexpress.net/topic/abc-28000",
        "https://vnexpress.net/video/slug-5047363.html",
        "https://vnexpress.net/suc-khoe/cam-nang/hoi-chung-horner-406",
        "https://e.vnexpress.net/news/slug-5047363.html",
    )
    reading = ReadingRules(
        title=("h1.title-detail", "h1.title_news_detail"),
        lead=("p.description",),
        body=("article.fck_detail",),
        strip=(
            "figure.tplCaption figcaption",
            "p.Image",
            ".box-tinlienquanv2",
            "#article-end",
            "section.bottom-detail",
            ".banner",
            "span.location-stamp",
        ),
        published=("meta[name=pubdate]", ".header-content span.date"),
        authors=("p.author_mail", 'article.fck_detail p.Normal[style*="text-align:right"]'),
        section=("ul.breadcrumb a",),
        not_authors=("VnExpress",),
    )
    floor = 60
