"""Looks: how the content systems of Vietnamese outlets lay out addresses, pages, feeds and sitemaps."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from string import Template

from crawler.newsroom import vietnamese


@dataclass(frozen=True, slots=True)
class Look:
    """One content system.

    Addresses are str.format patterns: articles know {slug}, {number}, {section}; sections {section}, {page};
    sitemap shards {year}, {month}, {day} and the five-day block {first}-{last}. `number` makes the article's
    number of its time and its rank in the outlet, `date` is the visible date, `author_is_person` whether
    JSON-LD names the author or the paper, `escapes` how often JSON-LD and feed titles are escaped too much.
    """

    layout: str
    article: str
    section: str
    page: str
    number: Callable[[datetime, int], str]
    date: Callable[[datetime], str]
    feed: str = "/rss/{section}.rss"
    home_feed: str = "/rss/home.rss"
    feed_date: Callable[[datetime], str] = vietnamese.mail_date
    sitemap: str = "/sitemap.xml"
    shard: str = "/sitemaps/news-{year}-{month}.xml"
    news_sitemap: str = "/google-news-sitemap.xml"
    timeline: str | None = None
    author_is_person: bool = True
    escapes: int = 0
    charset: str = "utf-8"
    served_charset: str | None = "utf-8"

    def piece(self, name: str, /, **words: str) -> str:
        """Fill one piece of the layout; `words` are HTML already."""
        return _pieces(self.layout)[name].substitute(words)

    def shard_of(self, at: datetime) -> str:
        first = min(at.day - (at.day - 1) % 5, 26)
        last = first + 4 if first < 26 else _days(at)  # noqa: PLR2004 - the last block of a month starts on the 26th
        return self.shard.format(year=at.year, month=at.month, day=at.day, first=first, last=last)

    def encode(self, text: str) -> bytes:
        return text.encode("utf-8") if self.charset == "utf-8" else vietnamese.windows_1258(text)

    def over_escaped(self, text: str) -> str:
        """Text as this system writes it in JSON-LD and feed titles: letters as references, escaped again."""
        if self.escapes:
            text = re.sub(r"[\u0100-\uffff]", lambda m: f"&#{ord(m[0])};", html.escape(text, quote=False))
        for _ in range(1, self.escapes):
            text = html.escape(text, quote=False)
        return text


def _days(at: datetime) -> int:
    return ((at.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day


@cache
def _pieces(layout: str) -> dict[str, Template]:
    text = (resources.files("crawler.newsroom") / "layouts" / f"{layout}.html").read_text(encoding="utf-8")
    parts = re.split(r"^<!--= (\w+) -->\n", text, flags=re.MULTILINE)[1:]
    return {name: Template(body.strip()) for name, body in zip(parts[::2], parts[1::2], strict=True)}


def json_ld(value: object) -> str:
    """JSON for a script element: a closing tag inside it must not end it."""
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def _counter(first: int) -> Callable[[datetime, int], str]:
    return lambda _at, rank: str(first + rank)


def creation_time(at: datetime, rank: int) -> str:
    """Some minutes before publication, to the millisecond: the article number of several systems."""
    return f"{at - timedelta(minutes=6):%Y%m%d%H%M%S}{rank % 1000:03}"


EXPRESS = Look(
    layout="express",
    article="/{slug}-{number}.html",
    section="/{section}",
    page="/{section}-p{page}",
    number=_counter(5_107_000),
    date=vietnamese.unpadded_date,
    home_feed="/rss/tin-moi-nhat.rss",
    shard="/articles-{year}-sitemap.xml?m={month}&d={day}",
    author_is_person=False,
)
VCCORP = Look(
    layout="vccorp",
    article="/{slug}-{number}.htm",
    section="/{section}.htm",
    page="/timeline/{zone}/trang-{page}.htm",
    number=creation_time,
    date=vietnamese.zoned_date,
    feed_date=vietnamese.short_year_mail_date,
    shard="/sitemaps/sitemaps-{year}-{month}-{first}-{last}.xml",
    timeline="/timelinelist/{zone}/{page}.htm",
    escapes=2,
)
HEMERA = Look(
    layout="hemera",
    article="/{slug}-post{number}.html",
    section="/{section}/",
    page="/{section}/trang{page}.html",
    number=_counter(1_604_000),
    date=vietnamese.bare_date,
    feed="/rss/{section}-{zone}.rss",
    feed_date=vietnamese.greenwich_date,
    news_sitemap="/sitemaps/google-news.xml",
)
TAILWIND = Look(
    layout="tailwind",
    article="/{section}/{slug}-{number}.htm",
    section="/{section}.htm",
    page="/{section}/trang-{page}.htm",
    number=creation_time,
    date=vietnamese.dashed_date,
    sitemap="/sitemaps/articles.xml",
    shard="/sitemaps/Article-{year}-{month:02}.xml",
)
PLAIN = Look(
    layout="plain",
    article="/bai/{number}/{slug}.html",
    section="/muc/{section}",
    page="/muc/{section}?trang={page}",
    number=_counter(8_100),
    date=vietnamese.spelled_date,
    feed="/rss.xml?muc={section}",
    home_feed="/rss.xml",
    charset="windows-1258",
    served_charset=None,
)
LOOKS = {look.layout: look for look in (EXPRESS, VCCORP, HEMERA, TAILWIND, PLAIN)}
