"""Figures that flat text would change: powers, footnote signs, degrees, fractions, struck-out words."""

from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.dom import drop, text_of
from crawler.extraction.prose import weight

_RAISED: Final = str.maketrans("0123456789+-−–n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿ")
_RAISABLE: Final = frozenset("0123456789+-−–n")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_DEGREES: Final = frozenset({"o", "0", "O", "º", "°"})
_MOST_STRUCK_SHARE: Final = 0.3  # more than that is a slip of markup, not a correction


def keep_figures(element: HtmlElement) -> list[str]:
    """Write out in an element what its markup says of figures; return notes."""
    notes = []
    struck = list(element.iter("s", "strike", "del"))
    struck += [e for e in element.iter("span", "font", "u") if "line-through" in (e.get("style") or "")]
    if struck and sum(map(weight, struck)) <= _MOST_STRUCK_SHARE * weight(element):
        notes.append("struck-out words left out")
        for part in struck:
            drop(part)
    for fraction in element.iter("mfrac"):
        if len(fraction) == 2:  # noqa: PLR2004 - a fraction has two parts
            fraction[0].tail = "/"
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


def _is_footnote(mark: HtmlElement, text: str) -> bool:
    """A sign that leads to a note at the foot of the page."""
    inside = next(mark.iter("a"), None)
    up = mark.getparent()
    link = inside if inside is not None else (up if up is not None and up.tag == "a" else None)
    return (link is not None and "#" in (link.get("href") or "")) or (text[:1] == "[" and text[-1:] == "]")


def _written(mark: HtmlElement, text: str) -> str:
    before, after = _text_before(mark), (mark.tail or "")
    if mark.tag == "sub":
        return text.translate(_LOWERED) if before[-1:].isdigit() and text.isdigit() else text
    follower = mark.getnext()
    if after.strip() in {"/", "⁄"} and follower is not None and follower.tag == "sub":
        return f" {text}" if before[-1:].isdigit() else text
    if text in _DEGREES and before[-1:].isdigit() and after.lstrip()[:1] in {"C", "F"}:
        return "°"
    raised = text and set(text) <= _RAISABLE and (before[-1:].isalnum() or before[-1:] == ")")
    return text.translate(_RAISED) if raised else text


def _text_before(mark: HtmlElement) -> str:
    """What stands directly in front of a mark, in the same parent or in what comes before it."""
    previous = mark.getprevious()
    if previous is not None:
        return (previous.tail or "") or text_of(previous)
    parent = mark.getparent()
    return (parent.text or "") if parent is not None else ""
