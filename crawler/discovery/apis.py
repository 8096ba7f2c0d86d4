"""List APIs to announcements: Hemera's JSON, and the HTML fragments of VCCorp's timelines. Pure."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crawler.discovery.announcements import Found, Gathering, SkipReason, Source
from crawler.discovery.dates import moment
from crawler.discovery.listings import parse_listing
from crawler.discovery.order import believed, oldest_of_news
from crawler.discovery.xml import XMLError, unpacked
from crawler.errors import Rejected
from crawler.text.dates import in_window
from crawler.text.decode import decode

MAX_BYTES = 8 << 20

_LISTS = ("contents", "articles", "items", "data", "results")
_ADDRESSES = ("url", "link", "share_url", "detail_url", "external_url", "id")
_DATES = (
    "date",
    "published",
    "publish_date",
    "publishedDate",
    "published_at",
    "date_published",
    "datePublished",
    "distribution_date",
)
_MILLISECONDS = 10_000_000_000  # unix seconds do not get this large before the year 2286


def parse_api(body: bytes, source: Source) -> Found:
    """Read what a list API answers. What is wrong with it as a whole stands in `Found.problem`."""
    # What stands in an answer of api.{host} is relative to the outlet, not to its API.
    source = replace(source, url=f"https://{source.article_pattern.hosts[0]}/")
    try:
        text = decode(unpacked(body, MAX_BYTES), "application/json; charset=utf-8").strip("\ufeff \t\r\n")
    except (XMLError, Rejected) as error:
        return Found(problem=f"no list: {error}")
    if not text:
        return Found(problem=None)
    if not text.startswith(("{", "[")):
        return parse_listing(body, source)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Found(problem=f"no list: its JSON is broken ({type(error).__name__})")
    return _read_value(value, source)


def _read_value(value: object, source: Source) -> Found:
    held = _list_in(value)
    if held is None:
        return Found(problem="no list: its JSON holds none")
    if isinstance(held, str):
        return parse_listing(held.encode(), replace(source, content_type="text/html; charset=utf-8"))
    gathering = Gathering(source)
    entries = [entry for entry in held if isinstance(entry, Mapping)]
    for _ in range(len(held) - len(entries)):
        gathering.skip(SkipReason.NO_ADDRESS)
    oldest = oldest_of_news(source.since, source.until, source.now)
    dates = believed([_moment(_first(entry, _DATES), source) for entry in entries], source.since, oldest)
    for entry, published in zip(entries, dates, strict=True):
        address = str(_first(entry, _ADDRESSES) or "")
        if gathering.full:
            gathering.skip(SkipReason.OVER_LIMIT, address, _text(entry.get("title")))
            continue
        gathering.add(
            address,
            title=_text(entry.get("title")),
            summary=_text(entry.get("description") or entry.get("summary") or entry.get("sapo")),
            published=published,
            section=_section(entry.get("zone")),
        )
    # An empty page is the end of a list, not a fault.
    return gathering.found() if gathering.entries else Found()


def _list_in(value: object) -> list[Any] | str | None:
    """Return the first list of entries, or the HTML, that stands under one of the usual names."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping):
        return None
    for name in _LISTS:
        inner = value.get(name)
        if isinstance(inner, list | str):
            return inner
        if isinstance(inner, Mapping) and (found := _list_in(inner)) is not None:
            return found
    return None


def _first(entry: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((entry[name] for name in names if entry.get(name)), None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _section(zone: object) -> str | None:
    return _text(zone.get("name")) if isinstance(zone, Mapping) else _text(zone)


def _moment(value: object, source: Source) -> datetime | None:
    """Read unix seconds, as a number or as text, or a written date."""
    if isinstance(value, str) and not value.isdigit():
        return moment(value, source)
    try:
        seconds = int(value)  # type: ignore[call-overload]
        at = datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return at if in_window(at, source.now) else None
