"""What in a piece of markup is prose: how much of it, in which passages, and how much of it is links."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.dom import BLOCKS, NOT_SHOWN, strings, text_of
from crawler.text.normalize import nfc_clean

SENTENCE_END: Final = re.compile(r"[.!?…][”\"’')\]]*$")
_STATEMENT_END: Final = re.compile(r"(?<!\.)\.[”\"’')\]]*$")
PASSAGE_CHARACTERS: Final = 60  # shorter than that are captions, labels and headings
_PIECE_CHARACTERS: Final = 30  # a string between two tags; a sentence has several
_NO_PROSE: Final = NOT_SHOWN | {"a"}
_PIECES: Final = etree.XPath(
    f"descendant::text()[string-length() >= {_PIECE_CHARACTERS}"
    f" and not({' or '.join(f'ancestor::{tag}' for tag in sorted(_NO_PROSE))})]",
    smart_strings=False,
)


def weight(element: HtmlElement | None) -> int:
    """Characters of running text in an element: pieces long enough to be prose, outside links."""
    if element is None:
        return 0
    inside = element.tag in _NO_PROSE or next(element.iterancestors(*_NO_PROSE), None) is not None
    # Mostly in C; XPath sees every link above a string, also one that the element stands in.
    pieces = (text for text, linked in strings(element) if not linked) if inside else _PIECES(element)
    return sum(length for piece in pieces if (length := len(piece.strip())) >= _PIECE_CHARACTERS)


def passages(element: HtmlElement) -> list[str]:
    """The runs of text that are prose: long enough, ended like a sentence, and not half a link."""
    return [
        text
        for text, linked in linked_runs(element)
        if len(text) >= PASSAGE_CHARACTERS and 2 * linked < len(text) and SENTENCE_END.search(text)
    ]


def runs(element: HtmlElement) -> Iterator[str]:
    """The texts between two block boundaries or line ends, empty ones left out."""
    return (text for text, _ in linked_runs(element) if text)


def is_statement(text: str) -> bool:
    """Whether a text is as long as a sentence and ends as one that states something; headlines do not."""
    return len(text) >= PASSAGE_CHARACTERS and bool(_STATEMENT_END.search(text))


def link_share(element: HtmlElement) -> float:
    """The share of an element's text that leads elsewhere; an anchor without address does not."""
    links = sum(len(text_of(link)) for link in element.iter("a") if link.get("href"))
    return links / max(len(text_of(element)), 1) if links else 0.0


def linked_words(element: HtmlElement) -> float:
    """The share of an element's words that stand in links, 0 to 1."""
    links = sum(len(text_of(link).split()) for link in element.iter("a") if link.get("href"))
    return min(1.0, links / max(len(text_of(element).split()), 1))


def linked_runs(element: HtmlElement) -> Iterator[tuple[str, int]]:
    """(text, characters of it in links) between two block boundaries or line ends."""
    run: list[str] = []
    linked, link, unseen = 0, 0, 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        start = event == "start"
        if node.tag in BLOCKS or node.tag == "br":
            yield nfc_clean(" ".join("".join(run).split())), linked
            run, linked = [], 0
        step = 1 if start else -1
        unseen += step * (node.tag in NOT_SHOWN)
        link += step * (node.tag == "a" and bool(node.get("href")))
        text = node.text if start else (node.tail if node is not element else "")
        if text and not unseen:
            run.append(text)
            linked += len(text) if link else 0
    yield nfc_clean(" ".join("".join(run).split())), linked
