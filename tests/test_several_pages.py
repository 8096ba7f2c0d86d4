"""Articles on several pages: fetched by the run's usual door, joined to one text, never kept in part."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from conftest import Done, lay_out, run_press, texts_of
from support.bad_month import age
from support.keep_all import SCHEDULES, STORIES

from crawler.newsroom import pages
from crawler.newsroom.answers import PLAIN, Answer
from crawler.newsroom.layouts import EXPRESS
from crawler.newsroom.paper import Paper, Print, set_in_type
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish

HOST = "https://bensong.example"


def address(paper: Paper, item: Print, number: int) -> str:
    return paper.path(item).replace(".html", f"-p{number}.html") if number > 1 else paper.path(item)


def part(paper: Paper, item: Print, number: int, of: int, following: int | None) -> Answer:
    """Print a share of an article's paragraphs, with a link to the page on which it goes on."""
    whole = item.story.paragraphs
    share = -(-len(whole) // of)
    cut = replace(item.story, paragraphs=whole[(number - 1) * share : number * share])
    html = pages.article_page(paper, replace(item, story=cut))
    if following:
        html = html.replace(
            "</head>", f'<link rel="next" href="{HOST}{address(paper, item, following)}"/></head>'
        )
    return Answer(html.encode())


@dataclass(frozen=True, slots=True)
class Crawled:
    begun: Done
    waiting: list[str]
    early: set[str]
    asked: list[str]
    done: Done
    late: set[str]
    paper: Paper


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    home = tmp_path_factory.mktemp("pages")
    (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    folder = lay_out(home / "corpus")
    with Newsroom() as newsroom:
        paper = set_in_type(Paper("Báo Bến Sông", "bensong.example", EXPRESS, datetime.now(UTC)), STORIES[:6])
        site = publish(newsroom, paper)
        long, circle, missing, failing, forbidden, _ = paper.prints
        for item, of, following in (
            (long, 3, (2, 3, None)),
            (circle, 2, (2, 1)),
            (missing, 2, (2,)),
            (failing, 2, (2,)),
            (forbidden, 2, (2, None)),
        ):
            for number, after in enumerate(following, 1):
                site.serve(address(paper, item, number), part(paper, item, number, of, after))
        rules = f"User-agent: *\nDisallow: {address(paper, forbidden, 2)}\n"
        site.serve("/robots.txt", Answer(rules.encode(), content_type=PLAIN))
        site.serve(address(paper, failing, 2), Answer(b"", status=503))
        begun = run_press(newsroom, home, "crawl", "bensong", "--json")
        asked = [visit.request.path for visit in newsroom.log]
        waiting = run_press(None, home, "quarantine", "--json").lines
        early = set(texts_of(folder).values())

        for item in (missing, failing):
            site.serve(address(paper, item, 2), part(paper, item, 2, 2, None))
        age(folder, timedelta(days=2))
        done = run_press(newsroom, home, "crawl", "bensong", "--json")
        late = set(texts_of(folder).values())
        yield Crawled(begun, [entry["title"] for entry in waiting], early, asked, done, late, paper)


def test_an_article_is_one_text_however_many_pages_it_has(crawled: Crawled) -> None:
    long, circle, *_, whole = crawled.paper.prints

    assert {long.story.text, circle.story.text, whole.story.text} <= crawled.early
    assert crawled.begun.last["kept"] == 3, crawled.begun.last


def test_each_page_is_asked_for_once_and_none_that_robots_forbids(crawled: Crawled) -> None:
    long, circle, _, _, forbidden, _ = crawled.paper.prints

    for item, of in ((long, 3), (circle, 2)):
        for number in range(1, of + 1):
            assert crawled.asked.count(address(crawled.paper, item, number)) == 1
    assert address(crawled.paper, forbidden, 2) not in crawled.asked


def test_without_a_page_it_waits_and_is_kept_by_nobody(crawled: Crawled) -> None:
    _, _, missing, failing, forbidden, _ = crawled.paper.prints

    assert sorted(crawled.waiting) == sorted([missing.story.title, forbidden.story.title])
    assert crawled.begun.last["failed"] == 1
    for item in (missing, failing, forbidden):
        assert not any(text.startswith(item.story.title) for text in crawled.early)


def test_once_the_page_is_there_it_is_kept_whole(crawled: Crawled) -> None:
    _, _, missing, failing, forbidden, _ = crawled.paper.prints

    assert {missing.story.text, failing.story.text} <= crawled.late, crawled.done.err
    assert forbidden.story.text not in crawled.late
