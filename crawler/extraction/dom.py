"""The one parsed tree of a page, and the few ways we look at it."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain

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
        "center",
        "dd",
        "details",
        "dir",
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
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
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
# In C: the look-up of lxml.html calls Python for each element, and knows forms, unused here.
PLAIN_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
_CUSTOM = etree.XPath("//*[contains(name(), '-')]")
NOT_SHOWN = frozenset({"script", "style", "noscript", "template"})
_NAMING = ("class", "id", "data-role", "itemprop", "type", "data-module")
_LINE_ENDS = BLOCKS | {"br"}
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
        parser.set_element_class_lookup(PLAIN_ELEMENTS)
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


# What a selector asks for: an attribute with a word or a whole value, a class, an id.
_ASKED = re.compile(r"""\[([\w-]++)(?:([~|^$*]?=)["']?([^"'\[\]]*+)["']?)?\]|([.#])([\w-]++)""")
_INVOLVED = re.compile(r"[,:\\]|\[[^\[\]]*+\[")  # one of several, a condition, an escape: not looked into


class _Attributes:
    """What stands in the attributes of a tree as it was parsed, gathered once."""

    def __init__(self, tree: HtmlElement) -> None:
        self._elements = list(tree.iter())  # held: lxml makes an element anew when nobody has it
        self._values: dict[str, set[str]] = {}
        for name, value in chain.from_iterable(element.items() for element in self._elements):
            self._values.setdefault(name, set()).add(value)
        self._words: dict[str, frozenset[str]] = {}

    def words(self, name: str) -> frozenset[str]:
        """All the words in all the attributes of this name."""
        if name not in self._words:
            self._words[name] = frozenset(chain.from_iterable(map(str.split, self._values.get(name, ()))))
        return self._words[name]

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """The contents of meta elements by name in lower case; empty ones left out."""
        found: dict[str, list[str]] = {}
        for element in self._elements:
            if element.tag != "meta":
                continue
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
            if name and (content := nfc_clean(element.get("content") or "")):
                found.setdefault(name, []).append(content)
        return found


@lru_cache(maxsize=1)
def _attributes(root: HtmlElement) -> _Attributes:
    """Return those of the page that is being read. Elements are only taken out, so no selector is missed."""
    return _Attributes(root)


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


@lru_cache(maxsize=1024)
def _asked(selector: str) -> tuple[tuple[str, str], ...]:
    """The (attribute, word) pairs without which nothing in a page can match."""
    if _INVOLVED.search(selector):
        return ()
    asked = []
    for name, operator, value, sign, word in _ASKED.findall(selector):
        if sign:
            asked.append(("class" if sign == "." else "id", word))
        elif operator in ("=", "~="):
            asked += [(name.lower(), part) for part in value.split()]
    return tuple(asked)


def select(tree: HtmlElement, selectors: Iterable[str]) -> Iterator[HtmlElement]:
    """All elements the selectors match, selector by selector."""
    for selector in selectors:
        root = _attributes(tree.getroottree().getroot())
        if all(word in root.words(name) for name, word in _asked(selector)):
            yield from _compiled(selector)(tree)


def text_of(element: HtmlElement) -> str:
    """The text of an element as one clean line."""
    # Blanks first: a long run of them is slow in patterns.
    return nfc_clean(" ".join("".join(_pieces(element)).split())).replace("\n", " ")


def is_longer(element: HtmlElement, characters: int) -> bool:
    """Whether `text_of` an element has more characters; read no further than it takes to tell."""
    size = 0
    for piece in _pieces(element):
        size += len("".join(piece.split()))
        if size > characters:
            return True
    return len(text_of(element)) > characters


def has_text(element: HtmlElement) -> bool:
    """Whether `text_of` an element is anything."""
    return any(not piece.isspace() and nfc_clean(piece) for piece in _pieces(element))


def _pieces(element: HtmlElement) -> Iterator[str]:
    """The strings of an element; a blank between blocks, none inside a word with inline markup."""
    if not len(element):
        if element.text and element.tag not in _UNSEEN:
            yield element.text
        return
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        if tag in _LINE_ENDS:
            yield " "
        if event == "start":
            if (text := node.text) and tag not in _UNSEEN:
                yield text
        elif (tail := node.tail) and node is not element:
            yield tail


def strings(element: HtmlElement) -> Iterator[tuple[str, bool]]:
    """The strings below an element that are shown, and whether they stand in a link. Linear in its size."""
    skipped: HtmlElement | None = None
    link: HtmlElement | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and skipped is None:
            if node is not element and node.tag in NOT_SHOWN:
                skipped = node
                continue
            if node.tag == "a" and link is None and node is not element:
                link = node
            if text := node.text:
                yield text, link is not None
        elif event == "end" and (skipped is None or node is skipped):
            skipped = None
            if node is link:
                link = None
            if node is not element and (tail := node.tail):
                yield tail, link is not None


def text_sizes(tree: HtmlElement) -> dict[HtmlElement, int]:
    """The characters of all strings below each element, in one walk."""
    sizes = {element: len(element.text or "") for element in tree.iter()}
    for element, size in reversed(sizes.items()):
        if (parent := element.getparent()) is not None and element is not tree:
            sizes[parent] += size + len(element.tail or "")
    return sizes


def tag_of(element: HtmlElement) -> str:
    """The tag, "" for what is no element."""
    return element.tag if isinstance(element.tag, str) else ""


def names_of(element: HtmlElement) -> str:
    """What the markup calls an element: class, id and the roles of content systems, in lower case."""
    held = dict(element.items())
    return " ".join(filter(None, map(held.get, _NAMING))).lower() if held else ""


def drop(element: HtmlElement) -> None:
    """Take an element out and keep the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def meta(tree: HtmlElement, *names: str) -> Iterator[str]:
    """The contents of meta elements, name by name in the order asked for; empty ones left out."""
    found = _attributes(tree.getroottree().getroot()).meta
    for name in names:
        yield from found.get(name, ())


def all_meta(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The (name, content) pairs of all meta elements, names in lower case; empty ones left out."""
    for name, contents in _attributes(tree.getroottree().getroot()).meta.items():
        for content in contents:
            yield name, content
