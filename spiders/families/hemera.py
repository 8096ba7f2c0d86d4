"""Hemera, the content system of many papers: cms-* classes, "-post" and a number in every address."""

from crawler.outlets import Outlet, ReadingRules


class Hemera(Outlet, abstract=True):
    family = "hemera"
    reading = ReadingRules(
        title=("h1.article__title", "h1.cms-title"),
        lead=(".article__sapo",),
        body=(".article__body.cms-body", ".article__body", ".cms-body"),
        strip=(
            ".article__social",
            ".article-relate",
            ".related-news",
            "div[id^=adsWeb_]",
            ".sda_middle",
            ".notebox.cms-note",
            "figcaption",
            "table.picture td.caption",
        ),
        published=(
            'meta[property="article:published_time"]',
            ".article__meta time[datetime]",
            "time.time[datetime]",
            ".cms-date[content]",
        ),
        authors=(".article__author .cms-author", ".author.cms-author", ".article__author .name"),
        section=('meta[property="article:section"]', ".breadcrumb-detail h2 a"),
    )
