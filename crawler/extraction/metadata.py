"""Title, date, section and own address of a page: from JSON-LD, then meta, then what a reader sees."""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree
from lxml.html import HtmlElement

from crawler.article import Page, ReadingRules
from crawler.extraction.dom import all_meta, drop, meta, names_of, select, text_of
from crawler.extraction.hidden import is_hidden
from crawler.extraction.json_ld import LinkedData
from crawler.extraction.ownership import is_foreign
from crawler.text.dates import VIETNAM, Moment, in_window, read_moment
from crawler.text.normalize import nfc_clean, normal_form
from crawler.urls import bare_host, clean_url, host_of

_SITE_SUFFIX = re.compile(r"(?<!\s)\s++(?:[|»-]\s+[^|»]{2,60}$|[–—]\s+[^|–—]{2,40}$)")
_SITE_ENDS = re.compile(r"\s?[:|»–—-]\s(?=\S)")
_MOST_SUFFIXES = 3  # parts behind bars: a section, the site
_ADDRESS = re.compile(r"\s(?:[\w-]{1,40}\.){1,3}(?:vn|com|net|org)$", re.IGNORECASE)
_LABEL_SIGNS = " :|»›>·•▶►-–—"  # left of a label or an icon that stood in front
_ICONS = " |»›·•▶►"
_DATE_META = (
    "article:published_time",
    "pubdate",
    "datepublished",
    "date",
    "dc.date.issued",
    "og:published_time",
    "dc.date",
    "dc.date.created",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "publisheddate",
    "published_time",
    "published_at",
    "published",
    "pub_date",
    "publish_time",
    "date_published",
    "dateposted",
    "article:published",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "rnews:datepublished",
    "og:article:published_time",
    "og:pubdate",
    "bt:pubdate",
    "dcterms.issued",
    "dcterms.date",
    "citation_publication_date",
    "iso-8601-publish-date",
    "cxenseparse:publishtime",
    "article.created",
    "created",
)
_LONGEST_DATE_LINE_CHARACTERS = 70
_LONGEST_STAMP_CHARACTERS = 40
_MOST_DATE_CHILDREN = 5  # elements inside one that is a date and no more
_NEAR_TITLE_ELEMENTS = 40  # elements before or after the title, where the line of the date is
_BEHIND = etree.XPath(
    "following::*[self::time or self::span or self::p or self::div or self::li or self::td or self::em"
    " or self::abbr]"
    f"[position() <= {_NEAR_TITLE_ELEMENTS}]"
)
_BEFORE = etree.XPath(
    "preceding::*[self::time or self::span or self::p or self::div or self::li or self::td or self::abbr]"
    f"[position() < {_NEAR_TITLE_ELEMENTS}]"
)
_PROSE_CHARACTERS = 100  # a paragraph of the text; after the second one, dates are comments' and cards'
_MOST_PROSE_BEFORE_DATE = 2  # such paragraphs
# A line that says more than when and by whom: "Họp báo: 15h ...", "Giấy phép số ...".
_EVENT = re.compile(
    r"(?:^|[\s(])(?!(?:đăng|(?:xuất )?bản|ngày|(?:cập )?nhật|(?:thời )?gian|giả|viên|luận|xem)\s*:"
    r"|(?:sửa|lúc|bởi|by)\s*:"
    r"|(?:published|posted|updated|date)\s*:)"
    r"[^\W\d_]+\s*:\s"
    r"|giấy phép|license|khai mạc|khởi công|khánh thành|hội nghị|hội thảo"
    r"|họp báo|sự kiện|diễn ra|hạn chót|hết hạn|bắt đầu|kết thúc"
    r"|bản quyền|©|copyright",
    re.IGNORECASE,
)
_BETWEEN_TIMES = re.compile(r"\s?[|•·;]\s?")
_CHANGED = re.compile(r"cập nhật|chỉnh sửa|(?<!\w)sửa|updated|modified|revised", re.IGNORECASE)
_LABEL_OF_CHANGE = re.compile(
    rf"(?:{_CHANGED.pattern})(?: (?:lần cuối|lúc|vào|ngày|on|at)){{0,3}}\W{{0,9}}\Z", re.IGNORECASE
)
_NAMED_CHANGE = re.compile(r"modif|updated?(?![a-z])|revis|cap-?nhat")
_NAMED_PUBLICATION = re.compile(r"publi|posted|created|post-?date|entry-?date")
_NAMED_DATE = re.compile(
    r"(?<![a-z])(?:(?:date|time)[-_.:]?)?(?:publish(?:ed|ing)?|publication|pub|posted|post|release|created?|display"
    r"|article|issued)(?:[-_.:]?(?:date|time|at|on))?(?![a-z])"
)
_OTHER_DATE = re.compile(r"modif|updat|expir|publisher|revis|video|author|section|tag|event|copyright|locale")
_DATE_ATTRIBUTES = (
    "datetime",
    "title",
    "data-time",
    "data-date",
    "data-datetime",
    "data-timestamp",
    "data-utc",
)
_CLOCK_IN_ADDRESS = re.compile(r"(20\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{0,3}(?!\d)")
_WRONG_AT_HOME = (timedelta(hours=8), timedelta(hours=-7))  # zones Vietnam never has, though pages say so
_HOME = {"trang chủ", "home", "tin tức", "trang nhất"}
_NO_SECTION = {"news", "article", "vnexpress"}
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


@dataclass(frozen=True, slots=True)
class Heading:
    """The title, and the element it stands in (None when only metadata hold it)."""

    text: str
    element: HtmlElement | None


def read_heading(tree: HtmlElement, rules: ReadingRules, linked: LinkedData) -> Heading | None:
    told = [nfc_clean(text) for text in (linked.headline, *meta(tree, "og:title", "twitter:title")) if text]
    window = nfc_clean(tree.findtext(".//title") or "")
    known = [_without_site(text, tree, window) for text in told or [window] if text]
    ruled = [
        (text, element)
        for selector in rules.title
        for element in select(tree, (selector,))
        if (text := text_of(element))
    ]
    if ruled:  # a site's name or another article's title may be made like one, too
        return _heading(max(ruled, key=lambda heading: _likeness(heading[0], known))[1], known)
    headings = [(text, element) for element in tree.iter("h1") if _fit(text := text_of(element))]
    best = max(headings, key=lambda heading: _likeness(heading[0], known), default=None)
    if best and (_likeness(best[0], known) > 0 or not told):
        return _heading(best[1], known)
    return Heading(known[0], _standing(tree, known[0])) if known and known[0] else None


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


def _fit(text: str) -> bool:
    return 0 < len(text) <= _TITLE_CHARACTERS


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


def read_published(
    page: Page, tree: HtmlElement, linked: LinkedData, heading: HtmlElement | None
) -> tuple[datetime | None, str | None]:
    """The publication time and a note on it: the first source that names it.

    A day alone takes a time of the same day only. The time of a later change is used where no other stands,
    which the note says.
    """
    zone = ZoneInfo(page.rules.zone)
    # Sought only where what the page tells of itself is not enough.
    seen = cache(lambda: _seen_moments(tree, heading))
    changes = cache(lambda: [*_told_moments(tree, page.rules, linked)[1], *seen()[1]])

    def moments() -> Iterator[Moment]:
        yield from _told_moments(tree, page.rules, linked)[0]
        yield from seen()[0]

    def likely(found: Iterable[Moment]) -> Iterator[Moment]:
        placed = (_placed(moment, zone) for moment in found)
        return (moment for moment in placed if in_window(moment.at, page.fetched_at))

    def first_of(found: Iterable[Moment]) -> datetime | None:
        best = _best(likely(found), zone)
        clocks = lambda: [_placed(moment, zone) for moment in chain(*seen())]  # noqa: E731
        return _true_zone(best, page, clocks, zone) if best else None

    if published := first_of(moments()):
        return published, None
    if changed := first_of(changes()):
        return changed, "its only date is that of a change"
    return first_of([] if linked.names_the_page else _moments(linked.published)), None


def _best(moments: Iterator[Moment], zone: ZoneInfo) -> Moment | None:
    """The first moment, or the time of its day where it names the day alone."""
    first = next(moments, None)
    if first is None or (first.exact and (first.at.hour, first.at.minute, first.at.second) != (0, 0, 0)):
        return first
    day = first.at.astimezone(zone).date()
    return next((m for m in moments if m.exact and m.at.astimezone(zone).date() == day and _timed(m)), first)


def date_doubt(page: Page, tree: HtmlElement, linked: LinkedData, heading: HtmlElement | None) -> str | None:
    """Return why the date may be another article's: it stands alone in JSON-LD with another title."""
    if linked.names_the_page or not linked.published:
        return None
    zone = ZoneInfo(page.rules.zone)
    own = chain(*_told_moments(tree, page.rules, linked), *_seen_moments(tree, heading))
    if any(in_window(_placed(moment, zone).at, page.fetched_at) for moment in own):
        return None
    return f"its only date is that of JSON-LD about “{linked.headline}”"


def _placed(moment: Moment, zone: ZoneInfo) -> Moment:
    """The moment in the outlet's own zone, where it names none."""
    return moment if moment.zoned else replace(moment, at=moment.at.replace(tzinfo=zone))


def _timed(moment: Moment) -> bool:
    return (moment.at.hour, moment.at.minute) != (0, 0)


def _moments(*texts: str) -> Iterator[Moment]:
    return (moment for text in texts if (moment := read_moment(text)))


def _told_moments(
    tree: HtmlElement, rules: ReadingRules, linked: LinkedData
) -> tuple[list[Moment], list[Moment]]:
    """Dates that the rules find and the page tells of itself, and those of changes."""
    own: list[Moment] = []
    changes: list[Moment] = []
    for element in select(tree, rules.published):
        for text in (element.get("content"), element.get("datetime"), text_of(element)):
            if moment := read_moment(line := _own_times(nfc_clean(text or ""))):
                (changes if _is_change(element, line) else own).append(moment)
                break
    own += _moments(linked.published if linked.names_the_page else "", *meta(tree, *_DATE_META))
    own += _moments(*(text for name, text in all_meta(tree) if _is_named_date(name)))
    return own, changes


def _is_named_date(name: str) -> bool:
    """Whether a meta element is called a date of publication, in words that no list foresaw."""
    return bool(_NAMED_DATE.search(name)) and not _OTHER_DATE.search(name)


def _own_times(text: str) -> str:
    """Return a line of several times without those of later changes."""
    changed = _CHANGED.search(text)
    if not changed:
        return text
    first = [part for part in _BETWEEN_TIMES.split(text) if not _CHANGED.search(part)]
    if any(map(read_moment, first)):
        return " | ".join(first)
    before = text[: changed.start()]
    return before if read_moment(before) else text


def _is_change(element: HtmlElement, line: str) -> bool:
    """Whether a date is called one of a change: in its line, by its element's name, or by a label before."""
    if _CHANGED.search(line):
        return True
    if any(_is_named_change(part) for part in element.iter() if isinstance(part.tag, str)):
        return True
    before, up = element.getprevious(), element.getparent()
    label = (
        (before.tail or "").strip() or text_of(before)
        if before is not None
        else up.text or ""
        if up is not None
        else ""
    )
    return bool(_LABEL_OF_CHANGE.search(nfc_clean(label[-_LONGEST_STAMP_CHARACTERS:])))


def _is_named_change(element: HtmlElement) -> bool:
    names = f"{names_of(element)} {element.get('itemprop') or ''}".lower()
    return bool(_NAMED_CHANGE.search(names)) and not _NAMED_PUBLICATION.search(names)


def _seen_moments(tree: HtmlElement, heading: HtmlElement | None) -> tuple[list[Moment], list[Moment]]:
    """Dates a reader sees around the title, of the article's own lines, and those of changes.

    One that names the time comes first.
    """
    own: list[Moment] = []
    changes: list[Moment] = []
    for element, line in _around(tree, heading):
        text = _own_times(line)
        if (moment := read_moment(text)) and not _EVENT.search(text) and not is_foreign(element, heading):
            (changes if _is_change(element, text) else own).append(moment)
    return _nearest_day_first(own), _nearest_day_first(changes)


def _nearest_day_first(moments: list[Moment]) -> list[Moment]:
    """The nearest says which day; only a time of that day can be its time."""
    return sorted(moments, key=lambda moment: (moment.at.date() != moments[0].at.date(), not moment.exact))


def _around(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[tuple[HtmlElement, str]]:
    if heading is None:
        for element in tree.iter("time", "span", "p", "div"):
            if (
                element.get("datetime")
                or "date" in (element.get("itemprop") or element.get("class") or "").lower()
            ):
                yield from _short_texts(element)
        return
    prose = 0
    for element in _BEHIND(heading):
        if element.tag == "p" and len("".join(element.itertext())) >= _PROSE_CHARACTERS:
            prose += 1
        if prose < _MOST_PROSE_BEFORE_DATE or "datepublished" in (element.get("itemprop") or "").lower():
            yield from _short_texts(element)
    around = set(heading.iterancestors())
    for element in reversed(_BEFORE(heading)):
        if _is_beside(element, around):
            yield from _short_texts(element)


def _is_beside(element: HtmlElement, parts: set[HtmlElement]) -> bool:
    """Whether an element shares a part of the page below its body; what stands over all is the site's."""
    shared = next((part for part in element.iterancestors() if part in parts), None)
    return shared is not None and shared.tag not in ("body", "html")


def _short_texts(element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for name in _DATE_ATTRIBUTES:
        if (stamp := element.get(name)) and len(stamp) <= _LONGEST_STAMP_CHARACTERS:
            yield element, nfc_clean(stamp)
    text = " ".join("".join(element.itertext()).split()) if len(element) <= _MOST_DATE_CHILDREN else ""
    if 0 < len(text) <= _LONGEST_DATE_LINE_CHARACTERS:
        yield element, nfc_clean(text)


def _true_zone(moment: Moment, page: Page, seen: Callable[[], list[Moment]], zone: ZoneInfo) -> datetime:
    """The same clock in the outlet's zone where the page's clock, its address or its place prove that."""
    at = moment.at
    local = at.replace(tzinfo=zone)
    if at.utcoffset() == local.utcoffset():
        return at
    clocks = [other.at for other in seen() if other.exact and other.at.utcoffset() == local.utcoffset()]
    clocks += [at.replace(tzinfo=zone) for at in _address_clocks(page.url)]
    wall = local.replace(second=0, microsecond=0)
    if any(clock.replace(second=0, microsecond=0) == wall for clock in clocks):
        return local
    domestic = host_of(page.url).endswith((".vn", "vnexpress.net"))
    impossible = local.utcoffset() == VIETNAM.utcoffset(None) and at.utcoffset() in _WRONG_AT_HOME
    return local if (domestic and impossible) or at > page.fetched_at >= local else at


def _address_clocks(url: str) -> Iterator[datetime]:
    for found in _CLOCK_IN_ADDRESS.finditer(url):
        try:
            yield datetime(*map(int, found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 - the caller places it
        except ValueError:
            continue


def read_section(tree: HtmlElement, rules: ReadingRules, linked: LinkedData, title: str) -> str | None:
    crumbs = (
        linked.breadcrumb[::-1]
        or [text_of(e) for e in select(tree, (".breadcrumb a", ".breadcrumbs a"))][::-1]
    )
    ruled = (
        text_of(element) or nfc_clean(element.get("content") or "") for element in select(tree, rules.section)
    )
    for text in (*ruled, linked.section, *meta(tree, "article:section"), *crumbs):
        section = nfc_clean(text).split(",")[0].strip()
        if section and section != title and section.lower() not in _NO_SECTION | (_HOME - {"tin tức"}):
            return section
    return None


def read_canonical(page: Page, tree: HtmlElement, linked: LinkedData) -> str | None:
    """The address the page gives itself, on a host of its outlet; a front page is no article's address."""
    hosts = {
        bare_host(host)
        for host in (host_of(page.url), *(page.article_pattern.hosts if page.article_pattern else ()))
    }
    links = (
        element.get("href")
        for element in tree.iter("link")
        if (element.get("rel") or "").lower() == "canonical"
    )
    for href in (*links, *meta(tree, "og:url"), linked.url):
        url = clean_url(page.url, href) if href else None
        if url and bare_host(host_of(url)) in hosts and urlsplit(url).path != "/":
            return url
    return None
