"""Người Lao Động, which moved to tuoitre.vn/nld in 2026 and took its numbers along."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.vccorp import VCCorp


class NLD(VCCorp):
    name = "nld"
    title = "Người Lao Động"
    hosts = ("nld.com.vn", "tuoitre.vn")
    feeds = ("https://tuoitre.vn/nld/rss/quoc-te.rss",)
    sitemaps = ("https://tuoitre.vn/sitemaps/latest-news.rss",)
    listings = (
        "https://tuoitre.vn/nld/quoc-te.htm",
        "https://tuoitre.vn/nld/quoc-te/quan-su-quoc-phong.htm",
        "https://tuoitre.vn/nld/quoc-te/ho-so.htm",
        "https://tuoitre.vn/nld/quoc-te/van-de-nong.htm",
    )
    archives = (
        Shards(
            "https://tuoitre.vn/StaticSitemaps/sitemaps-{year}-{month}-{first}-{last}.xml", per=Per.FIVE_DAYS
        ),
    )
    # Its own host comes first here, for on the other one all addresses outside /nld/ are Tuổi Trẻ's.
    article_url = (
        r"https://nld\.com\.vn/(?!video/|print/|chu-de/|tin/|nld/video/)"
        r"(?:nld/(?:[\w-]+/)*[^/?#]+-|(?:[\w-]+/)*[^/?#]+-(?=196)|(?:[\w-]+/)+[^/?#]+-(?=20)|(?=20\d{15}p))"
        r"(?P<id>\d{12,20})(?:p\d+c\d+/[^/?#]+)?\.htm"
    )
    examples = (
        "https://nld.com.vn/nhung-sai-sot-ho-kinh-doanh-thuong-gap-khi-thuc-hien-quy-dinh-moi-ve-thue-196260307071308923.htm",
        "https://tuoitre.vn/nld/slug-196260712101112123.htm",
        "https://nld.com.vn/thoi-su-quoc-te/slug-bai-viet-20160707211412345.htm",
        "http://nld.com.vn/20121226051446379p0c1019/thieu-tien-hui-xach-dao-di-noi-chuyen-voi-chu-no.htm",
    )
    non_examples = (
        "https://nld.com.vn/quoc-te.htm",
        "https://tuoitre.vn/nld/quoc-te.htm",
        "https://tuoitre.vn/chien-su-day-gia-hoa-nhap-khau-dip-8-3-tang-manh-20260307075519174.htm",
        "https://nld.com.vn/trieu-tien.html",
    )
    reading = replace(
        VCCorp.reading,
        lead_prefixes=("(NLĐO)- ", "(NLĐO) - ", "(NLĐO) – "),
        not_authors=("Người Lao Động", "Báo Người Lao Động", "NLĐO"),
    )
    floor = 10
    unverified = (
        "https://tuoitre.vn/nld/rss/quoc-te.rss",
        "https://tuoitre.vn/nld/quoc-te.htm",
        "https://tuoitre.vn/nld/quoc-te/quan-su-quoc-phong.htm",
        "https://tuoitre.vn/nld/quoc-te/ho-so.htm",
        "https://tuoitre.vn/nld/quoc-te/van-de-nong.htm",
    )
