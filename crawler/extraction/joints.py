"""Words run together where inline markup begins or ends: "<b>Ông</b>nói". Parted where it is sure.

A part of a word in markup of its own ("th<b>ủy</b>") makes a syllable with the rest; two words do not.
"""

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.text.syllables import is_fragment, is_syllable

_INLINE: Final = ("a", "b", "strong", "i", "em", "u", "span", "font", "mark", "label")
_LAST: Final = re.compile(r"[^\W\d_]{1,12}\Z|[.!?:;,]\Z")
_FIRST: Final = re.compile(r"\A[^\W\d_]{1,12}(?![\w'’-])")
_SIGNS: Final = frozenset(".!?:;,")


def part_words(container: HtmlElement) -> list[str]:
    """Set a blank between words that markup runs together; return a note."""
    parted = 0
    for element in container.iter(*_INLINE):
        before = element.getprevious()
        parent = element.getparent()
        text = before.tail if before is not None else parent.text if parent is not None else None
        if element is not container and _are_two(text, element.text):
            element.text = f" {element.text}"
            parted += 1
        inner = element[-1].tail if len(element) else element.text
        following = element.getnext() if not element.tail else None
        if element is not container and _are_two(inner, element.tail):
            element.tail = f" {element.tail}"
            parted += 1
        elif following is not None and following.tag in _INLINE and _are_two(inner, following.text):
            element.tail = " "
            parted += 1
    return [f"words parted that markup ran together: {parted}"] if parted else []


def _are_two(one: str | None, other: str | None) -> bool:
    last = _LAST.search(one[-14:]) if one else None
    first = _FIRST.match(other[:14]) if other and last else None
    if not last or not first:
        return False
    start, end = last[0], first[0]
    if start in _SIGNS:
        return end[0].isupper() and is_syllable(end.lower()) and (one or "")[-2:-1].isalpha()
    joined = f"{start}{end}".lower()
    return (
        not joined.isascii()
        and not is_syllable(joined)
        and all(is_syllable(part) and not is_fragment(part) for part in (start.lower(), end.lower()))
    )
