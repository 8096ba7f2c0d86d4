"""Words of the text in elements that mostly hold none: labels, buttons, headers, linked lists, last headings.

What stands amid a sentence, or is a paragraph, is the article's own whatever its element is made for. Where
it stays unsure, it is left out with a note.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.dom import BLOCKS, tag_of, text_of
from crawler.extraction.prose import passages
from crawler.text.line_rules import rule_of
from crawler.urls import bare_host, clean_url, host_of

_CONTROLS: Final = ("button", "select", "option")
_PARAGRAPH_LIKE: Final = ("header", "fieldset", "figure", "legend")
_HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_SEVERAL: Final = 2  # headings at the end: steps, a list, a poem; one may be a box's whose content is gone
_WORD: Final = re.compile(r"\w")
# What opens a box of links, and no list of the article's own.
_OF_THE_SITE: Final = re.compile(
    r"\b(?:liên quan|quan tâm|tham khảo|xem|đọc|tin|bài|chủ đề|chuyên (?:mục|đề)|sự kiện|từ kh(?:óa|oá)"
    r"|tags?|video|ảnh|chia sẻ|theo dõi)\b",
    re.IGNORECASE,
)
_OF_AN_ARTICLE: Final = re.compile(
    r"\d{5}|(?:[a-z0-9]{1,30}-){5}", re.IGNORECASE
)  # a number, a headline's words


def keep_own_words(container: HtmlElement, url: str) -> list[str]:
    """Make plain what is the text's own; return notes on what is left out of it."""
    notes = [*_keep_labels(container), *_keep_lists(container, url)]
    for element in list(container.iter(*_PARAGRAPH_LIKE)):
        if element is not container and _is_bare(element) and passages(element):
            element.tag = "p"
    last = list(_last_headings(container))
    if len(last) >= _SEVERAL and not any(rule_of(text_of(heading)) for heading in last):
        for heading in last:
            heading.tag = "p"
    return notes


def _keep_labels(container: HtmlElement) -> Iterator[str]:
    for element in list(container.iter("label", *_CONTROLS)):
        amid = element is not container and _is_amid(element)
        if amid and element.tag == "label":
            element.tag = "span"
        elif amid or (element.tag == "button" and passages(element)):
            words = " ".join("".join(element.itertext()).split())
            yield f"{len(words)} characters left out: {tag_of(element)} amid the text"


def _is_amid(element: HtmlElement) -> bool:
    """Whether words stand right before an element, and the line goes on behind it."""
    before, parent = element.getprevious(), element.getparent()
    if (
        parent is None
        or tag_of(parent) == "select"
        or (before is not None and tag_of(before) in BLOCKS | {"br"})
    ):
        return False
    text = (before.tail or text_of(before)) if before is not None else parent.text
    return bool((element.tail or "").strip() and _WORD.search(text or ""))


def _is_bare(element: HtmlElement) -> bool:
    return not any(tag_of(part) in BLOCKS | {"img", "picture"} for part in element.iterdescendants())


def _keep_lists(container: HtmlElement, url: str) -> Iterator[str]:
    """Unlink the items of lists that a line of the text opens; a note on one of other articles."""
    for element in list(container.iter("ul", "ol")):
        links = [link for link in element.iter("a") if link.get("href")]
        if not links or not _is_opened(element):
            continue
        if any(_leads_to_article(link, url) for link in links):
            yield f"{len(text_of(element))} characters in a list of links"
            continue
        for link in links:
            del link.attrib["href"]


def _is_opened(element: HtmlElement) -> bool:
    """Whether the line right before a list ends in a colon and names no box of the site."""
    before, parent = element.getprevious(), element.getparent()
    while (
        before is None and parent is not None and tag_of(parent) == "div" and not (parent.text or "").strip()
    ):
        before, parent = parent.getprevious(), parent.getparent()
    tail = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    line = tail.strip() or (text_of(before) if before is not None and tag_of(before) in ("p", "div") else "")
    return line.endswith(":") and not _OF_THE_SITE.search(line) and rule_of(line) is None


def _leads_to_article(link: HtmlElement, url: str) -> bool:
    """Whether a link leads to what looks like another article of the site."""
    target = clean_url(url, link.get("href") or "")
    if target is None or target.partition("#")[0] == url.partition("#")[0]:
        return False
    return bare_host(host_of(target)) == bare_host(host_of(url)) and bool(_OF_AN_ARTICLE.search(target))


def _last_headings(container: HtmlElement) -> Iterator[HtmlElement]:
    """The headings of one level at the end of a container, without a link, with nothing but them behind."""
    inside = [
        part
        for part in container.iterchildren(reversed=True)
        if tag_of(part) and (text_of(part) or part.tail)
    ]
    tag = tag_of(inside[0]) if inside else ""
    if tag in _HEADINGS:
        yield from takewhile(lambda part: part.tag == tag and _is_alone(part), inside)


def _is_alone(heading: HtmlElement) -> bool:
    return not (heading.tail or "").strip() and heading.find(".//a[@href]") is None
