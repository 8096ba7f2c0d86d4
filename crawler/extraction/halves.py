"""The parts of a text that stand beside its container: halves with an advert between them, one in a box."""

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.belonging import share_told_before
from crawler.extraction.cards import headlines
from crawler.extraction.dom import tag_of
from crawler.extraction.hidden import is_hidden
from crawler.extraction.lead import is_called_lead
from crawler.extraction.ownership import is_card, is_readers
from crawler.extraction.prose import link_share, passages, weight
from crawler.extraction.regions import Regions
from crawler.extraction.stacked import is_like

_BESIDE: Final = frozenset(
    {"aside", "nav", "footer", "header", "form", "script", "style", "noscript", "template"}
)
_TEASER_SHARE: Final = 0.2  # of the words in links; halves of a text have fewer
_SEVERAL_PASSAGES: Final = 2  # paragraphs
# Measured over news texts: the second half of one has 0.041 of its pairs of words in the first and more,
# half of another text 0.018 at the median.
_OWN_SHARE: Final = 0.04


def joined(container: HtmlElement, regions: Regions) -> tuple[HtmlElement, list[str]]:
    """The first part of a text, with those beside it appended, and a note on those that may be none of it.

    A part is made like the container, or is prose that goes on with what the container tells.
    """
    if not regions.owns(container):
        return container, []
    parts, doubtful = [container], 0
    for part in _beside(container, regions):
        like = _like_within(part, container)
        if like:
            parts += like
        elif len(passages(part)) >= _SEVERAL_PASSAGES and not is_card(part):
            if share_told_before([part], [container]) >= _OWN_SHARE:
                parts.append(part)
            else:
                doubtful += weight(part)
    first, *others = sorted(parts, key=regions.order.__getitem__)
    for part in others:
        part.tail = None
        first.append(part)
    return first, [f"{doubtful} characters beside the text left out"] if doubtful else []


def _beside(container: HtmlElement, regions: Regions) -> Iterator[HtmlElement]:
    """What stands beside a container and the boxes around it, as far as the title's own box, with prose."""
    for up in (container, *container.iterancestors()):
        parent = up.getparent()
        if parent is None or tag_of(parent) in ("", "html") or up in regions.around:
            return
        for part in parent:
            if (
                part is not up
                and tag_of(part)
                and tag_of(part) not in _BESIDE
                and _may_be_text(part, regions)
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


def _like_within(part: HtmlElement, container: HtmlElement) -> list[HtmlElement]:
    """A part itself, or those in it, that are made like a container."""
    if is_like(part, container):
        return [part]
    return [
        inner
        for inner in part.iter(tag_of(container))
        if is_like(inner, container)
        and weight(inner)
        and not any(is_like(up, container) for up in inner.iterancestors())
    ]
