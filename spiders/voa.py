"""VOA Tiếng Việt."""

from crawler.outlets import Outlet, ReadingRules


class VOA(Outlet):
    name = "voa"
    title = "VOA Tiếng Việt"
    hosts = ("www.voatiengviet.com",)
    feeds = ("https://www.voatiengviet.com/api/z$yyteitit",)
    article_url = r"https://www\.voatiengviet\.com/a/(?:[^/?#]+/)?(?P<id>\d+)\.html"
    examples = (
        "https://www.voatiengviet.com/a/ngan-hang-the-gioi-tinh-khong-kieu-hoi-viet-nam/5079584.html",
    )
    non_examples = ("https://www.voatiengviet.com/rssfeeds", "https://www.voatiengviet.com/z/1852")
    reading = ReadingRules(
        title=("h1.title", "h1.pg-title"),
        lead=(".intro p",),
        body=("#article-content .wsw",),
        strip=(".wsw__embed", ".media-block", ".c-mmp"),
        published=("time[datetime]",),
        authors=(".links__item-link",),
        not_authors=("VOA", "VOA Tiếng Việt"),
    )
    floor = 10
    enabled = False
    off = "it has published nothing since March 2025"
    unverified = ("https://www.voatiengviet.com/api/z$yyteitit",)
