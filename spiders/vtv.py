"""VTV."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.vccorp import VCCorp


class VTV(VCCorp):
    name = "vtv"
    title = "VTV"
    hosts = ("vtv.vn",)
    feeds = ("https://vtv.vn/rss/the-gioi.rss", "https://vtv.vn/rss/chinh-tri.rss")
    sitemaps = ("https://vtv.vn/latest-news-sitemap.xml",)
    listings = ("https://vtv.vn/the-gioi.htm", "https://vtv.vn/chinh-tri.htm")
    archives = (
        Shards("https://vtv.vn/sitemaps/sitemaps-{year}-{month}-{first}-{last}.xml", per=Per.FIVE_DAYS),
    )
    article_url = r"https://vtv\.vn/(?!video/)(?:[\w-]+/)*[^/?#]+-(?P<id>\d{15,20})\.htm"
    examples = (
        "https://vtv.vn/slug-bai-viet-100260304192222996.htm",
        "https://vtv.vn/the-gioi/slug-bai-viet-20210304192222996.htm",
    )
    non_examples = (
        "https://vtv.vn/the-gioi.htm",
        "https://vtv.vn/the-gioi/xem-theo-ngay/5-3-2021/trang-2.htm",
        "https://vtv.vn/video/slug-100260304192222996.htm",
    )
    reading = replace(
        VCCorp.reading,
        title=(*VCCorp.reading.title, "h1.title_detail", "h1.title-detail"),
        body=(*VCCorp.reading.body, "#entry-body", "[itemprop=articleBody]"),
        lead_prefixes=("VTV.vn - ", "VTV.vn – "),
        not_authors=("VTV", "VTV.vn", "VTV Times", "Báo điện tử VTV", "Ban Thời sự"),
    )
    floor = 100
