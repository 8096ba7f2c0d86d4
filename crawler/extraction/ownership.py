"""Whose is it? Parts of a page that belong to other stories, to readers or to the site."""

import re

from lxml.html import HtmlElement

from crawler.extraction.dom import names_of, tag_of

_SITE_PARTS = frozenset(["header", "footer", "nav", "aside"])
_READERS = re.compile(r"comment|binh-?luan|y-?kien-?ban|feedback|reply")
_COMMENT_TYPE = re.compile(r"/(?:User)?Comments?/?$")
_HEADLINE_WORDS = 5  # a link of so many words is another story's title; a section or a name has fewer
_CARD_CHARACTERS = 600  # what stands around such a link in a card; an article's text is longer


def is_foreign(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether an element stands in a card, a comment or a part of the site that does not hold the title."""
    own = set(heading.iterancestors()) | {heading} if heading is not None else set()
    for part in (element, *element.iterancestors()):
        if part in own or tag_of(part) in ("body", "html"):
            return False
        if tag_of(part) in _SITE_PARTS or (tag_of(part) == "article" and own):
            return True
        if is_readers(part) or is_card(part):
            return True
    return False


def is_readers(part: HtmlElement) -> bool:
    """Whether the markup calls a part one of readers' comments."""
    return bool(_READERS.search(names_of(part)) or _COMMENT_TYPE.search(part.get("itemtype") or ""))


def is_card(part: HtmlElement) -> bool:
    """Whether a part is short and has a link as long as a headline."""
    links = [part] if tag_of(part) == "a" else part.findall(".//a[@href]")
    if not any(
        sum(word.isalpha() for word in "".join(link.itertext()).split()) >= _HEADLINE_WORDS for link in links
    ):
        return False
    size = 0
    for text in part.itertext():
        size += len(text)
        if size > _CARD_CHARACTERS:
            return False
    return True
