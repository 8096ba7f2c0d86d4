"""An article on several pages: which address the next one has, and the lines that further pages add."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml.html import HtmlElement

from crawler.article import Article, FurtherPage, Page
from crawler.errors import Rejected
from crawler.extraction.body import read_lines
from crawler.extraction.container import find_container
from crawler.extraction.dom import parse, select, text_of
from crawler.extraction.headings import read_heading
from crawler.extraction.json_ld import read_linked_data
from crawler.extraction.lines import Cleaned
from crawler.extraction.ownership import is_card, is_readers
from crawler.extraction.page_types import refuse_half_page
from crawler.extraction.prose import link_share, passages
from crawler.extraction.regions import Regions
from crawler.extraction.selectors import strip
from crawler.reasons import Reason
from crawler.text.decode import decode_and_mend
from crawler.text.normalize import normal_form
from crawler.urls import article_key, bare_host, clean_url, host_of, matches

MOST_PAGES = 10  # of one article; what has more is no article, or a loop
MAX_PAGE_BYTES = 2_000_000

_ALIKE_SHARE = 0.6  # of the shorter title's words: "… - Trang 2" is the same title
_PAGE_PARAMETER = re.compile(r"(?:page|paged|p|pg|trang)", re.IGNORECASE)
_PAGE_LABEL = re.compile(
    r"\A\W{0,5}(?:(?:(?:đọc|xem) tiếp )?(?:ở )?(?:trang|phần) )?(?P<number>\d{1,2})\W{0,5}\Z", re.IGNORECASE
)
_MOST_DIGITS = 2  # of the number of a page; longer ones name articles
_ROW_CHARACTERS = 60  # of the numbers of pages; more is a text
_MOST_LINKS_SHARE = 0.3  # of what stands over the numbers; a list of news has more
_PAGE_MARK = re.compile(
    r"[-_/.](?:(?:p|pg|page|trang|phan)[-_/]?)?\d{1,2}(?P<end>(?:\.html?)?/?)\Z", re.IGNORECASE
)


Clean = Callable[[Sequence[str]], Cleaned]


@dataclass(frozen=True, slots=True)
class Joined:
    """The lines of all pages there are, and what was found in cleaning each of several.

    `goes_on`: the address of the next page, which is not there.
    """

    lines: list[str]
    notes: list[str] = field(default_factory=list)
    goes_on: str | None = None
    byline: str | None = None
    dropped: tuple[tuple[str, str], ...] = ()


def next_page(tree: HtmlElement, url: str, page: Page) -> str | None:
    """The address where the article of `page` goes on behind the page at `url`.

    It is one that the outlet's rule finds or that the page links as next, on the same host. A page's "next"
    is more often another article: only an address that is this article's but for the number of a page counts,
    for a rule also one that looks like the outlet's articles.
    """
    for element in select(tree, page.rules.next_page):
        following = clean_url(url, element.get("href") or "")
        if following and (_is_part(following, page) or _is_article(following, page)):
            return following
    for element in tree.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split():
            following = clean_url(url, element.get("href") or "")
            if following and _is_part(following, page):
                return following
    return _next_in_pager(tree, url, page)


def _next_in_pager(tree: HtmlElement, url: str, page: Page) -> str | None:
    """The address of the next number in a row of pages of this article; readers' comments have their own."""
    current = 1 if url == page.url else _number(url)
    wanted = current + 1 if current else None
    for element in tree.iter("a"):
        label = _PAGE_LABEL.match("".join(element.itertext()))
        if not label or int(label["number"]) != wanted:
            continue
        following = clean_url(url, element.get("href") or "")
        if (
            following
            and following != url
            and _number(following) == wanted
            and _is_part(following, page)
            and not any(map(is_readers, element.iterancestors()))
            and _is_under_prose(element)
        ):
            return following
    return None


def _number(address: str) -> int | None:
    """The number of a page in an address."""
    parts = urlsplit(address)
    told = [value for name, value in parse_qsl(parts.query) if _PAGE_PARAMETER.fullmatch(name)]
    mark = _PAGE_MARK.search(parts.path)
    digits = told[0] if told else "".join(filter(str.isdigit, mark[0])) if mark else ""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def _is_under_prose(element: HtmlElement) -> bool:
    """Whether a row of pages stands right under a text, not under cards."""
    for up in (element, *element.iterancestors()):
        before = next(
            (part for part in up.itersiblings(preceding=True) if len(text_of(part)) > _ROW_CHARACTERS), None
        )
        if before is not None:
            foreign = is_card(before) or is_readers(before) or link_share(before) > _MOST_LINKS_SHARE
            return not foreign and bool(passages(before))
    return False


def join(
    page: Page, title: str, lead: str, lines: Sequence[str], following: str | None, clean: Clean
) -> Joined:
    """The lines of the first page and of those that are there of the others.

    Each page is cleaned by itself: it may end with the authors' names. A page that says only what is known
    ends the article; one without text of this article counts as missing.
    """
    if not page.further:
        return Joined(list(lines), goes_on=following)
    parts = [clean(lines)]
    known = {title, lead, *lines}
    read = {page.url}
    notes: list[str] = []
    for number, further in enumerate(page.further, 2):
        try:
            found, upcoming = _read(further, page, title)
        except Rejected as refused:
            notes.append(f"page {number}: {refused}")
            following = further.asked
            break
        read |= {further.asked, further.url}
        part = clean([line for line in found if line not in known])
        following = None if not part.lines or upcoming in read else upcoming
        if not part.lines:
            notes.append(f"page {number} repeats what came before")
            break
        parts.append(part)
        known.update(part.lines)
        notes.append(f"page {number}: {len(part.lines)} lines")
    return Joined(
        [line for part in parts for line in part.lines],
        notes,
        following,
        next((part.byline for part in parts if part.byline), None),
        tuple(line for part in parts for line in part.dropped),
    )


def refuse_unfinished(article: Article) -> None:
    """Raise Rejected(HALF_TEXT) when an article goes on where it was not read."""
    if article.goes_on:
        raise Rejected(Reason.HALF_TEXT, f"goes on at {article.goes_on}", article=article)


def _read(further: FurtherPage, page: Page, title: str) -> tuple[list[str], str | None]:
    """The lines of a further page, and where it goes on. Raises Rejected when it is none of this article."""
    if len(further.body) > MAX_PAGE_BYTES:
        raise Rejected(Reason.TOO_LARGE, f"{len(further.body)} bytes of HTML")
    html, _ = decode_and_mend(further.body, further.content_type)
    tree = parse(html)
    upcoming = next_page(tree, further.url, page)
    heading = read_heading(tree, page.rules, read_linked_data(tree, further.url))
    if heading and not _alike(heading.text, title):
        raise Rejected(Reason.OTHER_ARTICLE, f"“{heading.text}”")
    regions = Regions(tree, heading.element if heading else None, page.rules)
    container = find_container(tree, page.rules, regions).container
    if container is not None:
        regions.drop_others(container)
    strip(tree, container, page.rules)
    lines = read_lines(tree, container, further.url).lines
    refuse_half_page(html)
    if not lines:
        raise Rejected(Reason.EMPTY)
    return lines, upcoming


def _alike(one: str, other: str) -> bool:
    words, others = set(normal_form(one).split()), set(normal_form(other).split())
    return len(words & others) >= _ALIKE_SHARE * min(len(words), len(others))


def _is_part(address: str, page: Page) -> bool:
    """Whether an address is the article's own but for the number of a page."""
    if not _same_host(address, page):
        return False
    own = article_key(page.url, page.article_pattern)
    return any(article_key(plain, page.article_pattern) == own for plain in _without_page(address))


def _is_article(address: str, page: Page) -> bool:
    return bool(
        page.article_pattern
        and _same_host(address, page)
        and matches(address, page.article_pattern)
        and address != page.url
    )


def _same_host(address: str, page: Page) -> bool:
    return bare_host(host_of(address)) == bare_host(host_of(page.url))


def _without_page(address: str) -> Iterator[str]:
    """What an address is without the number of a page, in each of the ways it may hold one."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    others = [(name, value) for name, value in pairs if not _PAGE_PARAMETER.fullmatch(name)]
    if len(others) < len(pairs):
        yield parts._replace(query=urlencode(others, errors="surrogateescape")).geturl()
    if mark := _PAGE_MARK.search(parts.path):
        yield parts._replace(path=f"{parts.path[: mark.start()]}{mark['end']}").geturl()
