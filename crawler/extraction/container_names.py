"""What content systems call the element that holds the text of an article."""

from collections.abc import Iterator

from lxml.html import HtmlElement

# Where the content systems of Vietnamese outlets keep the text; the most telling names first.
_CONTAINERS = (
    ("itemprop", "articlebody"),
    ("data-role", "content"),
    ("class", "fck_detail"),
    ("class", "cms-body"),
    ("class", "the-article-body"),
    ("class", "__mastercms_content"),
    ("class", "b-maincontent"),
    ("id", "desktop-in-article"),
    ("id", "maincontent"),
    ("class", "singular-content"),
    ("class", "e-magazine__body"),
    ("class", "dnews__body"),
    ("class", "detail-content"),
    ("class", "content-detail"),
    ("class", "article-content"),
    ("class", "article__body"),
    ("class", "article-body"),
    ("class", "entry-content"),
    ("class", "post-content"),
    ("class", "news-content"),
    ("id", "newscontent"),
    ("id", "detailmain"),
)
_NAMES = frozenset(_CONTAINERS)
_ATTRIBUTES = ("itemprop", "data-role", "class", "id")


def named_containers(tree: HtmlElement) -> Iterator[list[HtmlElement]]:
    """The elements each of the telling names stands for, in the order of the names."""
    found: dict[tuple[str, str], list[HtmlElement]] = {}
    for element in tree.iter("div", "article", "section", "main", "td", "p", "ul", "span"):
        for key in _telling(element):
            found.setdefault(key, []).append(element)
    for key in _CONTAINERS:
        if key in found:
            yield found[key]


def is_called_container(element: HtmlElement) -> bool:
    """Whether an element has one of the telling names."""
    return any(_telling(element))


def _telling(element: HtmlElement) -> Iterator[tuple[str, str]]:
    for attribute in _ATTRIBUTES:
        for name in (element.get(attribute) or "").lower().split():
            if (attribute, name) in _NAMES:
                yield attribute, name
