"""What feeds, sitemaps and listings announce: the values, and the one way from a link to an Announcement."""

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.article import Announcement, ArticlePattern
from crawler.discovery.order import newest_first
from crawler.text.normalize import nfc_clean
from crawler.urls import article_key, article_url, bare_host, bare_hosts, clean_url, host_of

MAX_ENTRIES = 5_000  # of one channel; what lies behind them is older or a trap
MAX_TEXT_CHARACTERS = 20_000  # of a title or summary; far more than any has
MAX_SHOWN_URL_LENGTH = 512  # characters of an address that is shown and not used

_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>(?:.*?</\1\s{0,9}>|.*)", re.IGNORECASE | re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")  # left over where it was escaped once more
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


class SkipReason(Enum):
    """Why an entry of a channel announces no new article."""

    def __init__(self, code: str, meaning: str) -> None:
        self.code = code
        self.meaning = meaning

    NO_ADDRESS = ("no-address", "it names no address")
    UNUSABLE_ADDRESS = ("unusable-address", "its address is not one of the public web")
    OTHER_HOST = ("other-host", "its address is on a host the outlet does not list")
    NO_ARTICLE = ("no-article-address", "its address does not look like the outlet's articles")
    REPEATED = ("repeated", "an entry before it announces the same article")
    OUTSIDE_WINDOW = ("outside-window", "it is dated outside the window of the run")
    SITEMAP = ("sitemap", "it names a further sitemap, not an article")
    OTHER_SITEMAP = ("other-sitemap", "it names a sitemap that holds no articles of the outlet")
    SITEMAP_OVER_LIMIT = ("sitemap-over-limit", "it names a sitemap behind the most that a run asks for")
    OVER_LIMIT = ("over-limit", "it stands behind the most entries that are read of one channel")


class Skipped(NamedTuple):
    """An entry that is not taken. `url` is absolute where it can be, else as it stands there, or None."""

    reason: SkipReason
    url: str | None = None
    title: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes came from and what is looked for in them.

    `channel` is the address that was asked for, `url` the one that answered. `since` and `until` bound
    what a sitemap is worth; `links` is the CSS of a listing's article links, None for all links.
    Of the entries that are not taken, the first `skips_named` are named, and all are counted. `declared`:
    the outlet names the channel itself, no other channel led to it.
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
    skips_named: int = 500
    declared: bool = True

    def covers(self, begin: datetime | None, end: datetime | None) -> bool:
        """Whether something that lasted from `begin` to `end` touches the window; unknown ends do."""
        too_old = self.since is not None and end is not None and end < self.since
        too_new = self.until is not None and begin is not None and begin >= self.until
        return not (too_old or too_new)


@dataclass(frozen=True, slots=True)
class Found:
    """What one channel holds. `skipped` counts the entries that are not taken, `skip_reasons` by reason.

    `sitemaps` are the addresses an index names, newest first. `problem` is one sentence for people.
    `not_taken` names the first of the skipped entries, in their order (`Source.skips_named`).
    """

    announcements: tuple[Announcement, ...] = ()
    sitemaps: tuple[str, ...] = ()
    skipped: int = 0
    problem: str | None = None
    # Two answers with the same articles are the same, whatever else stands in them.
    not_taken: tuple[Skipped, ...] = field(default=(), compare=False)
    skip_reasons: Mapping[SkipReason, int] = field(default_factory=dict, compare=False)


class Gathering:
    """Collects the announcements of one channel: one per article, the first words win, gaps are filled."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.entries = 0
        self._by_key: dict[str, Announcement] = {}
        self._skipped: list[Skipped] = []
        self._reasons: Counter[SkipReason] = Counter()

    @property
    def full(self) -> bool:
        return self.entries >= MAX_ENTRIES

    def skip(
        self,
        reason: SkipReason,
        href: str = "",
        title: str | None = None,
        published: datetime | None = None,
    ) -> None:
        """Count an entry that is not taken; name it, if it is one of the first."""
        self._reasons[reason] += 1
        if len(self._skipped) < self.source.skips_named:
            url = clean_url(self.source.url, href) if href.strip() else None
            shown = url or href.strip()[:MAX_SHOWN_URL_LENGTH] or None
            self._skipped.append(Skipped(reason, shown, plain(title), published))

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
            self.skip(why_no_article(href, self.source), href, title, published)
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
        if new.key in self._by_key:
            self.skip(SkipReason.REPEATED, href, title, published)
        self._by_key[new.key] = filled(self._by_key.get(new.key), new)

    def found(self, problem: str | None = None, sitemaps: tuple[str, ...] = ()) -> Found:
        announcements = tuple(newest_first(list(self._by_key.values()), date_of))
        if problem is None and not announcements and not sitemaps:
            problem = self._emptiness()
        return Found(
            announcements,
            sitemaps,
            # A sitemap that is asked in its turn is not left out.
            self._reasons.total() - self._reasons[SkipReason.SITEMAP],
            problem,
            tuple(self._skipped),
            dict(self._reasons),
        )

    def _emptiness(self) -> str | None:
        if self.entries:
            return f"none of its {self.entries} links is an article of the outlet"
        # What was left out before it was looked at may be an article: nothing new is no fault.
        return None if self._reasons else "it holds no entries"


def left_out(reasons: Mapping[SkipReason, int]) -> Counter[SkipReason]:
    """Count what is not taken without the sitemaps that are asked in their turn."""
    return Counter({reason: count for reason, count in reasons.items() if reason is not SkipReason.SITEMAP})


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


def date_of(announcement: Announcement) -> datetime | None:
    return announcement.published or announcement.changed


def article_address(href: str, source: Source) -> str | None:
    """Return the address to fetch for a link, on the present host, without its tail; None for no article."""
    url = article_url(source.url, href, source.article_pattern)
    home = source.article_pattern.hosts[0]
    if url is None or bare_host(host_of(url)) != bare_host(home):
        return url
    return urlsplit(url)._replace(scheme="https", netloc=home).geturl()


def why_no_article(href: str, source: Source) -> SkipReason:
    """Return why a link, for which there is no `article_address`, is none."""
    if not href.strip():
        return SkipReason.NO_ADDRESS
    url = clean_url(source.url, href)
    if url is None:
        return SkipReason.UNUSABLE_ADDRESS
    at_home = bare_host(host_of(url)) in bare_hosts(source.article_pattern.hosts)
    return SkipReason.NO_ARTICLE if at_home else SkipReason.OTHER_HOST


def plain(text: str | None) -> str | None:
    """Text as a person reads it: without tags, escapes and odd blanks; None where nothing is left."""
    if not text:
        return None
    text = text[:MAX_TEXT_CHARACTERS]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text or "]]" in text:
        text = _TAG.sub(" ", _HIDDEN.sub(" ", _CDATA.sub(" ", text)))
    return " ".join(nfc_clean(text).split()).lstrip(_LEADING_SIGNS) or None
