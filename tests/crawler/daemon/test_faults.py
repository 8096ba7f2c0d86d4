"""What goes wrong around a real daemon with real crawls: due, ran, twice, and promises 1 to 3 as a table.

Scaled; GOMTIN_FULL=1: the full numbers. The table: `pytest -s tests/crawler/daemon/test_faults.py` and
`test_killed.py`.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import command_environment, lay_out, run_press, start_press
from support.keeping import sessions_of
from support.places import REPOSITORY
from support.scene import (
    END,
    FULL,
    HEAD,
    PATIENCE,
    News,
    Scene,
    beats,
    problems,
    promises_broken,
    row,
    scene,
)

from crawler.corpus.corpus import Corpus
from crawler.newsroom.server import Newsroom

NOON_AT = datetime.fromisoformat("2026-03-04T12:00:00+07:00")
NOON = '- {name: noon, at: "12:00", do: verify}\n'
STUCK = "- {name: stuck, every: 30d, outlets: [tinsommai], deadline: 3s}\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Corpus.open(lay_out(tmp_path / "corpus")):
        pass  # it has a ledger now
    return tmp_path


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_was_due_ran_once(place: Path, newsroom: Newsroom) -> None:
    print("\n| fault | due | ran | twice | promises 1-3 | ends |")
    with scene(place, newsroom, News(newsroom), HEAD + NOON + STUCK + END) as live:
        hung = live.running("stuck")
        os.kill(hung, signal.SIGSTOP)
        for fault, happen in FAULTS.items():
            before = len(live.ends())
            happen(live)
            row(fault, 1, live.settle(before + 1)[before:], promises_broken(place / "corpus", live.texts))
        row("child hangs, to its deadline", 1, live.ends("stuck"), [])
        row("noon passed twice, by a clock set back", 1, live.ends("noon"), [])
        code, _ = live.daemon.end()
    assert code == 0
    assert problems(place / "corpus") == []
    assert sessions_of(hung) == []


def nothing(live: Scene) -> None:
    live.until(lambda: live.ends() == ["done"])


def clock_on(live: Scene) -> None:
    live.child()
    live.until(lambda: live.ends("noon") == ["done"])


def clock_back(live: Scene) -> None:
    """Nothing runs again, noon neither, but the next run is within an hour."""
    before = live.ends()
    live.turn(-1)
    beats(live.daemon)
    assert live.ends() == before
    live.turn(0.5)  # past noon
    beats(live.daemon)
    assert live.ends() == before
    live.news.more()
    live.turn(1.6)


def child_killed(live: Scene) -> None:
    os.killpg(live.child(), signal.SIGKILL)


def child_segfaults(live: Scene) -> None:
    os.kill(live.child(), signal.SIGSEGV)


def ledger_locked(live: Scene) -> None:
    """Another program writes for 30 s of the child's life, and begins before it."""
    holder = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read();"
        "time.sleep(float(sys.argv[2]))"
    )
    ledger = str(live.place / "corpus/.gomtin/ledger.db")
    command = [sys.executable, "-c", holder, ledger, "30" if FULL else "4"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin
        assert other.stdout
        other.stdout.readline()
        live.child()
        other.stdin.close()  # the seconds count from here, however slow the child was to start
        assert other.poll() is None


def sleep(live: Scene) -> None:
    """Of the eight runs that were missed one is made up for."""
    live.news.more()
    asleep(live, [live.daemon.process.pid])


def sleep_in_a_run(live: Scene) -> None:
    """The run goes on; what came due while it slept is left out, for it is not over."""
    child = live.child()
    workers = sessions_of(child)
    asleep(live, [*workers, live.daemon.process.pid], wakes=live.daemon.process.pid)
    beats(live.daemon)
    for pid in workers:
        os.kill(pid, signal.SIGCONT)


def asleep(live: Scene, pids: list[int], wakes: int | None = None) -> None:
    """Stop the processes, let eight hours pass, and wake them, or one of them."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    live.turn(8)
    time.sleep(1)
    for pid in [wakes] if wakes else pids:
        os.kill(pid, signal.SIGCONT)


FAULTS: dict[str, Callable[[Scene], None]] = {
    "none": nothing,
    "clock +1 h": clock_on,
    "clock -1 h": clock_back,
    "child killed": child_killed,
    "child segfaults": child_segfaults,
    f"ledger locked {30 if FULL else 4} s": ledger_locked,
    "8 h sleep while nothing runs": sleep,
    "8 h sleep in the middle of a run": sleep_in_a_run,
}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_noon_is_noon_in_ha_noi_whatever_the_zone_of_the_machine(place: Path, newsroom: Newsroom) -> None:
    schedules = HEAD.replace("every: 1h, outlets: [bensong]", "every: 1h, do: verify") + NOON + END
    with scene(place, newsroom, News(newsroom), schedules, TZ="UTC") as live:
        live.until(lambda: live.ends() == ["done"])  # it is up before noon, however slow the machine
        off = timedelta(seconds=float((place / "clock").read_text()))
        live.turn((NOON_AT - datetime.now(UTC) - off).total_seconds() / 3600 - 5 / 3600)
        live.until(lambda: len(live.ends("noon")) == 1)
        due = live.daemon.rows("SELECT due FROM runs WHERE schedule = 'noon'")
        row("TZ=UTC", 1, live.ends("noon"), promises_broken(place / "corpus", live.texts))
    assert due == [("2026-03-04T05:00:00+00:00",)]


SMALL_DISK = (
    "unshare",
    "--user",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    'cp -r corpus seeds && mount -t tmpfs -o size=24m tmpfs corpus && cp -r seeds/. corpus && exec "$@"',
    "sh",
)


def fill(disk: Path) -> Path:
    """Leave not a byte of the disk."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(b"x" * size)
            except OSError:
                size //= 2
    assert os.statvfs(disk).f_bavail == 0
    return ballast


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_full_disk(place: Path) -> None:
    may = [*SMALL_DISK[:6], "mount -t tmpfs tmpfs corpus"]
    refused = subprocess.run(may, cwd=place, capture_output=True, text=True, check=False).stderr
    if refused:
        pytest.skip(f"no small disk to be had here: {refused.strip()}")
    paths = os.pathsep.join((str(REPOSITORY / "tests"), str(REPOSITORY)))
    done = subprocess.run(
        [*SMALL_DISK, sys.executable, __file__],
        cwd=place,
        env=command_environment(None) | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(done.stdout, end="")
    assert done.returncode == 0


def full_disk(place: Path) -> None:
    """What the test does, in a process that alone sees the small disk at `place/corpus`."""
    with Newsroom() as newsroom, scene(place, newsroom, News(newsroom), HEAD + END) as live:
        live.until(lambda: live.ends() == ["done"])
        ballast = fill(place / "corpus")
        live.news.more()
        live.turn(1)
        # It cannot be written down; memory and the log have it.
        live.until(lambda: live.daemon.log.read_text().count(" news: ") == 4)
        ballast.unlink()
        broken = promises_broken(place / "corpus", live.texts)
        live.child()
        ends = live.settle(3)
        broken += promises_broken(place / "corpus", live.texts) + problems(place / "corpus")
        row("disk full (the 2nd of 3), then free", 3, ends, broken)
    assert ends[1] != "done"
    assert ends[2] == "done"
    assert len(live.texts) > len(list((place / "seeds").glob("*.txt")))


def test_a_crawl_by_hand_puts_the_scheduled_one_off(place: Path, newsroom: Newsroom) -> None:
    schedules = HEAD + END
    (place / "schedules.yaml").write_text(schedules)
    news = News(newsroom)
    by_hand = start_press(newsroom, place, "crawl", "bensong", "--quiet")
    with scene(place, newsroom, news, schedules) as live:
        try:
            live.until(lambda: len(newsroom.log) > 0)
            os.killpg(by_hand.pid, signal.SIGSTOP)
            live.until(lambda: live.ends() == ["deferred"])
            beats(live.daemon)
            shown = run_press(None, place, "status", "--json").last["schedules"][0]["last"]
            kept_waiting = live.ends()
        finally:
            os.killpg(by_hand.pid, signal.SIGCONT)
        by_hand.wait(PATIENCE)
        ends = live.settle(2)
        live.daemon.end()

    assert by_hand.returncode == 0
    assert kept_waiting == ["deferred"]
    assert (shown["outcome"], shown["detail"]) == (
        "deferred",
        "another gomtin crawls its outlets now; it runs when that is done",
    )
    assert ends == ["deferred", "done"]
    assert promises_broken(place / "corpus", live.texts) == []


if __name__ == "__main__":
    full_disk(Path.cwd())
