"""Pages made to break a reader, through the pool with small limits: each ends, the next page is read."""

from collections.abc import Callable, Iterator

import pytest

from crawler.article import Article, Page
from crawler.errors import Rejected
from crawler.extraction.extract import extract
from crawler.extraction.pool import WorkerPool
from crawler.reasons import Reason

PATIENCE = 90
SENTENCE = "Tàu khu trục rời cảng lúc rạng sáng, mang theo hai trực thăng săn ngầm và hơn trăm thủy thủ. "
MONSTERS: dict[str, Callable[[], str]] = {
    "300k links": lambda: "".join(f'<a href="/{n}">{n}</a>' for n in range(300_000)),
    "50k links": lambda: "".join(f'<a href="/{n}">tin {n}</a> ' for n in range(50_000)),
    "100k paragraphs": lambda: "<p>đoạn</p>" * 100_000,
    "100k line ends": lambda: SENTENCE + "<br>" * 100_000,
    "100k attributes": lambda: f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>{SENTENCE}</p>",
    "300k cells": lambda: "<table>" + "<tr><td>ô" * 150_000 + "</table>",
    "nested 100k": lambda: "<div>" * 100_000 + SENTENCE,
    "3 MB": lambda: SENTENCE * 30_000,
    "one entity": lambda: "&amp;" * 300_000,
    "references": lambda: "&#1;&#x1b;" * 100_000,
    "unclosed comment": lambda: "<!--" * 200_000,
    "json-ld": lambda: f'<script type="application/ld+json">{"[" * 200_000}</script>',
    "blanks": lambda: " " * 1_000_000,
}


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    with WorkerPool(1, seconds=3, megabytes=1024) as pool:
        yield pool


@pytest.mark.slow
@pytest.mark.parametrize("name", MONSTERS)
def test_a_monster_ends_and_the_next_page_is_read(
    name: str, workers: WorkerPool, make_page: Callable[..., Page], article_html: Callable[..., str]
) -> None:
    try:
        outcome: Article | Rejected = workers.submit(
            extract, make_page(article_html(body=MONSTERS[name]()))
        ).result(PATIENCE)
    except Rejected as refused:
        outcome = refused
    print(name, "->", outcome if isinstance(outcome, Rejected) else f"{len(outcome.text)} characters")
    assert not (isinstance(outcome, Rejected) and outcome.reason is Reason.READER_CRASH)
    assert workers.submit(extract, make_page(article_html())).result(PATIENCE).paragraphs


def test_pages_over_the_limit_do_not_reach_the_parser(make_page: Callable[..., Page]) -> None:
    with pytest.raises(Rejected) as refused:
        extract(make_page(b"<p>" * 1_000_000))
    assert refused.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("depth", [255, 300, 1000])
def test_deep_nesting_loses_no_text(
    depth: int, make_page: Callable[..., Page], article_html: Callable[..., str]
) -> None:
    body = "<div>" * depth + "".join(f"<p>{n}. {SENTENCE}</p>" for n in range(5)) + "</div>" * depth
    assert len(extract(make_page(article_html(body=body))).paragraphs) == 5
