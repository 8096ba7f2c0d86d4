"""The main text: its container, cleared of what is no text, through trafilatura, to lines."""

import re
from copy import deepcopy

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.extraction.dom import BLOCKS, drop, names_of, select, strings, tag_of, text_of
from crawler.extraction.markup import drop_captions, make_plain
from crawler.text.normalize import nfc_clean

# Where the content systems of Vietnamese outlets keep the text; the most telling names first.
_CONTAINERS = (
    "[itemprop~=articleBody]",
    "[data-role=content]",
    ".fck_detail",
    ".cms-body",
    ".the-article-body",
    ".__MASTERCMS_CONTENT",
    ".b-maincontent",
    "#desktop-in-article",
    "#maincontent",
    ".singular-content",
    ".e-magazine__body",
    ".dnews__body",
    ".detail-content",
    ".content-detail",
    ".article-content",
    ".article__body",
    ".article-body",
    ".entry-content",
    ".post-content",
    ".news-content",
    "#newscontent",
    "#detailmain",
)
_ALWAYS = (
    *("script", "style", "noscript", "iframe", "svg", "template", "video", "audio", "object", "embed"),
    *("button", "select", "textarea", "input", "aside", "nav", "footer", "figcaption"),
)
_NEVER = frozenset({"body", "html", "article", "main", "a", "b", "strong", "em", "i", "u", "font"})
_FOREIGN = re.compile(
    r"relat(?!ive(?:\s|$))|lien-?_?quan|tinlq|readmore|read-more|xem-?them|doc-?them|\bshare|sharing|social|comment"
    r"|binh-?luan|banner"
    r"|(?<![a-z])ads?(?![a-z])|(?<![a-z])adv|quang-?cao|sponsor|newsletter|subscri|breadcrumb|copyright|notebox"
    r"|popup|modal|toolbar"
    r"|widget|recommend|chisochungkhoan|link-content-footer|other-?news|news-?other|tin-?khac"
    r"|box-?news|news-?box"
    r"|inner-article|hot-?news|tindnd|block-key|keyword|tu-?khoa|(?<![a-z])rating|(?<![a-z])poll"
)
_BESIDE = re.compile(
    r"(?<![a-z])tags?(?![a-z])|caption|author|byline|(?<![a-z])source|credit|\btoc\b|stock"
    r"|location-stamp|hidden-print"
    r"|d-none|visually-hidden|(?<![a-z:])print(?![a-z:])|vote"
)
_PICTURE_TABLE = re.compile(r"picture|caption|image|thumb|photo|slide|article|relat")
_NO_PROSE = frozenset({"a", "script", "style", "noscript"})
_MAX_SHARE = 0.4
_MAX_FOREIGN = 0.7
_MAX_HIDDEN = 0.1
_LINK_SHARE = 0.75
_TEXTUAL = ("p", "h2", "h3", "h4", "li", "blockquote", "div", "td", "span", "font")
_GOOD = 0.6
_NEARLY = 0.95
_CLIMB = 0.15
_TEASER_SHARE = 0.2
_SHORT = 60


def find_container(tree: HtmlElement, rules: ReadingRules) -> HtmlElement | None:
    """The element that holds the text: the rules' first match with text in it, else the generic way."""
    for selector in rules.body:
        matches = list(select(tree, (selector,)))
        if matches:
            best = max(matches, key=_weight)
            if _weight(best) > 0:
                return best
    return _generic_container(tree)


def _generic_container(tree: HtmlElement) -> HtmlElement | None:
    """The closest fit of what is called a text and holds nearly all prose; else the most prose so called."""
    densest = _densest(tree)
    whole = _weight(densest)
    named = [max(found, key=_weight) for name in _CONTAINERS if (found := list(select(tree, (name,))))]
    weighed = [
        (weight, element) for element in named if (weight := _weight(element)) >= max(_GOOD * whole, 1)
    ]
    full = [pair for pair in weighed if pair[0] >= _NEARLY * whole]
    if full:
        return min(full, key=lambda pair: pair[0])[1]
    return max(weighed, key=lambda pair: pair[0])[1] if weighed else densest


def _densest(tree: HtmlElement) -> HtmlElement | None:
    """The element whose own paragraphs hold the most prose, widened while its parent holds much more."""
    scores: dict[HtmlElement, float] = {}
    for element in tree.iter(*_TEXTUAL):
        own = _own_text(element)
        parent = element.getparent()
        if own < _SHORT / 2 or parent is None:
            continue
        inline = element.tag in {"span", "font"}
        scores[parent] = scores.get(parent, 0) + own
        if element.tag in {"div", "td"} or inline:
            scores[element] = scores.get(element, 0) + own
    best = max(scores, key=lambda element: scores[element], default=None)
    while best is not None:
        parent = best.getparent()
        if (
            parent is None
            or parent.tag in {"body", "html"}
            or _prose_beside(best, parent) < _CLIMB * _weight(best)
        ):
            return best
        best = parent
    return best


def _prose_beside(element: HtmlElement, parent: HtmlElement) -> int:
    """Characters of prose in the neighbours, those left out that are lists of links with teasers."""
    return sum(
        _weight(other) for other in parent if other is not element and _link_share(other) < _TEASER_SHARE
    )


def _link_share(element: HtmlElement) -> float:
    links = sum(len(text_of(link)) for link in element.iter("a"))
    return links / max(len(text_of(element)), 1)


def _own_text(element: HtmlElement) -> int:
    """Characters that stand in the element itself or in its inline children, links left out."""
    inline = {"b", "strong", "i", "em", "u", "span", "font", "sup", "sub", "mark"}
    size = len((element.text or "").strip())
    for child in element:
        size += len((child.tail or "").strip())
        if child.tag in inline and element.tag != "span":
            size += _own_text(child)
    return size


def _weight(element: HtmlElement | None) -> int:
    """Characters of running text in an element: pieces long enough to be prose, outside links."""
    if element is None:
        return 0
    pieces = strings(element, _NO_PROSE)
    return sum(len(text) for piece in pieces if len(text := piece.strip()) >= _SHORT / 2)


def clear(container: HtmlElement) -> None:
    """Take out what stands in a container and is no text of it: captions, related news, by-lines."""
    whole = max(_weight(container), 1)
    for element in list(container.iter(*_ALWAYS)):
        drop(element)
    groups: dict[tuple[str, float], list[HtmlElement]] = {}
    for element in container.iterdescendants():
        if most := _dispensable(element):
            groups.setdefault((f"{tag_of(element)} {names_of(element)}", most), []).append(element)
    for (_, most), group in groups.items():
        # Text under a misleading name is still text: then the name stands on a large part of the page.
        if sum(map(_weight, group)) <= most * whole:
            for element in group:
                drop(element)


def _drop_links(container: HtmlElement) -> None:
    """Take out lines and lists that are nothing but links; other links are words of their sentences."""
    whole = max(_weight(container), 1)
    for element in list(container.iterdescendants("ul", "ol", "div", "p", "table")):
        if _is_links(element) and _weight(element) <= _MAX_SHARE * whole:
            drop(element)


def _dispensable(element: HtmlElement) -> float:
    """The share of the text that elements of this kind may hold and still be clutter; 0 for what is none."""
    tag, names = tag_of(element), names_of(element)
    if not tag or tag in _NEVER:
        return 0
    if tag == "table":
        return _MAX_SHARE if _PICTURE_TABLE.search(names) else 0
    if tag != "span" and names and _FOREIGN.search(names):
        return _MAX_FOREIGN
    if names and _BESIDE.search(names):
        return _MAX_SHARE
    return _MAX_HIDDEN if "display:none" in (element.get("style") or "").replace(" ", "").lower() else 0


def _is_links(element: HtmlElement) -> bool:
    """A line or list of lines that is nothing but links leads elsewhere."""
    return _link_share(element) >= _LINK_SHARE


def read_lines(tree: HtmlElement, container: HtmlElement | None) -> tuple[list[str], str | None]:
    """The lines of the text, and a note when they were not found the usual way."""
    if container is not None:
        clear(container)
        make_plain(container)
        _drop_links(container)
        drop_captions(container, _MAX_SHARE)
        lines = extracted(container)
        if _size(lines) >= _GOOD * _weight(container):
            return lines, None
        if own := _own_lines(container):
            return own, "paragraphs taken as they stand"
    body = tree.find("body")
    if body is None:
        return [], None
    clear(body)
    _drop_links(body)
    return extracted(body), "text sought in the whole page"


def _size(lines: list[str]) -> int:
    return sum(map(len, lines))


def extracted(element: HtmlElement) -> list[str]:
    """Trafilatura's word on an element. Its recall mode, because the clutter is gone already."""
    import trafilatura

    page = lxml_html.document_fromstring("<html><body><article></article></body></html>")
    page[0][0].append(deepcopy(element))
    etree.strip_tags(page, "a")
    text = trafilatura.extract(
        page, fast=True, include_comments=False, include_tables=False, favor_recall=True
    )
    return [line for raw in (text or "").split("\n") if (line := nfc_clean(raw))]


def _own_lines(container: HtmlElement) -> list[str]:
    """The text of each innermost block."""
    blocks = (
        e
        for e in container.iter("p", "h2", "h3", "h4", "li", "blockquote", "div")
        if not any(c.tag in BLOCKS for c in e.iterdescendants())
    )
    return [text for block in blocks if (text := text_of(block))]
