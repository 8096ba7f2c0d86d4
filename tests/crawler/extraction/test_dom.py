"""The short ways of looking at a tree say what the long ones do."""

import pytest
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from crawler.extraction.dom import has_text, meta, parse, select, text_of, text_sizes
from crawler.extraction.prose import weight

SENTENCE = "Ghe chở dưa từ cù lao về bến lúc trời còn tối mịt, máy nổ đều suốt một quãng sông dài."
PAGE = f"""
<html><head><meta property="og:title" content="Ghe dưa"><meta name="Author" content=" "></head><body>
<div class="than-bai chinh" id="bai" data-role="Content"><p class="sapo">{SENTENCE}</p>
<p itemprop="articleBody note">Hai <b>trăm</b> ghe<br>chờ <a href="/x">nước ròng</a></p>
<script>{SENTENCE}</script>
<a href="/ghe" class="w-1/2">{SENTENCE}<em>{SENTENCE}</em></a><noscript><p>{SENTENCE}</p></noscript></div>
<ul class="duong-dan"><li><a href="/kinh-te">Kinh tế</a></li></ul><p class="trong">\u200b</p></body></html>"""
SELECTORS = (
    ".than-bai",
    ".than-bai.chinh > p",
    "div#bai .sapo",
    ".than",
    "#Bai",
    "[data-role=Content]",
    "[DATA-ROLE='Content']",
    "[data-role=content]",
    "[itemprop~=note]",
    "[itemprop='articleBody note']",
    "[itemprop='note articleBody']",
    "[class^=than]",
    "a[href*='/kinh.te#']",
    "a[href='/kinh-te']",
    "[data-role='[x].sapo']",
    r".w-1\/2",
    ".khong-co, .sapo",
    "p:not(.khong-co)",
    ".duong-dan a",
    "li",
)


@pytest.fixture
def tree() -> HtmlElement:
    return parse(PAGE)


@pytest.mark.parametrize("selector", SELECTORS)
def test_what_is_selected_is_what_the_selector_means(tree: HtmlElement, selector: str) -> None:
    assert list(select(tree, (selector,))) == CSSSelector(selector, translator="html")(tree)


def test_of_what_was_taken_out_nothing_is_selected(tree: HtmlElement) -> None:
    (lead,) = select(tree, (".sapo",))
    lead.drop_tree()
    assert list(select(tree, (".sapo",))) == []


def test_two_pages_are_not_mixed_up(tree: HtmlElement) -> None:
    other = parse('<html><head><meta name="author" content="Lê Ba"></head><p class="ghe">Ghe</p></html>')
    assert list(meta(tree, "og:title", "author")) == ["Ghe dưa"]
    assert list(meta(other, "og:title", "author")) == ["Lê Ba"]
    assert [text_of(each) for each in select(other, (".ghe", ".sapo"))] == ["Ghe"]


def test_prose_is_weighed_without_links_and_what_is_not_shown(tree: HtmlElement) -> None:
    body = next(select(tree, ("#bai",)))
    assert weight(body) == len(SENTENCE)
    # A link is weighed for itself, and so is what stands in it.
    assert weight(body.find("a")) == 2 * len(SENTENCE)
    assert weight(body.find("a/em")) == len(SENTENCE)


def test_sizes_are_those_of_all_strings(tree: HtmlElement) -> None:
    body = tree.find("body")
    assert body is not None
    sizes = text_sizes(body)
    assert sizes == {each: sum(map(len, each.itertext())) for each in body.iter()}


def test_what_has_text_is_what_text_is_read_from(tree: HtmlElement) -> None:
    assert [bool(text_of(each)) for each in tree.iter()] == [has_text(each) for each in tree.iter()]
