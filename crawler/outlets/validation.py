"""The rules for an outlet's declaration: checked at import; the first breach is an OutletError.

What an outlet may declare, and as what, stands in outlets/outlet.py alone; it is read off that class here.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Annotated, Any, ClassVar, NamedTuple, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import cssselect

from crawler.article import ArticlePattern, ReadingRules
from crawler.errors import OutletError
from crawler.outlets.archives import Archive
from crawler.urls import bare_host, clean_url, host_of, is_public_host, matches

CHANNELS = ("feeds", "sitemaps", "listings", "apis")

_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,30}")
# Two days on both sides of a month's end: archives are tried on them.
_TRIED_WINDOW = (datetime(2023, 1, 30, tzinfo=UTC), datetime(2023, 2, 2, tzinfo=UTC))
_SELECTOR_FIELDS = ("title", "lead", "body", "strip", "published", "authors", "section", "next_page")


class Attribute(NamedTuple):
    """What an outlet may declare. `of` is the type of a tuple's items; `meaning` is for people."""

    kind: type
    of: type | None
    required: bool
    meaning: str


Schema = Mapping[str, Attribute]


def schema_of(cls: type) -> Schema:
    """Read the attributes off a class: those annotated with a type and a meaning, in their order."""
    return {
        name: _attribute(hint, required=not hasattr(cls, name))
        for name, hint in get_type_hints(cls, include_extras=True).items()
        if get_origin(hint) is ClassVar and get_origin(get_args(hint)[0]) is Annotated
    }


def _attribute(hint: Any, *, required: bool) -> Attribute:
    declared, meaning = get_args(get_args(hint)[0])
    return Attribute(
        get_origin(declared) or declared, next(iter(get_args(declared)), None), required, meaning
    )


def check_data(cls: type, schema: Schema) -> None:
    """Refuse what is no known attribute of the right type: methods, misspelled names, lists for tuples."""
    for name, value in vars(cls).items():
        if name.startswith("__") and name.endswith("__"):
            if callable(value):
                raise _error(cls, name, "an outlet is data and defines no methods")
        elif name in schema:
            _check_type(cls, name, value, schema[name])
        else:
            raise _error(cls, name, _unknown(name, value, schema))


def _check_type(cls: type, name: str, value: Any, attribute: Attribute) -> None:
    if not _is_exactly(value, attribute.kind):
        wanted = _with_article(attribute.kind.__name__)
        raise _error(cls, name, f"must be {wanted}, not {type(value).__name__}")
    if attribute.of is Archive:
        _check_archives_are(cls, value)
    elif attribute.of and not all(isinstance(item, attribute.of) and item for item in value):
        raise _error(cls, name, "must hold texts that are not empty")


def _is_exactly(value: object, kind: type) -> bool:
    """Whether a value is of this type itself: True is no int here."""
    return type(value) is kind


def check_outlet(cls: Any, schema: Schema) -> ArticlePattern:
    """Check a whole declaration, and return the pattern of its article addresses."""
    for name, attribute in schema.items():
        if attribute.required and not getattr(cls, name, None):
            raise _error(cls, name, "is missing")
    if not _NAME.fullmatch(cls.name):
        raise _error(cls, "name", f"{cls.name!r} must be lower case letters, digits and _")
    _check_hosts(cls)
    _check_channels(cls)
    _check_archives(cls)
    _check_numbers(cls)
    _check_selectors(cls)
    return _checked_pattern(cls)


def _check_hosts(cls: Any) -> None:
    for host in cls.hosts:
        if host != host.lower() or not is_public_host(host):
            raise _error(cls, "hosts", f"{host!r} is no public host name in lower case")


def _check_channels(cls: Any) -> None:
    if cls.enabled and not any(getattr(cls, channel) for channel in CHANNELS):
        raise _error(cls, "feeds", "no feed, sitemap or listing is declared")
    hosts = {bare_host(host) for host in cls.hosts}
    for channel in CHANNELS:
        for url in getattr(cls, channel):
            _check_address(cls, channel, url, hosts)
    channels = [url for channel in CHANNELS for url in getattr(cls, channel)]
    for url in channels:
        if channels.count(url) > 1:
            raise _error(cls, "feeds", f"{url} is declared twice")
    for url in cls.unverified:
        if url not in channels:
            raise _error(cls, "unverified", f"{url} is none of its feeds, sitemaps and listings")


def _check_address(cls: Any, attribute: str, url: str, hosts: set[str]) -> None:
    if clean_url("", url) is None or urlsplit(url).scheme != "https":
        raise _error(cls, attribute, f"{url!r} is no https address")
    if bare_host(host_of(url)) not in hosts:
        raise _error(cls, attribute, f"the host of {url} is not among the hosts")


def _check_archives_are(cls: type, archives: Any) -> None:
    for archive in archives:
        if not isinstance(archive, Archive) or not hasattr(archive, "kind"):
            raise _error(cls, "archives", f"must hold kinds of Archive, not {archive!r}")


def _check_archives(cls: Any) -> None:
    """Try each archive on a window: its templates must give addresses of the outlet, one for each page."""
    hosts = {bare_host(host) for host in cls.hosts}
    for archive in cls.archives:
        if not archive.sections or archive.most < 1 or archive.step < 1:
            raise _error(
                cls, "archives", f"{archive.template}: sections, most and step must not be empty or 0"
            )
        for segment in archive.segments(*_TRIED_WINDOW):
            try:
                urls = [archive.address(segment, page) for page in range(min(archive.most, 3))]
            except (KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
                raise _error(
                    cls, "archives", f"{archive.template!r} cannot be filled in: {error!r}"
                ) from error
            for url in urls:
                _check_address(cls, "archives", url, hosts)
            if len(set(urls)) < len(urls):
                raise _error(cls, "archives", f"{archive.template!r} has several pages, but no {{n}}")


def _check_numbers(cls: Any) -> None:
    if cls.floor < 1:
        raise _error(cls, "floor", "must be at least 1: a silent outlet is a failed one")
    if cls.enabled == bool(cls.off):
        raise _error(cls, "off", "must say why when the outlet is not enabled, and only then")
    try:
        ZoneInfo(cls.zone)
    except (KeyError, ValueError) as error:
        raise _error(cls, "zone", f"{cls.zone!r} is no time zone") from error


def _check_selectors(cls: Any) -> None:
    rules: ReadingRules = cls.reading
    by_field = {f"reading.{field}": getattr(rules, field) for field in _SELECTOR_FIELDS}
    by_field["listing_links"] = (cls.listing_links,) if cls.listing_links else ()
    by_field["archives"] = tuple(archive.links for archive in cls.archives if archive.links)
    for attribute, selectors in by_field.items():
        for selector in selectors:
            try:
                cssselect.parse(selector)
            except cssselect.SelectorError as error:
                raise _error(cls, attribute, f"{selector!r} is no CSS selector: {error}") from error


def _checked_pattern(cls: Any) -> ArticlePattern:
    try:
        re.compile(cls.article_url)
    except re.error as error:
        raise _error(cls, "article_url", f"does not compile: {error}") from error
    article_pattern = ArticlePattern(cls.name, cls.hosts, cls.article_url, _checked_script(cls))
    _check_examples(
        cls, "examples", (url for url in cls.examples if not matches(url, article_pattern)), "does not match"
    )
    _check_examples(
        cls, "non_examples", (url for url in cls.non_examples if matches(url, article_pattern)), "matches"
    )
    return article_pattern


def _checked_script(cls: Any) -> tuple[str, str] | None:
    if not cls.scripted_links:
        return None
    try:
        call, address = cls.scripted_links
        re.compile(call)
    except (ValueError, re.error) as error:
        what = "must be a regular expression for the call, and the address it means"
        raise _error(cls, "scripted_links", what) from error
    return call, address


def _check_examples(cls: Any, attribute: str, wrong: Iterable[str], what: str) -> None:
    for url in wrong:
        raise _error(cls, attribute, f"{url} {what} article_url")


def _unknown(attribute: str, value: object, schema: Schema) -> str:
    if callable(value) or isinstance(value, (classmethod, staticmethod, property)):
        return "an outlet is data and defines no methods"
    near = get_close_matches(attribute, schema, n=1)
    return f"is unknown; did you mean {near[0]}?" if near else "is unknown"


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _error(cls: type, attribute: str, what: str) -> OutletError:
    return OutletError(f"{cls.__module__}.{cls.__qualname__}.{attribute}: {what}")
