"""The real command crawls the five outlets of fiction: exactly the expected texts, politely fetched."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Done, lay_out, run_press, texts_of

from crawler.newsroom.demo import DemoOutlet, build
from crawler.newsroom.expectations import expectations
from crawler.newsroom.server import Newsroom, Visit
from crawler.newsroom.story import load_stories

SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {delay: 0}
end: true
"""


@dataclass(frozen=True, slots=True)
class Crawled:
    done: Done
    outlets: list[DemoOutlet]
    log: list[Visit]
    folder: Path
    seeds: dict[str, str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    home = tmp_path_factory.mktemp("crawl")
    folder = lay_out(home / "corpus")
    seeds = texts_of(folder)
    (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    with Newsroom() as newsroom:
        outlets = build(newsroom, load_stories(), datetime.now(UTC))
        done = run_press(newsroom, home, "crawl", "--json")
        yield Crawled(done, outlets, newsroom.log, folder, seeds)


def test_it_ends_well(crawled: Crawled) -> None:
    assert crawled.done.code == 0, crawled.done.err[-2000:]
    assert crawled.done.last["failed"] == 0


def test_exactly_the_expected_texts_are_kept(crawled: Crawled) -> None:
    texts = texts_of(crawled.folder)
    assert {name: text for name, text in texts.items() if name in crawled.seeds} == crawled.seeds
    new = [text for name, text in texts.items() if name not in crawled.seeds]
    assert expectations(crawled.outlets, rewrites_once=True).mistakes(new) == []


def test_what_robots_forbids_is_never_asked_for(crawled: Crawled) -> None:
    asked = {f"{visit.request.host}{visit.request.path}" for visit in crawled.log}
    assert not asked & expectations(crawled.outlets).closed


def test_robots_comes_first_and_no_article_twice(crawled: Crawled) -> None:
    by_host: dict[str, list[str]] = {}
    for visit in crawled.log:
        by_host.setdefault(visit.request.host, []).append(visit.request.target)
    for outlet in crawled.outlets:
        targets = by_host[outlet.paper.host]
        assert targets[0] == "/robots.txt"
        articles = [outlet.paper.path(item) for item in outlet.paper.prints]
        assert [path for path in articles if targets.count(path) > 1] == []


def test_crawl_delay_is_kept(crawled: Crawled) -> None:
    times = [visit.at for visit in crawled.log if visit.request.host == "gocpho.example"]
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert gaps
    assert min(gaps) >= 1  # as the outlet sees it
