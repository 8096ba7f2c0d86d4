"""Báo Đầu tư."""

from crawler.outlets import Outlet, ReadingRules


class BaoDauTu(Outlet):
    name = "baodautu"
    title = "Báo Đầu tư"
    hosts = ("baodautu.vn",)
    listings = ("https://baodautu.vn/thoi-su-dau-tu-d1/",)
    article_url = r"https://baodautu\.vn/[^/?#]+-d(?P<id>\d{4,})\.html"
    examples = ("https://baodautu.vn/chung-khoan-phien-63-rung-lac-manh-vn-index-ve-1767-diem-d538930.html",)
    non_examples = ("https://baodautu.vn/tai-chinh-chung-khoan-d6/",)
    reading = ReadingRules(not_authors=("Báo Đầu tư", "baodautu.vn"))
    floor = 20
    enabled = False
    off = "a finance paper: its pages can be read, its sections are seldom on the topic"
