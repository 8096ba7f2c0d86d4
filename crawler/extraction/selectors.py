"""An outlet's rules on a page: are its parts where they say, and would they take the text away."""

from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.extraction.dom import drop, has_text, select
from crawler.extraction.prose import weight

_MOST_STRIPPED_SHARE = 0.5  # of the prose in the container; a rule that takes more is wrong on this page


def moved_parts(tree: HtmlElement, rules: ReadingRules) -> tuple[str, ...]:
    """Name the declared parts that no rule finds in the page, nothing when all are there."""
    declared = {"title": rules.title, "lead": rules.lead, "body": rules.body}
    return tuple(part for part, selectors in declared.items() if selectors and not _found(tree, selectors))


def _found(tree: HtmlElement, selectors: tuple[str, ...]) -> bool:
    return any(has_text(element) for element in select(tree, selectors))


def strip(tree: HtmlElement, container: HtmlElement | None, rules: ReadingRules) -> list[str]:
    """Take out what the rules strip, but not most of the text; return a note for each rule not followed."""
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
        for element in found:
            drop(element)
        whole -= taken
    return notes
