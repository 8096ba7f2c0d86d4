"""A window of days at six papers, killed on the way: each article once. GOMTIN_FULL=1: 90 days."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import PATIENCE, Done, command_environment, lay_out, run_press, start_press, texts_of
from support.backnumbers import print_days, texts

from crawler.newsroom import pages
from crawler.newsroom.answers import Answer, Request
from crawler.newsroom.layouts import EXPRESS, HEMERA, PLAIN, TAILWIND, VCCORP
from crawler.newsroom.paper import Paper
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish
from crawler.newsroom.vietnamese import VIETNAM

FULL = bool(os.environ.get("GOMTIN_FULL"))
PER_DAY = 4 if FULL else 1
EVERY = 1 if FULL else 5  # days between two days with articles
BUDGET = 300 if FULL else 30
KILLS = 10 if FULL else 4
WINDOW = 90 if FULL else 30
AGE = 20  # of the window's end, in days

SCHEDULES = f"""\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo, ngaythang]
politeness: {{delay: 0, requests_per_host: {BUDGET}}}
reading: {{workers: 1}}
topic: {{accept: 0.0, borderline: 0.0, hopeless: 0.0}}
end: true
"""

# A paper of the sixth kind: a list of each day's articles, page by page.
DAY_BY_DAY = """
from dataclasses import replace

from crawler.outlets.archives import Days
from spiders.demo.bensong import BenSong
from crawler.outlets import Outlet


class NgayThang(Outlet):
    name = "ngaythang"
    title = "Ngày Tháng"
    hosts = ("ngaythang.example",)
    listings = ("https://ngaythang.example/",)
    listing_links = "article.item-news a"
    archives = (
        Days(
            "https://ngaythang.example/{section}&fv={begin:%Y-%m-%d}&BRSR={n}",
            sections=("the-gioi", "quan-su"),
            first=0,
            step=2,
            most=9,
        ),
    )
    article_url = r"https://ngaythang\\.example/[^/?#]+-(?P<id>\\d{7})\\.html"
    examples = ("https://ngaythang.example/cau-moi-5107001.html",)
    non_examples = ("https://ngaythang.example/the-gioi",)
    reading = BenSong.reading
    floor = 1
"""


@dataclass(frozen=True, slots=True)
class Walked:
    inside: set[str]
    outside: set[str]
    kept: list[str]
    runs: list[dict[str, Any]]
    asked: list[Counter[str]]
    kills: int
    again: Done


def papers(now: datetime) -> list[Paper]:
    looks = (
        ("bensong", EXPRESS, {}),
        ("phuongdong", VCCORP, {}),
        ("thoicuoc", HEMERA, {"the-gioi": 121, "quan-su": 143}),
        ("tinsommai", TAILWIND, {}),
        ("gocpho", PLAIN, {}),
        ("ngaythang", EXPRESS, {}),
    )
    days = range(2, WINDOW + AGE + 40, EVERY)
    return [
        print_days(Paper(name, f"{name}.example", look, now, zones=zones), texts(seed), days, PER_DAY)
        for seed, (name, look, zones) in enumerate(looks)
    ]


def day_by_day(paper: Paper, request: Request) -> Answer | None:
    section, _, rest = request.target.lstrip("/").partition("&fv=")
    if not rest:
        return None
    day, _, offset = rest.partition("&BRSR=")
    of_day = [item for item in paper.printed_in(section) if f"{item.published:%Y-%m-%d}" == day]
    shown = tuple(of_day[int(offset) : int(offset) + 2])
    return Answer(pages.listing_page(replace(paper, prints=shown), None).encode())


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    home = tmp_path_factory.mktemp("walk")
    seeds = texts_of(lay_out(home / "corpus"))
    (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    (home / "ngaythang.py").write_text(DAY_BY_DAY, encoding="utf-8")
    now = datetime.now(UTC)
    until = now.astimezone(VIETNAM).date() - timedelta(days=AGE)
    since = until - timedelta(days=WINDOW - 1)
    with Newsroom() as newsroom:
        printed = papers(now)
        for paper in printed:
            publish(newsroom, paper)
        newsroom.site("ngaythang.example").otherwise = lambda request: day_by_day(printed[-1], request)
        args = ("crawl", "--json", "--since", since.isoformat(), "--until", until.isoformat())
        inside = {
            item.story.text
            for paper in printed
            for item in paper.prints
            if since <= item.published.date() <= until
        }
        asked, kills = [], 0
        while kills < KILLS and len(asked) < 2 * KILLS:
            # Later and later: at the first index, in the middle of a list, among the articles.
            kills += killed(newsroom, home, args, min(len(inside) // 3, 36) + 4 * kills)
            asked.append(Counter(visit.request.host for visit in newsroom.log))
            newsroom.forget()
        runs: list[dict[str, Any]] = []
        while len(runs) < 40 and not (runs and finished(runs[-1])):
            done = run_press(newsroom, home, *args, PYTHONPATH=path(home))
            assert done.code == 0, done.err[-3000:]
            runs.append(done.last)
            asked.append(Counter(visit.request.host for visit in newsroom.log))
            newsroom.forget()
        everything = {item.story.text for paper in printed for item in paper.prints}
        again = run_press(newsroom, home, *args, PYTHONPATH=path(home))
        kept = [text for name, text in texts_of(home / "corpus").items() if name not in seeds]
        yield Walked(inside, everything - inside, kept, runs, asked, kills, again)


def path(home: Path) -> str:
    return os.pathsep.join([command_environment(None)["PYTHONPATH"], str(home)])


def killed(newsroom: Newsroom, home: Path, args: tuple[str, ...], visits: int) -> bool:
    """Start the crawl and kill it after so many requests; return whether it was still alive then."""
    with (home / "killed.log").open("a") as log:
        process = start_press(newsroom, home, *args, log=log, PYTHONPATH=path(home))
    end = time.monotonic() + PATIENCE
    while process.poll() is None and len(newsroom.log) < visits and time.monotonic() < end:
        time.sleep(0.01)
    if process.poll() is not None:
        assert process.returncode == 0, (home / "killed.log").read_text()[-3000:]
        return False
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return True


def finished(run: dict[str, Any]) -> bool:
    parts = [outlet["archives"] for outlet in run["outlets"].values()]
    return all(part["done"] == part["legs"] for part in parts)


@pytest.mark.slow
@pytest.mark.timeout(3000 if FULL else 600)
def test_each_article_of_the_window_once_and_none_from_outside(walked: Walked) -> None:
    count = Counter(walked.kept)

    print(
        f"{len(walked.inside)} inside, {len(walked.outside)} outside; killed {walked.kills} times; "
        f"{len(walked.runs)} runs to the end"
    )
    assert walked.kills == KILLS
    assert finished(walked.runs[-1])
    assert [text[:90] for text in walked.inside if count[text] != 1] == []
    assert [text[:90] for text in walked.outside if count[text]] == []
    assert len(walked.kept) == len(walked.inside)


@pytest.mark.timeout(3000 if FULL else 600)
def test_no_host_is_asked_more_than_its_budget_in_any_run(walked: Walked) -> None:
    hosts = sorted({host for run in walked.asked for host in run})
    for host in hosts:
        print(f"{host:24}", *(f"{run[host]:4}" for run in walked.asked))

    assert walked.asked
    assert all(walked.asked)  # each run asked somebody
    assert max(n for run in walked.asked for n in run.values()) <= BUDGET


@pytest.mark.timeout(3000 if FULL else 600)
def test_a_window_that_is_done_costs_no_article_again(walked: Walked) -> None:
    assert walked.again.code == 0, walked.again.err[-2000:]
    assert walked.again.last["fetched"] == 0
    assert finished(walked.again.last)
