"""The content system on 1cdn.vn, that of provincial and city papers: b-* and c-* classes."""

from crawler.outlets import Outlet, ReadingRules


class OneCMS(Outlet, abstract=True):
    family = "onecms"
    reading = ReadingRules(
        title=("h1",),
        lead=(".sc-longform-header-sapo", "p.block-sc-sapo"),
        body=("div.b-maincontent", "div.entry"),
        strip=(".b-maincontent div.c-box", ".entry div.c-box", "figcaption"),
        published=('meta[property="article:published_time"]',),
        authors=(".c-detail-head__author", "span.block-sc-author"),
    )
