"""Articles stacked on one page: what shows that a part of it, behind a title, is an article of its own."""

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.container_names import is_called_container
from crawler.extraction.dom import has_text, is_longer, tag_of, text_of
from crawler.extraction.prose import is_statement, weight
from crawler.text.dates import read_moment

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_STANDING: Final = frozenset({"strong", "b", "a"})
_CALLED_TITLE: Final = re.compile(r"(?<![a-z])(?:title|headline|tieu-?de)(?![a-z])")
_ADDRESSES: Final = ("data-url", "data-href", "data-link", "data-permalink")
_ARTICLE_TYPE: Final = re.compile(r"schema\.org/\w*(?:Article|BlogPosting)$")
_MOST_TITLE_CHARACTERS: Final = 250
MOST_BEFORE_CHARACTERS: Final = 60  # a section's name or a date over a title
_MOST_DATE_CHARACTERS: Final = 60
LEAST_CHARACTERS: Final = 250  # of prose in an article; a card has less
_HEADLINE_WORDS: Final = 6
_NEAR_ELEMENTS: Final = 4  # behind a title, where its date stands


def may_be_title(element: HtmlElement) -> bool:
    """Whether an element looks like a title: a heading, what is called one, or what stands alone in bold."""
    tag = tag_of(element)
    if tag not in _HEADINGS and not (
        tag in ("p", "div", "span") and _CALLED_TITLE.search((element.get("class") or "").lower())
    ):
        parent = element.getparent()
        if (
            tag not in _STANDING
            or parent is None
            or tag_of(parent) not in ("div", "section", "article", "li")
        ):
            return False
    text = text_of(element)
    return 0 < len(text) <= _MOST_TITLE_CHARACTERS and not is_statement(text)


def block_of(title: HtmlElement, around: set[HtmlElement]) -> HtmlElement | None:
    """The largest part of the page that a title opens and that does not hold ours; None for none."""
    block = title
    for parent in title.iterancestors():
        if parent in around or characters_before(block) > MOST_BEFORE_CHARACTERS:
            break
        block = parent
    return block if block is not title and weight(block) >= LEAST_CHARACTERS else None


def is_like(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements have one tag and the same classes, and at least one."""
    names = set((one.get("class") or "").split())
    return one.tag == other.tag and bool(names) and names == set((other.get("class") or "").split())


def heads_like_part(title: HtmlElement, ruled: set[HtmlElement]) -> HtmlElement | None:
    """The text's element in front of a title that stands over another such element, or None.

    `ruled` are the elements that the outlet's rules call the text. Labels and pointers have no such place.
    """
    if title.tag == "a":
        return None
    text = text_of(title)
    if title.tag != "h1" and not _is_headline_text(text):
        return None
    for up in (title, *title.iterancestors()):
        if is_longer(up, len(text) + MOST_BEFORE_CHARACTERS):
            return None
        before = (
            part for part in up.itersiblings(preceding=True) if part in ruled or is_called_container(part)
        )
        for part in before:
            if weight(part) and any(is_like(part, other) and weight(other) for other in up.itersiblings()):
                return part
    return None


def is_article_of_its_own(block: HtmlElement, title: HtmlElement, *, outside: bool) -> bool:
    """Whether a block says that it is an article: by type, address, date, or a text's element.

    Within a text (not `outside`), items of a chronicle have dates and addresses, too.
    """
    if title.tag == "h1" or is_linked_headline(title):
        return True
    if outside and (block.tag == "article" or any(map(block.get, _ADDRESSES)) or _is_dated(block, title)):
        return True
    above = set(title.iterancestors())
    return any(
        _ARTICLE_TYPE.search(part.get("itemtype") or "")
        or (part not in above and is_called_container(part) and weight(part) >= LEAST_CHARACTERS)
        for part in block.iter()
    )


def characters_before(element: HtmlElement) -> int:
    """What stands in front of an element in its parent, counted no further than it matters."""
    parent = element.getparent()
    size = len((parent.text or "").strip()) if parent is not None else 0
    for other in element.itersiblings(preceding=True):
        for text in other.itertext():
            if size > MOST_BEFORE_CHARACTERS:
                return size
            size += len(text.strip())
    return size


def is_headline(title: HtmlElement) -> bool:
    """Whether a title has as many words as a headline; sub-headings and names have fewer."""
    return _is_headline_text(text_of(title))


def _is_headline_text(text: str) -> bool:
    return len(text.split()) >= _HEADLINE_WORDS


def is_linked_headline(title: HtmlElement) -> bool:
    """Whether a title leads elsewhere and has as many words as a headline; names have fewer."""
    text = text_of(title)
    links = (title,) if title.tag == "a" else tuple(title.iter("a"))
    return _is_headline_text(text) and any(
        (link.get("href") or "#")[0] != "#" and text_of(link) == text for link in links
    )


def dated_rest(title: HtmlElement) -> list[HtmlElement]:
    """What stands behind a headline and the line with a full date under it; nothing where there is none."""
    text, top = text_of(title), title
    if title.tag not in _HEADINGS or not _is_headline_text(text):
        return []
    limit = len(text) + _MOST_DATE_CHARACTERS
    while (up := top.getparent()) is not None and not is_longer(up, limit) and not characters_before(top):
        top = up
    rest = [part for part in top.itersiblings() if tag_of(part) and has_text(part)]
    if top is not title and read_moment(text_of(top)[len(text) :]):
        return rest
    return rest[1:] if rest and _is_date_line(rest[0]) else []


def _is_date_line(element: HtmlElement) -> bool:
    text = text_of(element) if not is_longer(element, _MOST_DATE_CHARACTERS) else ""
    return bool(text and read_moment(text))


def _is_dated(block: HtmlElement, title: HtmlElement) -> bool:
    """Whether a line that is a date follows a title."""
    inside = set(title.iterdescendants())
    order = [part for part in block.iter() if part not in inside]
    near = order[order.index(title) + 1 :][:_NEAR_ELEMENTS]
    return any(len(text := text_of(part)) <= _MOST_DATE_CHARACTERS and read_moment(text) for part in near)
