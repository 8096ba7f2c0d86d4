"""The main text: its container, cleared of what is no text, through trafilatura, to lines."""

import re
from copy import deepcopy
from typing import Final, NamedTuple

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from crawler.extraction.belonging import foreign_boxes
from crawler.extraction.cards import drop_cards
from crawler.extraction.clutter import clear, drop_links, notes_on_kept
from crawler.extraction.dom import BLOCKS
from crawler.extraction.figures import keep_figures
from crawler.extraction.forms import drop_forms
from crawler.extraction.hidden import drop_hidden, show_prepared
from crawler.extraction.joints import part_words
from crawler.extraction.markup import drop_captions, make_plain
from crawler.extraction.own_elements import keep_own_words
from crawler.extraction.prose import PASSAGE_CHARACTERS, SENTENCE_END, runs, weight
from crawler.extraction.readers import drop_comments
from crawler.extraction.style_sheets import mark_hidden
from crawler.extraction.tables import unwrap_tables
from crawler.text.normalize import nfc_clean

_CAPTION_SHARE: Final = 0.4  # of the text; captions that hold more are the text
_BULLET: Final = re.compile(r"\A(?:[-–•*+·]|\(?\w{1,3}[.)]) ")
_GOOD_SHARE: Final = 0.6
_LONGEST_LABEL_CHARACTERS: Final = 20
_NO_LABEL: Final = "\u2060"  # invisible; our own rules know buttons from headings
_TEXT_TAGS: Final = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "blockquote",
    "div",
    "dt",
    "dd",
    "summary",
    "pre",
)
_TOLD_BY_ATTRIBUTE: Final = frozenset({"src", "href", "colspan", "rowspan"})


class TextLines(NamedTuple):
    """The lines of a text, notes on what was left out or not found the usual way, and what may be missing."""

    lines: list[str]
    notes: list[str]
    doubtful: int = 0  # characters left out that may be of the text


def read_lines(tree: HtmlElement, container: HtmlElement | None, url: str) -> TextLines:
    """The lines of the text in a container; without one, or where it holds none, of the whole page."""
    if container is not None:
        mark_hidden(container)
        notes = [
            *show_prepared(container),
            *drop_hidden(container),
            *drop_comments(container),
            *drop_forms(container),
            *keep_own_words(container, url),
            *drop_cards(container, url),
            *keep_figures(container),
            *part_words(container),
        ]
        cleared, kept, doubtful = clear(container)
        notes += [*cleared, *foreign_boxes(container), *unwrap_tables(container)]
        make_plain(container)
        drop_links(container, sentences=True)
        notes += drop_captions(container, _CAPTION_SHARE)
        lines, how = _lines(container)
        if lines:
            return TextLines(lines, [*notes, *notes_on_kept(kept, lines), *how], doubtful)
    body = tree.find("body")
    if body is None:
        return TextLines([], [])
    notes = clear(body).notes
    drop_links(body, sentences=False)
    return TextLines(extracted(body), [*notes, "text sought in the whole page"])


def _lines(container: HtmlElement) -> tuple[list[str], list[str]]:
    """The lines of a container made plain: those trafilatura names, or all as they stand, with a note."""
    own = _own_lines(container)
    bullets = {f"- {line}" for line in own if _BULLET.match(line)}
    # Trafilatura marks the items of lists, also those that have a mark.
    lines = [line[2:] if line in bullets else line for line in extracted(container)]
    if _holds_all(lines, own) and sum(map(len, lines)) >= _GOOD_SHARE * weight(container):
        return lines, []
    return own, ["paragraphs taken as they stand"]


def extracted(element: HtmlElement) -> list[str]:
    """Trafilatura's word on an element. Its recall mode, because the clutter is gone already."""
    import trafilatura

    page = lxml_html.document_fromstring("<html><body><article></article></body></html>")
    page[0][0].append(deepcopy(element))
    etree.strip_tags(page, "a")
    for part in page.iter():
        # Trafilatura, too, drops what has a suspicious name, and short lines that are the name of a platform.
        for name in [name for name in part.attrib if name not in _TOLD_BY_ATTRIBUTE]:
            del part.attrib[name]
        if part.text and len(part.text) <= _LONGEST_LABEL_CHARACTERS:
            part.text += _NO_LABEL
    text = trafilatura.extract(
        page, fast=True, include_comments=False, include_tables=False, favor_recall=True
    )
    return [line for raw in (text or "").split("\n") if (line := nfc_clean(raw))]


def _holds_all(lines: list[str], own: list[str]) -> bool:
    """Whether no passage of the markup is missing from the lines, or run into another."""
    whole = "\n".join(lines)
    found = [line for line in own if len(line) >= PASSAGE_CHARACTERS and SENTENCE_END.search(line)]
    ends = {line[-PASSAGE_CHARACTERS:] for line in lines}
    return all(line in whole and line[-PASSAGE_CHARACTERS:] in ends for line in found)


def _own_lines(container: HtmlElement) -> list[str]:
    """The lines of each innermost block, those of tables left out."""
    blocks = (
        e
        for e in container.iter(*_TEXT_TAGS)
        if not any(c.tag in BLOCKS for c in e.iterdescendants())
        and next(e.iterancestors("table"), None) is None
    )
    return [text for block in blocks for text in runs(block)]
