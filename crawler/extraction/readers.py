"""Readers' comments in the container of a text, told by the heading over them."""

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.dom import drop, tag_of, text_of
from crawler.extraction.prose import passages, runs, weight
from crawler.text.line_rules import FlawKind, rule_of

_READERS = r"(?:bạn đọc|độc giả|người đọc)"
_HEADING: Final = re.compile(
    r"\A\W*+(?:(?:các )?"
    rf"(?P<about>ý kiến|bình luận|phản hồi|thảo luận|comments?)(?P<by> (?:của )?{_READERS})?"
    rf"|(?P<readers>{_READERS} (?:bình luận|nói gì|viết|ý kiến)))(?: ?\W? ?(?P<count>\(?\d{{1,5}}\)?))?\W*",
    re.IGNORECASE,
)
_HEADING_CHARACTERS: Final = 50
_ANSWER: Final = re.compile(r"\A\W*+(?:trả lời|thích|phản hồi|báo cáo|reply|like)\b[\W\d]*", re.IGNORECASE)
_MOST_SHARE: Final = 0.7  # of the prose; what holds more is the text


def drop_comments(container: HtmlElement) -> list[str]:
    """Drop what stands under a heading of readers' comments, to the end of its part; return notes.

    A heading that has neither a count nor readers in it may stand over a part of the text: then an answer
    button has to show whose words they are.
    """
    notes = []
    for heading in list(container.iter("h2", "h3", "h4", "h5", "h6", "p", "div", "strong", "b", "span")):
        found = _heading(heading)
        if heading is container or not found or container not in heading.iterancestors():
            continue
        top = _top(heading, container)
        under = [part for part in top.itersiblings() if tag_of(part)]
        held = sum(map(weight, under))
        named = found["by"] or found["readers"] or found["count"]
        first = not any(weight(part) for part in top.itersiblings(preceding=True) if tag_of(part))
        apart = bool(named) and first and top.getparent() is not container
        shown = any(map(_answers, under)) or (bool(named) and any(map(_is_signed, under)))
        if not held or held > _MOST_SHARE * weight(container) or not (apart or found["count"] or shown):
            continue
        notes.append(f"{sum(len(text_of(part)) for part in under)} characters left out: readers' comments")
        for part in (top, *under):
            drop(part)
    return [*notes, *_drop_single(container)]


def _drop_single(container: HtmlElement) -> list[str]:
    """Drop comments that stand in no list, each with its answer button and who wrote it when."""
    boxes = {
        box: len(text_of(box))
        for button in container.iter("a", "button")
        if (box := _comment(button, container)) is not None
    }
    if not boxes or sum(map(weight, boxes)) > _MOST_SHARE * weight(container):
        return []
    for box in boxes:
        drop(box)
    return [f"{sum(boxes.values())} characters left out: readers' comments"]


def _comment(button: HtmlElement, container: HtmlElement) -> HtmlElement | None:
    """The box of a comment around its answer button: with a passage, and dated or with two such buttons."""
    if not _ANSWER.fullmatch("".join(button.itertext())):
        return None
    for up in button.iterancestors():
        if up is container:
            return None
        if passages(up):
            buttons = [part for part in up.iter("a", "button") if _ANSWER.fullmatch("".join(part.itertext()))]
            return up if len(buttons) > 1 or _is_signed(up) else None
    return None


def _is_signed(part: HtmlElement) -> bool:
    """Whether a line of a part is a time, as under comments."""
    return any((rule := rule_of(line)) is not None and rule.kind is FlawKind.STAMP for line in runs(part))


def _heading(element: HtmlElement) -> re.Match[str] | None:
    if len("".join(element.itertext())) > 2 * _HEADING_CHARACTERS:
        return None
    text = text_of(element)
    return _HEADING.fullmatch(text) if len(text) <= _HEADING_CHARACTERS else None


def _top(heading: HtmlElement, container: HtmlElement) -> HtmlElement:
    """The outermost element that holds the heading and nothing else."""
    text, top = text_of(heading), heading
    while (up := top.getparent()) is not None and up is not container and text_of(up) == text:
        top = up
    return top


def _answers(part: HtmlElement) -> bool:
    return any(_ANSWER.fullmatch("".join(each.itertext())) for each in part.iter("a", "button", "span"))
