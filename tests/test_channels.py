"""The real command and its channels: conditions, lies, kills, what is due, and looks alone."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import PATIENCE, lay_out, run_press, start_press, texts_of
from support.keep_all import AT_ONCE, STORIES

from crawler.newsroom.answers import Answer, Reply, Request
from crawler.newsroom.layouts import PLAIN
from crawler.newsroom.paper import Paper, set_in_type
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish
from crawler.store import summary

SCHEDULES = f"{AT_ONCE}end: true\n"
FEED = "/rss.xml"  # the only channel of this paper
CONDITIONS = {"if-none-match", "if-modified-since"}
NOW = datetime.now(UTC)


class Gocpho:
    """A paper with one feed on the air, and a corpus that crawls it."""

    def __init__(self, newsroom: Newsroom, home: Path) -> None:
        (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
        self.home = home
        self.folder = lay_out(home / "corpus")
        self.newsroom = newsroom
        self.site = newsroom.site("gocpho.example")
        self._paper = set_in_type(Paper("Góc Phố", "gocpho.example", PLAIN, NOW), STORIES)

    def print(self, count: int) -> None:
        """Put the oldest so many stories on the air."""
        publish(self.newsroom, replace(self._paper, prints=self._paper.prints[-count:]))

    def crawl(self, *arguments: str, code: int = 0) -> dict[str, object]:
        self.newsroom.forget()
        done = run_press(self.newsroom, self.home, "crawl", "gocpho", "--json", *arguments)
        assert done.code == code, done.err
        outlet: dict[str, object] = done.last["outlets"]["gocpho"]
        return outlet

    def asked(self, path: str = FEED) -> list[bool]:
        """Return for each request of the last run for an address whether it was asked under conditions."""
        seen = [visit.request for visit in self.newsroom.log if visit.request.path == path]
        return [bool(CONDITIONS & request.headers.keys()) for request in seen]

    def articles_asked(self) -> int:
        return sum(visit.request.path.startswith("/bai/") for visit in self.newsroom.log)

    def kept(self) -> set[str]:
        titles = {text.partition("\n")[0] for text in texts_of(self.folder).values()}
        return {story.title for story in STORIES} & titles

    def ledger(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / ".gomtin" / "ledger.db")) as ledger, ledger:
            return ledger.execute(sql).fetchall()

    def pass_time(self, pause: timedelta) -> None:
        """Let all that is on record about channels be older."""
        for asked, read in self.ledger("SELECT asked_at, read_at FROM polls"):
            sooner = [(datetime.fromisoformat(str(at)) - pause).isoformat() for at in (asked, read) if at]
            self.ledger(f"UPDATE polls SET asked_at = '{sooner[0]}', read_at = '{sooner[-1]}'")


@pytest.fixture
def gocpho(newsroom: Newsroom, tmp_path: Path) -> Gocpho:
    return Gocpho(newsroom, tmp_path)


def oldest(count: int) -> set[str]:
    return {story.title for story in STORIES[-count:]}


def liar(reply: Reply) -> Callable[[Request], Answer]:
    """Say 304 to whoever asks under any condition."""
    assert isinstance(reply, Answer)
    return lambda request: Answer(status=304) if CONDITIONS & request.headers.keys() else reply


def test_a_feed_that_is_unchanged_says_so_and_nothing_is_lost(gocpho: Gocpho) -> None:
    gocpho.print(4)
    first = gocpho.crawl()
    first_asked = gocpho.asked()
    second = gocpho.crawl()
    checked = gocpho.asked()
    third = gocpho.crawl()
    believed = gocpho.asked()
    gocpho.print(6)
    gocpho.crawl()

    assert first_asked == [False]
    assert checked == [True, False]  # a word that is not proved yet is checked at once
    assert believed == [True]
    assert gocpho.asked() == [True]  # another ETag: the whole feed came
    assert (first["announced"], second["announced"], third["announced"]) == (4, 4, 0)
    assert third["problem"] is None
    assert gocpho.kept() == oldest(6)


def test_a_feed_that_always_says_unchanged_is_found_out(gocpho: Gocpho) -> None:
    conditions = []
    for count in range(2, 9):
        gocpho.print(count)
        gocpho.site.serve(FEED, liar(gocpho.site.pages[FEED]))
        gocpho.crawl()
        conditions.append(gocpho.asked())
    print(f"\nasked under conditions, run by run: {conditions}; kept {len(gocpho.kept())} of 8")

    assert conditions[:2] == [[False], [True, False]]
    assert conditions[-1] == [False]
    assert gocpho.kept() == oldest(8)


def test_a_feed_whose_mark_stays_when_its_list_changes_loses_its_credit(gocpho: Gocpho) -> None:
    for count in (2, 3, 4):
        gocpho.print(count)
        reply = gocpho.site.pages[FEED]
        assert isinstance(reply, Answer)
        fixed = replace(reply, headers=(("ETag", '"mot"'),))
        gocpho.site.serve(FEED, fixed)
        gocpho.crawl()
    shown = run_press(None, gocpho.home, "outlets", "gocpho", "--json").last["channels"][0]
    table = run_press(None, gocpho.home, "outlets", "gocpho").out

    assert gocpho.asked() == [False]
    assert gocpho.kept() == oldest(4)
    assert shown["channel"] == "https://gocpho.example/rss.xml"
    assert shown["trust"] < 0.5
    assert (shown["items"], shown["new"], shown["open"], shown["state"]) == (4, 1, "settled", "fine")
    assert shown["channel"] in table
    assert str(shown["trust"]) in table


def test_a_killed_run_loses_nothing_though_the_feed_is_unchanged_afterwards(gocpho: Gocpho) -> None:
    gocpho.print(5)
    gocpho.crawl()
    gocpho.crawl()  # its word is checked: from now on it is believed once
    gocpho.print(9)
    for path, reply in tuple(gocpho.site.pages.items()):
        if path.startswith("/bai/") and isinstance(reply, Answer):
            gocpho.site.serve(path, replace(reply, delay=0.3))
    gocpho.newsroom.forget()
    run = start_press(gocpho.newsroom, gocpho.home, "crawl", "gocpho", "--quiet")
    end = time.monotonic() + PATIENCE
    while gocpho.articles_asked() < 3:
        assert time.monotonic() < end
        assert run.poll() is None
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    left = oldest(9) - gocpho.kept()
    gocpho.crawl("--due")
    unconditional = gocpho.asked()
    gocpho.pass_time(timedelta(minutes=6))
    again = gocpho.crawl("--due")

    assert left
    # The first time it is too soon: no channel is asked twice within five minutes.
    assert unconditional == []
    assert gocpho.asked() == [False]
    assert again["problem"] is None
    assert gocpho.kept() == oldest(9)


def test_what_a_full_run_leaves_open_is_asked_for_without_conditions(gocpho: Gocpho) -> None:
    gocpho.print(4)
    newest = next(path for path in gocpho.site.pages if path.startswith("/bai/"))
    good = gocpho.site.pages[newest]
    gocpho.site.serve(newest, Answer(status=500))
    gocpho.crawl()
    gocpho.site.serve(newest, good)
    gocpho.crawl()

    assert gocpho.asked() == [False]
    assert gocpho.kept() == oldest(4)


def test_runs_for_a_part_ask_without_conditions_and_leave_no_trace(gocpho: Gocpho) -> None:
    gocpho.print(4)
    gocpho.crawl("--limit", "1")
    limited = gocpho.ledger("SELECT count(*) FROM polls")
    gocpho.crawl()
    before = gocpho.ledger("SELECT * FROM polls")
    gocpho.crawl("--dry-run")

    assert limited == [(0,)]
    assert gocpho.asked() == [False]
    assert gocpho.ledger("SELECT * FROM polls") == before
    assert gocpho.kept() == oldest(4)


def test_a_run_in_which_nothing_is_due_asks_nothing_and_is_fine(gocpho: Gocpho) -> None:
    gocpho.print(4)
    gocpho.crawl("--due")
    idle = gocpho.crawl("--due")
    idle_asked = gocpho.asked()
    gocpho.pass_time(timedelta(days=2))
    gocpho.print(6)
    gocpho.crawl("--due")

    assert idle_asked == []
    assert (idle["announced"], idle["problem"]) == (0, None)
    assert gocpho.asked() == [False]  # the list may have rolled over since: no condition
    assert gocpho.kept() == oldest(6)


def test_a_broken_channel_stays_a_problem_while_it_is_left_out(gocpho: Gocpho) -> None:
    gocpho.site.serve(FEED, Answer(status=500))
    gocpho.crawl("--due", code=1)
    left_out = gocpho.crawl("--due", code=1)

    assert gocpho.asked() == []
    assert "failed 1 times" in str(left_out["problem"])


def test_looks_alone_ask_no_channel(gocpho: Gocpho) -> None:
    gocpho.print(4)
    gocpho.crawl()
    early = gocpho.crawl("--revisit")
    early_asked = len(gocpho.newsroom.log)
    gocpho.ledger("UPDATE visits SET due = '2020-01-01T00:00:00+00:00'")
    looks = gocpho.crawl("--revisit")

    assert early_asked == 0
    assert (early["problem"], looks["problem"]) == (None, None)
    assert gocpho.asked() == []
    assert gocpho.articles_asked() == 4
    assert looks["reasons"] == {"unchanged": 4}
    # Such runs say nothing of what the outlet announces.
    assert [run.announced for run in summary.read(gocpho.folder, UTC, NOW).outlets[0].runs] == [4]


def test_looks_come_also_when_every_channel_is_left_out(gocpho: Gocpho) -> None:
    gocpho.print(4)
    gocpho.crawl("--due")
    gocpho.ledger("UPDATE visits SET due = '2020-01-01T00:00:00+00:00'")
    looks = gocpho.crawl("--due")

    assert gocpho.asked() == []
    assert looks["reasons"] == {"unchanged": 4}


def test_a_retry_asked_by_a_person_is_not_held_up_by_an_unchanged_feed(gocpho: Gocpho) -> None:
    gocpho.print(4)
    path = next(path for path in gocpho.site.pages if path.startswith("/bai/"))
    good = gocpho.site.pages[path]
    gocpho.site.serve(path, Answer(b"<html><body><h1>Tin</h1></body></html>"))
    waiting = gocpho.crawl()
    gocpho.site.serve(path, good)
    run_press(None, gocpho.home, "quarantine", "retry", "1")
    gocpho.crawl()

    assert waiting["quarantined"] == 1
    assert gocpho.kept() == oldest(4)


def test_what_failed_is_kept_after_its_feed_has_forgotten_it(gocpho: Gocpho) -> None:
    gocpho.print(3)
    paths = [path for path in gocpho.site.pages if path.startswith("/bai/")]
    whole = {path: gocpho.site.pages[path] for path in paths}
    for path in paths:
        gocpho.site.serve(path, Answer(b"loi may chu", status=500))
    failed = gocpho.crawl()
    why = run_press(None, gocpho.home, "why", f"https://gocpho.example{paths[0]}")
    for path in paths:
        gocpho.site.serve(path, whole[path])
    gocpho.site.serve(FEED, Answer(status=503))
    gocpho.crawl(code=1)

    assert failed["failed"] == 3
    assert "in the frontier: asked for again from" in why.out
    assert gocpho.kept() == oldest(3)
    assert gocpho.ledger("SELECT key FROM frontier") == []


def test_an_article_whose_run_was_killed_before_it_wrote_the_verdict_is_kept(gocpho: Gocpho) -> None:
    gocpho.print(1)
    (url,) = [f"https://gocpho.example{path}" for path in gocpho.site.pages if path.startswith("/bai/")]
    gocpho.crawl()
    gocpho.ledger("UPDATE pages SET verdict = 'gone', reason = 'gone', detail = 'HTTP 404', number = NULL")
    gocpho.ledger("DELETE FROM visits")
    gocpho.ledger(
        "INSERT INTO frontier (key, url, outlet, channel, added_at, due_at, tries) "
        "SELECT key, url, outlet, channel, first_at, first_at, 1 FROM announcements"
    )
    gocpho.crawl()
    why = run_press(None, gocpho.home, "why", url)

    assert gocpho.ledger("SELECT verdict, reason, number FROM pages") == [("kept", "on-topic", 8)]
    assert "HTTP 404" not in why.out
    assert gocpho.kept() == oldest(1)


def test_a_person_has_an_article_fetched(gocpho: Gocpho) -> None:
    gocpho.print(2)
    path = next(path for path in gocpho.site.pages if path.startswith("/bai/"))
    url = f"https://gocpho.example{path}"
    gocpho.newsroom.forget()
    done = run_press(gocpho.newsroom, gocpho.home, "fetch", url, "--json")

    assert done.code == 0, done.err
    assert done.last["verdict"] == "kept"
    assert gocpho.articles_asked() == 1
    assert gocpho.asked() == []


def test_a_bad_address_in_a_file_harms_only_itself(gocpho: Gocpho) -> None:
    gocpho.print(3)
    good = [f"https://gocpho.example{path}" for path in gocpho.site.pages if path.startswith("/bai/")]
    elsewhere = "https://noi-khac.example/bai.html"
    bad = [elsewhere, "không phải địa chỉ", "https://gocpho.example/", "x" * 5_000_000]
    lines = ["\ufeff# hai bài", good[0], *bad, "", good[1]]
    (gocpho.home / "dia-chi.txt").write_bytes("\r\n".join(lines).encode() + b"\r\n\xff\xfe\x1b[31m\r\n")

    done = run_press(gocpho.newsroom, gocpho.home, "fetch", "dia-chi.txt", "--json")

    assert done.code == 1
    assert [line["verdict"] for line in done.lines] == ["kept", "kept"]
    assert [line.split(":")[2] for line in done.err.splitlines()] == ["3", "4", "5", "6", "9"]
    assert f"gomtin outlets new {elsewhere}" in done.err
    assert "\x1b" not in done.err


def test_a_bad_argument_harms_only_itself(gocpho: Gocpho) -> None:
    gocpho.print(1)
    (good,) = [f"https://gocpho.example{path}" for path in gocpho.site.pages if path.startswith("/bai/")]
    (gocpho.home / "anh.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2000)
    bad = ["https://noi-khac.example/bai.html", "nonsense", "noi-khac.example/bai.html", "anh.png", "."]
    secret = good.replace("://", "://toi:mat-khau@")

    done = run_press(gocpho.newsroom, gocpho.home, "fetch", *bad[:2], good, *bad[2:], secret, " ", "--json")
    alone = run_press(gocpho.newsroom, gocpho.home, "fetch", "nonsense")

    assert done.code == 1
    assert [line["verdict"] for line in done.lines] == ["kept"]
    told = [line for line in done.err.splitlines() if line.startswith("gomtin: ")]
    assert len(told) == len(bad) + 2
    assert all(any(f"gomtin: {subject}:" in line for line in told) for subject in [*bad, good])
    assert "mat-khau" not in done.out + done.err
    assert told[-1] == "gomtin: an empty argument is no file; an address begins with https://"
    assert (alone.code, alone.err) == (
        2,
        "gomtin: nonsense: no such file; an address begins with https://\n",
    )


@pytest.mark.parametrize(
    ("robots", "told"),
    [
        (Answer(b"", status=403), "robots.txt answers 403: there are no rules to read, so by RFC 9309 none"),
        (Answer(b"", status=503), "failed: robots.txt cannot be read; the host is left alone: https://"),
        (Answer(b"User-agent: *\nDisallow: /"), "rejected: robots.txt forbids the address; asked for again"),
    ],
)
def test_what_robots_txt_does_to_an_article_is_told(gocpho: Gocpho, robots: Answer, told: str) -> None:
    gocpho.print(1)
    (path,) = (path for path in gocpho.site.pages if path.startswith("/bai/"))
    gocpho.site.serve("/robots.txt", robots)

    done = run_press(gocpho.newsroom, gocpho.home, "fetch", f"https://gocpho.example{path}")

    assert done.code == (0 if robots.status == 403 else 1)
    assert told in done.out + done.err


def test_a_page_that_is_not_there_is_asked_for_again_and_says_when(gocpho: Gocpho) -> None:
    gocpho.print(1)
    path = next(path for path in gocpho.site.pages if path.startswith("/bai/"))
    gocpho.site.serve(path, Answer(b"", status=404))

    done = run_press(gocpho.newsroom, gocpho.home, "fetch", f"https://gocpho.example{path}")
    shown = run_press(gocpho.newsroom, gocpho.home, "fetch", f"https://gocpho.example{path}", "--json")

    assert (done.code, shown.code) == (1, 1)
    assert "gone: HTTP 404; asked for again after 2" in done.out
    assert shown.last["due"]


@pytest.mark.parametrize(
    "arguments", [("--due", "--revisit"), ("--due", "--limit", "3"), ("--revisit", "--dry-run")]
)
def test_what_excludes_each_other_is_said(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    lay_out(tmp_path / "corpus")
    done = run_press(None, tmp_path, "crawl", *arguments)

    assert done.code == 2
    assert "exclude each other" in done.err
