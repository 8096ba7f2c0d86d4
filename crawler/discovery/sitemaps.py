"""Sitemap bytes to announcements: url sets, news, indexes, gzip, text. Pure; runs in worker processes."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.discovery.announcements import (
    MAX_ENTRIES,
    Found,
    Gathering,
    SkipReason,
    Source,
    article_address,
)
from crawler.discovery.dates import moment
from crawler.discovery.feeds import FEED_ROOTS, read_entries
from crawler.discovery.order import believed, both_ends, newest_first, number_in, oldest_of_news, within
from crawler.discovery.xml import XMLError, decoded, repair_xml, unpacked
from crawler.urls import bare_host, clean_url, host_of

SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
MAX_BYTES = 20 << 20
MAX_LOCS = 50_000  # the protocol's own limit for one file

# Whole words in the name of a file that mostly lists something else; it is asked last, and may be empty.
_SELDOM_ARTICLES = frozenset({"static", "categories", "category"}) | {
    f"{word}{plural}"
    for word in ("author", "event", "image", "page", "photo", "tag", "topic", "user", "video")
    for plural in ("", "s")
}
_WORD = re.compile(r"[a-z]+")
_SITEMAP_NAME = re.compile(r"\.xml(?:\.gz)?(?:$|\?)", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<=[?&])\w{1,40}=")
_FOLDERS = re.compile(r"/(?P<y>20\d\d)/(?P<m>\d{1,2})/(?:(?P<d>\d{1,2})/)?[^/]{0,200}$")
_FIRST_UNDATED = 10  # sitemaps without a date that are always asked
_MAX_STALE = 3  # sitemaps that are asked although all of an index claims to be older than the window
_MONTH_FIRST = re.compile(r"(?<!\d)(?P<m>0?[1-9]|1[0-2])-(?P<y>20\d\d)(?!\d)")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<y>20\d\d)(?:[-/_]?(?P<m>\d{1,2})(?:[-/_]?(?P<d>\d{1,2})(?:-(?P<last>\d{1,2}))?)?)?(?!\d)"
)
_DIGITS = re.compile(r"\d{1,18}")
_LINES_SEEN = 20  # of a text, before it counts as a list of addresses
_NAMES = re.compile(
    rb"</?(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex|url|sitemap|loc|lastmod)(?=[\s>/])", re.IGNORECASE
)
# HTML in a title, which may not be closed: it would swallow the entry's end.
_MARKUP = re.compile(
    rb"</?(?:a|b|big|center|div|em|font|h[1-6]|i|li|p|s|small|span|strike|strong|sub|sup|u|ul)"
    rb"(?:\s[^<>]{0,1000})?/?>",
    re.IGNORECASE,
)
_PARTS = (
    ("changed", "{*}lastmod"),
    ("published", ".//{*}publication_date"),
    ("headline", "{*}news/{*}title"),
    ("title", "{*}title"),
    ("picture", "{*}image/{*}title"),
)
_Period = tuple[datetime | None, datetime | None]
_UNKNOWN: _Period = (None, None)
T = TypeVar("T")


def parse_sitemap(body: bytes, source: Source) -> Found:
    """Read a sitemap of any kind. What is wrong with it as a whole stands in `Found.problem`."""
    try:
        text = decoded(unpacked(body, MAX_BYTES))
        if lines := _addresses_in(text):
            return _read_lines(lines, source)
        sitemap = repair_xml(text)
    except XMLError as error:
        return Found(problem=f"no sitemap: {error}")
    if sitemap.root in FEED_ROOTS:
        return read_entries(sitemap, source)
    if sitemap.root not in SITEMAP_ROOTS:
        return Found(problem=f"no sitemap: it is a <{sitemap.root}>")
    problem = "it is cut off; what came before was read" if sitemap.cut else None
    xml = _MARKUP.sub(b" ", sitemap.xml)
    if b"loc>" not in xml:
        xml = _NAMES.sub(lambda tag: tag[0].lower(), xml)
    entries = _entries(xml, source)
    return _read_entries(list(islice(entries, MAX_LOCS)), entries, source, problem)


def _read_entries(
    listed: Sequence[Mapping[str, str]],
    more: Iterator[Mapping[str, str]],
    source: Source,
    problem: str | None,
) -> Found:
    named = [entry for entry in listed if _names_sitemap(entry, source)]
    if not named:
        return _read_urls(listed, more, source, problem)
    index = _read_index(named, source, problem)
    if len(named) == len(listed):
        return index
    urls = _read_urls([entry for entry in listed if not _names_sitemap(entry, source)], more, source, problem)
    return _together(index, urls)


def _names_sitemap(entry: Mapping[str, str], source: Source) -> bool:
    """Tell whether an entry names a sitemap: some stand among addresses, and addresses in indexes."""
    # Cheap first: a list may hold 100,000.
    if entry["tag"] != "sitemap" and not _SITEMAP_NAME.search(entry["loc"]):
        return False
    return article_address(entry["loc"], source) is None


def _together(index: Found, urls: Found) -> Found:
    return replace(
        urls,
        sitemaps=index.sitemaps,
        skipped=index.skipped + urls.skipped,
        not_taken=(*urls.not_taken, *index.not_taken),
        skip_reasons=Counter(index.skip_reasons) + Counter(urls.skip_reasons),
    )


def _entries(xml: bytes, source: Source) -> Iterator[dict[str, str]]:
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
        parts = ((name, element.find(path)) for name, path in _PARTS)
        entry = {name: "" if part is None else "".join(part.itertext()).strip() for name, part in parts}
        entry["tag"] = etree.QName(element).localname.lower()
        locs = ["".join(loc.itertext()).strip() for loc in element.findall("{*}loc")]
        own = (element.text or "").strip()
        element.clear(keep_tail=False)
        # Only what was read: an entry that is not closed holds the next one, behind its own address.
        parent, before = element.getparent(), element.getprevious()
        while parent is not None and before is not None and before.tag == element.tag:
            parent.remove(before)
            before = element.getprevious()
        for loc in _own_locs(list(dict.fromkeys(filter(None, locs))), source) or [own]:
            yield entry | {"loc": loc}


def _own_locs(locs: Sequence[str], source: Source) -> Sequence[str]:
    """Return the addresses of one entry: of several, those that are an article or a sitemap, or the first."""
    if len(locs) < 2:  # noqa: PLR2004 - nothing to choose
        return locs
    return [loc for loc in locs if _SITEMAP_NAME.search(loc) or article_address(loc, source)] or locs[:1]


class _Entry(NamedTuple):
    loc: str
    title: str
    published: datetime | None
    changed: datetime | None


def _read_urls(
    listed: Sequence[Mapping[str, str]],
    more: Iterator[Mapping[str, str]],
    source: Source,
    problem: str | None,
) -> Found:
    gathering = Gathering(source)
    dated: list[_Entry] = []
    newest = None
    for entry in _with_believed_dates(listed, source):
        latest = entry.published or entry.changed
        newest = max(filter(None, (newest, latest)), default=None)
        # What last changed before the window was published before it, too; the session judges the rest.
        if source.since is not None and latest is not None and latest < source.since:
            gathering.skip(SkipReason.OUTSIDE_WINDOW, entry.loc, entry.title, entry.published)
        else:
            dated.append(entry)
    taken, left = _chosen(dated, lambda entry: entry.published or entry.changed, lambda e: e.loc, source)
    for loc, title, published, changed in taken:
        gathering.add(loc, title=title, published=published, changed=changed)
    for entry in left:
        gathering.skip(SkipReason.OVER_LIMIT, entry.loc, entry.title, entry.published)
    for over in more:
        gathering.skip(SkipReason.OVER_LIMIT, over["loc"])
    oldest = oldest_of_news(source.since, source.until, source.now)
    if source.declared and not dated and newest and oldest and newest < oldest:
        problem = problem or f"the newest of its {len(listed)} dates is {newest:%Y-%m-%d}"
    found = gathering.found(problem)
    # A list of categories holds no articles, and nothing is wrong with that.
    expected = problem is None and not found.announcements and _seldom_has_articles(source.channel)
    return replace(found, problem=None) if expected else found


def _with_believed_dates(entries: Sequence[Mapping[str, str]], source: Source) -> Iterator[_Entry]:
    published = believed([moment(entry["published"], source) for entry in entries], source.since)
    changed = believed([moment(entry["changed"], source) for entry in entries], source.since)
    for entry, *dates in zip(entries, published, changed, strict=True):
        yield _Entry(entry["loc"], entry["headline"] or entry["title"] or entry["picture"], *dates)


def _chosen(
    entries: Sequence[T], at: Callable[[T], datetime | None], loc: Callable[[T], str], source: Source
) -> tuple[list[T], list[T]]:
    """Return the entries within the limit, newest first, and the others."""
    ordered = newest_first(entries, at, lambda entry: number_in(loc(entry)))
    if len(entries) > MAX_ENTRIES and ordered == list(entries) and not any(map(at, entries)):
        ordered = both_ends(entries)
    return within(MAX_ENTRIES, ordered, source.now)


def _addresses_in(text: str) -> list[str]:
    """Return the addresses of a text with one in each line, maybe with something behind it; else nothing."""
    if text.startswith(("<", "{", "[")):
        return []
    fields = (line.split(maxsplit=1) for line in text.splitlines() if not line.startswith("#"))
    firsts = [field[0] for field in fields if field]
    return (
        firsts if firsts and all("/" in first and "<" not in first for first in firsts[:_LINES_SEEN]) else []
    )


def _read_lines(lines: Sequence[str], source: Source) -> Found:
    entries = [
        dict.fromkeys((name for name, _ in _PARTS), "") | {"loc": line, "tag": "url"} for line in lines
    ]
    return _read_entries(entries, iter(()), source, None)


class _Shard(NamedTuple):
    """A sitemap an index names: what time its name speaks of, its folders, and when it last changed."""

    url: str
    name: _Period
    folders: _Period
    changed: datetime | None


def _read_index(listed: Sequence[Mapping[str, str]], source: Source, problem: str | None) -> Found:
    """Keep the outlet's own sitemaps that neither their change nor their name puts outside the window."""
    gathering = Gathering(source)
    shards: list[_Shard] = []
    changes = believed([moment(entry["changed"], source) for entry in listed], source.since)
    for entry, changed in zip(listed, changes, strict=True):
        url = clean_url(source.url, entry["loc"])
        if url is not None and url != source.url and _own(url, source):
            periods = _named_period(url, source.zone), _folder_period(url, source.zone)
            shards.append(_Shard(url, *periods, changed))
    shards = _without_false_names(shards, source)
    inside = [shard for shard in shards if _is_inside(shard, source)]
    stale = [shard for shard in shards if shard not in inside]
    useful = [shard for shard in inside if not _seldom_has_articles(shard.url)]
    if not useful and source.since is not None and source.until is None:
        seldom, stale = inside, [shard for shard in stale if shard not in inside]
        inside, stale = _newest_shards(stale, source)[:_MAX_STALE], _newest_shards(stale, source)[_MAX_STALE:]
        inside = [*inside, *seldom]
    reasons = dict.fromkeys((shard.url for shard in stale), SkipReason.OUTSIDE_WINDOW)
    reasons |= dict.fromkeys((shard.url for shard in inside), SkipReason.SITEMAP)
    for entry in listed:
        url = clean_url(source.url, entry["loc"])
        gathering.skip(reasons.get(url or "", SkipReason.OTHER_SITEMAP), entry["loc"])
    if not shards:
        problem = problem or f"none of the {len(listed)} sitemaps it names is on a host of the outlet"
    return gathering.found(problem, tuple(shard.url for shard in _newest_shards(inside, source)))


def _without_false_names(shards: Sequence[_Shard], source: Source) -> list[_Shard]:
    """Take names and folders for days only where they go on: a year may be of a cup, a number of a page."""
    if source.until is not None:
        return list(shards)
    names = any(shard.name != _UNKNOWN and source.covers(*shard.name) for shard in shards)
    folders = any(shard.folders != _UNKNOWN and source.covers(*shard.folders) for shard in shards)
    counted = {
        _family(shard.url)
        for shard in shards
        if shard.name == _UNKNOWN and _DIGITS.search(_name_of(shard.url))
    }
    return [
        shard._replace(
            name=shard.name if names and _family(shard.url) not in counted else _UNKNOWN,
            folders=shard.folders if folders else _UNKNOWN,
        )
        for shard in shards
    ]


def _family(url: str) -> str:
    return _DIGITS.sub("#", url)


def _is_inside(shard: _Shard, source: Source) -> bool:
    period = shard.name if shard.name != _UNKNOWN else shard.folders
    return source.covers(*period) and source.covers(None, shard.changed)


def _newest_shards(shards: Sequence[_Shard], source: Source) -> list[_Shard]:
    """Order sitemaps: by date; then those without one, from both ends, in turn day by day; then the rest."""
    seldom = [shard for shard in shards if _seldom_has_articles(shard.url)]
    others = [shard for shard in shards if shard not in seldom]
    dated = [shard for shard in others if _end_of(shard)]
    undated = both_ends(sorted(set(others) - set(dated), key=lambda shard: _numbers(shard.url)))
    first, rest = undated[:_FIRST_UNDATED], undated[_FIRST_UNDATED:]
    turn = source.now.toordinal() * _FIRST_UNDATED % len(rest) if rest else 0
    return [*newest_first(dated, _end_of), *first, *rest[turn:], *rest[:turn], *seldom]


def _end_of(shard: _Shard) -> datetime | None:
    return shard.name[1] or shard.changed or shard.folders[1]


def _numbers(url: str) -> tuple[tuple[int, ...], str]:
    """Order by all numbers of an address: the one that counts may stand in its folder or query."""
    return tuple(map(int, _DIGITS.findall(url))), url


def _seldom_has_articles(url: str) -> bool:
    # "page" is the name of a parameter, too, and says nothing there.
    words = _PARAMETER.sub("", _name_of(url).lower())
    return not _SELDOM_ARTICLES.isdisjoint(_WORD.findall(words))


def _own(url: str, source: Source) -> bool:
    return bare_host(host_of(url)) in {bare_host(host) for host in source.article_pattern.hosts}


def period(url: str, zone: str) -> _Period:
    """Return what time a sitemap's name speaks of: "sitemaps-2026-7-11-15" is five days, "2026-7" a month."""
    named = _named_period(url, zone)
    return named if named != _UNKNOWN else _folder_period(url, zone)


def _named_period(url: str, zone: str) -> _Period:
    name = _name_of(url)
    return _period_of(_MONTH_FIRST.search(name) or _YEAR_FIRST.search(name), zone)


def _name_of(url: str) -> str:
    return urlsplit(url)._replace(scheme="", netloc="").geturl().rpartition("/")[2]


def _folder_period(url: str, zone: str) -> _Period:
    return _period_of(_FOLDERS.search(urlsplit(url).path), zone)


def _period_of(found: re.Match[str] | None, zone: str) -> _Period:
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
