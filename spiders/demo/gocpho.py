"""Góc Phố, a small site of fiction that still writes windows-1258 and asks for patience."""

from crawler.outlets import Outlet, Pages, ReadingRules


class GocPho(Outlet):
    name = "gocpho"
    title = "Góc Phố"
    hosts = ("gocpho.example",)
    feeds = ("https://gocpho.example/rss.xml",)
    archives = (
        Pages(
            "https://gocpho.example/muc/{section}?trang={n}",
            sections=("the-gioi", "quan-su"),
            front="https://gocpho.example/muc/{section}",
            most=30,
        ),
    )
    article_url = r"https://gocpho\.example/bai/(?P<id>\d+)/[^/?#]+\.html"
    examples = ("https://gocpho.example/bai/8101/cau-moi-qua-song.html",)
    non_examples = ("https://gocpho.example/muc/the-gioi", "https://gocpho.example/tu-khoa/nato")
    reading = ReadingRules(
        title=("h1.tieude",),
        lead=("p.tomtat",),
        body=("div.noidung",),
        strip=("td.chuthich", "p.xemthem"),
        published=("div.ngaydang",),
        authors=("p.tacgia b",),
        section=(".duongdan a",),
    )
    floor = 1
