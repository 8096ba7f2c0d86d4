"""The daemon as a user runs it: it starts, runs, reloads, ends, and comes back."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import COMMAND, Press, command_environment, lay_out, run_press
from support.keeping import Keeping, keeping, sessions_of

from crawler.corpus.corpus import Corpus
from crawler.newsroom.server import Newsroom

HEAD = (
    "corpus: corpus\ncontact: a@gomtin.example\noutlet_modules: [spiders.demo]\nalarms: {free_megabytes: 1}\n"
    "reading: {workers: 1}\n"
)
QUIET = HEAD + "schedules:\n- {name: check, do: verify, every: 1h}\nend: true\n"
BUSY = (
    HEAD + "politeness: {delay: 0.3}\nschedules:\n- {name: news, every: 1h, outlets: [bensong]}\nend: true\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Corpus.open(lay_out(tmp_path / "corpus")):
        pass  # it has a ledger now
    (tmp_path / "schedules.yaml").write_text(QUIET)
    return tmp_path


def done(daemon: Keeping) -> bool:
    return bool(daemon.rows("SELECT 1 FROM runs WHERE outcome = 'done'"))


def test_it_runs_what_is_due_and_ends_when_told(place: Path) -> None:
    with keeping(place, command_environment(None)) as daemon:
        daemon.until(lambda: done(daemon))
        second = run_press(None, place, "daemon")
        status = run_press(None, place, "status", "--json")
        code, seconds = daemon.end()

    assert (code, second.code) == (0, 1)
    assert seconds < 15
    assert f"process {daemon.process.pid}" in second.err
    assert status.last["daemon"]["alive"]
    assert status.last["schedules"][0]["last"]["outcome"] == "done"
    assert status.last["alarms"] == []
    after = run_press(None, place, "status", "--check")
    assert (after.code, after.out) == (0, "")


def test_a_daemon_that_was_killed_is_an_alarm(place: Path) -> None:
    with keeping(place, command_environment(None)) as daemon:
        daemon.until(lambda: done(daemon))
        daemon.kill()
    status = run_press(None, place, "status", "--check")

    assert (status.code, status.out) == (1, "the daemon ended without being told to; start it again\n")


def test_a_new_configuration_is_taken_and_a_broken_one_is_not(place: Path) -> None:
    config = place / "schedules.yaml"
    with keeping(place, command_environment(None)) as daemon:
        daemon.until(lambda: "check" in daemon.next())
        config.write_text(QUIET.replace("name: check", "name: other"))
        daemon.until(lambda: list(daemon.next()) == ["other"])
        config.write_text(QUIET[: len(QUIET) // 2])
        daemon.until(lambda: daemon.state("config_error") is not None)
        shown = run_press(
            None,
            place,
            "status",
            "--corpus",
            "corpus",
            "--schedules",
            "corpus/.gomtin/schedules.good.yaml",
            "--check",
        )
        config.write_text(BUSY.replace("bensong", "bensogn"))
        daemon.send(signal.SIGHUP)
        daemon.until(lambda: "bensogn" in (daemon.state("config_error") or ""))
        kept = list(daemon.next())
        fresh = place / "fresh.yaml"
        fresh.write_text(QUIET.replace("name: check", "name: third"))
        fresh.replace(config)  # as corpus_sessions do
        daemon.until(lambda: list(daemon.next()) == ["third"])
        error = daemon.state("config_error")

    assert "schedules.yaml is refused, the last good one stays" in shown.out
    assert shown.code == 1
    assert kept == ["other"]
    assert error is None


def test_it_starts_with_the_last_good_configuration_of_a_named_corpus(place: Path) -> None:
    with keeping(place, command_environment(None), "--corpus", "corpus") as daemon:
        daemon.until(lambda: "check" in daemon.next())
        daemon.end()
    (place / "schedules.yaml").write_text(QUIET[:40])
    with keeping(place, command_environment(None), "--corpus", "corpus") as daemon:
        daemon.until(lambda: "check" in daemon.next())
        daemon.describe("going on with the last good one")
        daemon.end()
    without = run_press(None, place, "daemon")

    assert without.code == 2
    assert "schedules.yaml:" in without.err


def phase_start(daemon: Keeping, newsroom: Newsroom) -> None:  # noqa: ARG001 - one signature for all phases
    daemon.until((daemon.folder / "corpus/.gomtin/daemon.lock").exists)


def phase_child_starts(daemon: Keeping, newsroom: Newsroom) -> None:  # noqa: ARG001
    daemon.until(lambda: daemon.running() is not None)


def phase_child_asks(daemon: Keeping, newsroom: Newsroom) -> None:
    daemon.until(lambda: daemon.running() is not None and len(newsroom.log) > 3)


def phase_child_hangs(daemon: Keeping, newsroom: Newsroom) -> None:
    phase_child_asks(daemon, newsroom)
    os.kill(daemon.running() or 0, signal.SIGSTOP)


def phase_waits(daemon: Keeping, newsroom: Newsroom) -> None:  # noqa: ARG001
    daemon.until(lambda: bool(daemon.rows("SELECT 1 FROM runs WHERE ended IS NOT NULL")))


PHASES = (phase_start, phase_child_starts, phase_child_asks, phase_child_hangs, phase_waits)
# Both signals take the same way from the first line on; that is looked at in full length only.
INTERRUPTED = PHASES if "GOMTIN_FULL" in os.environ else (phase_start, phase_child_asks)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "phase"),
    [*((signal.SIGTERM, phase) for phase in PHASES), *((signal.SIGINT, phase) for phase in INTERRUPTED)],
)
def test_it_ends_in_time_in_every_phase(
    place: Path, newsroom: Newsroom, number: int, phase: Callable[[Keeping, Newsroom], None]
) -> None:
    from datetime import UTC, datetime

    from crawler.newsroom import demo
    from crawler.newsroom.story import load_stories

    demo.build(newsroom, load_stories(), datetime.now(UTC))
    (place / "schedules.yaml").write_text(BUSY)
    # Its start is looked at with all of its imports.
    program = (*COMMAND, "daemon") if phase is phase_start else ()
    with keeping(place, command_environment(newsroom), program=program) as daemon:
        phase(daemon, newsroom)
        child = daemon.running()
        began = time.monotonic()
        daemon.send(number)
        code = daemon.process.wait(60)
        seconds = time.monotonic() - began
    verified = run_press(None, place, "verify")
    outcomes = [str(row[0]) for row in daemon.rows("SELECT outcome FROM runs")]
    print(
        f"{phase.__name__:20} {signal.Signals(number).name}: {seconds:5.2f} s, exit {code}, runs {outcomes}"
    )

    assert code == 0 or phase is phase_start
    assert seconds < 15
    assert verified.code == 0, verified.out
    assert child is None or sessions_of(child) == []
    assert "None" not in outcomes


def test_a_second_interrupt_ends_it_at_once(place: Path, newsroom: Newsroom) -> None:
    from datetime import UTC, datetime

    from crawler.newsroom import demo
    from crawler.newsroom.story import load_stories

    demo.build(newsroom, load_stories(), datetime.now(UTC))
    (place / "schedules.yaml").write_text(BUSY)
    with keeping(place, command_environment(newsroom)) as daemon:
        phase_child_hangs(daemon, newsroom)
        child = daemon.running()
        daemon.send(signal.SIGINT)
        daemon.describe("stopping")
        began = time.monotonic()
        daemon.send(signal.SIGINT)
        code = daemon.process.wait(60)
        seconds = time.monotonic() - began

    assert code == 0
    assert seconds < 9  # well before the ten seconds the first one gives
    assert child is not None
    assert sessions_of(child) == []


@pytest.mark.slow
def test_a_killed_daemon_owes_its_run(place: Path, newsroom: Newsroom) -> None:
    from datetime import UTC, datetime

    from crawler.newsroom import demo
    from crawler.newsroom.story import load_stories

    demo.build(newsroom, load_stories(), datetime.now(UTC))
    (place / "schedules.yaml").write_text(BUSY)
    with keeping(place, command_environment(newsroom)) as daemon:
        phase_child_asks(daemon, newsroom)
        daemon.kill()
    with keeping(place, command_environment(newsroom)) as daemon:
        daemon.until(lambda: done(daemon), 120)
        daemon.end()
    outcomes = [row[0] for row in daemon.rows("SELECT outcome FROM runs ORDER BY id")]

    assert outcomes == ["cut off", "done"]
    assert run_press(None, place, "verify").code == 0


def test_a_killed_child_harms_nothing_else(place: Path, newsroom: Newsroom) -> None:
    both = BUSY.replace("end: true", "- {name: check, do: verify, every: 1h}\nend: true")
    (place / "schedules.yaml").write_text(both)
    with keeping(place, command_environment(newsroom)) as daemon:
        daemon.until(lambda: daemon.running() is not None)
        os.kill(daemon.running() or 0, signal.SIGKILL)
        daemon.until(lambda: len(daemon.rows("SELECT 1 FROM runs WHERE ended IS NOT NULL")) == 2)
        daemon.end()
    ends = sorted(daemon.rows("SELECT schedule, outcome FROM runs"))

    assert ends == [("check", "done"), ("news", "killed")]


def test_the_service_manager_is_told(place: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.bind(str(place / "notify"))
        door.settimeout(60)
        environment = command_environment(None, NOTIFY_SOCKET=str(place / "notify"))
        with keeping(place, environment) as daemon:
            first = door.recv(1000).decode()
            daemon.end()
            rest = door.recv(1000).decode()

    assert first.startswith("READY=1\n")
    assert rest == "STOPPING=1"


def test_the_unit_names_this_installation(press: Press) -> None:
    unit = press("daemon", "--print-unit")

    assert f"ExecStart={Path(sys.executable).with_name('gomtin')} daemon --schedules" in unit.out


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_the_unit_is_right(press: Press, tmp_path: Path) -> None:
    unit = tmp_path / "gomtin.service"
    unit.write_text(press("daemon", "--print-unit").out)
    verified = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )

    assert (verified.returncode, verified.stderr) == (0, "")


def test_the_command_shows_what_would_run(place: Path, press: Press) -> None:
    shutil.copy(place / "schedules.yaml", place / "other.yaml")
    shown = press("schedules", "--next", "3", "--json", "--schedules", "other.yaml")
    checked = press("schedules", "--check", "--schedules", "other.yaml")
    (place / "other.yaml").write_text(BUSY.replace("bensong", "bensogn"))
    wrong = press("schedules", "--check", "--schedules", "other.yaml")

    assert [line["name"] for line in shown.lines] == ["check"] * 3
    assert checked.code == 0
    assert (wrong.code, wrong.err) == (
        2,
        "gomtin: other.yaml:8: news: no outlet is called 'bensogn'; did you mean 'bensong'?\n",
    )


def test_the_page_is_a_process_of_its_own(place: Path) -> None:
    import socket
    import urllib.request

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with keeping(place, command_environment(None), "--web", str(port)) as daemon:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

        def well() -> bool:
            try:
                with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                    return bool(answer.read() == b"ok\n")
            except OSError:
                return False

        daemon.until(well)
        with opener.open(f"http://127.0.0.1:{port}/status.json", timeout=5) as answer:
            value = json.load(answer)
        code, _ = daemon.end()

    assert value["daemon"]["pid"] == daemon.process.pid
    assert code == 0
    assert not well()
