"""RSS and Atom bytes to announcements, by feedparser. Pure; runs in worker processes."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from crawler.discovery.announcements import Found, Gathering, SkipReason, Source
from crawler.discovery.xml import RepairedXML, XMLError, decoded, repair_xml, unpacked
from crawler.text.dates import in_window, read_moment

FEED_ROOTS = frozenset({"rss", "feed", "rdf"})
MOST_BYTES = 5 << 20
MOST_FEED_ENTRIES = 500  # the newest stand first; feedparser needs 0.26 ms for each

_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")


def parse_feed(body: bytes, source: Source) -> Found:
    """Read a feed. What is wrong with it as a whole stands in `Found.problem`."""
    try:
        feed = repair_xml(decoded(unpacked(body, MOST_BYTES)))
    except XMLError as error:
        return Found(problem=f"no feed: {error}")
    if feed.root not in FEED_ROOTS:
        return Found(problem=f"no feed: it is a <{feed.root}>")
    return read_entries(feed, source)


def read_entries(feed: RepairedXML, source: Source) -> Found:
    """Read the entries of a mended feed."""
    import feedparser

    gathering = Gathering(source)
    xml, dropped = _shortened(feed.xml)
    # A stream, never bytes or a string: those may be taken for a file name or an address and opened.
    parsed = feedparser.parse(
        BytesIO(xml),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    for entry in parsed.entries[:MOST_FEED_ENTRIES]:
        published, changed = _dates(entry, source)
        gathering.add(
            _link(entry),
            title=entry.get("title"),
            summary=entry.get("summary"),
            published=published,
            section=next((tag.get("term") for tag in entry.get("tags", ())), None),
            changed=changed,
        )
    for _ in range(dropped):
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


def moment(text: str | None, source: Source) -> datetime | None:
    """Return the moment an outlet names, in its own zone where it names none; None for what cannot be."""
    read = read_moment(text)
    if read is None:
        return None
    at = read.at if read.zoned else read.at.replace(tzinfo=ZoneInfo(source.zone))
    return at if in_window(at, source.now) else None


def _link(entry: Any) -> str:
    return entry.get("feedburner_origlink") or entry.get("link") or entry.get("id") or ""


def _shortened(xml: bytes) -> tuple[bytes, int]:
    """Take the entries behind the 500th out and count them: feedparser needs half a minute for 100,000."""
    ends = [found.end() for found in _ENTRY_END.finditer(xml)]
    if len(ends) <= MOST_FEED_ENTRIES:
        return xml, 0
    last = ends[MOST_FEED_ENTRIES - 1]
    return xml[:last] + xml[ends[-1] :], len(ends) - MOST_FEED_ENTRIES
