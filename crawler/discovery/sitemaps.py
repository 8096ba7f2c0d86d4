"""Sitemap bytes to announcements: url sets, news, indexes, gzip, text. Pure; runs in worker processes."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from crawler.discovery.announcements import Found, Gathering, SkipReason, Source
from crawler.discovery.feeds import FEED_ROOTS, moment, read_entries
from crawler.discovery.xml import XMLError, decoded, repair_xml, unpacked
from crawler.urls import bare_host, clean_url, host_of

SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
MOST_BYTES = 20 << 20
MOST_LOCS = 50_000  # the protocol's own limit for one file

_NO_ARTICLES = re.compile(
    r"categor|topic|/tags?\b|[/-]tags?[.-]|video|author|event|photo|static-?page", re.IGNORECASE
)
_MONTH_FIRST = re.compile(r"(?<!\d)(?P<m>0?[1-9]|1[0-2])-(?P<y>20\d\d)(?!\d)")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<y>20\d\d)(?:[-/_]?(?P<m>\d{1,2})(?:[-/_]?(?P<d>\d{1,2})(?:-(?P<last>\d{1,2}))?)?)?(?!\d)"
)
_PARTS = (
    ("loc", "{*}loc"),
    ("changed", "{*}lastmod"),
    ("published", "{*}news/{*}publication_date"),
    ("headline", "{*}news/{*}title"),
    ("picture", "{*}image/{*}title"),
)
_UNKNOWN = (None, None)
_Period = tuple[datetime | None, datetime | None]


def parse_sitemap(body: bytes, source: Source) -> Found:
    """Read a sitemap of any kind. What is wrong with it as a whole stands in `Found.problem`."""
    try:
        text = decoded(unpacked(body, MOST_BYTES))
        if re.match(r"https?://\S+\s*(?:\n|$)", text):
            return _read_lines(text, source)
        sitemap = repair_xml(text)
    except XMLError as error:
        return Found(problem=f"no sitemap: {error}")
    if sitemap.root in FEED_ROOTS:
        return read_entries(sitemap, source)
    if sitemap.root not in SITEMAP_ROOTS:
        return Found(problem=f"no sitemap: it is a <{sitemap.root}>")
    problem = "it is cut off; what came before was read" if sitemap.cut else None
    entries = _entries(sitemap.xml)
    if sitemap.root == "sitemapindex":
        return _read_index(entries, source, problem)
    return _read_urls(entries, source, problem)


def _entries(xml: bytes) -> Iterator[dict[str, str]]:
    """Yield <url> and <sitemap> elements by their parts."""
    from lxml import etree

    parser = etree.iterparse(
        BytesIO(xml),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
    )
    for _, element in parser:
        entry = {name: (element.findtext(path) or "").strip() for name, path in _PARTS}
        element.clear(keep_tail=False)
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
        yield entry


def _read_urls(entries: Iterator[Mapping[str, str]], source: Source, problem: str | None) -> Found:
    gathering = Gathering(source)
    for number, entry in enumerate(entries):
        published, changed = moment(entry["published"], source), moment(entry["changed"], source)
        latest = published or changed
        title = entry["headline"] or entry["picture"]
        if gathering.full or number >= MOST_LOCS:
            gathering.skip(SkipReason.OVER_LIMIT, entry["loc"], title, published)
        # What last changed before the window was published before it, too; the session judges the rest.
        elif source.since is not None and latest is not None and latest < source.since:
            gathering.skip(SkipReason.OUTSIDE_WINDOW, entry["loc"], title, published)
        else:
            gathering.add(entry["loc"], title=title, published=published, changed=changed)
    return gathering.found(problem)


def _read_lines(text: str, source: Source) -> Found:
    gathering = Gathering(source)
    for line in filter(None, map(str.strip, text.splitlines())):
        if gathering.full:
            gathering.skip(SkipReason.OVER_LIMIT, line)
        else:
            gathering.add(line)
    return gathering.found()


def _read_index(entries: Iterator[Mapping[str, str]], source: Source, problem: str | None) -> Found:
    """Keep the outlet's own sitemaps that neither their change nor their name puts outside the window."""
    gathering = Gathering(source)
    kept: dict[str, datetime] = {}
    for entry in entries:
        url = clean_url(source.url, entry["loc"])
        changed = moment(entry["changed"], source)
        if url is None or url == source.url or not _own(url, source) or _NO_ARTICLES.search(url):
            gathering.skip(SkipReason.OTHER_SITEMAP, entry["loc"])
            continue
        begin, end = period(url, source.zone)
        inside = source.covers(begin, end) and source.covers(None, changed)
        reason = SkipReason.SITEMAP if inside else SkipReason.OUTSIDE_WINDOW
        gathering.skip(reason, entry["loc"])
        if inside:
            kept[url] = end or changed or source.now.replace(year=2000, day=1)
    newest_first = sorted(kept, key=lambda url: kept[url], reverse=True)
    return gathering.found(problem, tuple(newest_first))


def _own(url: str, source: Source) -> bool:
    return bare_host(host_of(url)) in {bare_host(host) for host in source.article_pattern.hosts}


def period(url: str, zone: str) -> _Period:
    """Return what time a sitemap's name speaks of: "sitemaps-2026-7-11-15" is five days, "2026-7" a month."""
    name = url.partition("://")[2].partition("/")[2]
    found = _MONTH_FIRST.search(name) or _YEAR_FIRST.search(name)
    if not found:
        return _UNKNOWN
    parts = {part: int(value) for part, value in found.groupdict().items() if value}
    try:
        return _span(parts, ZoneInfo(zone))
    except ValueError:
        return _UNKNOWN


def _span(parts: Mapping[str, int], zone: ZoneInfo) -> _Period:
    year, first = parts["y"], parts.get("m", 1)
    last = parts.get("m", 12)
    begin = datetime(year, first, parts.get("d", 1), tzinfo=zone)
    last_day = parts.get("last") or parts.get("d") or monthrange(year, last)[1]
    return begin, datetime(year, last, min(last_day, monthrange(year, last)[1]), tzinfo=zone) + timedelta(
        days=1
    )
