"""Tin Sớm Mai, a paper of fiction whose pages are made of utility classes."""

from crawler.outlets import Index, Outlet, ReadingRules


class TinSomMai(Outlet):
    name = "tinsommai"
    title = "Tin Sớm Mai"
    hosts = ("tinsommai.example",)
    feeds = ("https://tinsommai.example/rss/home.rss",)
    sitemaps = ("https://tinsommai.example/sitemaps/articles.xml",)
    archives = (Index("https://tinsommai.example/sitemaps/articles.xml"),)
    article_url = r"https://tinsommai\.example/(?!event/|tac-gia/|video/)[^/?#]+/[^/?#]+-(?P<id>\d{17})\.htm"
    examples = ("https://tinsommai.example/the-gioi/cau-moi-qua-song-20261121080512001.htm",)
    non_examples = (
        "https://tinsommai.example/the-gioi/trang-2.htm",
        "https://tinsommai.example/event/quan-he-my-han-8312345.htm",
    )
    reading = ReadingRules(
        title=("article h1",),
        lead=("article > h2",),
        body=("#desktop-in-article",),
        strip=("figcaption", "aside[data-module=related-article-in-content]", "div.dantri-widget"),
        published=("article time[datetime]",),
        authors=('article a[href*="/tac-gia/"]',),
        lead_prefixes=("(Sớm Mai) - ",),
        not_authors=("Tin Sớm Mai",),
    )
    floor = 3
