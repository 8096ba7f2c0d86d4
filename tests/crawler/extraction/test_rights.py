"""What a page and its answer say of how it may be used."""

import pytest
from lxml.html import document_fromstring

from crawler.extraction import rights


@pytest.mark.parametrize(
    ("meta", "signals"),
    [
        ('<meta name="robots" content="index, follow, max-image-preview:large">', ()),
        ('<META NAME="Robots" CONTENT="NOARCHIVE,follow">', ("robots: NOARCHIVE",)),
        ('<meta name="robots" content="noai, noimageai">', ("robots: noai", "robots: noimageai")),
        ('<meta name="googlebot" content="max-snippet:0">', ("googlebot: max-snippet:0",)),
        ('<meta name="GPTBot" content="noindex">', ("gptbot: noindex",)),
        (
            '<meta name="robots" content="unavailable_after: Thu, 25 Jun 2027 15:00:00 +07, nosnippet">',
            ("robots: unavailable_after: Thu, 25 Jun 2027 15:00:00 +07", "robots: nosnippet"),
        ),
        (
            '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/tdm.json">',
            ("tdm-reservation: 1", "tdm-policy: /tdm.json"),
        ),
        ('<meta name="tdm-reservation" content="0">', ("tdm-reservation: 0",)),
        ('<meta name="description" content="noai là gì">', ()),
    ],
)
def test_the_meta_elements_of_a_page(meta: str, signals: tuple[str, ...]) -> None:
    assert rights.in_page(document_fromstring(f"<html><head>{meta}</head><body></body></html>")) == signals


@pytest.mark.parametrize(
    ("headers", "signals"),
    [
        ({}, ()),
        ({"x-robots-tag": ["all"]}, ()),
        (
            {"x-robots-tag": ["noarchive, noai", "otherbot: noindex, nofollow"]},
            ("x-robots-tag: noarchive", "x-robots-tag: noai", "x-robots-tag: otherbot: noindex"),
        ),
        (
            {"x-robots-tag": ["unavailable_after: 25 Jun 2027"]},
            ("x-robots-tag: unavailable_after: 25 Jun 2027",),
        ),
        ({"tdm-reservation": ["1"]}, ("tdm-reservation: 1",)),
    ],
)  # fmt: skip
def test_the_headers_of_an_answer(headers: dict[str, list[str]], signals: tuple[str, ...]) -> None:
    assert rights.in_headers(headers) == signals


def test_they_are_few_and_short_whatever_a_page_holds() -> None:
    metas = "".join(f'<meta name="tdm-policy" content="{n}{"x" * 5000}">' for n in range(500))
    signals = rights.in_page(document_fromstring(f"<html><head>{metas}</head><body></body></html>"))

    assert len(signals) == 20
    assert max(map(len, signals)) <= 200
    assert rights.together(signals, signals) == signals
