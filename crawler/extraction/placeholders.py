"""Titles that are none of the article: what an editor's program puts where nobody wrote one."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.dom import text_of
from crawler.extraction.headings import Heading
from crawler.extraction.titles import FEWEST_WORDS, likeness, title_words
from crawler.text.normalize import unmarked

_SAME: Final = 0.8  # of the words of a title and of the address that was made of it
_TAGS: Final = ("h1", "h2", "h3", "h4", "b", "strong", "font", "p", "div", "td", "span")
_WORD: Final = re.compile(r"[a-z]{2,40}")
_MOST_CHARACTERS: Final = 250


def own_heading(heading: Heading | None, tree: HtmlElement, url: str) -> tuple[Heading | None, str | None]:
    """The heading, or the one whose words the address spells where the first shares none; and a note."""
    words = title_words(heading.text) if heading else frozenset[str]()
    if not words or not words.isdisjoint(_WORD.findall(url.lower())):
        return heading, None
    parts = unmarked(unquote(urlsplit(url).path)).split("/")
    words_of_parts: list[list[str]] = [_WORD.findall(part) for part in parts]
    wordiest = max(words_of_parts, key=len)
    spelt = frozenset(wordiest)
    if len(spelt) < FEWEST_WORDS or heading is None:
        return heading, None
    for element in tree.iter(*_TAGS):
        text = text_of(element) if len("".join(element.itertext())) <= 2 * _MOST_CHARACTERS else ""
        if text and len(text) <= _MOST_CHARACTERS and _is_spelt(title_words(text), spelt):
            return Heading(text, element), f"title not used: {heading.text}"
    return heading, None


def _is_spelt(words: frozenset[str], spelt: frozenset[str]) -> bool:
    letters = frozenset(word for word in words if word.isalpha())
    return len(letters) >= FEWEST_WORDS and likeness(letters, spelt) >= _SAME and len(words) <= 2 * len(spelt)
