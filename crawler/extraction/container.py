"""The element that holds the text of the article: the outlet's rules first, else the generic way."""

from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.extraction.container_names import named_containers
from crawler.extraction.dom import select, tag_of
from crawler.extraction.halves import joined
from crawler.extraction.prose import link_share, weight
from crawler.extraction.regions import Regions

_TEXTUAL = ("p", "h2", "h3", "h4", "li", "blockquote", "div", "td", "span", "font")
_INLINE = frozenset({"b", "strong", "i", "em", "u", "span", "font", "sup", "sub", "mark"})
_BESIDE = ("footer", "nav", "aside")  # what stands in them is the site's, not an article's
_GOOD_SHARE = 0.6
_NEARLY_ALL_SHARE = 0.95
_CLIMB_SHARE = 0.15
_TEASER_SHARE = 0.2
_CARD_SHARE = 0.05  # a row of cards, each with a linked headline, is a list of articles
_OWN_CHARACTERS = 30
_SMALL_CHARACTERS = 600  # a rule's match with less prose is compared with the rest of the page
_MUCH_MORE = 3  # times the prose of a rule's match, elsewhere on the page: the rule matches a part


class Found(NamedTuple):
    """The element that holds a text, a note on a rule not used, and what of the text may stand elsewhere."""

    container: HtmlElement | None
    notes: list[str]
    doubtful: int = 0  # characters of prose


def find_container(tree: HtmlElement, rules: ReadingRules, regions: Regions) -> Found:
    """The element that holds the text under the page's title."""
    for selector in rules.body:
        _, best = _heaviest(list(select(tree, (selector,))), regions)
        if best is None:
            continue
        best, doubtful = joined(best, regions)
        held = weight(best)
        if held < _SMALL_CHARACTERS:
            other, _, beside = _generic_container(tree, regions)
            most = weight(other)
            if (
                other is not None
                and most >= _MUCH_MORE * held
                and regions.owns(other)
                and not regions.holds_another(other)
            ):
                note = f"body rule {selector} holds {held} of {most} characters, not used"
                return Found(other, [note], beside)
        return Found(best, [], doubtful)
    return _generic_container(tree, regions)


def _heaviest(elements: list[HtmlElement], regions: Regions) -> tuple[int, HtmlElement | None]:
    """The one with the most prose of those under the title, else of all, and how much; (0, None) for none."""
    own = [element for element in elements if regions.owns(element)]
    for among in (own, elements):
        weighed = [(weight(element), element) for element in among]
        size, best = max(weighed, key=lambda pair: pair[0], default=(0, None))
        if size:
            return size, best
    return 0, None


def _generic_container(tree: HtmlElement, regions: Regions) -> Found:
    """The closest fit of what is called a text and holds nearly all prose; else the most prose so called."""
    densest = _densest(tree, regions)
    whole = regions.own_weight(densest) if densest is not None else 0
    own = densest is not None and regions.owns(densest)
    named = (
        _heaviest([e for e in found if not own or regions.owns(e)], regions)
        for found in named_containers(tree)
    )
    weighed = [(size, e) for size, e in named if e is not None and size >= max(_GOOD_SHARE * whole, 1)]
    full = [pair for pair in weighed if pair[0] >= _NEARLY_ALL_SHARE * whole]
    best = densest
    if weighed:
        best = min(full, key=lambda pair: pair[0])[1] if full else max(weighed, key=lambda pair: pair[0])[1]
    if best is None:
        return Found(None, [])
    best, doubtful = joined(best, regions)
    return Found(best, [], doubtful)


def _densest(tree: HtmlElement, regions: Regions) -> HtmlElement | None:
    """The element whose own paragraphs hold the most prose, widened while its parent holds much more."""
    scores: dict[HtmlElement, float] = {}
    beside = {element for part in tree.iter(*_BESIDE) for element in part.iter()}
    for element in tree.iter(*_TEXTUAL):
        own = _own_text(element)
        parent = element.getparent()
        if own < _OWN_CHARACTERS or parent is None or element in beside:
            continue
        scores[parent] = scores.get(parent, 0) + own
        if element.tag in {"div", "td", "span", "font"}:
            scores[element] = scores.get(element, 0) + own
    own_scores = {element: score for element, score in scores.items() if regions.owns(element)}
    best = max(own_scores or scores, key=lambda element: scores[element], default=None)
    while best is not None and (wider := _wider(best, regions)) is not None:
        best = wider
    return best


def _wider(element: HtmlElement, regions: Regions) -> HtmlElement | None:
    """The nearest ancestor that holds much more prose; past wrappers only where its parts are alike."""
    enough = _CLIMB_SHARE * weight(element)
    wrapped = element
    for parent in element.iterancestors():
        if parent.tag in {"body", "html"}:
            return None
        beside = _prose_beside(wrapped, parent, regions, alike=wrapped is not element)
        if beside >= max(enough, 1):
            return parent
        if beside:
            return None
        wrapped = parent
    return None


def _prose_beside(element: HtmlElement, parent: HtmlElement, regions: Regions, *, alike: bool) -> int:
    """Characters of prose in the neighbours, without lists of links with teasers and other articles."""
    foreign, own = regions.is_foreign(element), regions.owns(element)
    names = set((element.get("class") or "").split())
    return sum(
        weight(other)
        for other in parent
        if other is not element
        and tag_of(other) not in _BESIDE
        and (not alike or (other.tag == element.tag and _is_alike(other, names)))
        and link_share(other) < _TEASER_SHARE
        and (foreign or not regions.is_foreign(other))
        and (not own or regions.owns(other))
    )


def _is_alike(other: HtmlElement, names: set[str]) -> bool:
    """Whether a neighbour is made like an element with these classes, and is no card and no form."""
    return (
        not names.isdisjoint((other.get("class") or "").split())
        and link_share(other) < _CARD_SHARE
        and next(other.iter("input", "select", "textarea"), None) is None
    )


def _own_text(element: HtmlElement) -> int:
    """Characters that stand in the element itself or in its inline children, links left out."""
    size = len((element.text or "").strip())
    for child in element:
        size += len((child.tail or "").strip())
        if child.tag in _INLINE and element.tag != "span":
            size += _own_text(child)
    return size
