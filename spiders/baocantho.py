"""Báo Cần Thơ."""

from crawler.outlets import Outlet, ReadingRules


class BaoCanTho(Outlet):
    name = "baocantho"
    title = "Báo Cần Thơ"
    hosts = ("baocantho.com.vn",)
    listings = (
        "https://baocantho.com.vn/the-gioi/",
        "https://baocantho.com.vn/the-gioi/dong-tay-the-su/",
        "https://baocantho.com.vn/quoc-phong-an-ninh/quoc-phong/",
    )
    article_url = r"https://baocantho\.com\.vn/(?!rao-vat-)[^/?#]+-a(?P<id>\d+)\.html"
    examples = ("https://baocantho.com.vn/cu-tri-de-nghi-ho-tro-tieu-thu-nong-san-a196626.html",)
    non_examples = (
        "https://baocantho.com.vn/thoi-su/",
        "https://baocantho.com.vn/rao-vat-thong-bao-596.html",
        "https://baocantho.com.vn/quoc-phong-an-ninh/quoc-phong/",
    )
    reading = ReadingRules(
        title=("h1",), lead_prefixes=("(CTO) - ", "(CT) - ", "(CTO)- "), not_authors=("Báo Cần Thơ", "CTO")
    )
    floor = 20
