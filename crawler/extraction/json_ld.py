"""JSON-LD as Vietnamese outlets write it: broken, nested, escaped once or twice."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from crawler.text.normalize import nfc_clean

_ARTICLE = re.compile(r"(Article|BlogPosting|Reportage\w*)$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_MAX_DEPTH = 12
_COUNT_DIGITS = 7


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What a page's JSON-LD says of its article; empty where it says nothing."""

    headline: str = ""
    description: str = ""
    published: str = ""
    url: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    body: str = ""
    word_count: int = 0
    free: bool = True
    is_article: bool = False
    breadcrumb: tuple[str, ...] = field(default=())


def read_linked_data(tree: HtmlElement) -> LinkedData:
    nodes = [node for script in _scripts(tree) for node in _nodes(_load(script))]
    article = next((node for node in nodes if _is_a(node, _ARTICLE)), {})
    crumbs = next((node for node in nodes if _is_a(node, re.compile("BreadcrumbList$"))), {})
    return LinkedData(
        headline=_string(article.get("headline")) or _string(article.get("name")),
        description=_string(article.get("description")),
        published=_string(article.get("datePublished")),
        url=_string(article.get("url")) or _string(article.get("mainEntityOfPage")),
        section=_string(article.get("articleSection")),
        authors=tuple(_persons(article.get("author"))),
        publishers=tuple(_organisations(nodes, article)),
        body=_text(article.get("articleBody")),
        word_count=_count(article.get("wordCount")),
        free=str(article.get("isAccessibleForFree", True)).lower() != "false",
        is_article=bool(article),
        breadcrumb=tuple(_crumbs(crumbs)),
    )


def _scripts(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield script.text


def _load(text: str) -> Any:
    """The value, or None. Raw line ends in strings, trailing commas and comment wrappers are forgiven."""
    text = _WRAPPER.sub("", text).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity"):
            yield from _nodes(value.get(key), depth + 1)


def _is_a(node: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and pattern.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _string(value: Any) -> str:
    """The first string in a value that should be one."""
    if isinstance(value, list):
        return next((text for item in value if (text := _string(item))), "")
    if isinstance(value, dict):
        return _string(value.get("@id") or value.get("name") or value.get("url") or "")
    return nfc_clean(value) if isinstance(value, str) else ""


def _text(value: Any) -> str:
    """A long string, its lines kept."""
    return "\n".join(filter(None, map(nfc_clean, value.splitlines()))) if isinstance(value, str) else ""


def _count(value: Any) -> int:
    return int(value) if str(value).isdecimal() and len(str(value)) < _COUNT_DIGITS else 0


def _persons(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield nfc_clean(item)
        elif isinstance(item, dict) and not _is_a(item, re.compile("Organization$")):
            names = item.get("name")
            yield from (
                nfc_clean(name)
                for name in (names if isinstance(names, list) else [names])
                if isinstance(name, str)
            )


def _organisations(nodes: list[dict[str, Any]], article: dict[str, Any]) -> Iterator[str]:
    """Names that are the paper's, never an author's."""
    authors = article.get("author")
    candidates = [article.get("publisher"), *(authors if isinstance(authors, list) else [authors]), *nodes]
    for item in candidates:
        if isinstance(item, dict) and _is_a(item, re.compile("(Organization|WebSite)$")):
            yield from filter(None, (_string(item.get("name")), _string(item.get("alternateName"))))


def _crumbs(node: dict[str, Any]) -> Iterator[str]:
    def flat(value: Any) -> Iterator[dict[str, Any]]:
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, list):
                yield from flat(item)
            elif isinstance(item, dict):
                yield item

    for entry in flat(node.get("itemListElement")):
        item = entry.get("item")
        name = _string(entry.get("name")) or (_string(item.get("name")) if isinstance(item, dict) else "")
        if name:
            yield name
