"""Việt Giải Trí, which prints what other papers wrote: read the generic way."""

from crawler.outlets import Outlet, ReadingRules


class VietGiaiTri(Outlet):
    name = "vietgiaitri"
    title = "Việt Giải Trí"
    hosts = ("vietgiaitri.com",)
    listings = ("https://vietgiaitri.com/the-gioi/",)
    article_url = r"https://vietgiaitri\.com/[^/?#]+-\d{8}i(?P<id>\d+)/?"
    examples = ("https://vietgiaitri.com/slug-bai-viet-20230115i6825225/",)
    non_examples = ("https://vietgiaitri.com/the-gioi/",)
    reading = ReadingRules(not_authors=("Việt Giải Trí", "Vietgiaitri"))
    floor = 10
    unverified = ("https://vietgiaitri.com/the-gioi/",)
