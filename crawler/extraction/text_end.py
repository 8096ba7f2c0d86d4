"""Where a text ends in its page: whether it goes on behind what is shown.

What decides is what stands at the end of the text and right behind it: a link that goes on in this article,
a button under whole sentences, a wall that asks the reader to log in or pay, a text cut off, a word that more
is being written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.article import Page
from crawler.errors import Rejected
from crawler.extraction.dom import BLOCKS, names_of, tag_of, text_of
from crawler.extraction.hidden import is_hidden
from crawler.extraction.ownership import is_card, is_readers
from crawler.extraction.prose import PASSAGE_CHARACTERS, link_share, weight
from crawler.extraction.walls import REST, is_wall, lock_of
from crawler.reasons import Reason
from crawler.urls import article_key, bare_host, clean_url, host_of

_BEHIND_CHARACTERS = 300  # behind the text: a wall or a button stands there, further down is the site's
_MARKER_CHARACTERS = 60
_NEWS_SHARE = 0.6  # of the words in links
_STUB_CHARACTERS = 1000  # of a report that says that it goes on; longer ones are worth keeping
_LAST_LINES = 3
_END_CHARACTERS = 120  # of a line: what is looked at for how it ends
_LAST_ELEMENTS = 12  # of a text's element, among which a wall is looked for
_FOUND_CHARACTERS = 30  # of a line's beginning or end, by which it is found again in the page

_PRESS = r"(?:(?:bấm|nhấn|ấn|chạm|click)\s(?:vào\s)?(?:đây\s)?để\s)?"
_WHAT = r"(?:\s(?:bài(?: viết| báo)?|nội dung|tin|câu chuyện|văn bản)){0,2}(?:\snày)?(?:\stại đây)?"
_MARKER = re.compile(
    rf"\A\W*+(?:{_PRESS}(?:đọc|xem|hiện|hiển thị|mở)\s(?:tiếp|{REST}){_WHAT}"
    r"|(?:read more|continue reading|keep reading))\W*+\Z",
    re.IGNORECASE,
)
# Of an article, or of a list.
_MORE = re.compile(
    rf"\A\W*+(?:{_PRESS}(?:xem|đọc|tải|hiển thị)\s(?:thêm|chi tiết){_WHAT}"
    rf"|mở rộng{_WHAT}|(?:show|load|see) more)\W*+\Z",
    re.IGNORECASE,
)
_PAGE_ELSEWHERE = re.compile(
    r"\A\W*+(?:đọc|xem) tiếp (?:ở )?(?:trang|phần) (?:\d{1,2}|sau|tiếp(?: theo)?|kế(?: tiếp)?)\W*+\Z",
    re.IGNORECASE,
)
_BUTTONS = ("a", "button", "input", "div", "span", "p", "label")
_WALL_TAGS = ("p", "div", "a", "button", "h2", "h3", "h4", "h5", "span", "strong", "b")
_CALLED_BUTTON = re.compile(
    r"(?<![a-z])(?:btn|button|more|expand|unfold|(?:view|read|load|see|show)-?_?more|(?:xem|doc)-?_?(?:them|tiep))(?![a-z])"
)
_OPENS = re.compile(r"collaps|expand|fold|toggle|clamp|thu-?gon|max-?h(?:eight)?\b|overflow")
_OPENS_STYLE = re.compile(r"max-height|line-clamp|overflow.{0,200}height|height.{0,200}overflow", re.DOTALL)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|zip)\Z", re.IGNORECASE)
_LOGIN_PAGE = re.compile(
    r"/(?:dang-?nhap|dang-?ky|log-?in|sign-?(?:in|up)|register|subscri(?:be|ption)|goi-?doc|mua-?goi)(?![a-z])",
    re.IGNORECASE,
)
_WHOLE_ELSEWHERE = re.compile(REST, re.IGNORECASE)
_CUT_AND_MARKER = re.compile(
    rf"(?:\.\.\.|…)\W{{0,9}}(?:(?:đọc|xem)\s(?:tiếp|thêm|{REST}))(?:\sbài(?: viết)?)?\W{{0,9}}\Z",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:;][”\"’')\]»]*$")
_CUT = re.compile(r"(?:\.\.\.|…)[”\"’')\]»]*$")
# Words that another must follow; with dots behind, only those that no narrator ends with.
_OPEN_END = re.compile(
    r"\s(?:(?:tuy nhiên|trong khi|mặc dù|do đó|của|các|những|hoặc)(?:\s?(?:\.\.\.|…))?"
    r"|(?:nhưng|và|vì|bởi|nếu|rằng|với),?)\Z"
)
_TO_COME = re.compile(
    r"^.{0,40}\b(?:(?:sẽ )?tiếp tục|(?:vẫn )?đang(?: được)?)\s+(?:được )?cập nhật\b.{0,40}$", re.IGNORECASE
)
_UNSEEN = frozenset({"script", "style", "noscript", "template", "select", "textarea"})


class _Kind(Enum):
    LINK = auto()  # to the rest of this article
    BUTTON = auto()  # that may show the rest
    FETCHING = auto()  # one right under the last paragraph, where nothing in the page is folded
    WALL = auto()  # in the text's element, whatever becomes of it there
    LOCK = auto()  # what the markup calls a lock on the text


class _Sign(NamedTuple):
    """What may show that there is more, its name, and the text behind it in the container."""

    kind: _Kind
    name: str
    before: str


@dataclass(frozen=True, slots=True)
class TextEnd:
    """What stands at the end of a text in its page: the lines behind it, and signs that it goes on there."""

    behind: tuple[str, ...] = ()
    signs: tuple[_Sign, ...] = ()

    def told(self, lines: Sequence[str]) -> dict[_Kind, str]:
        """The names of the signs behind all lines of a text; one amid them leads elsewhere."""
        ends = [
            end
            for line in lines
            if len(line) >= PASSAGE_CHARACTERS
            for end in (line[:_FOUND_CHARACTERS], line[-_FOUND_CHARACTERS:])
        ]
        return {sign.kind: sign.name for sign in self.signs if not any(end in sign.before for end in ends)}


def look_at_end(container: HtmlElement | None, page: Page) -> TextEnd:
    """Look at the end of a text before it is taken apart."""
    if container is None:
        return TextEnd()
    behind = list(_behind(container))
    signs = [
        *(sign for element in container.iter(*_BUTTONS) for sign in _signs(element, container, page)),
        *(sign for element in behind for sign in _signs(element, container, page)),
    ]
    locks = (
        (element, lock)
        for element in (*behind, *container.iterdescendants())
        if (lock := lock_of(element)) and not is_hidden(element)
    )
    last = list(container.iterdescendants(*_WALL_TAGS))[-_LAST_ELEMENTS:]
    signs += [
        _Sign(_Kind.WALL, text, _text_behind(element, container))
        for element in (*last, *behind)
        if (text := _wall(element)) and not is_hidden(element)
    ]
    signs += [_Sign(_Kind.LOCK, lock, _text_behind(element, container)) for element, lock in locks]
    return TextEnd(tuple(_blocks(behind)), tuple(signs))


def _signs(element: HtmlElement, container: HtmlElement, page: Page) -> Iterator[_Sign]:
    words = _words(element)
    marker = _MARKER.match(words) or _PAGE_ELSEWHERE.match(words)
    if not marker and not _MORE.match(words):
        return
    way = _way(element, page)
    goes_on = way or (way is False and _is_behind_dots(element, container))
    kind = _Kind.LINK if goes_on else _Kind.BUTTON
    if marker and (goes_on or way is None):
        yield _Sign(kind, words, _text_behind(element, container))
    if way is False or not _is_under_text(element, container):
        return
    if way or not (_is_folded(container) or (not marker and _heads_news(element, container))):
        yield _Sign(kind if way else _Kind.FETCHING, words, _text_behind(element, container))


def _wall(element: HtmlElement) -> str:
    """What an element says, where that is a wall; "" for anything else."""
    text = text_of(element) if tag_of(element) in _WALL_TAGS and not len(element) else ""
    return text if is_wall(text) else ""


def _is_behind_dots(marker: HtmlElement, container: HtmlElement) -> bool:
    """Whether the text breaks off in dots right before a marker in it."""
    if container not in marker.iterancestors():
        return False
    before, parent = marker.getprevious(), marker.getparent()
    text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    if not text.strip(" []()") and before is None and parent is not None and parent is not container:
        text = "".join(text_of(part) for part in _before(parent))
    return bool(_CUT.search(text.strip(" [(")[-_END_CHARACTERS:]))


def _heads_news(button: HtmlElement, container: HtmlElement) -> bool:
    """Whether cards of other articles stand right behind what could be the heading of their box."""
    for up in (button, *button.iterancestors()):
        if up is container or tag_of(up) == "body":
            return False
        behind = next((part for part in up.itersiblings() if tag_of(part) and text_of(part)), None)
        if behind is not None:
            return is_card(behind) or link_share(behind) > _NEWS_SHARE
    return False


def _words(element: HtmlElement) -> str:
    """What a link or button says; "" for anything else, and for what is longer than a marker."""
    tag = tag_of(element)
    if tag not in _BUTTONS:
        return ""
    if tag == "input":
        words = element.get("value") or "" if element.get("type") in ("button", "submit") else ""
    elif tag in ("a", "button") or _is_made_button(element):
        words = "".join(element.itertext())
    else:
        return ""
    words = " ".join(words.split())
    return words if len(words) <= _MARKER_CHARACTERS else ""


def _is_made_button(element: HtmlElement) -> bool:
    """Whether an element that is no button is made one by its role, its script or its class."""
    attributes = element.attrib
    if not attributes:
        return False
    made = attributes.get("role") == "button" or "onclick" in attributes
    called = made or _CALLED_BUTTON.search(attributes.get("class", "").lower())
    return bool(called) and next(element.iter("a", "button"), None) is None


def _is_under_text(button: HtmlElement, container: HtmlElement) -> bool:
    """Whether prose of the text, no card or comment, stands right over a button."""
    up = button
    while not (before := _before(up)):
        parent = up.getparent()
        if parent is None or parent is container:
            return False
        up = parent
    part = before[-1]
    if part is container or (part in container.iterancestors() and not _text_behind(container, part).strip()):
        return len(text_of(up)) <= _MARKER_CHARACTERS
    around = list(up.iterancestors())
    own = container in around and not any(map(is_readers, (part, *around[: around.index(container)])))
    return own and len(text_of(part)) >= PASSAGE_CHARACTERS and not is_card(part)


def _before(element: HtmlElement) -> list[HtmlElement]:
    """The elements with text before one in its parent."""
    return [part for part in element.itersiblings(preceding=True) if tag_of(part) and text_of(part)][:1]


def _is_folded(container: HtmlElement) -> bool:
    """Whether a part of the text, or the whole, waits for a button."""
    boxes = (container, *container.iterdescendants("div", "section"))
    return any(_may_open(box) and weight(box) for box in boxes)


def _may_open(box: HtmlElement) -> bool:
    style = (box.get("style") or "").lower()
    return bool(_OPENS.search(names_of(box)) or _OPENS_STYLE.search(style)) or is_hidden(box)


def part(lines: Sequence[str], kept: Sequence[str], end: TextEnd, *, whole: bool) -> Rejected | None:
    """What keeps a text from being kept when its end says that there is more of it.

    `kept`: its lines without those that are no text, behind which the end is. `whole`: the page says itself
    that the text is no longer than that; then a button behind it shows something else.
    """
    told = end.told(kept)
    if whole:
        told = {kind: name for kind, name in told.items() if kind not in (_Kind.BUTTON, _Kind.FETCHING)}
    says = _says_more(lines, end, told) if lines else None
    return Rejected(Reason.HALF_TEXT, says) if says else None


def _says_more(lines: Sequence[str], end: TextEnd, told: dict[_Kind, str]) -> str | None:
    last = [line for line in lines[-_LAST_LINES:] if not _MARKER.match(line)] or [lines[-1]]
    if _Kind.FETCHING in told or _Kind.LINK in told or any(map(_PAGE_ELSEWHERE.match, lines[-_LAST_LINES:])):
        return f"it ends with a {'button' if _Kind.FETCHING in told else 'link'} to the rest"
    unfolds = _Kind.BUTTON in told or len(last) < len(lines[-_LAST_LINES:])
    if broken := _breaks_off(lines[-1][-_END_CHARACTERS:], unfolds=unfolds and _is_cut(last[-1])):
        return broken
    walls = (line for line in (*last, *end.behind) if is_wall(line))
    if wall := next(walls, told.get(_Kind.WALL)):
        return f"a wall behind it: {wall}"
    short = sum(map(len, lines)) < _STUB_CHARACTERS
    if _Kind.LOCK in told and short:
        return f"a lock behind it: {told[_Kind.LOCK]}"
    if _TO_COME.search(lines[-1]) and short:
        return f"still being written: {lines[-1]}"
    return None


def _breaks_off(end: str, *, unfolds: bool) -> str | None:
    """How the end of a text shows that it is cut off; `unfolds`: it looks so, and there is a button."""
    if unfolds or _CUT_AND_MARKER.search(end):
        return "it is cut off, and a button leads on"
    opened = len(end) >= PASSAGE_CHARACTERS and _OPEN_END.search(end)
    return "it breaks off amid a sentence" if opened else None


def _text_behind(element: HtmlElement, container: HtmlElement) -> str:
    """The text behind an element in a container; "" for one that is not in it."""
    around = list(element.iterancestors())
    if container not in around:
        return ""
    inside = (element, *around[: around.index(container)])
    return "\n".join(text_of(part) for up in inside for part in up.itersiblings() if tag_of(part))


def _behind(container: HtmlElement) -> Iterator[HtmlElement]:
    """The elements right behind a container, as far as what stands there is near."""
    characters = 0
    for up in (container, *container.iterancestors()):
        if tag_of(up) in {"body", "html"}:
            return
        for sibling in up.itersiblings():
            unseen: set[HtmlElement] = set()
            for element in sibling.iter():
                if (
                    tag_of(element) in _UNSEEN
                    or not tag_of(element)
                    or element.getparent() in unseen
                    or is_hidden(element)
                ):
                    unseen.add(element)
                    continue
                yield element
                characters += len((element.text or "").strip()) + len((element.tail or "").strip())
                if characters > _BEHIND_CHARACTERS:
                    return


def _blocks(elements: Sequence[HtmlElement]) -> Iterator[str]:
    """The texts of the innermost blocks among elements."""
    for element in elements:
        if tag_of(element) in BLOCKS and not any(
            tag_of(part) in BLOCKS for part in element.iterdescendants()
        ):
            yield text_of(element)


def _way(element: HtmlElement, page: Page) -> bool | None:
    """Where a marker leads: True to the rest, False to another article, None to where only a script knows."""
    href = (element.get("href") or "").strip()
    if not href or href.startswith("#") or href.lower().startswith("javascript:"):
        return None
    target = clean_url(page.url, href)
    if target is None:
        return None
    if _DOCUMENT.search(target.partition("?")[0]):
        return False
    if _LOGIN_PAGE.search(target):
        return True
    if bare_host(host_of(target)) != bare_host(host_of(page.url)):
        return bool(_WHOLE_ELSEWHERE.search(text_of(element)))
    return article_key(target, page.article_pattern) == article_key(page.url, page.article_pattern) or (
        target.partition("?")[0] == page.url.partition("?")[0]
    )


def _is_cut(line: str) -> bool:
    end = line[-_END_CHARACTERS:]
    return bool(_CUT.search(end)) or not _SENTENCE_END.search(end)
