"""VnEconomy."""

from crawler.outlets import Outlet, ReadingRules


class VnEconomy(Outlet):
    name = "vneconomy"
    title = "VnEconomy"
    hosts = ("vneconomy.vn",)
    feeds = ("https://vneconomy.vn/chung-khoan.rss",)
    article_url = r"https://vneconomy\.vn/(?P<id>[a-z0-9]+(?:-[a-z0-9]+){5,})\.htm"
    examples = ("https://vneconomy.vn/slug-cua-mot-bai-viet-dai.htm",)
    non_examples = ("https://vneconomy.vn/chung-khoan", "https://vneconomy.vn/chung-khoan.htm")
    reading = ReadingRules(not_authors=("VnEconomy",))
    floor = 3
    enabled = False
    off = "a finance paper: its pages can be read, its sections are seldom on the topic"
