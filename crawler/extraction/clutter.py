"""What stands in the container of a text and is no text of it: related news, adverts, players, by-lines.

A name is only a suspicion. What is called a widget and holds prose is text; what is called related is text
when it is prose and nothing else, leads nowhere, and stands amid prose or goes on with it; what is called a
caption is text when no picture is near. Prose that is left out leaves a note, and so does what is kept.
"""

import re
import unicodedata
from enum import Enum, auto
from itertools import takewhile
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.belonging import OWN_SHARE, Belonging, is_under_picture
from crawler.extraction.dom import drop, tag_of, text_of
from crawler.extraction.hidden import prose_behind
from crawler.extraction.ownership import is_card
from crawler.extraction.prose import is_statement, link_share, passages, weight
from crawler.extraction.tables import is_captioned_picture
from crawler.text.line_rules import rule_of
from crawler.text.normalize import normal_form

_NEVER_TEXT: Final = (
    "script",
    "style",
    "noscript",
    "iframe",
    "svg",
    "template",
    "video",
    "audio",
    "object",
    "embed",
)
_NEVER_TEXT_CONTROLS: Final = ("button", "select", "textarea", "input")
_BESIDE_TEXT: Final = ("aside", "nav", "footer", "figcaption")
_NEVER_CLUTTER: Final = frozenset(
    {"body", "html", "article", "main", "a", "b", "strong", "em", "i", "u", "font"}
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ELSEWHERE: Final = re.compile(
    r"relat(?!ive(?:\s|$))|lien-?_?quan|tinlq|comment(?!ar)|binh-?luan"
    r"|(?<![a-z])ads?(?![a-z])|(?<![a-z])adv|quang-?cao|sponsor|newsletter|subscri|breadcrumb|copyright|notebox"
    r"|recommend|chisochungkhoan|link-content-footer|other-?news|news-?other|tin-?khac|box-?news|news-?box"
    r"|inner-article|hot-?news|tindnd|author|byline|auplayer|audio-?player|player"
)
_TOOL: Final = re.compile(
    r"readmore|read-more|xem-?them|doc-?them|\bshare|sharing|social|banner|popup|modal|toolbar|widget|block-key"
    r"|keyword|tu-?khoa|(?<![a-z])rating|(?<![a-z])poll|(?<![a-z])tags?(?![a-z])|(?<![a-z])source|credit|\btoc\b"
    r"|author|byline|(?:post|entry|article|news)-?_?meta|stock|location-stamp|hidden-print|(?<![a-z:])print(?![a-z:])|vote"
)
_CAPTION: Final = re.compile(r"caption|chu[-_]?thich")
_PICTURE_TABLE: Final = re.compile(r"picture|caption|image|thumb|photo|slide|article|relat")
_MOST_LINKS_SHARE: Final = 0.4
_LINK_SHARE: Final = 0.75
_SEVERAL_PASSAGES: Final = 2  # paragraphs
_ALL_PROSE_SHARE: Final = 0.9  # of an element's text; the rest would be a headline, a name, a button
_HEADLINE_WORDS: Final = 5  # of a link to another article
_LONGEST_TEASER_CHARACTERS: Final = 100  # of one without a link; a paragraph mostly has more
_BY_READERS: Final = re.compile(r"comment(?!ar)|binh-?luan")
_LARGE_SHARE: Final = 1 / 3  # of the prose; unlinked prose that holds more is no box beside the text
_PHRASE_WORDS: Final = 5  # of an id; so many are the words of a heading, but for these first words
_BOX_ID: Final = re.compile(r"\A(?:tin|bai|box|list|news|div|block|module|widget)(?![a-z])")
_OWN_SHARE_OF_READERS: Final = 0.08  # of pairs of words; readers write on the same topic
_SLUG_CHARACTERS: Final = 120
_NAME_CHARACTERS: Final = 40  # of a name in a note
_FOUND_CHARACTERS: Final = 40  # of a line, by which it is found again
_PICTURES_STORY_CHARACTERS: Final = 500  # of text that must remain when captions are most of the prose


class _Sort(Enum):
    ELSEWHERE = auto()  # leads to other articles, or was written by others
    TOOL = auto()
    CAPTION = auto()


# The share of the prose that all elements of one name may hold and still be no text.
_MOST_SHARE: Final = {_Sort.ELSEWHERE: 0.7, _Sort.TOOL: 0.4, _Sort.CAPTION: 0.4}


class _Suspicion(NamedTuple):
    """Why an element may be no text."""

    sort: _Sort
    name: str


class Cleared(NamedTuple):
    """What was taken out of a container, and what was not."""

    notes: list[str]  # on the prose that went
    kept: dict[str, str]  # what stayed under a suspicious name: text to name
    doubtful: int  # characters of unlinked prose that went and are a large part of it


def clear(container: HtmlElement) -> Cleared:
    """Take out what is no text."""
    whole, belonging = max(weight(container), 1), Belonging(container)
    doubtful = 0
    groups: dict[_Suspicion, list[HtmlElement]] = {}
    notes = []
    kept: dict[HtmlElement, str] = {}
    for element in list(container.iterdescendants()):
        suspicion = _suspicion(element)
        if suspicion and not _is_text(element, suspicion, container, belonging):
            groups.setdefault(suspicion, []).append(element)
        elif suspicion and suspicion.sort is not _Sort.TOOL:
            kept[element] = suspicion.name
    for element in list(container.iter(*_NEVER_TEXT, *_NEVER_TEXT_CONTROLS)):
        drop(element)
    for suspicion, suspects in groups.items():
        kept |= dict.fromkeys(_alike_kept(suspicion, suspects, kept), suspicion.name)
        group = [element for element in suspects if element not in kept]
        held = sum(weight(element) for element in group)
        # Text under a misleading name is still text: then the name stands on a large part of the page.
        if held <= _MOST_SHARE[suspicion.sort] * whole or _is_picture_story(suspicion, whole - held):
            inside = [element for element in group if container in element.iterancestors()]
            lost = sum(len(text) for element in inside for text in passages(element))
            if lost:
                notes.append(f"{lost} characters left out: {suspicion.name}")
            doubtful += sum(weight(element) for element in inside if _is_plain(element))
            for element in inside:
                drop(element)
    stayed = {text_of(e): name for e, name in kept.items() if container in e.iterancestors()}
    return Cleared(notes, stayed, doubtful)


def _alike_kept(
    suspicion: _Suspicion, group: list[HtmlElement], kept: dict[HtmlElement, str]
) -> list[HtmlElement]:
    """Those of a group that are plain prose where more under the same name stays: one box a paragraph."""
    plain = [element for element in group if _is_plain(element)]
    stayed = sum(weight(element) for element, name in kept.items() if name == suspicion.name)
    return plain if sum(map(weight, plain)) < stayed else []


def _is_plain(element: HtmlElement) -> bool:
    """Whether an element is paragraphs without links and nothing else."""
    told = sum(map(len, passages(element)))
    return bool(told) and link_share(element) == 0 and told >= _ALL_PROSE_SHARE * len(text_of(element))


def notes_on_kept(kept: dict[str, str], lines: list[str]) -> list[str]:
    """Notes on what stayed under a suspicious name, by what became of it on the way to the lines."""
    ends = [line[:_FOUND_CHARACTERS] for line in lines]
    return [
        f"{len(text)} characters {'kept' if any(end in text for end in ends) else 'left out'}: {name}"
        for text, name in kept.items()
    ]


def drop_links(container: HtmlElement, *, sentences: bool) -> None:
    """Take out lines and lists that only lead elsewhere; with `sentences`, a linked sentence is text."""
    whole = max(weight(container), 1)
    for element in list(container.iterdescendants("ul", "ol", "div", "p", "table")):
        if (
            link_share(element) >= _LINK_SHARE
            and weight(element) <= _MOST_LINKS_SHARE * whole
            and not (sentences and _is_linked_prose(element))
        ):
            drop(element)


def _is_linked_prose(element: HtmlElement) -> bool:
    """Whether the links of a line or list are sentences, which are words of the text."""
    parts = list(element.iter("li")) or [element]
    return all(is_statement(text) for part in parts if (text := text_of(part)))


def _suspicion(element: HtmlElement) -> _Suspicion | None:
    tag = tag_of(element)
    if not tag or tag in _NEVER_CLUTTER:
        return None
    if tag in _BESIDE_TEXT:
        return _Suspicion(_Sort.CAPTION if tag == "figcaption" else _Sort.ELSEWHERE, tag)
    names = _names(element, tag)
    sort = _sort_of(tag, names) if names else None
    return _Suspicion(sort, f"{tag} {names[:_NAME_CHARACTERS]}") if sort else None


def _sort_of(tag: str, names: str) -> _Sort | None:
    if tag == "table":
        return _Sort.CAPTION if _PICTURE_TABLE.search(names) else None
    if _CAPTION.search(names):
        return _Sort.CAPTION
    if tag != "span" and _ELSEWHERE.search(names):
        return _Sort.ELSEWHERE
    return _Sort.TOOL if _TOOL.search(names) else None


def _names(element: HtmlElement, tag: str) -> str:
    """What the markup calls an element, without an id that is made of the element's own words."""
    parts = [element.get(name) for name in ("class", "data-role", "itemprop", "type", "data-module")]
    own = element.get("id")
    if own and tag not in _HEADINGS | {"p"} and not _is_phrase(own) and not _is_slug(own, element):
        parts.append(own)
    return " ".join(part for part in parts if part).lower()


def _is_phrase(name: str) -> bool:
    """Whether a name is as many words as a heading's, and none that names a box."""
    return name.count("-") >= _PHRASE_WORDS - 1 and not _BOX_ID.match(name)


def _is_slug(name: str, element: HtmlElement) -> bool:
    first = "".join(element.itertext()).strip()[:_SLUG_CHARACTERS] if "-" in name else ""
    form = normal_form(name.replace("-", " ").replace("_", " "))
    return bool(first) and f" {_unmarked(first)} ".startswith(f" {form} ")


def _unmarked(text: str) -> str:
    """A text in the letters an address has."""
    flat = unicodedata.normalize("NFD", normal_form(text).replace("đ", "d"))
    return " ".join("".join(c for c in flat if not unicodedata.combining(c)).split())


def _is_text(
    element: HtmlElement, suspicion: _Suspicion, container: HtmlElement, belonging: Belonging
) -> bool:
    """Whether an element with a suspicious name holds text of the article all the same."""
    found = passages(element)
    if not found and element.tag in _HEADINGS:
        return _heads_prose(element)
    if suspicion.sort is _Sort.TOOL or not found:
        return bool(found)
    if suspicion.sort is _Sort.ELSEWHERE:
        return not _leads_elsewhere(element, container) and _is_own(
            element, suspicion, container, found, belonging
        )
    if element.tag == "table":
        return not is_captioned_picture(element) and not _leads_elsewhere(element, container)
    return element.tag != "figcaption" and not is_under_picture(element, container)


def _heads_prose(heading: HtmlElement) -> bool:
    """Whether a paragraph stands right under a heading that leads nowhere and names no box of news."""
    follower = heading.getnext()
    linked = any(link.get("href") for link in heading.iter("a"))
    named = rule_of(text_of(heading)) is not None
    return not (linked or named) and follower is not None and follower.tag == "p" and bool(passages(follower))


def _is_own(
    element: HtmlElement,
    suspicion: _Suspicion,
    container: HtmlElement,
    found: list[str],
    belonging: Belonging,
) -> bool:
    """Whether prose is the article's own: by place, by length, at last by the words it shares with it."""
    several = len(found) >= _SEVERAL_PASSAGES and link_share(element) == 0
    large = weight(element) > _LARGE_SHARE * weight(container)
    all_prose = sum(map(len, found)) >= _ALL_PROSE_SHARE * len(text_of(element))
    amid = prose_behind(element, container)
    if amid and (several or not all_prose):
        return several
    by_readers = _BY_READERS.search(suspicion.name)
    if large and several and all_prose and not by_readers:
        return True
    if amid and (element.tag == "p" or (len(found[0]) > _LONGEST_TEASER_CHARACTERS and not by_readers)):
        return True
    least = _OWN_SHARE_OF_READERS if by_readers else OWN_SHARE
    return all_prose and belonging.share(element) >= least


def _leads_elsewhere(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether a headline in an element, or beside it in a card, is a link, or a form is there."""
    if next(element.iter("input", "textarea", "select"), None) is not None:
        return True
    links = (text_of(link).split() for link in element.iter("a") if link.get("href"))
    within = takewhile(lambda up: up is not container, element.iterancestors())
    return any(len(words) >= _HEADLINE_WORDS for words in links) or any(map(is_card, within))


def _is_picture_story(suspicion: _Suspicion, rest: int) -> bool:
    return suspicion.name == "figcaption" and rest >= _PICTURES_STORY_CHARACTERS
