"""Forms in the container of a text: polls, sign-ups for newsletters, boxes to write to the paper."""

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.dom import drop, tag_of, text_of
from crawler.extraction.prose import PASSAGE_CHARACTERS, runs

_CONTROLS: Final = ("input", "textarea", "select")
_UNSEEN: Final = frozenset({"hidden", "image", "submit", "button", "reset"})
_BOX_CHARACTERS: Final = 400
_ASKS: Final = re.compile(
    r"e-?mail|đăng ký|bản tin|bình chọn|khảo sát|thăm dò|ý kiến|họ (?:và )?tên|nhập|bạn|quý|\?$",
    re.IGNORECASE,
)


def drop_forms(container: HtmlElement) -> list[str]:
    """Drop the boxes around fields to fill in or choose from, with what they ask; return a note."""
    boxes = dict.fromkeys(
        box
        for control in container.iter(*_CONTROLS)
        if (control.get("type") or "").lower() not in _UNSEEN
        and (box := _box(control, container)) is not None
    )
    outer = [box for box in boxes if boxes.keys().isdisjoint(box.iterancestors())]
    told = sum(len(text) for box in outer if len(text := text_of(box)) >= PASSAGE_CHARACTERS)
    for box in outer:
        drop(box)
    return [f"{told} characters left out: a form"] if told else []


def _box(control: HtmlElement, container: HtmlElement) -> HtmlElement | None:
    """The largest box of a field in which every line is a label or speaks to the reader; None for none."""
    best = None
    for up in control.iterancestors():
        if up is container or len(text_of(up)) > _BOX_CHARACTERS:
            return best
        lines = list(runs(up))
        if not all(_ASKS.search(line) or _is_label(line) for line in lines):
            return best
        best = up if tag_of(up) != "label" or best is None else best
    return best


def _is_label(line: str) -> bool:
    return len(line) < PASSAGE_CHARACTERS and not line.endswith((".", "…", "!”", ".”"))
