"""Tables of running text become plain boxes; those of figures and captions stay, and are not read."""

from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.dom import text_of
from crawler.extraction.prose import passages

_PARTS: Final = ("table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th")
_PROSE_SHARE: Final = 0.5
_CAPTION_CHARACTERS: Final = 400


def unwrap_tables(container: HtmlElement) -> list[str]:
    """Make boxes of the tables that hold prose; return notes on prose in those that do not."""
    notes = []
    for table in list(container.iter("table")):
        held = sum(map(len, passages(table)))
        if not held:
            told = "" if table.tag != "table" or is_captioned_picture(table) else text_of(table)
            notes += [f"{len(told)} characters left out: a table of names or figures"] if told else []
            continue
        if held < _PROSE_SHARE * len(text_of(table)) or is_captioned_picture(table):
            if table.tag == "table":
                notes.append(f"{held} characters left out: a table of figures or pictures")
            continue
        for part in table.iter(*_PARTS):
            part.tag = "div"
    return notes


def is_captioned_picture(table: HtmlElement) -> bool:
    """Pictures, and under them, in rows of their own, only a short line."""
    pictures = False
    under = 0
    for row in table.iter("tr"):
        text = text_of(row)
        if next(row.iter("img", "picture"), None) is not None:
            if text and len(row) > 1:
                return False
            pictures = True
        elif text and not pictures:
            return False
        under += len(text)
    return pictures and under <= _CAPTION_CHARACTERS
