"""The parts of a text that stand beside its container: halves with an advert between them, one in a box."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.belonging import share_told_before
from crawler.extraction.cards import headlines
from crawler.extraction.dom import NOT_SHOWN, has_text, names_of, tag_of, text_of
from crawler.extraction.hidden import is_hidden
from crawler.extraction.lead import is_called_lead
from crawler.extraction.ownership import is_card, is_readers
from crawler.extraction.prose import link_share, passages, weight
from crawler.extraction.regions import Regions
from crawler.extraction.stacked import is_like
from crawler.text.line_rules import rule_of

_BESIDE: Final = frozenset(
    {"aside", "nav", "footer", "header", "form", "script", "style", "noscript", "template"}
)
_BARE: Final = frozenset({"p", "div", "section", "main"})
_BARE_SHARE: Final = 0.9  # of an element's text that is prose
_TEASER_SHARE: Final = 0.2  # of the words in links; halves of a text have fewer
_SEVERAL_PASSAGES: Final = 2  # paragraphs
# Measured over news texts: the second half of one has 0.041 of its pairs of words in the first and more,
# half of another text 0.018 at the median.
_OWN_SHARE: Final = 0.04


class Joined(NamedTuple):
    """A text's element with all its parts, and the characters beside it that may be of it."""

    container: HtmlElement
    doubtful: int


def joined(container: HtmlElement, regions: Regions) -> Joined:
    """The first part of a text, with those beside it appended.

    A part is made like the container, or is bare paragraphs right beside it, or prose that goes on with what
    the container tells.
    """
    if not regions.owns(container):
        return Joined(container, 0)
    before, behind = _bare_before(container, regions), _bare_behind(container, regions)
    parts, doubtful = [container], 0
    for part in _beside(container, regions):
        like = _like_parts(part, container, regions)
        if like:
            parts += like
        elif part in before or part in behind:
            continue
        elif not is_card(part):
            several = len(passages(part)) >= _SEVERAL_PASSAGES
            if several and share_told_before([part], [container]) >= _OWN_SHARE:
                parts.append(part)
            elif several or regions.order[part] > regions.order[container]:
                doubtful += sum(map(len, passages(part)))
    first, *others = sorted([*parts, *behind], key=regions.order.__getitem__)
    for part in others:
        part.tail = None
        first.append(part)
    for part in reversed(before):
        part.tail, first.text = first.text, None
        first.insert(0, part)
    return Joined(first, doubtful)


def _bare_before(container: HtmlElement, regions: Regions) -> list[HtmlElement]:
    """The bare paragraphs in front of a container; not where the first may be the standfirst."""
    found = list(takewhile(_is_bare, _siblings(container, preceding=True)))[::-1]
    if not found or not all(map(regions.owns, found)):
        return []
    within = takewhile(lambda up: up not in regions.around, (found[0], *found[0].iterancestors()))
    before = (part for up in within for part in _siblings(up, preceding=True))
    return found if any(weight(part) and regions.owns(part) for part in before) else []


def _bare_behind(container: HtmlElement, regions: Regions) -> list[HtmlElement]:
    """The bare paragraphs right behind a container."""
    return [
        part
        for part in takewhile(_is_bare, _siblings(container))
        if regions.owns(part) and not regions.holds_another(part)
    ]


def _siblings(element: HtmlElement, *, preceding: bool = False) -> Iterator[HtmlElement]:
    """The elements with text beside an element."""
    return (
        part
        for part in element.itersiblings(preceding=preceding)
        if tag_of(part) and tag_of(part) not in NOT_SHOWN and has_text(part)
    )


def _is_bare(part: HtmlElement) -> bool:
    """Whether an element without a name is prose of the text and nothing else."""
    if tag_of(part) not in _BARE or names_of(part) or link_share(part) or is_hidden(part):
        return False
    told = passages(part)
    return sum(map(len, told)) >= _BARE_SHARE * len(text_of(part)) and not any(map(rule_of, told))


def _beside(container: HtmlElement, regions: Regions) -> Iterator[HtmlElement]:
    """What stands beside a container and the boxes around it, with prose.

    Past the title's own box, what is made like the container or is bare prose.
    """
    past = False
    for up in (container, *container.iterancestors()):
        parent = up.getparent()
        if parent is None or tag_of(parent) in ("", "html"):
            return
        past = past or up in regions.around
        for part in parent:
            if (
                part is not up
                and tag_of(part)
                and tag_of(part) not in _BESIDE
                and (
                    (_may_be_text(part, regions) and (not past or _is_bare(part)))
                    or _like_parts(part, container, regions)
                )
            ):
                yield part
        if tag_of(parent) == "body":
            return


def _may_be_text(part: HtmlElement, regions: Regions) -> bool:
    return bool(
        weight(part)
        and part not in regions.around
        and regions.owns(part)
        and not regions.holds_another(part)
        and not is_hidden(part)
        and not is_readers(part)
        and not any(map(is_called_lead, part.iter()))
        and (link_share(part) < _TEASER_SHARE or len(passages(part)) > headlines(part))
    )


def _like_parts(part: HtmlElement, container: HtmlElement, regions: Regions) -> list[HtmlElement]:
    """A part itself, or those in it, that are made like a container and may be of its text.

    A part that holds the title, too: where a page closes its main element amid a text.
    """
    if part not in regions.around and not _may_be_text(part, regions):
        return []
    if is_like(part, container):
        return [part]
    return [
        inner
        for inner in part.iter(tag_of(container))
        if is_like(inner, container)
        and weight(inner)
        and (part not in regions.around or _may_be_text(inner, regions))
        and not any(is_like(up, container) for up in inner.iterancestors())
    ]
