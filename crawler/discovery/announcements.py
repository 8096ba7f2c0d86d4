"""What feeds, sitemaps and listings announce: the values, and the one way from a link to an Announcement."""

import html
import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.article import Announcement, ArticlePattern
from crawler.text.normalize import nfc_clean
from crawler.urls import article_key, bare_host, clean_url, host_of, matches

MOST_ENTRIES = 5_000  # of one channel; what lies behind them is older or a trap
LONGEST_TEXT = 20_000

_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_LEADING_SIGNS = " >»›•·"


class Kind(StrEnum):
    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    API = "api"


class Channel(NamedTuple):
    """A feed, sitemap or listing to ask. `depth` is how many sitemap indexes led to it."""

    url: str
    kind: Kind
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes came from and what is looked for in them.

    `channel` is the address that was asked for, `url` the one that answered. `since` and `until` bound
    what a sitemap is worth; `links` is the CSS of a listing's article links, None for all links.
    """

    channel: str
    url: str
    article_pattern: ArticlePattern
    zone: str
    now: datetime
    since: datetime | None = None
    until: datetime | None = None
    links: str | None = None
    content_type: str | None = None

    def covers(self, begin: datetime | None, end: datetime | None) -> bool:
        """Whether something that lasted from `begin` to `end` touches the window; unknown ends do."""
        too_old = self.since is not None and end is not None and end < self.since
        too_new = self.until is not None and begin is not None and begin >= self.until
        return not (too_old or too_new)


@dataclass(frozen=True, slots=True)
class Found:
    """What one channel holds. `skipped` counts entries that are no article or outside the window.

    `sitemaps` are the addresses an index names, newest first. `problem` is one sentence for people.
    """

    announcements: tuple[Announcement, ...] = ()
    sitemaps: tuple[str, ...] = ()
    skipped: int = 0
    problem: str | None = None


class Gathering:
    """Collects the announcements of one channel: one per article, the first words win, gaps are filled."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.entries = 0
        self._by_key: dict[str, Announcement] = {}

    @property
    def full(self) -> bool:
        return self.entries >= MOST_ENTRIES

    def skip(self) -> None:
        self.entries += 1

    def add(
        self,
        href: str,
        title: str | None = None,
        summary: str | None = None,
        published: datetime | None = None,
        section: str | None = None,
        changed: datetime | None = None,
    ) -> None:
        """Take a link in, if it leads to an article of the outlet."""
        self.entries += 1
        url = article_address(href, self.source)
        if url is None:
            return
        new = Announcement(
            url=url,
            key=article_key(url, self.source.article_pattern),
            outlet=self.source.article_pattern.outlet,
            channel=self.source.channel,
            title=plain(title),
            summary=plain(summary),
            published=published,
            section=plain(section),
            changed=changed,
        )
        self._by_key[new.key] = filled(self._by_key.get(new.key), new)

    def found(self, problem: str | None = None, sitemaps: tuple[str, ...] = ()) -> Found:
        announcements = tuple(self._by_key.values())
        if problem is None and not announcements and not sitemaps:
            problem = self._emptiness()
        return Found(announcements, sitemaps, self.entries - len(announcements), problem)

    def _emptiness(self) -> str:
        if self.entries == 0:
            return "it holds no entries"
        return f"none of its {self.entries} links is an article of the outlet"


def filled(old: Announcement | None, new: Announcement) -> Announcement:
    if old is None:
        return replace(new, summary=None) if new.summary == new.title else new
    return replace(
        old,
        title=old.title or new.title,
        summary=old.summary or (new.summary if new.summary != old.title else None),
        published=old.published or new.published,
        section=old.section or new.section,
        changed=max(filter(None, (old.changed, new.changed)), default=None),
    )


def article_address(href: str, source: Source) -> str | None:
    """Return the address to fetch for a link, on the present host, without tracking; None for no article."""
    url = clean_url(source.url, href)
    if url is None or not matches(url, source.article_pattern):
        return None
    home = source.article_pattern.hosts[0]
    if bare_host(host_of(url)) == bare_host(home):
        url = urlsplit(url)._replace(scheme="https", netloc=home).geturl()
    bare = urlsplit(url)._replace(query="").geturl()
    return bare if matches(bare, source.article_pattern) else url


def plain(text: str | None) -> str | None:
    """Text as a person reads it: without tags, escapes and odd blanks; None where nothing is left."""
    if not text:
        return None
    text = html.unescape(html.unescape(text[:LONGEST_TEXT]))
    words = nfc_clean(_TAG.sub(" ", _HIDDEN.sub(" ", text))).split()
    return " ".join(words).lstrip(_LEADING_SIGNS) or None
