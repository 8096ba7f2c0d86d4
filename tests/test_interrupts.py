"""Ctrl-C, or a terminal that is closed, at any moment of a crawl: it ends in order, and nothing is lost."""

import os
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import COMMAND, PATIENCE, command_environment, lay_out, run_press, texts_of

from crawler.newsroom.demo import build
from crawler.newsroom.expectations import expectations
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories

FULL = bool(os.environ.get("GOMTIN_FULL"))
MOMENTS = 60 if FULL else 6  # of the first six seconds
SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {{delay: {delay}}}
end: true
"""
# Before the program's first line Python is alone: there an interrupt just ends it.
ENDED = {0, 1, -signal.SIGINT, -signal.SIGHUP}


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_crawl_ends_in_order_whenever_it_is_interrupted(tmp_path: Path, number: signal.Signals) -> None:
    folder = lay_out(tmp_path / "corpus")
    seeds = texts_of(folder)
    known: dict[str, str] = {}
    with Newsroom() as newsroom:
        outlets = build(newsroom, load_stories(), datetime.now(UTC))
        for moment in range(MOMENTS):
            configure(tmp_path, delay=0.3)
            code, err = interrupted(newsroom, tmp_path, number, 6.0 * moment / MOMENTS)
            assert code in ENDED, (moment, code, err)
            assert "crawler/" not in err, (moment, err)  # no traceback through the program
            assert code != 1 or "stopped" in err, (moment, err)
            after = texts_of(folder)
            assert known.items() <= after.items(), moment
            known = after
        assert run_press(newsroom, tmp_path, "verify").code == 0
        configure(tmp_path, delay=0)
        done = run_press(newsroom, tmp_path, "crawl", "--json")

    assert done.code == 0, done.err
    assert done.last["stopped"] is False
    final = texts_of(folder)
    assert known.items() <= final.items()
    new = [text for name, text in final.items() if name not in seeds]
    assert expectations(outlets, rewrites_once=True).mistakes(new) == []


def configure(home: Path, delay: float) -> None:
    (home / "schedules.yaml").write_text(SCHEDULES.format(delay=delay), encoding="utf-8")


def interrupted(newsroom: Newsroom, home: Path, number: int, after_s: float) -> tuple[int, str]:
    """Crawl in a process group of its own, as a terminal does, and interrupt all of it."""
    command = subprocess.Popen(
        [*COMMAND, "crawl", "--json"],
        cwd=home,
        env=command_environment(newsroom),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(after_s)
    try:
        if command.poll() is None:
            os.killpg(command.pid, number)
        _, err = command.communicate(timeout=PATIENCE)
    finally:
        if command.poll() is None:
            os.killpg(command.pid, signal.SIGKILL)
            command.wait()
    return command.returncode, err


def test_a_run_that_is_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    """As under nohup."""
    lay_out(tmp_path / "corpus")
    configure(tmp_path, delay=0)
    ignored = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Newsroom() as newsroom:
            build(newsroom, load_stories(), datetime.now(UTC))
            code, err = interrupted(newsroom, tmp_path, signal.SIGHUP, 3)
    finally:
        signal.signal(signal.SIGHUP, ignored)
    assert code == 0, err
