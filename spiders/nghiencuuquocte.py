"""Nghiên cứu Quốc tế."""

from crawler.outlets import Outlet, Pages, ReadingRules


class NghienCuuQuocTe(Outlet):
    name = "nghiencuuquocte"
    title = "Nghiên cứu Quốc tế"
    hosts = ("nghiencuuquocte.org", "nghiencuuquocte.net")
    feeds = (
        "https://nghiencuuquocte.org/feed/",
        "https://nghiencuuquocte.org/tag/trieu-tien/feed/",
        "https://nghiencuuquocte.org/tag/han-quoc/feed/",
    )
    archives = (
        Pages(
            "https://nghiencuuquocte.org/{section}/page/{n}/",
            sections=("tag/trieu-tien", "tag/han-quoc"),
            front="https://nghiencuuquocte.org/{section}/",
            most=50,
            unverified=True,
        ),
    )
    article_url = r"https://nghiencuuquocte\.org/(?P<id>\d{4}/\d{2}/\d{2}/[^/?#]+)/?"
    examples = ("https://nghiencuuquocte.org/2015/01/18/chien-tranh-lanh/",)
    non_examples = (
        "https://nghiencuuquocte.org/feed/",
        "https://nghiencuuquocte.org/category/slug/",
        "https://nghiencuuquocte.org/2015/01/",
    )
    reading = ReadingRules(
        title=("h1.entry-title",),
        body=(".entry-content",),
        strip=(".sharedaddy", ".jp-relatedposts"),
        published=('meta[property="article:published_time"]', "time.entry-date"),
        not_authors=("Nghiên cứu Quốc tế", "Nghiên Cứu Quốc Tế"),
    )
    floor = 10
    unverified = (
        "https://nghiencuuquocte.org/tag/trieu-tien/feed/",
        "https://nghiencuuquocte.org/tag/han-quoc/feed/",
    )
