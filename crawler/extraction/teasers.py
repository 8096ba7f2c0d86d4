"""Pages without an article of their own: readers' comments, or a row of teasers of other articles."""

import re

from lxml.html import HtmlElement

from crawler.errors import Rejected
from crawler.extraction.dom import names_of, tag_of, text_of
from crawler.extraction.prose import PASSAGE_CHARACTERS, weight
from crawler.reasons import Reason

_COMMENTS_SHARE = 0.6  # of the prose
_FEWEST_CARDS = 4  # linked headlines; fewer may be pointers in a story
_LINES_PER_CARD = 2  # paragraphs: a teaser, no text

_COMMENTS_TITLE = re.compile(r"^\W*(?:bình luận|ý kiến|thảo luận|comments?)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|binh-?luan|y-?kien")
_STATE = re.compile(r"(?:^|[-_])(?:no|has|with|on|off|open|closed|disabled|enabled)(?:[-_]|$)")


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
