"""VOV."""

from crawler.outlets import Outlet, Per, ReadingRules, Shards


class VOV(Outlet):
    name = "vov"
    title = "VOV"
    hosts = ("vov.vn", "vov.gov.vn")
    feeds = ("https://vov.vn/rss.xml",)
    listings = (
        "https://vov.vn/the-gioi",
        "https://vov.vn/the-gioi/quan-sat",
        "https://vov.vn/the-gioi/ho-so",
        "https://vov.vn/quan-su-quoc-phong",
        "https://vov.vn/chinh-tri",
    )
    archives = (Shards("https://vov.vn/sitemaps/{year}/{month}/article.xml", per=Per.MONTH),)
    article_url = r"https://vov\.vn/[\w/-]+-(?:post(?P<id>\d+)|\d{5,})\.vov"
    examples = (
        "https://vov.vn/phap-luat/bat-duoc-nghi-pham-dung-sung-ak-cuop-tiem-vang-tai-hue-post960162.vov",
        "https://vov.vn/the-gioi/slug-bai-viet-882872.vov",
    )
    non_examples = ("https://vov.vn/the-gioi", "https://vov.vn/the-gioi?page=2", "https://vov.vn/rss.xml")
    reading = ReadingRules(
        title=("h1",),
        lead=(".article-summary",),
        body=(".article-content .text-long", ".article-content"),
        strip=("figcaption", ".article-related"),
        published=('meta[property="article:published_time"]',),
        lead_prefixes=("VOV.VN - ", "VOV.VN -", "VOV.VN – "),
        not_authors=("VOV", "VOV.VN", "Báo điện tử VOV"),
    )
    floor = 30
    unverified = (
        "https://vov.vn/rss.xml",
        "https://vov.vn/the-gioi/quan-sat",
        "https://vov.vn/the-gioi/ho-so",
        "https://vov.vn/quan-su-quoc-phong",
    )
