"""Windows that reach behind the oldest shard of an archive, and shards of bare addresses."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, command_environment, lay_out, run_press

from crawler.newsroom.answers import XML, Answer
from crawler.newsroom.server import Newsroom
from crawler.newsroom.vietnamese import VIETNAM

HOST = "khotruyen.example"
SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [khotruyen]
politeness: {delay: 0, requests_per_host: 300}
reading: {workers: 1}
end: true
"""
OUTLET = f"""
from crawler.outlets import Outlet, Per, Shards


class KhoTruyen(Outlet):
    name = "khotruyen"
    title = "Kho Truyện"
    hosts = ("{HOST}",)
    feeds = ("https://{HOST}/rss",)
    archives = (Shards("https://{HOST}/sm-{{begin:%Y-%m-%d}}.xml", per=Per.DAY),)
    article_url = r"https://khotruyen\\.example/[^/?#]+-(?P<id>\\d{{7}})\\.html"
    examples = ("https://{HOST}/cau-moi-5107001.html",)
    non_examples = ("https://{HOST}/rss",)
    floor = 1
"""
FOREIGN = "thu-mon-doi-bong-tre-bat-hai-qua-penalty-o-phut-cuoi"
NEAR = "trieu-tien-phong-thu-ten-lua-dan-dao-tam-ngan"
WINDOW = 20  # days
THERE = 6  # of them, the newest, have a shard


@dataclass
class Archive:
    home: Path
    newsroom: Newsroom
    until: date

    def crawl(self, since: date, until: date) -> tuple[Done, list[str]]:
        """Walk a window; return what the command said, and the shards it asked for, in order."""
        self.newsroom.forget()
        window = ("--since", since.isoformat(), "--until", until.isoformat())
        done = run_press(self.newsroom, self.home, "crawl", "--json", *window, PYTHONPATH=path(self.home))
        paths = [visit.request.path for visit in self.newsroom.log]
        return done, [path.removeprefix("/sm-").removesuffix(".xml") for path in paths if "/sm-" in path]

    def let_pass(self, days: int) -> None:
        at = (datetime.now(UTC) - timedelta(days=days)).isoformat()
        with closing(sqlite3.connect(self.home / "corpus/.gomtin/ledger.db")) as ledger, ledger:
            ledger.execute("UPDATE archive_progress SET at = ?", (at,))

    def publish(self, day: date, number: int, slugs: tuple[str, ...] = (FOREIGN, NEAR)) -> None:
        links = "".join(
            f"<url><loc>https://{HOST}/{slug}-{number + at}.html</loc></url>" for at, slug in enumerate(slugs)
        )
        body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{links}</urlset>'
        site = self.newsroom.site(HOST)
        site.serve(f"/sm-{day.isoformat()}.xml", Answer(body.encode(), content_type=XML))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    lay_out(tmp_path / "corpus")
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    (tmp_path / "khotruyen.py").write_text(OUTLET, encoding="utf-8")
    until = datetime.now(UTC).astimezone(VIETNAM).date() - timedelta(days=30)
    with Newsroom() as newsroom:
        yield Archive(tmp_path, newsroom, until)


def path(home: Path) -> str:
    return os.pathsep.join([command_environment(None)["PYTHONPATH"], str(home)])


def walked(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = done.last["outlets"]["khotruyen"]["archives"]
    return found


def test_a_window_behind_the_oldest_shard_is_walked_once_and_goes_on(archive: Archive) -> None:
    days = [archive.until - timedelta(days=back) for back in range(WINDOW)]
    for at, day in enumerate(days[:THERE]):
        archive.publish(day, 5107000 + 10 * at, (FOREIGN,))
    first, asked = archive.crawl(days[-1], days[0])
    _, asked_again = archive.crawl(days[-1], days[0])
    older, asked_older = archive.crawl(days[-1] - timedelta(days=WINDOW), days[-1] - timedelta(days=1))

    assert asked == [day.isoformat() for day in days]
    assert first.code == 0, first.err[-2000:]
    assert walked(first)["missing"] == WINDOW - THERE
    assert walked(first)["problems"] == []
    assert walked(first)["done"] == walked(first)["legs"] == WINDOW
    assert asked_again == []
    assert len(asked_older) == WINDOW
    assert older.code == 0, older.err[-2000:]
    assert walked(older)["done"] == WINDOW
    assert len([line for line in (first.err + older.err).splitlines() if "sm-" in line]) == 0


def test_an_archive_that_never_answered_is_asked_twice_a_day_apart_and_told_in_one_sentence(
    archive: Archive,
) -> None:
    since = archive.until - timedelta(days=WINDOW - 1)
    first, asked = archive.crawl(since, archive.until)
    _, soon = archive.crawl(since, archive.until)
    archive.let_pass(days=2)
    _, later = archive.crawl(since, archive.until)
    archive.let_pass(days=2)
    last, at_last = archive.crawl(since, archive.until)

    assert first.code == 1
    assert [problem for problem in first.last["problems"] if "not there" in problem] == first.last["problems"]
    assert len(first.last["problems"]) == 1
    assert list(map(len, (asked, soon, later, at_last))) == [WINDOW, 0, WINDOW, 0]
    assert walked(last)["done"] == WINDOW


def test_a_hole_between_two_shards_is_asked_for_again_a_day_later(archive: Archive) -> None:
    days = [archive.until - timedelta(days=back) for back in range(3)]
    archive.publish(days[0], 5107000)
    archive.publish(days[2], 5107020)
    archive.crawl(days[2], days[0])
    archive.publish(days[1], 5107010)
    archive.let_pass(days=2)
    done, asked = archive.crawl(days[2], days[0])

    assert days[1].isoformat() in asked
    assert f"{HOST}/{NEAR}-5107011.html" in archive.newsroom.hits
    assert walked(done)["done"] == len(days)


def test_a_shard_without_titles_is_judged_by_the_words_of_its_addresses(archive: Archive) -> None:
    archive.publish(archive.until, 5107000)
    archive.crawl(archive.until, archive.until)
    url = f"https://{HOST}/{FOREIGN}-5107000.html"
    why = run_press(None, archive.home, "why", "--json", url, PYTHONPATH=path(archive.home)).last

    assert f"{HOST}/{NEAR}-5107001.html" in archive.newsroom.hits
    assert f"{HOST}/{FOREIGN}-5107000.html" not in archive.newsroom.hits
    assert why["announcement"]["reason"] == "foreign-slug"
