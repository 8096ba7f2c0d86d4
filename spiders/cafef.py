"""CafeF."""

from dataclasses import replace

from crawler.outlets import ListApi, Per, Shards
from spiders.families.vccorp import VCCorp


class CafeF(VCCorp):
    name = "cafef"
    title = "CafeF"
    hosts = ("cafef.vn",)
    feeds = ("https://cafef.vn/tai-chinh-quoc-te.rss", "https://cafef.vn/home.rss")
    sitemaps = ("https://cafef.vn/latest-news-sitemap.xml",)
    listings = ("https://cafef.vn/tai-chinh-quoc-te.chn", "https://cafef.vn/vi-mo-dau-tu.chn")
    apis = ("https://cafef.vn/timelinelist/18832/1.chn",)
    archives = (
        Shards("https://cafef.vn/sitemaps/sitemaps-{year}-{month}-{first}-{last}.xml", per=Per.FIVE_DAYS),
        ListApi(
            "https://cafef.vn/timelinelist/{section}/{n}.chn",
            sections=("18832",),
            most=200,
            stamp="###%y%m%d%H%M%S",
        ),
    )
    article_url = r"https://cafef\.vn/(?!video/|su-kien/)(?:[\w-]+/)*[^/?#]+-(?P<id>\d{12,20})(?:ca\d+)?\.chn"
    examples = (
        "https://cafef.vn/thoi-diem-nang-hang-can-ke-mbs-diem-ten-30-co-phieu-viet-nam-co-kha-nang-lot-ro-chi-so-ftse-18826030622484142.chn",
        "http://cafef.vn/tai-chinh-quoc-te/choang-voi-chi-phi-va-an-ninh-cho-olympic-sochi-2014-2014021509250334717ca32.chn",
    )
    non_examples = (
        "https://cafef.vn/tai-chinh-quoc-te.chn",
        "https://cafef.vn/su-kien/sinh-loi-tu-dong-978.chn",
        "https://cafef.vn/trieu-tien.html",
    )
    reading = replace(
        VCCorp.reading,
        strip=(*VCCorp.reading.strip, "p.source", ".c-banner"),
        not_authors=("CafeF", "VCCorp.vn", "Nhịp sống thị trường", "An ninh tiền tệ"),
    )
    floor = 40
