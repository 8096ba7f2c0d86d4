"""Cards in the container of a text: another article's linked headline with its teaser or picture."""

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.belonging import OWN_SHARE, Belonging
from crawler.extraction.dom import BLOCKS, drop, tag_of, text_of
from crawler.extraction.prose import (
    PASSAGE_CHARACTERS,
    SENTENCE_END,
    is_statement,
    linked_runs,
    passages,
    runs,
    weight,
)
from crawler.extraction.stacked import MOST_BEFORE_CHARACTERS, characters_before
from crawler.urls import bare_host, clean_url, host_of

_BOXES: Final = frozenset(
    {
        "div",
        "section",
        "article",
        "aside",
        "table",
        "tbody",
        "tr",
        "td",
        "li",
        "ul",
        "ol",
        "figure",
        "blockquote",
    }
)
_PICTURES: Final = ("img", "picture", "video", "svg")
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
_HEADLINE_WORDS: Final = 5
_CARD_CHARACTERS: Final = 600  # of a headline and a teaser
_MOST_SHARE: Final = 0.4  # of the prose, in all cards; what holds more is the text


def drop_cards(container: HtmlElement, url: str) -> list[str]:
    """Drop the cards that lead to other articles of the site; return a note on the prose in them.

    A list of things to buy or see is made the same way: it leads to other sites, or is most of the text.
    """
    cards = set(_cards(container))
    belonging, most = Belonging(container), _MOST_SHARE * weight(container)
    doomed = [
        box
        for box in cards
        if cards.isdisjoint(box.iterancestors())
        and _leads_within(box, url)
        and (_is_made(box) or belonging.share(box) < OWN_SHARE)
    ]
    if sum(map(weight, doomed)) > most:
        return []
    told = [len(text_of(box)) for box in doomed if any(map(_is_told, runs(box)))]
    for box in doomed:
        drop(box)
    return [
        f"{sum(told)} characters left out: {len(told)} card{'s' * (len(told) > 1)} of other articles"
    ] * bool(told)


def _is_told(run: str) -> bool:
    return len(run) >= PASSAGE_CHARACTERS and bool(SENTENCE_END.search(run))


def _cards(container: HtmlElement) -> Iterator[HtmlElement]:
    for link in container.iter("a"):
        if not link.get("href") or len("".join(link.itertext()).split()) < _HEADLINE_WORDS:
            continue
        if _is_whole_card(link):
            yield link
        elif not is_statement(text_of(link)) and (box := _box(link, container)) is not None:
            yield box


def _is_whole_card(link: HtmlElement) -> bool:
    """Whether a link that stands by itself holds a headline and more, or a picture and words."""
    if not _stands_alone(link):
        return False
    heading = next(link.iter(*_HEADINGS), None)
    headed = heading is not None and text_of(heading) != text_of(link)
    return headed or next(link.iter(*_PICTURES), None) is not None


def _stands_alone(link: HtmlElement) -> bool:
    """Whether no words stand right before or behind a link."""
    before, behind, parent = link.getprevious(), link.getnext(), link.getparent()
    around = (before.tail if before is not None else parent.text if parent is not None else None, link.tail)
    beside = [tag_of(part) for part in (before, behind) if part is not None]
    return not any((text or "").strip() for text in around) and all(
        tag in BLOCKS | {"br", "a"} for tag in beside
    )


def _box(link: HtmlElement, container: HtmlElement) -> HtmlElement | None:
    """The largest box that a linked headline opens, with no more paragraphs than such headlines."""
    best, opened = None, link
    for up in link.iterancestors():
        if up is container or characters_before(opened) > MOST_BEFORE_CHARACTERS:
            break
        if len(text_of(up)) > _CARD_CHARACTERS:
            break
        opened = up
        if tag_of(up) in _BOXES and _is_card(up):
            best = up
    return best


def _is_card(box: HtmlElement) -> bool:
    """Whether a linked headline opens a box, and no more paragraphs than such headlines are in it."""
    long = [
        2 * linked > len(text) for text, linked in linked_runs(box) if len(text.split()) >= _HEADLINE_WORDS
    ]
    return bool(long) and long[0] and 0 < len(passages(box)) <= headlines(box)


def headlines(box: HtmlElement) -> int:
    """The lines in a box that are links as long as headlines, and no sentences."""
    return sum(
        2 * linked > len(text) and len(text.split()) >= _HEADLINE_WORDS and not is_statement(text)
        for text, linked in linked_runs(box)
    )


def _is_made(box: HtmlElement) -> bool:
    """Whether a box is made as cards are: an article of its own, a linked heading, a picture."""
    if tag_of(box) in ("article", "a") or next(box.iter(*_PICTURES), None) is not None:
        return True
    return any(next(heading.iter("a"), None) is not None for heading in box.iter(*_HEADINGS))


def _leads_within(box: HtmlElement, url: str) -> bool:
    """Whether the first link in a box leads to another page of the site."""
    link = next(part for part in box.iter("a") if part.get("href"))
    target = clean_url(url, link.get("href") or "")
    if target is None or bare_host(host_of(target)) != bare_host(host_of(url)):
        return False
    return target.partition("?")[0] != url.partition("?")[0]
