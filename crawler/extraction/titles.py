"""Whether two titles are one title, edited: the one measure for headlines, announcements and page titles."""

import re

from crawler.text.normalize import unmarked

_WORD = re.compile(r"[^\W_]{2,40}")
FEWEST_WORDS = 4  # of a title; fewer are a label such as "Xem thêm"
SAME = 0.6  # likeness from which on two titles are the same, edited


def title_words(text: str) -> frozenset[str]:
    """Return the words of a title without their marks, which a page may have lost."""
    return frozenset(_WORD.findall(unmarked(text)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which share of the shorter title's words the other has, too, 0 to 1.

    A label has too few to tell by, unless they are all.
    """
    if one == other:
        return float(bool(one))
    return len(one & other) / max(FEWEST_WORDS, min(len(one), len(other)))
