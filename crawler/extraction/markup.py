"""A container's markup made plain: each run of text in its own paragraph, the lines under pictures gone."""

import re
from collections.abc import Iterator

from lxml.etree import SubElement
from lxml.html import HtmlElement

from crawler.extraction.dom import BLOCKS, drop, text_of

_STRUCTURE = frozenset({"ul", "ol", "dl", "table", "tbody", "thead", "tr"})
_LEAVES = frozenset({"div", "section", "article", "center", "main", "form", "td"})
_CENTRE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table)(?![-\w])", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:][”\"’')\]]*$")
_CAPTION_CHARACTERS = 250
_CENTRED_CAPTION_CHARACTERS = 600
_PICTURE_STORY_CHARACTERS = 500  # that must remain when captions are most of the text


def make_plain(container: HtmlElement) -> None:
    """Turn loose text and text-only boxes into <p>, so that the text looks alike all through the page."""
    _name_blocks(container)
    holders = _holders(container)
    for element in [e for e in container.iter() if isinstance(e.tag, str)]:
        if element in holders and element.tag not in _STRUCTURE:
            _wrap_loose(element, holders)
        elif element.tag in _LEAVES:
            if element is container or element.tag == "td" or element.find("br") is not None:
                _wrap_loose(element, holders)
            else:
                element.tag = "p"


def _name_blocks(container: HtmlElement) -> None:
    """Make blocks of what a style shows as one, and paragraphs of the lines of preformatted text."""
    for element in container.iter("span", "a", "b", "strong", "em", "i", "font", "label"):
        if element is not container and _BLOCK.search(element.get("style") or ""):
            element.tag = "div"
    for element in list(container.iter("pre")):
        lines = [] if len(element) else [line for line in (element.text or "").split("\n") if line.strip()]
        if len(lines) > 1:
            element.tag, element.text = "div", None
            for line in lines:
                SubElement(element, "p").text = line


def drop_captions(container: HtmlElement, share: float) -> list[str]:
    """Drop short paragraphs that hold a picture, or stand set apart right under one; return a note."""
    paragraphs = list(container.iter("p"))
    doomed, after_picture = [], False
    for paragraph in paragraphs:
        text = text_of(paragraph)
        picture = next(paragraph.iter("img", "picture"), None) is not None
        if text and (picture or after_picture) and _is_caption(paragraph, container, text, inside=picture):
            doomed.append(paragraph)
        after_picture = picture if not text or picture else False
    if not doomed:
        return []
    whole, lost = len(text_of(container)), sum(len(text_of(paragraph)) for paragraph in doomed)
    if lost <= share * whole or whole - lost >= _PICTURE_STORY_CHARACTERS:
        for paragraph in doomed:
            drop(paragraph)
        return [f"{lost} characters left out: lines under pictures"] if lost > share * whole else []
    return []


def _is_caption(paragraph: HtmlElement, container: HtmlElement, text: str, *, inside: bool) -> bool:
    centred = _is_centred(paragraph, container)
    if inside:
        return (centred and len(text) <= _CENTRED_CAPTION_CHARACTERS) or (
            len(text) <= _CAPTION_CHARACTERS and not _SENTENCE_END.search(text)
        )
    return len(text) <= _CAPTION_CHARACTERS and (centred or _is_slanted(paragraph, text))


def _is_centred(element: HtmlElement, container: HtmlElement) -> bool:
    for up in (element, *element.iterancestors(), *element.iterdescendants("center", "div", "span")):
        if up is container:
            break
        if (
            up.tag == "center"
            or (up.get("align") or "").lower() == "center"
            or _CENTRE.search(up.get("style") or "")
        ):
            return True
    return False


def _is_slanted(paragraph: HtmlElement, text: str) -> bool:
    return any(text_of(element) == text for element in paragraph.iter("em", "i"))


def _holders(container: HtmlElement) -> set[HtmlElement]:
    """Elements with a block somewhere below them."""
    holders: set[HtmlElement] = set()
    for element in container.iter(*BLOCKS):
        if element is container:
            continue
        for up in element.iterancestors():
            if up in holders:
                break
            holders.add(up)
            if up is container:
                break
    return holders


def _wrap_loose(element: HtmlElement, holders: set[HtmlElement]) -> None:
    """Gather text and inline children that stand beside blocks into paragraphs; a <br> ends one."""
    parts = list(_parts(element))
    for child in list(element):
        element.remove(child)
    element.text = None
    run: list[HtmlElement | str] = []
    for part in parts:
        if isinstance(part, str) or (part.tag != "br" and part.tag not in BLOCKS and part not in holders):
            run.append(part)
            continue
        _close(element, run)
        run = []
        if part.tag != "br":
            element.append(part)
    _close(element, run)


def _parts(element: HtmlElement) -> Iterator[HtmlElement | str]:
    if element.text:
        yield element.text
    for child in element:
        tail, child.tail = child.tail, None
        if isinstance(child.tag, str):
            yield child
        if tail:
            yield tail


def _close(element: HtmlElement, run: list[HtmlElement | str]) -> None:
    """Append a paragraph with the text and elements of a run, unless it is blank."""
    if all(isinstance(part, str) and not part.strip() for part in run):
        return
    paragraph = element.makeelement("p")
    last: HtmlElement | None = None
    for part in run:
        if not isinstance(part, str):
            paragraph.append(part)
            last = part
        elif last is None:
            paragraph.text = (paragraph.text or "") + part
        else:
            last.tail = (last.tail or "") + part
    element.append(paragraph)
