"""Whose text is it: the parts of a page that stand under its title, and those under the title of another."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.extraction.dom import drop, select, text_of
from crawler.extraction.prose import weight
from crawler.text.normalize import normal_form

_ARTICLE_CHARACTERS = 400  # an article element with less prose is a card that leads to one
_TITLE_TAGS = ("h1", "h2", "h3")


class Regions:
    """The order of a page's elements around its title. Without a title in the page, everything is its own."""

    def __init__(self, tree: HtmlElement, heading: HtmlElement | None, rules: ReadingRules) -> None:
        self.order = {element: place for place, element in enumerate(tree.iter())}
        self._around = {heading, *heading.iterancestors()} if heading is not None else set()
        self._title = self.order[heading] if heading is not None else -1
        self._others = list(self._other_titles(tree, heading, rules)) if heading is not None else []
        self._first_other = min((self.order[other] for other in self._others), default=len(self.order))

    def owns(self, element: HtmlElement) -> bool:
        """Whether an element holds the title, or stands behind it with no other article's title between."""
        return element in self._around or self._title < self.order[element] < self._first_other

    def is_foreign(self, element: HtmlElement) -> bool:
        """Whether an element stands behind another article's title, or holds one and not ours."""
        if self.order.get(element, -1) > self._first_other:
            return True
        return element not in self._around and any(element in other.iterancestors() for other in self._others)

    def drop_others(self, container: HtmlElement) -> int:
        """Drop what stands in a container under another article's title; return its characters."""
        dropped = 0
        for other in self._others:
            if container not in other.iterancestors():
                continue
            whole = self._article_of(other)
            if whole is container:
                continue
            doomed = [whole] if whole is not None else list(_rest(other, container))
            dropped += sum(len(text_of(element)) for element in doomed)
            for element in doomed:
                drop(element)
        return dropped

    def _other_titles(
        self, tree: HtmlElement, heading: HtmlElement, rules: ReadingRules
    ) -> Iterator[HtmlElement]:
        own = normal_form(text_of(heading))
        depth = sum(1 for _ in heading.iterancestors())
        ruled = set(select(tree, rules.title)) if rules.title else set()
        named = heading.get("class")
        for element in tree.iter(*_TITLE_TAGS, str(heading.tag)):
            if self.order[element] <= self._title:
                continue
            alike = element.tag == heading.tag and named and element.get("class") == named
            # An h1 deeper in the page than the title is a sub-heading of its text.
            main = element.tag == "h1" and sum(1 for _ in element.iterancestors()) <= depth
            if alike or main or element in ruled or self._article_of(element) is not None:
                form = normal_form(text_of(element))
                if form and form != own:
                    yield element

    def _article_of(self, title: HtmlElement) -> HtmlElement | None:
        """The article element a title opens, when it is not the one around our title."""
        article = next(title.iterancestors("article"), None)
        if article is None or article in self._around:
            return None
        first = next((part for part in article.iter(*_TITLE_TAGS, "p") if text_of(part)), None)
        return article if first is title and weight(article) >= _ARTICLE_CHARACTERS else None


def _rest(element: HtmlElement, container: HtmlElement) -> Iterator[HtmlElement]:
    """An element and all that follows it in the container."""
    yield element
    for up in (element, *element.iterancestors()):
        if up is container:
            return
        yield from up.itersiblings()
