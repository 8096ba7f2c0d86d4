"""Tuổi Trẻ."""

from dataclasses import replace

from crawler.outlets import Per, Shards
from spiders.families.vccorp import VCCorp


class TuoiTre(VCCorp):
    name = "tuoitre"
    title = "Tuổi Trẻ"
    hosts = (
        "tuoitre.vn",
        "congnghe.tuoitre.vn",
        "dulich.tuoitre.vn",
        "nhipsongso.tuoitre.vn",
        "thethao.tuoitre.vn",
        "tuyensinh.tuoitre.vn",
    )
    feeds = ("https://tuoitre.vn/rss/the-gioi.rss", "https://tuoitre.vn/rss/thoi-su.rss")
    sitemaps = ("https://tuoitre.vn/sitemaps/latest-news.rss", "https://tuoitre.vn/google-news-sitemap.xml")
    listings = (
        "https://tuoitre.vn/the-gioi.htm",
        "https://tuoitre.vn/the-gioi/binh-luan.htm",
        "https://tuoitre.vn/the-gioi/ho-so.htm",
        "https://tuoitre.vn/trieu-tien.html",
        "https://tuoitre.vn/han-quoc.html",
    )
    archives = (
        Shards(
            "https://tuoitre.vn/StaticSitemaps/sitemaps-{year}-{month}-{first}-{last}.xml", per=Per.FIVE_DAYS
        ),
    )
    # /nld/ is Người Lao Động, a paper of its own that moved in; /tin/…/724115.html is an address until 2015.
    article_url = (
        r"https://tuoitre\.vn/(?!nld/|video/|print/|chu-de/)"
        r"(?:tin/(?:[^/?#]+/)+(?=\d{5,7}\.html$)|[^/?#]+-(?=\d{14,17}\.htm$))(?P<id>\d+)\.html?"
    )
    examples = (
        "https://tuoitre.vn/chien-su-day-gia-hoa-nhap-khau-dip-8-3-tang-manh-20260307075519174.htm",
        "https://tuoitre.vn/fifa-tan-duong-ban-linh-cua-u23-viet-nam-khi-danh-bai-han-quoc-20260124025812.htm",
        "http://tuoitre.vn/tin/chinh-tri-xa-hoi/20150323/chat-cay-xanh-ha-noi/724115.html",
        "http://dulich.tuoitre.vn/tin/20150319/binh-yen-tra-nhieu/722540.html",
    )
    non_examples = (
        "https://tuoitre.vn/the-gioi.htm",
        "https://tuoitre.vn/chien-su-trung-dong.html",
        "https://tuoitre.vn/dong-luc-tang-truong-moi-cho-tphcm-e2016.htm",
        "https://tuoitre.vn/nld/slug-196260712101112123.htm",
        "https://tuoitre.vn/print/chien-su-day-gia-hoa-nhap-khau-dip-8-3-tang-manh-20260307075519174.htm",
        "https://tuoitre.vn/video/slug-20260307075519174.htm",
        "http://tuoitre.vn/chu-de/chuyen-tu-te/94447.html",
    )
    reading = replace(VCCorp.reading, not_authors=("Tuổi Trẻ Online", "Tuổi Trẻ", "TTO"))
    floor = 60
    unverified = ("https://tuoitre.vn/trieu-tien.html", "https://tuoitre.vn/han-quoc.html")
