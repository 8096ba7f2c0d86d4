"""Figures that flat text would change: powers, footnote signs, degrees, fractions, struck-out words."""

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.dom import BLOCKS, drop, tag_of, text_of
from crawler.extraction.prose import weight

_RAISED: Final = str.maketrans("0123456789+-−–n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿ")
_RAISABLE: Final = frozenset("0123456789+-−–n")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_DEGREES: Final = frozenset({"o", "0", "O", "º", "°"})
_RAISING: Final = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_RAISING_NAME: Final = re.compile(r"(?:^|\s)(sup|sub)(?:er|script|erscript)?(?:\s|$)", re.IGNORECASE)
_STRIKING: Final = re.compile(r"(?:^|\s)(?:strike|striked|strikethrough|line-through)(?:\s|$)", re.IGNORECASE)
_NOTE_NAMES: Final = re.compile(
    r"foot-?note|fn-?ref|note-?ref|cite_?ref|(?<![a-z])reference(?![a-z])", re.IGNORECASE
)
_MOST_STRUCK_SHARE: Final = 0.3  # more than that is a slip of markup, not a correction


def keep_figures(element: HtmlElement) -> list[str]:
    """Write out in an element what its markup says of figures; return notes."""
    notes = []
    struck = list(element.iter("s", "strike", "del"))
    struck += [e for e in element.iter("span", "font", "u") if _is_struck(e)]
    if struck and sum(map(weight, struck)) <= _MOST_STRUCK_SHARE * weight(element):
        notes.append("struck-out words left out")
        for part in struck:
            drop(part)
    for fraction in element.iter("mfrac"):
        if len(fraction) == 2:  # noqa: PLR2004 - a fraction has two parts
            fraction[0].tail = "/"
    _name_marks(element)
    for mark in list(element.iter("sup", "sub")):
        text = "".join(mark.itertext()).strip()
        if mark.tag == "sup" and _is_footnote(mark, text):
            drop(mark)
            continue
        written = _written(mark, text)
        if written != text or len(mark):
            for child in list(mark):
                mark.remove(child)
            mark.text = written
    return notes


def _is_struck(element: HtmlElement) -> bool:
    named = _STRIKING.search(element.get("class") or "")
    return "line-through" in (element.get("style") or "") or bool(named)


def _name_marks(element: HtmlElement) -> None:
    """Give raised and lowered signs their tags, by styles, formulas and links to notes."""
    for part in list(element.iter("span", "font", "small")):
        raising = _RAISING.search(part.get("style") or "") or _RAISING_NAME.search(part.get("class") or "")
        if raising:
            part.tag = "sup" if raising[1].lower().startswith("sup") else "sub"
    for power in element.iter("msup", "msub"):
        if len(power) == 2:  # noqa: PLR2004 - a base and its exponent
            power[1].tag = "sup" if power.tag == "msup" else "sub"
    for link in list(element.iter("a")):
        if (
            _leads_to_note(link)
            and _NOTE_NAMES.search(_names(link))
            and text_of(link).strip("[]()").isdigit()
        ):
            link.tag = "sup"


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _leads_to_note(link: HtmlElement) -> bool:
    return "#" in (link.get("href") or "")


def _is_footnote(mark: HtmlElement, text: str) -> bool:
    """A sign that leads to a note at the foot of the page."""
    inside = next(mark.iter("a"), None)
    up = mark.getparent()
    link = inside if inside is not None else (up if tag_of(up) == "a" else mark) if up is not None else mark
    named = text.strip("[]()*").isdigit() and _NOTE_NAMES.search(_names(mark))
    return _leads_to_note(link) or bool(named) or text[:1] + text[-1:] in {"[]", "()"}


def _written(mark: HtmlElement, text: str) -> str:
    before, after = _text_before(mark), (mark.tail or "")
    if mark.tag == "sub":
        beside = before[-1:].isdigit() or after[:1].isdigit()
        return text.translate(_LOWERED) if beside and text.isdigit() else text
    follower = mark.getnext()
    if after.strip() in {"/", "⁄"} and follower is not None and follower.tag == "sub":
        mark.tail = "/"
        return f" {text}" if before[-1:].isdigit() else text
    minutes = text != "0" and before[-1:].isdigit() and after[:1].isdigit()
    if text in _DEGREES and before.rstrip()[-1:].isdigit() and (after.lstrip()[:1] in {"C", "F"} or minutes):
        return "°"
    # An editor's blank between a figure and its power is no blank of the text.
    front = before.rstrip() if before.rstrip()[-1:].isdigit() else before
    raised = text and set(text) <= _RAISABLE and (front[-1:].isalnum() or front[-1:] == ")")
    return text.translate(_RAISED) if raised else text


def _text_before(mark: HtmlElement) -> str:
    """What stands directly in front of a mark in its line, inside other inline elements or before them."""
    for up in (mark, *mark.iterancestors()):
        if up is not mark and tag_of(up) in BLOCKS:
            break
        previous, parent = up.getprevious(), up.getparent()
        text = (previous.tail or "") or text_of(previous) if previous is not None else ""
        if previous is None and parent is not None:
            text = parent.text or ""
        if text:
            return text
    return ""
