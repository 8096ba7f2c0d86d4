"""Whether a page still holds its parts where the outlet's rules say: the first sign of a redesign."""

from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.extraction.dom import select, text_of


def moved_parts(tree: HtmlElement, rules: ReadingRules) -> tuple[str, ...]:
    """Name the declared parts that no rule finds in the page, nothing when all are there."""
    declared = {"title": rules.title, "lead": rules.lead, "body": rules.body}
    return tuple(part for part, selectors in declared.items() if selectors and not _found(tree, selectors))


def _found(tree: HtmlElement, selectors: tuple[str, ...]) -> bool:
    return any(text_of(element) for element in select(tree, selectors))
