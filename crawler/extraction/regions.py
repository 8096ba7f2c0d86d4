"""Whose text is it: the parts of a page that stand under its title, and those under the title of another."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice, takewhile

from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.errors import Rejected
from crawler.extraction.belonging import share_told_before
from crawler.extraction.dom import drop, names_of, select, tag_of, text_of
from crawler.extraction.prose import PASSAGE_CHARACTERS, SENTENCE_END, weight
from crawler.extraction.stacked import (
    LEAST_CHARACTERS,
    block_of,
    dated_rest,
    heads_like_part,
    is_article_of_its_own,
    is_headline,
    is_linked_headline,
    may_be_title,
)
from crawler.reasons import Reason
from crawler.text.normalize import normal_form

_ARTICLE_CHARACTERS = 400  # an article element with less prose is a card that leads to one
_SEVERAL_PASSAGES = 2  # of our text; a lead is one
_PASSAGE_TAGS = frozenset({"p", "div", "li", "td", "span", "blockquote"})
_TITLE_TAGS = ("h1", "h2", "h3")
_LEAD = re.compile(r"(?<![a-z])(?:sapo|lead|standfirst|description|summary)(?![a-z])")
# Measured over news texts: the second half of one has 0.041 of its pairs of words in the first and more,
# half of another text 0.018 at the median.
_OWN_SHARE = 0.04


class Regions:
    """The order of a page's elements around its title. Without a title in the page, everything is its own."""

    def __init__(self, tree: HtmlElement, heading: HtmlElement | None, rules: ReadingRules) -> None:
        self.order = {element: place for place, element in enumerate(tree.iter())}
        self.around = {heading, *heading.iterancestors()} if heading is not None else set()
        self._heading = heading
        self._title = self.order[heading] if heading is not None else -1
        self._ruled = set(select(tree, rules.body)) if rules.body else set[HtmlElement]()
        self.unsure: list[int] = []  # characters under a title that may be of another article
        self.doubtful: list[HtmlElement] = []  # titles amid a text that no word ties to what stands above
        self._blocks: dict[HtmlElement, HtmlElement] = {}  # other articles' titles and all that is theirs
        self._others = list(self._other_titles(tree, heading, rules)) if heading is not None else []
        self._first_other = min(
            (self.order[self._blocks.get(other, other)] for other in self._others), default=len(self.order)
        )

    def owns(self, element: HtmlElement) -> bool:
        """Whether an element holds the title, or stands behind it with no other article's title between."""
        return element in self.around or self._title < self.order[element] < self._first_other

    def own_weight(self, element: HtmlElement) -> int:
        """The prose in an element, without an article's worth of it above our title."""
        whole = weight(element)
        if self._heading is None or element not in self.around or element is self._heading:
            return whole
        behind = sum(map(weight, _rest(self._heading, element)))
        return behind if whole - behind >= LEAST_CHARACTERS else whole

    def is_foreign(self, element: HtmlElement) -> bool:
        """Whether an element stands behind another article's title, or holds one and no prose before it."""
        if self.order.get(element, -1) > self._first_other:
            return True
        return element not in self.around and any(
            element in other.iterancestors() and not _goes_before(other, element) for other in self._others
        )

    def is_others(self, element: HtmlElement) -> bool:
        """Whether an element stands within the box of another article, or of the title of one."""
        if not self.is_foreign(element):
            return False
        around = {element, *element.iterancestors()}
        return any(self._reach_of(other) in around for other in self._others)

    def holds_another(self, element: HtmlElement) -> bool:
        """Whether another article's title stands in an element."""
        return any(element in other.iterancestors() for other in self._others)

    def drop_others(self, container: HtmlElement) -> int:
        """Drop what stands in a container under another article's title; return its characters."""
        dropped = self._drop_before(container)
        for other in self._others:
            if container not in other.iterancestors():
                continue
            whole = self._article_of(other)
            if whole is None:
                whole = self._blocks.get(other)
            if whole is container:
                continue
            doomed = [whole] if whole is not None else list(_rest(other, container))
            dropped += sum(len(text_of(element)) for element in doomed)
            for element in doomed:
                drop(element)
        return dropped

    def doubt(self, container: HtmlElement) -> Rejected | None:
        """What keeps the text in a container from being kept: that a part of it may be another article."""
        titles = [text_of(title) for title in self.doubtful if container in title.iterancestors()]
        return Rejected(Reason.OTHER_ARTICLE, f"a dated title amid the text: {titles[0]}") if titles else None

    def _drop_before(self, container: HtmlElement) -> int:
        """Drop what stands in a container above our title under a headline; return its characters."""
        if self._heading is None or container not in self.around or container is self._heading:
            return 0
        if self.own_weight(container) == weight(container):
            return 0
        within = takewhile(lambda up: up is not container, (self._heading, *self._heading.iterancestors()))
        doomed = [part for up in within for part in up.itersiblings(preceding=True) if tag_of(part)]
        headings = (title for part in doomed for title in part.iter(*_TITLE_TAGS))
        if not any(map(is_headline, headings)):
            return 0
        dropped = sum(len(text_of(element)) for element in doomed)
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
        for element in tree.iter():
            if self.order[element] <= self._title:
                continue
            behind = self.order[element] > self._text_begun
            if may_be_title(element) and (
                self._heads_second_text(element, own) or (behind and self._opens_another(element, own))
            ):
                yield element
                continue
            if element.tag not in (*_TITLE_TAGS, heading.tag):
                continue
            alike = element.tag == heading.tag and named and element.get("class") == named
            # An h1 deeper in the page than the title is a sub-heading of its text.
            main = element.tag == "h1" and sum(1 for _ in element.iterancestors()) <= depth
            if alike or main or element in ruled or self._article_of(element) is not None:
                form = normal_form(text_of(element))
                if form and form != own:
                    yield element

    def _opens_another(self, title: HtmlElement, own: str) -> bool:
        """Whether a title opens an article of its own, behind the text under ours."""
        block = block_of(title, self.around)
        if block is None and (
            self._heads_what_follows(title) or self._heads_rest(title) or self._heads_dated(title)
        ):
            return normal_form(text_of(title)) not in ("", own)
        if block is None or normal_form(text_of(title)) in ("", own):
            return False
        if self.order[block] < self._text_begun:
            return False
        outside = block.getparent() in self.around
        if not is_article_of_its_own(block, title, outside=outside) and not (
            outside and self._is_apart(block, title)
        ):
            return False
        self._blocks[title] = block
        return True

    def _heads_second_text(self, title: HtmlElement, own: str) -> bool:
        """Whether a title stands between our text and a part of the page that is made to hold a text, too."""
        part = heads_like_part(title, self._ruled)
        return part is not None and self.order[part] > self._title and normal_form(text_of(title)) != own

    def _heads_what_follows(self, title: HtmlElement) -> bool:
        """Whether a linked headline stands beside the part with our text, over a part with prose."""
        if title.getparent() not in self.around or not is_linked_headline(title):
            return False
        follower = title.getnext()
        beside = any(map(_is_passage, title.itersiblings(preceding=True)))
        return follower is not None and not beside and weight(follower) >= LEAST_CHARACTERS

    def _heads_rest(self, title: HtmlElement) -> bool:
        """Whether a title amid a text, a headline or one that leads elsewhere, is not of the text above it.

        Behind a pointer to other news our text goes on, and some outlets set sub-headings as main titles.
        """
        linked = tag_of(title) in ("h2", "h3", "h4") and is_linked_headline(title)
        if not linked and not (title.tag == "h1" and is_headline(title)):
            return False
        before = [part for part in title.itersiblings(preceding=True) if self.order[part] > self._title]
        rest = [part for part in title.itersiblings() if tag_of(part)]
        if not any(map(weight, before)) or sum(map(weight, rest)) < LEAST_CHARACTERS:
            return False
        if _LEAD.search(names_of(rest[0])) or share_told_before(rest, before) < _OWN_SHARE:
            return True
        self.unsure.append(sum(map(len, map(text_of, rest))))
        return False

    def _heads_dated(self, title: HtmlElement) -> bool:
        """Whether a headline amid a text has a date under it, and a standfirst or words of another text."""
        rest = dated_rest(title)
        if sum(map(weight, rest)) < LEAST_CHARACTERS:
            return False
        if rest[0].tag in _TITLE_TAGS or _LEAD.search(names_of(rest[0])):
            return True
        above = rest[0].itersiblings(preceding=True)
        before = [part for part in above if self.order[part] > self._title]
        if share_told_before(rest, before) < _OWN_SHARE:
            if title.getparent() in self.around:
                return True
            self.doubtful.append(title)  # a chronicle has dates under its headings, too
            return False
        self.unsure.append(sum(map(len, map(text_of, rest))))
        return False

    def _is_apart(self, block: HtmlElement, title: HtmlElement) -> bool:
        """Whether a block stands outside the part of the page that holds our title and text."""
        beside = [part for part in block.itersiblings(preceding=True) if part not in self.around]
        texts = [part for part in beside if self.order[part] > self._title and weight(part)]
        if not texts:
            return True
        names = set((block.get("class") or "").split())
        alike = any(not names.isdisjoint((part.get("class") or "").split()) for part in texts)
        # Passages right behind a title may be a part with a heading, wrapped ones beside it are not.
        wrapped = not any(_is_passage(part) for part in title.itersiblings() if part.tag == "p")
        return wrapped and not alike and bool(names)

    @cached_property
    def _text_begun(self) -> int:
        """The place of the second passage behind our title; a lead is one."""
        behind = (
            place
            for element, place in self.order.items()
            if place > self._title
            and element.tag in _PASSAGE_TAGS
            and element not in self.around
            and _is_passage(element)
        )
        return next(islice(behind, _SEVERAL_PASSAGES - 1, None), len(self.order))

    def _reach_of(self, title: HtmlElement) -> HtmlElement | None:
        """The element that holds another article with its title, as far as the page tells."""
        article = self._article_of(title)
        if article is not None:
            return article
        block = self._blocks.get(title)
        return block if block is not None else title.getparent()

    def _article_of(self, title: HtmlElement) -> HtmlElement | None:
        """The article element a title opens, when it is not the one around our title."""
        article = next(title.iterancestors("article"), None)
        if article is None or article in self.around:
            return None
        first = next((part for part in article.iter(*_TITLE_TAGS, "p") if text_of(part)), None)
        return article if first is title and weight(article) >= _ARTICLE_CHARACTERS else None


def _goes_before(title: HtmlElement, element: HtmlElement) -> bool:
    """Whether an element holds a passage's worth of prose in front of a title in it."""
    return weight(element) - sum(map(weight, _rest(title, element))) >= PASSAGE_CHARACTERS


def _rest(element: HtmlElement, container: HtmlElement) -> Iterator[HtmlElement]:
    """An element and all that follows it in the container."""
    yield element
    for up in (element, *element.iterancestors()):
        if up is container:
            return
        yield from up.itersiblings()


def _is_passage(element: HtmlElement) -> bool:
    """Whether an element without blocks in it is a passage of prose."""
    if any(child.tag in _PASSAGE_TAGS for child in element if child.tag != "span"):
        return False
    text = text_of(element)
    return len(text) >= PASSAGE_CHARACTERS and bool(SENTENCE_END.search(text))
