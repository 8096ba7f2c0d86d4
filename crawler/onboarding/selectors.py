"""Which declared way of reading fits a site's pages: a family by its marks, else others' selectors. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.extraction.dom import select, text_of
from crawler.outlets.loader import Outlets
from crawler.outlets.outlet import Outlet

PARTS = ("title", "lead", "body", "published", "authors", "section")
_MARKS = ("title", "lead", "body")
_LENGTHS = {
    "title": (10, 300),
    "lead": (30, 1500),
    "body": (400, 500_000),
    "authors": (3, 80),
    "section": (2, 60),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How a site's articles can be read. `base` is the class of the family, None for a system of its own."""

    base: type[Outlet] | None
    family: str
    rules: ReadingRules
    tried: int

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(part for part in PARTS if not getattr(self.rules, part))


def fit(trees: Sequence[HtmlElement], outlets: Outlets) -> Fit:
    """Return the family whose marks all pages bear; else the selectors of other outlets that fit."""
    families = _families(outlets.values())
    for base, family in families.items():
        rules = base.reading
        if trees and all(_fits(trees, getattr(rules, mark), mark) for mark in _MARKS):
            return Fit(base, family, rules, len(families))
    known = _known_selectors(outlets.values())
    chosen = {part: _first_fitting(trees, known[part], part) for part in PARTS}
    tried = sum(len(selectors) for selectors in known.values())
    return Fit(None, "own", _rules(chosen), tried)


def _rules(chosen: Mapping[str, tuple[str, ...]]) -> ReadingRules:
    return ReadingRules(
        title=chosen["title"],
        lead=chosen["lead"],
        body=chosen["body"],
        published=chosen["published"],
        authors=chosen["authors"],
        section=chosen["section"],
    )


def _families(outlets: Iterable[type[Outlet]]) -> dict[type[Outlet], str]:
    """Return the classes that several outlets share, by what they call their family."""
    bases: dict[type[Outlet], str] = {}
    for outlet in outlets:
        base = outlet.__mro__[1]
        if issubclass(base, Outlet) and base.abstract and base.family != "own":
            bases[base] = outlet.family
    return bases


def _known_selectors(outlets: Iterable[type[Outlet]]) -> Mapping[str, list[str]]:
    """Return what outlets use for each part, the most used first."""
    used: dict[str, dict[str, int]] = {part: {} for part in PARTS}
    for outlet in outlets:
        for part in PARTS:
            for selector in getattr(outlet.reading, part):
                used[part][selector] = used[part].get(selector, 0) + 1
    return {part: sorted(counts, key=lambda selector: -counts[selector]) for part, counts in used.items()}


def _first_fitting(trees: Sequence[HtmlElement], selectors: Iterable[str], part: str) -> tuple[str, ...]:
    return next(((selector,) for selector in selectors if _fits(trees, (selector,), part)), ())


def _fits(trees: Sequence[HtmlElement], selectors: Sequence[str], part: str) -> bool:
    """Whether the selectors find something of the part's size in most pages; some are no real articles."""
    if not trees or not selectors:
        return False
    return sum(_finds(tree, selectors, part) for tree in trees) >= max(1, round(0.6 * len(trees)))


def _finds(tree: HtmlElement, selectors: Sequence[str], part: str) -> bool:
    least, most = _LENGTHS.get(part, (1, 10_000))
    for element in select(tree, selectors):
        text = element.get("content") or text_of(element)
        if element.get("datetime") or least <= len(text) <= most:
            return True
    return False
