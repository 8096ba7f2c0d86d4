"""An outlet's rules on a page: are its parts where they say, and would they take the text away."""

from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.extraction.belonging import is_under_picture
from crawler.extraction.dom import drop, has_text, select
from crawler.extraction.prose import passages, weight

_MOST_STRIPPED_SHARE = 1 / 3  # of the prose in the container; a rule that takes more is wrong on this page


def moved_parts(tree: HtmlElement, rules: ReadingRules) -> tuple[str, ...]:
    """Name the declared parts that no rule finds in the page, nothing when all are there."""
    declared = {"title": rules.title, "lead": rules.lead, "body": rules.body}
    return tuple(part for part, selectors in declared.items() if selectors and not _found(tree, selectors))


def _found(tree: HtmlElement, selectors: tuple[str, ...]) -> bool:
    return any(has_text(element) for element in select(tree, selectors))


def strip(tree: HtmlElement, container: HtmlElement | None, rules: ReadingRules) -> list[str]:
    """Take out what the rules strip, but not much of the text.

    Return a note for each rule not followed, and on the prose that went with the others.
    """
    notes = []
    whole = -1  # not weighed yet: most rules find nothing
    for selector in rules.strip:
        found = list(select(tree, (selector,)))
        if not found:
            continue
        whole = weight(container) if whole < 0 else whole
        inside = [e for e in found if container is not None and container in e.iterancestors()]
        outermost = [e for e in inside if not any(up in inside for up in e.iterancestors())]
        taken = sum(weight(element) for element in outermost)
        if container in found or taken > _MOST_STRIPPED_SHARE * whole:
            notes.append(f"strip rule {selector} not used: {taken} of {whole} characters")
            continue
        if lost := sum(_prose_lost(element, container) for element in outermost):
            notes.append(f"{lost} characters left out: strip rule {selector}")
        for element in found:
            drop(element)
        whole -= taken
    return notes


def _prose_lost(element: HtmlElement, container: HtmlElement | None) -> int:
    """Characters of prose in an element of the container; captions under pictures are none."""
    told = sum(map(len, passages(element)))
    return told if told and container is not None and not is_under_picture(element, container) else 0
