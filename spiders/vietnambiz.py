"""VietnamBiz."""

from crawler.outlets import Outlet, ReadingRules


class VietnamBiz(Outlet):
    name = "vietnambiz"
    title = "VietnamBiz"
    hosts = ("vietnambiz.vn",)
    feeds = ("https://vietnambiz.vn/chung-khoan.rss",)
    article_url = r"https://vietnambiz\.vn/[^/?#]+-(?P<id>\d{12,17})\.htm"
    examples = ("https://vietnambiz.vn/slug-bai-viet-2026725152437184.htm",)
    non_examples = ("https://vietnambiz.vn/chung-khoan.htm",)
    reading = ReadingRules(not_authors=("VietnamBiz",))
    floor = 20
    enabled = False
    off = "a finance paper: its pages can be read, its sections are seldom on the topic"
