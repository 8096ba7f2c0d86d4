"""The title of a page and where it stands: of its headings, the one that the metadata tell of."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.extraction.dom import drop, meta, names_of, select, text_of
from crawler.extraction.hidden import is_hidden
from crawler.extraction.json_ld import LinkedData
from crawler.text.normalize import nfc_clean, normal_form

_SITE_SUFFIX = re.compile(r"(?<!\s)\s++(?:[|»-]\s+[^|»]{2,60}$|[–—]\s+[^|–—]{2,40}$)")
_SITE_ENDS = re.compile(r"\s?[:|»–—-]\s(?=\S)")
_MOST_SUFFIXES = 3  # parts behind bars: a section, the site
_ADDRESS = re.compile(r"\s(?:[\w-]{1,40}\.){1,3}(?:vn|com|net|org)$", re.IGNORECASE)
_LABEL_SIGNS = " :|»›>·•▶►-–—"  # left of a label or an icon that stood in front
_ICONS = " |»›·•▶►"
_TITLE_CHARACTERS = 300
_TITLE_CHILDREN = 3  # elements inside a heading: a label, a time, an icon
_LABEL = re.compile(
    r"(?<![a-z])(?:cat|category|label|badge|kicker|tag|icon|time|date|cmt|comment|count|chuyen-?muc)s?(?![a-z])"
)
_LABEL_CHARACTERS = 30
_PART_OF_SERIES = re.compile(r"(?:kỳ|bài|phần|tập) (?:\d{1,3}|[ivx]{1,5}|cuối) ?[:.|–-]?", re.IGNORECASE)
_COUNT_BEHIND = re.compile(r"(?:(?<!\s)\s++)?+\(\d{1,5}\)$")
_WORDS_OF_SITES = frozenset(
    "báo tạp chí điện tử trang tin tức online news vn com net tv đài cổng thông".split()  # noqa: SIM905
)
# What a content system or a script writes where nobody wrote a title.
_PLACEHOLDER: Final = re.compile(
    r"\W{0,9}(?:undefined|null|none|nan|false|(?:no |page )?title|untitled|(?:loading|đang tải)\b.{0,20}"
    r"|[{\[<%$#]{1,3}\s?\w{1,30}(?:\.\w{1,30}){0,3}\s?[}\]>%#]{1,3}|%s|index|document|(?:news )?detail"
    r"|(?:chi tiết|tiêu đề|nội dung) ?(?:bài viết|bài báo|bài|tin|tin tức|trang)?|không (?:có )?tiêu đề"
    r"|trang chủ|trang nhất|home(?:page)?|tin tức|bài viết(?: mới)?)\W{0,9}",
    re.IGNORECASE,
)
_LIKE: Final = 0.5  # of two titles' words: one title, edited


@dataclass(frozen=True, slots=True)
class Heading:
    """The title, and the element it stands in (None when only metadata hold it)."""

    text: str
    element: HtmlElement | None


def read_heading(tree: HtmlElement, rules: ReadingRules, linked: LinkedData) -> Heading | None:
    told = _titles((linked.headline, *meta(tree, "og:title", "twitter:title")))
    window = nfc_clean(tree.findtext(".//title") or "")
    known = [_without_site(text, tree, window) for text in told or _titles((window,))]
    ruled = [
        (text, element)
        for selector in rules.title
        for element in select(tree, (selector,))
        if (text := text_of(element)) and not _PLACEHOLDER.fullmatch(text)
    ]
    if ruled:  # a site's name or another article's title may be made like one, too
        return _heading(max(ruled, key=lambda heading: _likeness(heading[0], known))[1], known)
    headings = list(_own_headings(tree, known))
    best = max(headings, key=lambda heading: _likeness(heading[0], known), default=None)
    if best and (_likeness(best[0], known) > 0 or not told):
        return _heading(best[1], known)
    return Heading(known[0], _standing(tree, known[0])) if known and known[0] else None


def _titles(texts: Iterable[str]) -> list[str]:
    """The texts that are titles: not blank, and no placeholders."""
    clean = (nfc_clean(text) for text in texts)
    return [text for text in clean if text and not _PLACEHOLDER.fullmatch(text)]


def _own_headings(tree: HtmlElement, known: list[str]) -> Iterator[tuple[str, HtmlElement]]:
    """The texts and elements of the main headings, but for one that names the site."""
    sites = {normal_form(name) for name in meta(tree, "og:site_name", "application-name")}
    for element in tree.iter("h1"):
        text = text_of(element)
        if not 0 < len(text) <= _TITLE_CHARACTERS or _PLACEHOLDER.fullmatch(text):
            continue
        of_site = normal_form(text) in sites or _leads_home(element, text)
        if not of_site or _likeness(text, known) >= _LIKE:
            yield text, element


def _leads_home(element: HtmlElement, text: str) -> bool:
    """Whether all of a heading is a link to the front page."""
    return any(
        text_of(link) == text
        and (link.get("rel") == "home" or ((href := link.get("href")) and urlsplit(href).path in ("", "/")))
        and not (link.get("href") or "#").startswith(("#", "?"))
        for link in element.iter("a")
    )


def _heading(element: HtmlElement, known: list[str]) -> Heading:
    """The title in its element, without a label, a badge, a time or a count beside it."""
    text = text_of(element)
    forms = {normal_form(title) for title in known}
    if normal_form(text) in forms:
        return Heading(_bare(text) or text, element)
    inside = [part for part in element.iterdescendants() if isinstance(part.tag, str)]
    parts = [part for part in inside if (words := text_of(part)) and not _PART_OF_SERIES.fullmatch(words)]
    trials = [[part] for part in parts] + [[part for part in parts if part.getparent() is element]]
    for doomed in trials:
        rest = _bare(_COUNT_BEHIND.sub("", _text_without(element, doomed)))
        if rest and normal_form(rest) in forms:
            return Heading(rest, element)
    without_count = _COUNT_BEHIND.sub("", text)
    if normal_form(without_count) in forms:
        return Heading(without_count, element)
    labels = [part for part in parts if is_hidden(part) or _is_label(part)]
    return Heading(_bare(_text_without(element, labels)) or text, element)


def _bare(title: str) -> str:
    """A title without icons, and without what parted it from a label in front."""
    return title.lstrip(_LABEL_SIGNS).rstrip(_ICONS)


def _is_label(part: HtmlElement) -> bool:
    """Whether a part of a heading is a label, or leads to a place in the page: its comments."""
    leads_down = part.tag == "a" and (part.get("href") or "").startswith("#")
    return len(text_of(part)) <= _LABEL_CHARACTERS and (leads_down or bool(_LABEL.search(names_of(part))))


def _text_without(element: HtmlElement, parts: list[HtmlElement]) -> str:
    places = [place for place, part in enumerate(element.iter()) if part in parts]
    copy = deepcopy(element)
    copied = list(copy.iter())
    for place in places:
        if copied[place] is not copy:
            drop(copied[place])
    return text_of(copy).strip()


def _likeness(text: str, told: list[str]) -> float:
    """How many of their words a heading and the metadata's title share, 1 for all of both."""
    words = set(normal_form(text).split())
    others = [set(normal_form(other).split()) for other in told]
    return max((2 * len(words & other) / max(len(words) + len(other), 1) for other in others), default=0.0)


def _standing(tree: HtmlElement, title: str) -> HtmlElement | None:
    wanted = normal_form(title)
    for element in tree.iter("h1", "h2", "h3", "p", "div", "span", "td", "strong"):
        text = "".join(element.itertext()) if wanted and len(element) <= _TITLE_CHILDREN else ""
        if len(text) <= 2 * _TITLE_CHARACTERS and normal_form(text) == wanted:
            return element
    return None


def _without_site(title: str, tree: HtmlElement, window: str = "") -> str:
    """A title without the site's name in front or behind, and without a section between two bars."""
    title = nfc_clean(title)
    for name in meta(tree, "og:site_name", "application-name"):
        if title.lower().startswith(name.lower()) and (front := _SITE_ENDS.match(title, len(name))):
            title = title[front.end() :]
    for _ in range(_MOST_SUFFIXES):
        shorter = _without_last(title, tree, window)
        if shorter == title or "|" not in title[len(shorter) :]:
            return shorter
        title = shorter
    return title


def _without_last(title: str, tree: HtmlElement, window: str) -> str:
    """Cut " - Tuổi Trẻ Online": a last part that is the site's name, is behind a bar, or not the window's."""
    tail = _SITE_SUFFIX.search(title)
    if not tail:
        return title
    sites = normal_form(
        " ".join(meta(tree, "og:site_name", "author", "application-name", "copyright"))
    ).split()
    words = set(normal_form(tail[0]).split())
    head = title[: tail.start()]
    named = words and words <= set(sites) | _WORDS_OF_SITES and not words.isdisjoint(sites)
    # The window's title has the same words and another name of the site behind them.
    other = window.startswith(head) and not window.startswith(title) and bool(_SITE_SUFFIX.search(window))
    return head if "|" in tail[0] or named or other or _ADDRESS.search(tail[0]) else title
