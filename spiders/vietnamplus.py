"""VietnamPlus."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.hemera import Hemera


class VietnamPlus(Hemera):
    name = "vietnamplus"
    title = "VietnamPlus"
    hosts = ("www.vietnamplus.vn",)
    feeds = ("https://www.vietnamplus.vn/rss/thegioi.rss", "https://www.vietnamplus.vn/rss/chinhtri.rss")
    sitemaps = ("https://www.vietnamplus.vn/sitemaps/google-news.xml",)
    listings = (
        "https://www.vietnamplus.vn/thegioi/chaua-tbd/",
        "https://www.vietnamplus.vn/thegioi/asean/",
        "https://www.vietnamplus.vn/tim-kiem?q=Tri%E1%BB%81u+Ti%C3%AAn",
    )
    archives = (Shards("https://www.vietnamplus.vn/sitemaps/news-{year}-{month}.xml", per=Per.MONTH),)
    # Until 2022 the number stood alone behind the slug.
    article_url = r"https://www\.vietnamplus\.vn/[^/?#]+(?:-post(?P<id>\d+)|/\d{5,})\.vnp"
    examples = (
        "https://www.vietnamplus.vn/giai-quyet-kho-khan-vuong-mac-trong-linh-vuc-thue-va-hai-quan-post1128969.vnp",
        "https://www.vietnamplus.vn/slug-bai-viet/812345.vnp",
    )
    non_examples = (
        "https://www.vietnamplus.vn/thegioi/",
        "https://www.vietnamplus.vn/thegioi/trang2.vnp",
        "https://www.vietnamplus.vn/chu-de/bien-dong/205.vnp",
        "https://en.vietnamplus.vn/slug-post1128969.vnp",
    )
    reading = replace(Hemera.reading, not_authors=("VietnamPlus", "Vietnam+", "TTXVN/Vietnam+", "TTXVN"))
    floor = 60
    unverified = ("https://www.vietnamplus.vn/tim-kiem?q=Tri%E1%BB%81u+Ti%C3%AAn",)
