"""Vietstock."""

from crawler.outlets import Outlet, ReadingRules


class Vietstock(Outlet):
    name = "vietstock"
    title = "Vietstock"
    hosts = ("vietstock.vn",)
    feeds = ("https://vietstock.vn/144/chung-khoan.rss",)
    article_url = r"https://vietstock\.vn/\d{4}/\d{2}/[^/?#]+-(?P<id>\d+)\.htm"
    examples = ("https://vietstock.vn/2026/07/slug-bai-viet-739-1470619.htm",)
    non_examples = ("https://vietstock.vn/144/chung-khoan.htm",)
    reading = ReadingRules(not_authors=("Vietstock",))
    floor = 20
    enabled = False
    off = "a finance paper: its pages can be read, its sections are seldom on the topic"
