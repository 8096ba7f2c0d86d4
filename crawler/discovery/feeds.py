"""RSS and Atom bytes to announcements, by feedparser. Pure; runs in worker processes."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from crawler.discovery.announcements import Found, Gathering, SkipReason, Source, article_address
from crawler.discovery.apis import parse_api
from crawler.discovery.dates import moment
from crawler.discovery.order import believed, both_ends, newest_first, number_in, oldest_of_news, within
from crawler.discovery.xml import RepairedXML, XMLError, decoded, repair_xml, unpacked
from crawler.text.dates import read_moment
from crawler.urls import clean_url

FEED_ROOTS = frozenset({"rss", "feed", "rdf"})
MAX_BYTES = 5 << 20
MAX_FEED_ENTRIES = 2_000  # feedparser needs 0.26 ms for each

_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]")
_DATE = re.compile(
    rb"<(?:\w{1,20}:)?(?:pubDate|published|updated|date)\b[^<>]{0,100}>(?:<!\[CDATA\[)?([^<\]]{1,80})"
)
_URL = re.compile(rb"(?<=[>\"'\[])\s?(?:https?:/)?/[^\s<>\"'\]]{1,500}")
_OWN_LINKS = frozenset({"alternate", "", "canonical", "bookmark"})  # rel of links to the entry itself
_INNER_URL = re.compile(r"(?<=.)https?://[^\s&\"'<>\]]{4,1000}", re.DOTALL)
_ANCHOR = re.compile(r"<a\s[^<>]{0,500}?href\s{0,3}=\s{0,3}[\"']?([^\s\"'<>]{1,1000})", re.IGNORECASE)
_MAX_HREF = 4_000  # characters
_MAX_WORDS = 20_000
_ENTRY_END = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>")


def parse_feed(body: bytes, source: Source) -> Found:
    """Read a feed. What is wrong with it as a whole stands in `Found.problem`."""
    try:
        text = decoded(unpacked(body, MAX_BYTES))
        if text.startswith("{") and text.endswith("}") and '"items"' in text:
            return parse_api(text.encode(), source)  # a JSON Feed
        feed = repair_xml(text)
    except XMLError as error:
        return Found(problem=f"no feed: {error}")
    if feed.root not in FEED_ROOTS:
        return Found(problem=f"no feed: it is a <{feed.root}>")
    return read_entries(feed, source)


def read_entries(feed: RepairedXML, source: Source) -> Found:
    """Read the entries of a mended feed."""
    import feedparser

    gathering = Gathering(source)
    xml, dropped = _shortened(feed.xml, source.now)
    # A stream, never bytes or a string: those may be taken for a file name or an address and opened.
    parsed = feedparser.parse(
        BytesIO(xml),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    entries = parsed.entries[:MAX_FEED_ENTRIES]
    bases = _bases(parsed, source)
    oldest = oldest_of_news(source.since, source.until, source.now)
    dates = [_dates(entry, source) for entry in entries]
    published_dates = believed([published for published, _ in dates], source.since, oldest)
    for entry, published, (_, changed) in zip(entries, published_dates, dates, strict=True):
        gathering.add(
            _link(entry, bases),
            title=entry.get("title"),
            summary=entry.get("summary"),
            published=published,
            section=next((tag.get("term") for tag in entry.get("tags", ())), None),
            changed=changed,
        )
    for _ in range(dropped + len(parsed.entries[MAX_FEED_ENTRIES:])):
        gathering.skip(SkipReason.OVER_LIMIT)
    cut = f"it is cut off; {gathering.entries} entries were read" if feed.cut else None
    return gathering.found(cut)


def _dates(entry: Any, source: Source) -> tuple[datetime | None, datetime | None]:
    """Return when an entry was published, and when it was changed after that."""
    # Asked by `in`: feedparser gives the one for the other where it is missing.
    published = moment(entry["published"], source) if "published" in entry else None
    updated = moment(entry["updated"], source) if "updated" in entry else None
    later = published and updated and updated > published
    return published or updated, updated if later else None


def _bases(parsed: Any, source: Source) -> tuple[Source, ...]:
    """Return where a relative link may start from, the likeliest first.

    In RSS that is the channel's own link, in Atom the feed; then where either says that it stands.
    """
    home = parsed.feed.get("link")
    is_rss = (parsed.version or "").startswith("rss")
    named = [link.get("href") for link in parsed.feed.get("links", ()) if link.get("rel") == "self"]
    addresses = [clean_url(source.url, href) for href in (home, *named) if href]
    urls = [*addresses[: is_rss and bool(home)], source.url, *addresses]
    return tuple(replace(source, url=url) for url in dict.fromkeys(filter(None, urls)))


def _link(entry: Any, bases: Sequence[Source]) -> str:
    """Return the first of an entry's links, ids and links in its words that is an article, else the first."""
    hrefs = list(dict.fromkeys(filter(None, _hrefs(entry))))
    candidates = (*hrefs, *(inner for href in hrefs for inner in _inside(href)), *_in_words(entry))
    urls = (article_address(href, base) for href in candidates for base in bases)
    return next(filter(None, urls), None) or next(iter(hrefs), "")


def _hrefs(entry: Any) -> Iterator[str | None]:
    links = [
        (link.get("rel", "").lower().rpartition("/")[2], link.get("href")) for link in entry.get("links", ())
    ]
    yield from (value for name, value in entry.items() if name.endswith("_origlink"))
    yield from (href for rel, href in links if rel in _OWN_LINKS)
    yield entry.get("link")
    yield entry.get("id")
    yield entry.get("dc_identifier")
    yield from (content.get("src") for content in entry.get("content", ()))
    # Of last resort: where it was taken from, where it stands in the feed, where it is talked about.
    yield from (href for rel, href in links if rel in {"via", "self"})
    yield entry.get("comments")


def _inside(href: str) -> list[str]:
    """Return the whole addresses inside of one: what a counter leads to, or what was joined to another."""
    return _INNER_URL.findall(unquote(href[:_MAX_HREF], errors="replace"))


def _in_words(entry: Any) -> list[str]:
    return [html.unescape(href) for href in _ANCHOR.findall(str(entry.get("summary") or "")[:_MAX_WORDS])]


def _shortened(xml: bytes, now: datetime) -> tuple[bytes, int]:
    """Take out what is over the limit of entries, the old ones first, and count it.

    feedparser needs half a minute for 100,000.
    """
    ends = [found.end() for found in _ENTRY_END.finditer(xml)]
    begin = _ENTRY.search(xml)
    if len(ends) <= MAX_FEED_ENTRIES or begin is None or begin.start() > ends[0]:
        return xml, 0
    entries = [xml[a:b] for a, b in pairwise((begin.start(), *ends))]
    ordered = newest_first(entries, _date_in, _number_in)
    taken, left = within(MAX_FEED_ENTRIES, both_ends(entries) if ordered == entries else ordered, now)
    return b"".join((xml[: begin.start()], *taken, xml[ends[-1] :])), len(left)


def _date_in(entry: bytes) -> datetime | None:
    found = _DATE.search(entry)
    read = read_moment(found[1].decode("utf-8", "replace").strip()) if found else None
    return read.at if read else None


def _number_in(entry: bytes) -> int | None:
    found = _URL.search(entry)
    return number_in(found[0].decode("utf-8", "replace")) if found else None
