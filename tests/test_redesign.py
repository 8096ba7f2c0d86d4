"""A paper changes its pages on day 40: the alarm says so, and no wrong text enters the corpus."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from conftest import lay_out, run_press, texts_of
from support.backnumbers import print_days, texts

from crawler.newsroom.answers import Answer
from crawler.newsroom.layouts import VCCORP
from crawler.newsroom.paper import Paper
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish
from crawler.newsroom.vietnamese import VIETNAM

if TYPE_CHECKING:
    from pathlib import Path

FULL = bool(os.environ.get("GOMTIN_FULL"))
DAYS = 60  # of the paper's life
CHANGE = 40  # the day its pages change
STEP = 1 if FULL else 10  # days a run looks at
HOST = "phuongdong.example"

SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {delay: 0, requests_per_host: 2000}
reading: {workers: 1}
topic: {accept: 0.0, borderline: 0.0, hopeless: 0.0}
end: true
"""


@dataclass(frozen=True, slots=True)
class Story:
    before: set[str]
    after: set[str]
    kept: list[str]
    problems: list[tuple[int, str]]
    runs: list[dict[str, Any]]


def redesigned(page: bytes) -> bytes:
    """Rename the classes and roles that rules and the generic way know, and take the lead away."""
    html = page.decode()
    html = re.sub(r'<h2[^>]*data-role="sapo".*?</h2>', "", html, flags=re.DOTALL)
    html = re.sub(r'<meta (?:name|property)="(?:og:)?description"[^>]*>', "", html)
    html = re.sub(r'"description": "(?:[^"\\]|\\.)*",', "", html)
    for old, new in (("detail-content", "v2-x1"), ("main-detail", "v2-x2"), ("detail-title", "v2-x3")):
        html = html.replace(old, new)
    return (
        html.replace('data-role="content"', 'data-part="c"')
        .replace('data-role="title"', 'data-part="t"')
        .encode()
    )


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    home: Path = tmp_path_factory.mktemp("redesign")
    seeds = texts_of(lay_out(home / "corpus"))
    (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    now = datetime.now(UTC)
    first = now.astimezone(VIETNAM).date() - timedelta(days=DAYS + 2)
    change = first + timedelta(days=CHANGE)
    problems, runs = [], []
    with Newsroom() as newsroom:
        paper = print_days(Paper("Phương Đông", HOST, VCCORP, now), texts(7), range(2, DAYS + 3), 2)
        publish(newsroom, paper)
        for start in range(0, DAYS, STEP):
            if start == CHANGE:
                change_pages(newsroom, paper)
            since = first + timedelta(days=start)
            until = since + timedelta(days=STEP - 1)
            done = run_press(
                newsroom, home, "crawl", "phuongdong", "--json", "--since", str(since), "--until", str(until)
            )
            runs.append(done.last)
            assert done.code == bool(done.last["problems"]), done.err[-2000:]
            problems += [(start, problem) for problem in done.last["problems"]]
    kept = [text for name, text in texts_of(home / "corpus").items() if name not in seeds]
    last = first + timedelta(days=DAYS)
    dated = {item.story.text: item.published.date() for item in paper.prints}
    before = {text for text, day in dated.items() if first <= day < change}
    after = {text for text, day in dated.items() if change <= day < last}
    return Story(before, after, kept, problems, runs)


def change_pages(newsroom: Newsroom, paper: Paper) -> None:
    site = newsroom.site(HOST)
    for item in paper.prints:
        answer = site.pages[paper.path(item)]
        assert isinstance(answer, Answer)
        assert isinstance(answer.body, bytes)
        site.serve(paper.path(item), Answer(redesigned(answer.body), content_type=answer.content_type))


@pytest.mark.timeout(1200 if FULL else 600)
@pytest.mark.slow
def test_the_alarm_names_what_is_gone_and_since_when(story: Story) -> None:
    for day, problem in story.problems:
        print(f"day {day}: {problem}")

    day, problem = story.problems[0]
    assert day == CHANGE
    assert re.fullmatch(
        r"phuongdong: pages without a lead since \d{4}-\d\d-\d\d, (\d+) of \1; last good \d{4}-\d\d-\d\d",
        problem,
    )


@pytest.mark.timeout(1200 if FULL else 600)
def test_no_wrong_text_enters_the_corpus_and_none_is_lost(story: Story) -> None:
    wrong = [text[:90] for text in story.kept if text not in story.before | story.after]
    quarantined = sum(run["outlets"]["phuongdong"]["reasons"].get("outlet-changed", 0) for run in story.runs)
    print(
        f"{len(story.kept)} kept, {len(wrong)} of them wrong; {quarantined} of {len(story.after)} quarantined"
    )

    assert wrong == []
    assert set(story.kept) == story.before
    assert quarantined == len(story.after)
