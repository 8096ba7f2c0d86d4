"""The one parsed tree of a page, and the few ways we look at it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.text.normalize import nfc_clean

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_CUSTOM = etree.XPath("//*[contains(name(), '-')]")
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "head",
        "title",
        "iframe",
        "select",
        "button",
        "textarea",
    ]
)


def parse(html: str) -> HtmlElement:
    """Parse forgivingly. Raises Rejected(EMPTY) when nothing is left."""
    try:
        # Bytes, because lxml refuses text that declares an encoding of its own.
        parser = HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
        )
        tree: HtmlElement = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise Rejected(Reason.EMPTY, "no markup in the page") from error
    for element in _CUSTOM(tree):
        # What a site's own element looks like, only its script knows: beside words it is a part of the line.
        beside = (element.tail or "") + (
            (element.getparent().text or "") if element.getparent() is not None else ""
        )
        element.tag = "span" if beside.strip() else "div"
    return tree


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(tree: HtmlElement, selectors: Iterable[str]) -> Iterator[HtmlElement]:
    """All elements the selectors match, selector by selector."""
    for selector in selectors:
        yield from _compiled(selector)(tree)


def text_of(element: HtmlElement) -> str:
    """The text of an element as one clean line."""
    # Blanks first: a long run of them is slow in patterns.
    return nfc_clean(" ".join(" ".join(_pieces(element)).split())).replace("\n", " ")


def _pieces(element: HtmlElement) -> Iterator[str]:
    """The strings of an element; a blank between blocks, none inside a word with inline markup."""
    run: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in BLOCKS or tag == "br":
            yield "".join(run)
            run = []
        if event == "start" and tag not in _UNSEEN:
            run.append(node.text or "")
        if event == "end" and node is not element:
            run.append(node.tail or "")
    yield "".join(run)


def strings(element: HtmlElement, without: frozenset[str]) -> Iterator[str]:
    """The strings below an element, not those inside the named tags. Linear, which XPath's text() is not."""
    skipped: HtmlElement | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if skipped is None and event == "start":
            if node.tag in without and node is not element:
                skipped = node
            elif node.text:
                yield node.text
        elif event == "end" and (skipped is None or node is skipped):
            skipped = None
            if node.tail and node is not element:
                yield node.tail


def tag_of(element: HtmlElement) -> str:
    """The tag, "" for what is no element."""
    return element.tag if isinstance(element.tag, str) else ""


def names_of(element: HtmlElement) -> str:
    """What the markup calls an element: class, id and the roles of content systems, in lower case."""
    parts = (element.get(name) for name in ("class", "id", "data-role", "itemprop", "type", "data-module"))
    return " ".join(part for part in parts if part).lower()


def drop(element: HtmlElement) -> None:
    """Take an element out and keep the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def meta(tree: HtmlElement, *names: str) -> Iterator[str]:
    """The contents of meta elements, name by name in the order asked for; empty ones left out."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = nfc_clean(element.get("content") or "")
        if name and content:
            found.setdefault(name, []).append(content)
    for name in names:
        yield from found.get(name, ())
