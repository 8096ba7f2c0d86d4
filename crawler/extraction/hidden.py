"""Text a reader does not see: out, where it guards against copying; in, where it is only folded away."""

import re
from collections import Counter
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.dom import BLOCKS, drop, tag_of, text_of
from crawler.extraction.prose import passages, weight

_STYLE: Final = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|(?:^|;)font-size:(?:0(?:\.0+)?(?:px|pt|r?em|%)?|(?:0?\.\d+|1)(?:px|pt))(?:[;!]|$)"
    r"|(?:^|;)opacity:0?(?:\.0+)?(?:[;!]|$)|(?:left|right|top|text-indent|margin-left|margin-top):-\d{3,}"
    r"|clip:rect\(0|clip:rect\(1px|clip-path:inset\((?:50|100)%|(?:^|;)(?:max-)?(?:height|width):0(?:px)?(?:[;!]|$)"
    r"|(?:^|;)color:transparent|scale\(0\)"
)
_CLASSES: Final = frozenset(
    [
        "hidden",
        "hide",
        "d-none",
        "display-none",
        "invisible",
        "sr-only",
        "visually-hidden",
        "screen-reader-text",
        "screen-reader-only",
        "visuallyhidden",
        "is-hidden",
        "u-hidden",
        "opacity-0",
    ]
)
_SHOWN_AT_A_WIDTH: Final = re.compile(
    r"(?:^|\s)(?:(?:sm|md|lg|xl|xxl|2xl):(?:block|flex|inline|grid|contents|table)"
    r"|d-(?:sm|md|lg|xl|xxl)-(?:block|flex|inline|grid|table))"
)
_FOLDED: Final = re.compile(
    r"more|full|fold|collaps|expand|toggle|accordion|xem-?them|doc-?tiep|rest|hidden-?content"
)
_COPYRIGHT: Final = re.compile(
    r"sao chép|bản quyền|đăng lại|ghi rõ nguồn|copyright|©|nguồn gốc bài viết", re.IGNORECASE
)


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element's own markup hides it; style sheets are not read."""
    attributes = element.attrib
    if not attributes:
        return False
    hidden = attributes.get("hidden")
    if hidden is not None and hidden.lower() != "false":
        return True
    if attributes.get("aria-hidden", "").lower() == "true":
        return True
    style = attributes.get("style")
    if style and _STYLE.search("".join(style.split()).lower()):
        return True
    names = attributes.get("class", "").lower()
    return bool(names and not _CLASSES.isdisjoint(names.split()) and not _SHOWN_AT_A_WIDTH.search(names))


def drop_hidden(container: HtmlElement) -> list[str]:
    """Drop what a reader cannot see from a container, keep what waits behind a button; return notes."""
    hidden = [element for element in container.iterdescendants() if tag_of(element) and is_hidden(element)]
    told = Counter(text_of(element) for element in hidden)
    notes = []
    for element in hidden:
        text = text_of(element)
        if _is_folded(element, container) and told[text] == 1 and not _COPYRIGHT.search(text):
            element.attrib.clear()
            notes.append(f"{len(text)} characters were folded away, kept")
            continue
        if passages(element):
            notes.append(f"{len(text)} characters that no reader sees left out")
        drop(element)
    return list(dict.fromkeys(notes))


def _is_folded(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether hidden text is a part of the article: passages of it at the end, or in what is named so."""
    if tag_of(element) not in BLOCKS or not passages(element):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return bool(_FOLDED.search(names)) or not prose_behind(element, container)


def prose_behind(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether visible prose follows an element in its container."""
    for up in (element, *element.iterancestors()):
        if up is container:
            return False
        if any(weight(later) for later in up.itersiblings() if not is_hidden(later)):
            return True
    return False
