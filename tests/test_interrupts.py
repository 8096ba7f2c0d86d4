"""Ctrl-C, or a terminal that is closed, at any moment of a crawl: it ends in order, and nothing is lost."""

import json
import os
import signal
import subprocess
import sys
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
# Of the first six seconds. Both signals take the same way.
MOMENTS = {signal.SIGINT: 60 if FULL else 4, signal.SIGHUP: 60 if FULL else 2}
SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {{delay: {delay}}}
end: true
"""
# Before the program's first line Python is alone: there an interrupt just ends it.
ENDED = {0, 1, -signal.SIGINT, -signal.SIGHUP}
PYTHON_ALONE = "init_import_site"

# A run of its own that is interrupted at one step, with a grace that no test outlasts.
INTERRUPTED_AT = """
import os, signal, sys
from crawler import cli
from crawler.crawl import run, spider

def interrupting(function):
    def wrapped(*args, **kwargs):
        if not asked:
            asked.append(function)
            os.kill(os.getpid(), signal.SIGINT)
        return function(*args, **kwargs)
    return wrapped

if __name__ == "__main__":  # and not in the workers, which import this again
    asked, run._GRACE_S = [], 3600.0
    owner = {"spider": spider.OutletSpider, "watch": run._ReactorWatch}[sys.argv[1]]
    setattr(owner, sys.argv[2], interrupting(getattr(owner, sys.argv[2])))
    sys.argv[1:] = ["crawl", "--json"]
    cli.main()
"""
# Python makes dataclasses by exec; what passed through it once must not decide how the command ends.
INTERRUPTED_IN_EXEC = """
import signal
from crawler import cli

cli._run = lambda: exec("signal.raise_signal(signal.SIGINT)")
cli.main()
"""


@pytest.mark.parametrize(
    "step", [("spider", "__init__"), ("watch", "start"), ("watch", "_next_tick"), ("spider", "start")]
)
def test_a_stop_while_the_spiders_open_ends_them_as_soon_as_they_are(
    tmp_path: Path, step: tuple[str, str]
) -> None:
    lay_out(tmp_path / "corpus")
    configure(tmp_path, delay=0.3)
    with Newsroom() as newsroom:
        build(newsroom, load_stories(), datetime.now(UTC))
        done = python(tmp_path, INTERRUPTED_AT, *step, env=command_environment(newsroom))
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["stopped"] is True


def test_an_interrupt_in_code_made_from_text_ends_the_command_with_its_status(tmp_path: Path) -> None:
    done = python(tmp_path, INTERRUPTED_IN_EXEC, env=command_environment(None))
    assert (done.returncode, done.stderr) == (1, "gomtin: stopped\n")


def python(home: Path, program: str, *args: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program as a module, as `python -m crawler` is."""
    (home / "interrupted.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-m", "interrupted", *args]
    return subprocess.run(
        command, cwd=home, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_crawl_ends_in_order_whenever_it_is_interrupted(tmp_path: Path, number: signal.Signals) -> None:
    folder = lay_out(tmp_path / "corpus")
    seeds = texts_of(folder)
    known: dict[str, str] = {}
    with Newsroom() as newsroom:
        outlets = build(newsroom, load_stories(), datetime.now(UTC))
        for moment in range(MOMENTS[number]):
            configure(tmp_path, delay=0.3)
            code, err = interrupted(newsroom, tmp_path, number, 6.0 * moment / MOMENTS[number])
            assert code in ENDED, (moment, code, err)
            assert code >= 0 or "stopped" not in err, (moment, code, err)
            assert "crawler/" not in err, (moment, err)  # no traceback through the program
            assert code != 1 or "stopped" in err or PYTHON_ALONE in err, (moment, err)
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
