"""Who wrote it: people, never the paper, an office or a photographer."""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from crawler.article import Page
from crawler.extraction.dom import meta, select, text_of
from crawler.extraction.json_ld import LinkedData
from crawler.extraction.ownership import is_foreign
from crawler.extraction.regions import Regions
from crawler.text.normalize import nfc_clean, normal_form
from crawler.urls import host_of

_SELECTORS = (
    "[data-role=author]",
    "[itemprop~=author] [itemprop~=name]",
    "[itemprop~=author]",
    "[rel~=author]",
    ".author-info .name",
    ".detail-author .name",
    ".article-detail-author__info",
    "a[href*='/tac-gia/']",
    ".author_mail",
    ".author-name",
    ".the-article-credit .author",
    ".post-meta",
    "p.author",
)
_SPLIT = re.compile(r"(?:(?<!\s)\s++)?+[;,/&|+]\s*+|(?<!\s)\s++(?:[-–—]|và)\s++")
_BRACKET = re.compile(r"(?:(?<!\s)\s++)?+[(\[].*$")
_FRONT = re.compile(
    r"^(?:(?:bài|tin|tin,? ảnh|bài,? ảnh|bài và ảnh|tác giả|pv|phóng viên|người viết|thực hiện"
    r"|by)\s*:?\s+)",
    re.IGNORECASE,
)
_NOT_A_PERSON = re.compile(
    r"^theo\b|^(?:hết|còn (?:nữa|tiếp)|(?:kỳ|bài|số) (?:sau|tới|cuối)|the end)\b"
    r"|\b(?:ảnh|đồ họa|video|clip|nguồn|tổng hợp|báo|tạp chí|tòa soạn|toà soạn|ban biên tập"
    r"|ban thời sự|ban thế giới|cộng tác viên|ctv"
    r"|phóng viên|nhóm pv|pv|thông tấn|ttxvn|online|news|media|times|biên tập|thường trú|văn phòng"
    r"|cơ quan|công ty|admin|editor|reuters|afp|xinhua"
    r"|yonhap|bloomberg)\b|[@/\\:]|https?|\.(?:vn|com|net|org)\b|\d",
    re.IGNORECASE,
)
_PAPERS = frozenset(
    [
        "lao động",
        "người lao động",
        "tiền phong",
        "thanh niên",
        "tuổi trẻ",
        "dân trí",
        "nhân dân",
        "quân đội nhân dân",
        "công an nhân dân",
        "pháp luật",
        "giao thông",
        "đời sống",
        "sài gòn giải phóng",
        "hà nội mới",
        "vietnamnet",
        "vnexpress",
        "zing",
        "znews",
        "soha",
        "cafef",
        "kenh14",
        "genk",
        "vov",
        "vtv",
        "vtc",
        "vtc news",
        "tri thức trẻ",
        "đất việt",
        "người đưa tin",
        "trí thức trẻ",
        "phụ nữ",
        "nhịp sống thị trường",
        "nhịp sống kinh tế",
        "vnmedia",
        "bộ công thương",
        "chinhphu",
        "forbes",
        "bloomberg",
        "cnn",
        "bbc",
        "nikkei",
        "kyodo",
        "tass",
        "sputnik",
        "the guardian",
        "guardian",
        "new york times",
        "wall street journal",
        "washington post",
        "the economist",
        "financial times",
        "politico",
        "newsweek",
        "the diplomat",
        "yonhap",
        "reuters",
        "xinhua",
        "tân hoa xã",
        "afp",
        "ap",
        "nhk",
        "kcna",
        "the hill",
        "axios",
        "al jazeera",
        "tổng hợp",
        "công nghệ channelvn",
    ]
)
_NAME_PART = re.compile(r"[^\W\d_]+")  # H'HEN and JEAN-PIERRE have two
_MAX_LENGTH = 40  # characters of a name; longer is a sentence or a title with it
_MAX_WORDS = 6
_MAX_AUTHORS = 8  # names of one article; more is a list of a newsroom
_INITIALS_CHARACTERS = 3


def read_authors(
    page: Page,
    tree: HtmlElement,
    linked: LinkedData,
    heading: HtmlElement | None = None,
    regions: Regions | None = None,
) -> tuple[str, ...]:
    """Names from the first source that holds a person's: the rules, JSON-LD, meta, the page."""
    papers = _papers(page, tree, linked)
    sources: tuple[Iterable[str], ...] = (
        _in(tree, page.rules.authors, regions=regions),
        linked.authors if linked.names_the_page else (),
        meta(tree, "dable:author", "article:author"),
        _in(tree, _SELECTORS, heading, regions),
    )
    return next((names for source in sources if (names := _people(source, papers))), ())


def people_in(page: Page, tree: HtmlElement, linked: LinkedData, byline: str | None) -> tuple[str, ...]:
    """Names in the line that closed the text; else in the meta element that mostly names the paper."""
    papers = _papers(page, tree, linked)
    return _people([byline or ""], papers) or _people(meta(tree, "author"), papers)


def _people(texts: Iterable[str], papers: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_names(texts, papers)))[:_MAX_AUTHORS]


def _papers(page: Page, tree: HtmlElement, linked: LinkedData) -> set[str]:
    """Normal forms of what the paper is called."""
    names = (
        *page.rules.not_authors,
        *linked.publishers,
        page.outlet,
        *meta(tree, "og:site_name", "application-name"),
    )
    hosts = {label for label in host_of(page.url).split(".") if label}
    return {normal_form(name) for name in names} | hosts


def _in(
    tree: HtmlElement,
    selectors: Iterable[str],
    heading: HtmlElement | None = None,
    regions: Regions | None = None,
) -> Iterator[str]:
    """The texts of the first selector that has any; with a heading or regions, only those of its article."""
    for selector in selectors:
        texts = [
            text
            for element in select(tree, (selector,))
            if (text := _said(element))
            and not (heading is not None and is_foreign(element, heading))
            and not (regions is not None and regions.is_others(element))
        ]
        if texts:
            yield from texts
            return


def _said(element: HtmlElement) -> str:
    return nfc_clean(element.get("content") or "") or text_of(element)


def _names(texts: Iterable[str], papers: set[str]) -> Iterator[str]:
    for text in texts:
        for part in _SPLIT.split(_FRONT.sub("", _BRACKET.sub("", nfc_clean(text)))):
            name = _person(part.strip(" .-–—,:|"), papers)
            if name:
                yield name


def _person(name: str, papers: set[str]) -> str | None:
    form = normal_form(name)
    if not form or len(name) > _MAX_LENGTH or len(form.split()) > _MAX_WORDS or _NOT_A_PERSON.search(name):
        return None
    if name.lower() in _PAPERS or form in papers or form.replace(" ", "") in papers or not name[0].isupper():
        return None
    loud = name.isupper() and len(name) > _INITIALS_CHARACTERS
    return _NAME_PART.sub(lambda part: part[0].capitalize(), name) if loud else name
