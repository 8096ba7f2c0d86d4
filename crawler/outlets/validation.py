"""The rules for an outlet's declaration: checked at import; the first breach is an OutletError."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import cssselect

from crawler.article import ArticlePattern, ReadingRules
from crawler.errors import OutletError
from crawler.outlets.archives import Archive
from crawler.urls import bare_host, clean_url, host_of, is_public_host, matches

# What an outlet may declare, and as what.
FIELDS: Mapping[str, type] = {
    "name": str,
    "title": str,
    "hosts": tuple,
    "family": str,
    "feeds": tuple,
    "sitemaps": tuple,
    "listings": tuple,
    "listing_links": str,
    "scripted_links": tuple,
    "apis": tuple,
    "archives": tuple,
    "article_url": str,
    "examples": tuple,
    "non_examples": tuple,
    "reading": ReadingRules,
    "floor": int,
    "zone": str,
    "enabled": bool,
    "off": str,
    "unverified": tuple,
}
REQUIRED = ("name", "title", "hosts", "article_url", "examples", "non_examples", "floor")
CHANNELS = ("feeds", "sitemaps", "listings", "apis")

_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,30}")
_TRIED = (datetime(2023, 1, 30, tzinfo=UTC), datetime(2023, 2, 2, tzinfo=UTC))
_SELECTOR_FIELDS = ("title", "lead", "body", "strip", "published", "authors", "section")


def check_data(cls: type) -> None:
    """Refuse what is no known attribute of the right type: methods, misspelled names, lists for tuples."""
    for attribute, value in vars(cls).items():
        if attribute.startswith("__") and attribute.endswith("__"):
            if callable(value):
                raise _error(cls, attribute, "an outlet is data and defines no methods")
            continue
        if attribute not in FIELDS:
            raise _error(cls, attribute, _unknown(attribute, value))
        wanted = FIELDS[attribute]
        if type(value) is not wanted:
            raise _error(
                cls, attribute, f"must be {_with_article(wanted.__name__)}, not {type(value).__name__}"
            )
        if attribute == "archives":
            _check_archives_are(cls, value)
        elif isinstance(value, tuple) and not all(isinstance(item, str) and item for item in value):
            raise _error(cls, attribute, "must hold texts that are not empty")


def check_outlet(cls: Any) -> ArticlePattern:
    """Check a whole declaration, and return the article_pattern of its article addresses."""
    for attribute in REQUIRED:
        if not getattr(cls, attribute, None):
            raise _error(cls, attribute, "is missing")
    if not _NAME.fullmatch(cls.name):
        raise _error(cls, "name", f"{cls.name!r} must be lower case letters, digits and _")
    _check_hosts(cls)
    _check_channels(cls)
    _check_archives(cls)
    _check_numbers(cls)
    _check_selectors(cls)
    return _checked_shape(cls)


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
        for leg in archive.legs(*_TRIED):
            try:
                urls = [archive.address(leg, page) for page in range(min(archive.most, 3))]
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


def _checked_shape(cls: Any) -> ArticlePattern:
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


def _unknown(attribute: str, value: object) -> str:
    if callable(value) or isinstance(value, (classmethod, staticmethod, property)):
        return "an outlet is data and defines no methods"
    near = get_close_matches(attribute, FIELDS, n=1)
    return f"is unknown; did you mean {near[0]}?" if near else "is unknown"


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _error(cls: type, attribute: str, what: str) -> OutletError:
    return OutletError(f"{cls.__module__}.{cls.__qualname__}.{attribute}: {what}")
