"""JSON-LD as outlets write it, nested and of several articles: what it says of the page's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extraction.broken_json import read_json
from crawler.extraction.dom import meta
from crawler.extraction.titles import SAME, likeness, title_words
from crawler.text.normalize import nfc_clean

_ARTICLE = re.compile(r"(Article|BlogPosting|Reportage\w{0,60})$")
_PAGE = re.compile(r"(?:Web|Item)Page$")
_DEEPEST_NESTING = 12  # levels: what nests deeper is no description of an article
_MOST_HEADINGS = 3  # elements; a page's own heading is among its first
_LONGEST_TITLE_CHARACTERS = 400
_MOST_AUTHORS = 20  # nodes; no article has so many
_ARTICLE_NUMBER = re.compile(r"\d{5,}")
_NOT_FREE = re.compile(r"(?:^|/)(?:false|no|0)$", re.IGNORECASE)
_COUNT = re.compile(r"\s{0,20}(\d{1,3}(?:[.,]\d{3})+|\d{1,6})(?:\.0+)?(?!\d)")  # 1234, 1234.0, "1.234 từ"


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
    names_the_page: bool = True  # False: nothing in the node says which article it is about
    breadcrumb: tuple[str, ...] = field(default=())


def read_linked_data(tree: HtmlElement, url: str = "") -> LinkedData:
    """What the node about this page says: the one with its title or address, never another article's."""
    nodes = [node for script in _scripts(tree) for value in read_json(script) for node in _nodes(value)]
    own = _own_names(tree, url)
    article, sure = _own_article(nodes, own)
    page = _own_page(nodes, own)
    crumbs = next((node for node in nodes if _is_a(node, re.compile("BreadcrumbList$"))), {})
    authors = _resolved(article.get("author") or article.get("creator"), nodes)
    return LinkedData(
        headline=_string(article.get("headline")) or _string(article.get("name")),
        description=_string(article.get("description")),
        published=_date(article) or _date(page),
        url=_address(article),
        section=_string(article.get("articleSection")),
        authors=tuple(_persons(authors)),
        publishers=tuple(_organisations(nodes, article)),
        body=_text(article.get("articleBody")),
        word_count=_count(article.get("wordCount")),
        free=_is_free(article),
        is_article=bool(article),
        names_the_page=sure or (bool(page) and not _date(article)),
        breadcrumb=tuple(_crumbs(crumbs)),
    )


def _is_free(node: dict[str, Any]) -> bool:
    """Whether neither an article nor a part of it is said to be for those who pay."""
    parts = node.get("hasPart")
    nodes = [node, *(parts if isinstance(parts, list) else [parts])]
    told = [part.get("isAccessibleForFree") for part in nodes if isinstance(part, dict)]
    return not any(_NOT_FREE.search(str(value)) for value in told if value is not None)


class _Names(NamedTuple):
    """What a page calls itself: the words of its titles, its addresses."""

    titles: list[frozenset[str]]
    addresses: list[str]


def _own_names(tree: HtmlElement, url: str) -> _Names:
    titles = [title_words(title) for title in _titles(tree)]
    return _Names(titles, [address for address in (url, *_own_addresses(tree)) if address])


def _own_article(nodes: list[dict[str, Any]], own: _Names) -> tuple[dict[str, Any], bool]:
    """The node of the page's own article, and whether its title or address says so; ({}, False): none is."""
    articles = [node for node in nodes if _is_a(node, _ARTICLE)]
    if not articles:
        return {}, False
    best, score = max(((node, _match(node, own)) for node in articles), key=lambda scored: scored[1])
    if score < 0 or (score == 0 and len(articles) > 1):
        return {}, False
    silent = not (best.get("headline") or best.get("name"))
    return best, score > 0 or silent  # a lone node without a title contradicts nothing


def _own_page(nodes: list[dict[str, Any]], own: _Names) -> dict[str, Any]:
    """The node of the page that an article stands on, as some content systems date it; {} for none."""
    pages = (node for node in nodes if _is_a(node, _PAGE))
    return next((node for node in pages if _date(node) and _match(node, own) > 0), {})


def _date(node: dict[str, Any]) -> str:
    value = node.get("datePublished") or node.get("dateCreated")
    value = value.get("@value") if isinstance(value, dict) else value
    return str(value) if isinstance(value, int) else _string(value)


def _match(node: dict[str, Any], own: _Names) -> float:
    """Above 0: title or address are the page's; below: the address is another's; 0: nothing tells."""
    words = title_words(_string(node.get("headline")) or _string(node.get("name")))
    alike = max((likeness(words, title) for title in own.titles), default=0.0)
    address = _address(node)
    if address and any(_same_address(address, other) for other in own.addresses):
        return 1 + alike
    if alike >= SAME:
        return alike
    return -1.0 if address and own.addresses and len(urlsplit(address).path) > 1 else 0.0


def _same_address(one: str, other: str) -> bool:
    first, second = urlsplit(one), urlsplit(other)
    if first.path.rstrip("/") == second.path.rstrip("/"):
        return first.path not in ("", "/") and (
            first.query == second.query or not (first.query and second.query)
        )
    numbers = set(_ARTICLE_NUMBER.findall(first.path.rsplit("/", 1)[-1]))
    return bool(numbers & set(_ARTICLE_NUMBER.findall(second.path.rsplit("/", 1)[-1])))


def _titles(tree: HtmlElement) -> Iterator[str]:
    yield from meta(tree, "og:title", "twitter:title")
    for element in (*islice(tree.iter("h1"), _MOST_HEADINGS), *islice(tree.iter("title"), 1)):
        yield "".join(element.itertext())[:_LONGEST_TITLE_CHARACTERS]


def _own_addresses(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            yield element.get("href") or ""
    yield from meta(tree, "og:url")


def _address(node: dict[str, Any]) -> str:
    return _string(node.get("url")) or _string(node.get("mainEntityOfPage"))


def _scripts(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield script.text


def _resolved(value: Any, nodes: list[dict[str, Any]]) -> Any:
    """The nodes that a value refers to by their `@id` alone."""
    if isinstance(value, list):
        return [_resolved(item, nodes) for item in value[:_MOST_AUTHORS]]
    if isinstance(value, dict) and set(value) == {"@id"}:
        return next((node for node in nodes if node.get("@id") == value["@id"] and len(node) > 1), value)
    return value


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST_NESTING:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity"):
            yield from _nodes(value.get(key), depth + 1)


def _is_a(node: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    kinds = node.get("@type") or node.get("type")
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
    found = _COUNT.match(str(value))
    return int(re.sub(r"\D", "", found[1])) if found else 0


def _persons(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield nfc_clean(item)
        elif isinstance(item, dict) and not _is_a(item, re.compile("Organization$")):
            names = item.get("name") or _full_name(item)
            yield from (
                nfc_clean(name)
                for name in (names if isinstance(names, list) else [names])
                if isinstance(name, str)
            )


def _full_name(person: dict[str, Any]) -> str:
    """Family name first, as Vietnamese names are said."""
    return f"{_string(person.get('familyName'))} {_string(person.get('givenName'))}".strip()


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
