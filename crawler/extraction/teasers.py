"""A page that shows the beginning of its article only, or readers' comments and teasers instead of one.

What decides is what stands at the end of the text and right behind it: a link that goes on in this article, a
wall that asks the reader to log in or pay, a text cut off above a button, a word that more is being written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.article import Page
from crawler.errors import Rejected
from crawler.extraction.dom import BLOCKS, names_of, tag_of, text_of
from crawler.extraction.hidden import is_hidden
from crawler.extraction.ownership import is_card, is_readers
from crawler.extraction.prose import PASSAGE_CHARACTERS, weight
from crawler.extraction.walls import REST, is_wall, lock_of
from crawler.reasons import Reason
from crawler.urls import article_key, bare_host, clean_url, host_of

_BEHIND_CHARACTERS = 300  # behind the text: a wall or a button stands there, further down is the site's
_MARKER_CHARACTERS = 60
_STUB_CHARACTERS = 1000  # of a report that says that it goes on; longer ones are worth keeping
_LAST_LINES = 3
_END_CHARACTERS = 120  # of a line: what is looked at for how it ends
_COMMENTS_SHARE = 0.6  # of the prose
_FEWEST_CARDS = 4  # linked headlines; fewer may be pointers in a story
_LINES_PER_CARD = 2  # paragraphs: a teaser, no text

_MARKER = re.compile(
    rf"\A\W*+(?:(?:đọc|xem)\s(?:tiếp|{REST})(?:\s(?:bài(?: viết)?|nội dung|tin|câu chuyện))?(?:\snày)?"
    r"|(?:read more|continue reading))\W*+\Z",
    re.IGNORECASE,
)
_MORE = re.compile(r"\A\W*+xem thêm\W*+\Z", re.IGNORECASE)  # of an article, or of a list
_PAGE_ELSEWHERE = re.compile(
    r"\A\W*+(?:đọc|xem) tiếp (?:ở )?(?:trang|phần) (?:\d{1,2}|sau|tiếp(?: theo)?|kế(?: tiếp)?)\W*+\Z",
    re.IGNORECASE,
)
_OPENS = re.compile(r"collaps|expand|fold|toggle|clamp|thu-?gon|max-height|overflow", re.IGNORECASE)
_WHOLE_ELSEWHERE = re.compile(REST, re.IGNORECASE)
_CUT_AND_MARKER = re.compile(
    rf"(?:\.\.\.|…)\W{{0,9}}(?:(?:đọc|xem)\s(?:tiếp|thêm|{REST}))(?:\sbài(?: viết)?)?\W{{0,9}}\Z",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:;][”\"’')\]»]*$")
_CUT = re.compile(r"(?:\.\.\.|…)[”\"’')\]»]*$")
_TO_COME = re.compile(
    r"^.{0,40}\b(?:(?:sẽ )?tiếp tục|(?:vẫn )?đang(?: được)?)\s+(?:được )?cập nhật\b.{0,40}$", re.IGNORECASE
)
_COMMENTS_TITLE = re.compile(r"^\W*(?:bình luận|ý kiến|thảo luận|comments?)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|binh-?luan|y-?kien")
_STATE = re.compile(r"(?:^|[-_])(?:no|has|with|on|off|open|closed|disabled|enabled)(?:[-_]|$)")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "select", "textarea"})


@dataclass(frozen=True, slots=True)
class TextEnd:
    """What stands at the end of a text in its page: the lines behind it, and whether it goes on there.

    `leads_on`: a link to the rest of this article; `unfolds`: a button that may show the rest; `fetches`: one
    right under the last paragraph, where nothing in the page is folded; `lock`: what the markup calls a lock
    on the text.
    """

    behind: tuple[str, ...] = ()
    leads_on: bool = False
    unfolds: bool = False
    fetches: bool = False
    lock: str | None = None


def look_at_end(container: HtmlElement | None, page: Page) -> TextEnd:
    """Look at the end of a text before it is taken apart."""
    if container is None:
        return TextEnd()
    behind = list(_behind(container))
    markers = [
        *(
            element
            for element in container.iter("a", "button")
            if _is_marker(element) and _is_last(element, container)
        ),
        *(element for element in behind if _is_marker(element)),
    ]
    ways = [_way(element, page) for element in markers]
    inside = (part for part in container.iterdescendants() if lock_of(part) and not is_hidden(part))
    locks = [
        *(part for part in behind if lock_of(part)),
        *(part for part in inside if _is_last(part, container)),
    ]
    lock = lock_of(locks[0]) if locks else None
    return TextEnd(tuple(_blocks(behind)), True in ways, None in ways, _fetches(container, page), lock)


def _fetches(container: HtmlElement, page: Page) -> bool:
    """Whether a script's button stands right under the last paragraph, and no part of the text is folded."""
    buttons = [
        element
        for element in (*container.iter("a", "button"), *_beside(container))
        if (_is_marker(element) or _MORE.match("".join(element.itertext()))) and _way(element, page) is None
    ]
    return any(_is_under_text(button, container) for button in buttons) and not _is_folded(container)


def _beside(container: HtmlElement) -> Iterator[HtmlElement]:
    following = container.getnext()
    if following is not None and len(text_of(following)) <= _MARKER_CHARACTERS:
        yield from following.iter("a", "button")


def _is_under_text(button: HtmlElement, container: HtmlElement) -> bool:
    """Whether prose of the text, no card or comment, stands right over a button, and none under it."""
    up = button
    while not (before := _before(up)):
        parent = up.getparent()
        if parent is None or parent is container:
            return False
        up = parent
    if before[-1] is container:
        return True
    part = before[-1]
    around = list(up.iterancestors())
    own = container in around and not any(map(is_readers, (part, *around[: around.index(container)])))
    told = len(text_of(part)) >= PASSAGE_CHARACTERS and not is_card(part)
    return own and told and _is_last(button, container)


def _before(element: HtmlElement) -> list[HtmlElement]:
    """The elements with text before one in its parent."""
    return [part for part in element.itersiblings(preceding=True) if tag_of(part) and text_of(part)][:1]


def _is_folded(container: HtmlElement) -> bool:
    """Whether a part of the text, or the whole, waits for a button."""
    boxes = (container, *container.iterdescendants("div", "section"))
    return any(
        _OPENS.search(f"{names_of(box)} {box.get('style') or ''}") or (is_hidden(box) and weight(box))
        for box in boxes
    )


def part(lines: Sequence[str], end: TextEnd) -> Rejected | None:
    """What keeps a text from being kept when its end says that there is more of it."""
    says = _says_more(lines, end) if lines else None
    return Rejected(Reason.HALF_TEXT, says) if says else None


def _says_more(lines: Sequence[str], end: TextEnd) -> str | None:
    last = [line for line in lines[-_LAST_LINES:] if not _MARKER.match(line)] or [lines[-1]]
    if end.leads_on or end.fetches or any(map(_PAGE_ELSEWHERE.match, lines[-_LAST_LINES:])):
        return f"it ends with a {'button' if end.fetches else 'link'} to the rest"
    unfolds = end.unfolds or len(last) < len(lines[-_LAST_LINES:])
    if _CUT_AND_MARKER.search(lines[-1][-_END_CHARACTERS:]) or (unfolds and _is_cut(last[-1])):
        return "it is cut off, and a button leads on"
    if wall := next((line for line in (*last, *end.behind) if is_wall(line)), None):
        return f"a wall behind it: {wall}"
    short = sum(map(len, lines)) < _STUB_CHARACTERS
    if end.lock and short:
        return f"a lock behind it: {end.lock}"
    if _TO_COME.search(lines[-1]) and short:
        return f"still being written: {lines[-1]}"
    return None


def comments(
    container: HtmlElement | None, title: str, heading: HtmlElement | None = None
) -> Rejected | None:
    """What keeps a page from being kept when what would be read was written by readers."""
    if container is None:
        return None
    if _is_among_comments(container, heading) or (
        _COMMENTS_TITLE.search(title) and _comments(container) > _COMMENTS_SHARE * weight(container)
    ):
        return Rejected(Reason.EMPTY, "comments, no article")
    return None


def cards(container: HtmlElement | None) -> Rejected | None:
    """What keeps a row of cards from being kept: headlines that lead elsewhere, each with a teaser.

    For pages that nothing calls an article: linked headings may stand in one.
    """
    if container is None:
        return None
    linked = sum(_is_linked(heading) for heading in container.iter("h2", "h3", "h4"))
    told = sum(len(text_of(element)) >= PASSAGE_CHARACTERS for element in container.iter("p"))
    if linked >= _FEWEST_CARDS and told <= _LINES_PER_CARD * linked:
        return Rejected(Reason.EMPTY, f"{linked} linked headlines, no article")
    return None


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


def _is_marker(element: HtmlElement) -> bool:
    if tag_of(element) not in {"a", "button"}:
        return False
    words = " ".join("".join(element.itertext()).split())
    return len(words) <= _MARKER_CHARACTERS and bool(_MARKER.match(words) or _PAGE_ELSEWHERE.match(words))


def _is_last(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether no passage stands behind an element in its container."""
    for up in (element, *element.iterancestors()):
        if up is container:
            return True
        if any(
            len(text_of(sibling)) >= PASSAGE_CHARACTERS for sibling in up.itersiblings() if tag_of(sibling)
        ):
            return False
    return True


def _way(element: HtmlElement, page: Page) -> bool | None:
    """Where a marker leads: True to the rest, False to another article, None to where only a script knows."""
    href = (element.get("href") or "").strip()
    if not href or href.startswith("#") or href.lower().startswith("javascript:"):
        return None
    target = clean_url(page.url, href)
    if target is None:
        return None
    if bare_host(host_of(target)) != bare_host(host_of(page.url)):
        return bool(_WHOLE_ELSEWHERE.search(text_of(element)))
    return article_key(target, page.article_pattern) == article_key(page.url, page.article_pattern) or (
        target.partition("?")[0] == page.url.partition("?")[0]
    )


def _is_cut(line: str) -> bool:
    end = line[-_END_CHARACTERS:]
    return bool(_CUT.search(end)) or not _SENTENCE_END.search(end)


def _is_linked(heading: HtmlElement) -> bool:
    link = next(heading.iter("a"), None)
    if link is None:
        link = next(heading.iterancestors("a"), None)
    return link is not None and not (link.get("href") or "#").startswith("#")


def _is_among_comments(container: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether a part of the page without its title is called comments."""
    around = set(heading.iterancestors()) if heading is not None else set()
    for up in (container, *container.iterancestors()):
        if up in around or tag_of(up) in {"body", "html"}:
            return False
        if _called_comments(up):
            return True
    return False


def _called_comments(element: HtmlElement) -> bool:
    return any(_COMMENTS.search(name) and not _STATE.search(name) for name in names_of(element).split())


def _comments(container: HtmlElement) -> int:
    """Characters of prose in what the markup calls comments."""
    named = [element for element in container.iterdescendants() if _called_comments(element)]
    outermost = set(named)
    return sum(
        weight(element) for element in named if not any(up in outermost for up in element.iterancestors())
    )
