"""An article on several pages: which address is its next page, and what further pages add."""

from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring
from support.reading.body_cases import linked
from support.reading.page import FAMILIES, LEAD, TITLE, Case, P, another, paragraphs, print_page

from crawler.article import Article, ArticlePattern, FurtherPage, Page, ReadingRules
from crawler.errors import Rejected
from crawler.extraction.extract import extract
from crawler.extraction.further_pages import next_page, refuse_unfinished
from crawler.reasons import Reason

NOW = datetime(2026, 4, 14, 2, 0, tzinfo=UTC)
URL = "https://cua-rung.vn/xa-hoi/khe-da-dung-lai-tram-100234.html"
PATTERN = ArticlePattern("cuarung", ("cua-rung.vn",), r"https://cua-rung\.vn/.+?-(?P<id>\d{6})\.html")
NO_RULES = ReadingRules()
RULES = ReadingRules(next_page=("div.phan-trang a.sau",))


def found(link: str, url: str = URL, rules: ReadingRules = NO_RULES, known: bool = True) -> str | None:
    page = Page(url, "1", "", b"", None, NOW, rules, PATTERN if known else None)
    return next_page(document_fromstring(f"<html><head></head><body>{link}</body></html>"), url, page)


@pytest.mark.parametrize(
    "href",
    [
        "?page=2",
        "?trang=2",
        "khe-da-dung-lai-tram-100234-p2.html",
        "khe-da-dung-lai-tram-100234-trang-2.html",
        "khe-da-dung-lai-tram-100234_2.html",
        "/xa-hoi/khe-da-dung-lai-tram-100234/trang-2.html",
        "/xa-hoi/khe-da-dung-lai-tram-100234.html/2",
        "https://m.cua-rung.vn/xa-hoi/khe-da-dung-lai-tram-100234-p2.html",
    ],
)
@pytest.mark.parametrize("link", ['<link rel="next" href="{}">', '<a rel="nofollow next" href="{}">2</a>'])
@pytest.mark.parametrize("known", [True, False], ids=["outlet", "no outlet"])
def test_the_articles_address_with_a_page_is_its_next(href: str, link: str, known: bool) -> None:
    address = found(link.format(href), known=known)
    assert address
    assert address.endswith(href)


@pytest.mark.parametrize(
    "href",
    [
        "/xa-hoi/cho-phien-na-lung-doi-cho-100235.html",  # what a blog calls next is the next article
        "/xa-hoi/cho-phien-na-lung-doi-cho-100235-p2.html",
        "/xa-hoi/trang-2.html",
        "/xa-hoi/khe-da-dung-lai-tram-100234.html",
        "/xa-hoi/khe-da-dung-lai-tram-100234/comment-page-2.html#comments",
        "https://khac.vn/xa-hoi/khe-da-dung-lai-tram-100234-p2.html",
        "javascript:void(0)",
        "",
    ],
)
def test_whatever_else_is_called_next_is_not(href: str) -> None:
    assert found(f'<link rel="next" href="{href}"><a rel="next" href="{href}">Sau</a>') is None


@pytest.mark.parametrize("label", ["2", "[2]", "Trang 2", "Xem tiếp trang 2"])
def test_a_row_of_numbers_under_the_text_leads_on(label: str) -> None:
    row = f'<p>1 <a href="?p=2">{label}</a> <a href="?p=3">3</a></p>'
    address = found(f"<div>{paragraphs(*P[:3])}{row}</div>")
    assert address == f"{URL}?p=2"
    assert found(f"<div>{paragraphs(*P[:3])}</div>{row}", url=URL) == address
    following = '<p><a href="?p=1">1</a> 2 <a href="?p=3">3</a></p>'
    page = Page(URL, "1", "", b"", None, NOW, NO_RULES, PATTERN)
    tree = document_fromstring(f"<div>{paragraphs(*P[:3])}{following}</div>")
    assert next_page(tree, address, page) == f"{URL}?p=3"


@pytest.mark.parametrize(
    "around",
    [
        '<div class="comments">{}<p>{}</p></div>',
        '<div><div><a href="/cho-phien-100235.html">Chợ phiên Nà Lùng dời sang bãi mới</a></div>{1}</div>',
    ],
)
def test_a_row_of_numbers_under_comments_or_cards_does_not(around: str) -> None:
    assert found(around.format(P[0], '<a href="?p=2">2</a>')) is None


def test_a_blogs_pages_are_numbered_at_the_end() -> None:
    url = "https://cua-rung.vn/2026/04/khe-da-dung-lai-tram/"
    assert found('<a rel="next" href="/2026/04/khe-da-dung-lai-tram/2/">2</a>', url, known=False)
    assert not found('<link rel="next" href="/2026/04/khe-da-ngay-mua/">', url, known=False)
    assert not found('<link rel="next" href="/2026/05/khe-da-dung-lai-tram/2/">', url, known=False)


def test_an_outlets_rule_finds_what_is_not_called_next() -> None:
    other = "/xa-hoi/khe-da-dung-lai-tram-ky-2-100240.html"
    link = f'<div class="phan-trang"><a class="sau" href="{other}">Trang sau</a></div>'
    assert found(link) is None
    assert found(link, rules=RULES) == f"https://cua-rung.vn{other}"
    assert found(link.replace(other, "/tin-khac"), rules=RULES) is None
    assert found(link.replace(other, URL), rules=RULES) is None


def printed(*texts: str, head: str = "", **parts: str) -> bytes:
    return print_page(
        Case("pages", "", {"body": paragraphs(*texts), "head": head, **parts}), FAMILIES[2]
    ).encode()


FIRST = FAMILIES[2].url


def read(*bodies: bytes) -> Article:
    further = tuple(
        FurtherPage(f"{FIRST}{number}/", f"{FIRST}{number}/", body, "text/html")
        for number, body in enumerate(bodies[1:], 2)
    )
    return extract(Page(FIRST, "1", "", bodies[0], "text/html", NOW, further=further))


def after(number: int) -> str:
    return f'<link rel="next" href="{FIRST}{number}/">'


def test_the_pages_become_one_article() -> None:
    last = "Ông Kha bảo cứ để đó."  # alone it would be too short for an article
    article = read(printed(*P[:3], head=after(2)), printed(*P[3:], head=after(3)), printed(last))

    assert article.paragraphs == (*P, last)
    assert (article.title, article.lead, article.goes_on) == (TITLE, LEAD, None)
    refuse_unfinished(article)


def test_a_page_that_is_not_there_leaves_it_unfinished() -> None:
    article = read(printed(*P[:3], head=after(2)))

    assert article.goes_on == f"{FIRST}2/"
    with pytest.raises(Rejected) as end:
        refuse_unfinished(article)
    assert end.value.reason is Reason.HALF_TEXT


@pytest.mark.parametrize(
    "second",
    [
        printed(*P[3:]).split(b"</article>")[0][:-200],
        another(FAMILIES[2]).encode(),
        b"<html><head><title>502</title></head><body><center>Bad gateway</center></body></html>",
        b"",
    ],
    ids=["cut off", "another article", "a notice", "nothing"],
)
def test_nor_is_it_whole_when_the_page_holds_something_else(second: bytes) -> None:
    article = read(printed(*P[:3], head=after(2)), second)

    assert article.goes_on == f"{FIRST}2/"
    assert article.paragraphs == P[:3]
    assert any(note.startswith("page 2: ") for note in article.notes)


def test_a_page_that_repeats_what_is_known_ends_it() -> None:
    first = printed(*P, head=after(2))

    assert read(first, first).paragraphs == P
    assert read(first, first).goes_on is None
    assert "page 2 repeats what came before" in read(first, first).notes


def test_a_circle_ends() -> None:
    article = read(printed(*P[:3], head=after(2)), printed(*P[3:], head=after(2)))

    assert article.paragraphs == P
    assert article.goes_on is None


def test_what_every_page_says_again_is_there_once() -> None:
    article = read(
        printed(*P[:3], head=after(2)),
        printed(LEAD, P[2], *P[3:], h1=f"{TITLE} - Trang 2", page_title=f"{TITLE} - Trang 2", og=""),
    )

    assert article.paragraphs == P


def test_the_pages_own_count_is_that_of_the_whole() -> None:
    told = linked(wordCount=len(" ".join(P).split()))

    assert read(printed(*P[:2], head=after(2) + told)).goes_on
    assert read(printed(*P[:2], head=after(2) + told), printed(*P[2:])).paragraphs == P
