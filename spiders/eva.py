"""Eva."""

from crawler.outlets import Outlet, ReadingRules


class Eva(Outlet):
    name = "eva"
    title = "Eva"
    hosts = ("eva.vn",)
    listings = ("https://eva.vn/di-dau-xem-gi-c40.html",)
    article_url = r"https://eva\.vn/(?:[\w-]+/)?[^/?#]+-c\d+a(?P<id>\d+)\.html"
    examples = ("https://eva.vn/di-dau-xem-gi/slug-bai-viet-c40a644605.html",)
    non_examples = ("https://eva.vn/di-dau-xem-gi-c40.html", "https://eva.vn/a80-p4952c73.html")
    reading = ReadingRules(not_authors=("Eva", "Eva.vn"))
    floor = 20
    enabled = False
    off = "a site of entertainment: its pages can be read, its sections are seldom on the topic"
