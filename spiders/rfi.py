"""RFI Tiếng Việt."""

from crawler.outlets import Outlet, Pages, ReadingRules


class RFI(Outlet):
    name = "rfi"
    title = "RFI Tiếng Việt"
    hosts = ("www.rfi.fr", "vi.rfi.fr", "viet.rfi.fr")
    feeds = ("https://www.rfi.fr/vi/rss",)
    listings = (
        "https://www.rfi.fr/vi/ch%C3%A2u-%C3%A1/",
        "https://www.rfi.fr/vi/qu%E1%BB%91c-t%E1%BA%BF/",
        "https://www.rfi.fr/vi/ph%C3%A2n-t%C3%ADch/",
        "https://www.rfi.fr/vi/%C4%91i%E1%BB%83m-b%C3%A1o/",
    )
    archives = (
        Pages(
            "https://www.rfi.fr/vi/{section}/{n}/",
            sections=("ch%C3%A2u-%C3%A1", "qu%E1%BB%91c-t%E1%BA%BF", "ph%C3%A2n-t%C3%ADch"),
            front="https://www.rfi.fr/vi/{section}/",
            most=50,
            stamp="%Y%m%d",
            unverified=True,
        ),
    )
    article_url = r"https://www\.rfi\.fr/(?:vi/)?[^/?#]{3,}/(?P<id>\d{8}-[^/?#]+)"
    examples = (
        "https://www.rfi.fr/vi/ch%C3%A2u-%C3%A1/20241030-slug-bai-viet",
        "http://vi.rfi.fr/viet-nam/20190102-slug-bai-viet",
        "https://amp.rfi.fr/vi/ch%C3%A2u-%C3%A1/20241030-slug-bai-viet",
    )
    non_examples = (
        "https://www.rfi.fr/vi/ch%C3%A2u-%C3%A1/",
        "https://www.rfi.fr/vi/rss",
        "https://www.rfi.fr/en/asia/20241030-slug",
        "https://www.rfi.fr/fr/20241030-slug",
    )
    reading = ReadingRules(
        title=("#main-content article h1", "h1"),
        lead=("p.t-content__chapo",),
        body=("#main-content article", ".t-content__body"),
        strip=(
            ".t-content__dates",
            ".t-content__authors",
            ".t-content__shares",
            ".m-interstitial",
            ".a-read-more",
            ".m-em-flash",
            ".o-self-promo",
            "figcaption",
        ),
        published=('meta[property="article:published_time"]', "time[datetime]"),
        authors=("a.m-from-author__name",),
        not_authors=("RFI", "RFI Tiếng Việt"),
        zone="Europe/Paris",
    )
    zone = "Europe/Paris"
    floor = 20
    unverified = ("https://www.rfi.fr/vi/rss",)
