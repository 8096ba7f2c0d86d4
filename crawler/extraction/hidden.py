"""Text a reader does not see: out, where it guards against copying; in, where it is only folded away."""

import re
from collections import Counter
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.belonging import OWN_SHARE, Belonging
from crawler.extraction.container_names import is_called_container
from crawler.extraction.dom import BLOCKS, drop, tag_of, text_of
from crawler.extraction.prose import passages, weight

_PREPARED: Final = ("noscript", "template")
_STYLE: Final = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|(?:^|;)font-size:(?:0(?:\.0+)?(?:px|pt|r?em|%)?|(?:0?\.\d+|1)(?:px|pt))(?:[;!]|$)"
    r"|(?:^|;)opacity:0?(?:\.0\d*)?(?:[;!]|$)|(?:left|right|top|text-indent|margin-left|margin-top):-\d{3,}"
    r"|clip:rect\(0|clip:rect\(1px|clip-path:inset\((?:50|100)%|(?:^|;)(?:max-)?(?:height|width):0(?:px)?(?:[;!]|$)"
    r"|(?:^|;)color:(?:transparent|rgba\([\d.,]{5,11},0?(?:\.0+)?\))|scale\(0\)|translate[xy]?\(-\d{3,}"
    r"|(?:^|;)(?:zoom:0|font:0|mso-hide:all)(?![.\d]*[1-9])|letter-spacing:-\d{2,}"
)
_OPACITY: Final = re.compile(r"(?:^|(?<=;))opacity:[^;]{0,30}")
_DOT_OF_A_PIXEL: Final = re.compile(r"(?:^|;)(?:max-)?(?:width|height):1px")
_WHITE: Final = re.compile(r"(?:^|;)color:(?:#fff(?:fff)?|white|rgb\(255,255,255\))(?:[;!]|$)")
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
        "no-display",
        "cloak",
        "print-only",
        "only-print",
        "visible-print",
    ]
)
# "text-hide", "js-hidden", but not "overflow-hidden" or what only some screens hide.
_HIDING: Final = re.compile(
    r"(?:(?!not?-|un|overflow|scroll|x?xs|sm|md|lg|x?xl|mobile|pc|desk|tab|sp-|print|show)[a-z]{1,20}+-)?"
    r"(?:hidden|hide|invisible|off-?screen)|(?:hidden|hide)-(?:text|txt|copy)"
)
_SHOWN_AT_A_WIDTH: Final = re.compile(
    r"(?:^|\s)(?:(?:sm|md|lg|xl|xxl|2xl):(?:block|flex|inline|grid|contents|table)"
    r"|d-(?:sm|md|lg|xl|xxl)-(?:block|flex|inline|grid|table))"
)
_FOLDED: Final = re.compile(
    r"more|full|fold|collaps|expand|toggle|accordion|xem-?them|doc-?tiep|rest|hidden-?content"
)
_UNFOLDS: Final = re.compile(r"\W{0,20}(?:xem|đọc|hiển thị) (?:thêm|tiếp|đầy đủ)\W{0,20}\Z", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(
    r"sao chép|bản quyền|đăng lại|ghi rõ nguồn|copyright|©|nguồn gốc bài viết", re.IGNORECASE
)


def hides(declarations: str) -> bool:
    """Whether the declarations of a style leave nothing of an element to be seen."""
    style = _bare(declarations)
    if "animation" in style or "transition" in style:  # it fades in
        style = _OPACITY.sub("", style)
    return bool(_STYLE.search(style)) or ("overflow:hidden" in style and bool(_DOT_OF_A_PIXEL.search(style)))


def _bare(style: str) -> str:
    return "".join(style.split()).lower()


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element's own markup hides it; `mark_hidden` has written there what style sheets hide."""
    attributes = element.attrib
    if not attributes:
        return False
    hidden = attributes.get("hidden")
    if hidden is not None and hidden.lower() != "false":
        return True
    if attributes.get("aria-hidden", "").lower() == "true":
        return True
    style = attributes.get("style", "")
    if style and (hides(style) or (_WHITE.search(_bare(style)) and not _is_on_colour(element))):
        return True
    names = attributes.get("class", "").lower()
    hiding = any(name in _CLASSES or _HIDING.fullmatch(name) for name in names.split())
    return hiding and not _SHOWN_AT_A_WIDTH.search(names)


def _is_on_colour(element: HtmlElement) -> bool:
    """Whether white text may stand on a colour: by a style, or a class, of which only style sheets know."""
    for up in (element, *element.iterancestors()):
        if "background" in (up.get("style") or "").lower() or (up.get("bgcolor") is not None):
            return True
        if is_called_container(up):
            return False
        if up.get("class"):
            return True
    return False


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


def show_prepared(container: HtmlElement) -> list[str]:
    """Make boxes of what a script would show, where it is the article's own prose; return notes."""
    notes = []
    for element in list(container.iter(*_PREPARED)):
        tag, element.tag = element.tag, "div"
        found = passages(element)
        own = len(found) > 1 and Belonging(container).share(element) >= OWN_SHARE
        element.tag = "div" if own else tag
        if found:
            kept = "kept" if own else "left out"
            notes.append(f"{sum(map(len, found))} characters that only a script shows {kept}")
    return notes


def _is_folded(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether hidden text is a part of the article: passages of it at the end, or in what is named so."""
    block = tag_of(element) in BLOCKS or next(element.iter("p", "div"), None) is not None
    if not block or not passages(element):
        return False
    if (before := element.getprevious()) is not None and _UNFOLDS.match(text_of(before)):
        return True
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
