"""Children that hang, crash, are killed or take too much: each ends, says how, and leaves nothing behind."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.daemon import processes as children
from crawler.daemon.processes import Child, Exit, Limits, born, end_orphan
from crawler.scheduling.runs import RunOutcome

HOUR = Limits(4096, 256, timedelta(hours=1))
SOON = Limits(4096, 256, timedelta(seconds=0.5))
PROLOGUE = """
import os, resource, signal, subprocess, sys, time
from crawler.daemon.child import end_with_parent, limit
_, _, megabytes, files, parent, *command = sys.argv
limit(int(megabytes), int(files))
end_with_parent(int(parent))
"""


def run(
    tmp_path: Path,
    code: str,
    limits: Limits = HOUR,
    meanwhile: Callable[[Child], Awaitable[None]] | None = None,
) -> Exit:
    program = tmp_path / "program.py"
    program.write_text(PROLOGUE + code, encoding="utf-8")

    async def scene() -> Exit:
        child = await Child.start((), tmp_path / "logs" / "run", limits, (sys.executable, str(program)))
        waiting = asyncio.create_task(child.wait())
        if meanwhile:
            await meanwhile(child)
        return await waiting

    return asyncio.run(scene())


def test_done_with_a_report(tmp_path: Path) -> None:
    end = run(tmp_path, "print('{\"kept\": 3}')")

    assert end == Exit(RunOutcome.DONE, 0, "", {"kept": 3})


def test_a_report_and_status_1_needs_a_look(tmp_path: Path) -> None:
    end = run(tmp_path, 'print(\'{"problems": ["bensong: silent"]}\'); sys.exit(1)')

    assert (end.outcome, end.detail) == (RunOutcome.LOOK, "bensong: silent")


def test_a_run_that_a_corpus_failed_in_has_failed(tmp_path: Path) -> None:
    end = run(tmp_path, 'print(\'{"excluded": "rice: full", "problems": ["rice: full"]}\'); sys.exit(1)')

    assert (end.outcome, end.detail) == (RunOutcome.FAILED, "rice: full")


def test_status_1_without_a_report_failed(tmp_path: Path) -> None:
    end = run(tmp_path, "sys.exit('gomtin: the disk is full')")

    assert (end.outcome, end.detail) == (RunOutcome.FAILED, "the disk is full")


def test_a_segfault_is_a_child_that_was_killed(tmp_path: Path) -> None:
    end = run(tmp_path, "os.kill(os.getpid(), signal.SIGSEGV)")

    assert (end.outcome, end.detail) == (RunOutcome.KILLED, "ended by SIGSEGV")


def test_a_hung_child_that_hears_nothing_ends_at_its_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "GRACE_SECONDS", 0.5)
    end = run(tmp_path, "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: time.sleep(60)", SOON)

    assert (end.outcome, end.detail) == (RunOutcome.OVERTIME, "ended by SIGKILL")


def test_nothing_of_its_session_is_left(tmp_path: Path) -> None:
    code = "child = subprocess.Popen(['sleep', '600']); print('{\"pid\": %d}' % child.pid)"
    end = run(tmp_path, code)

    assert end.report
    for _ in range(100):
        if gone(end.report["pid"]):
            break
        time.sleep(0.05)
    assert gone(end.report["pid"])


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_memory_and_files_are_limited(tmp_path: Path) -> None:
    code = 'print(\'{"as": %d, "files": %d}\' % (resource.getrlimit(resource.RLIMIT_AS)[0], '
    code += "resource.getrlimit(resource.RLIMIT_NOFILE)[0]))"
    end = run(tmp_path, code, Limits(700, 99, timedelta(hours=1)))

    assert end.report == {"as": 700 * 1024 * 1024, "files": 99}


def test_output_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_MOST_OUTPUT_BYTES", 1000)
    monkeypatch.setattr(children, "_OUTPUT_CHECK_SECONDS", 0.05)
    end = run(tmp_path, "sys.stderr.write('x' * 500_000); sys.stderr.flush(); time.sleep(2)")

    assert end.outcome is RunOutcome.DONE
    assert (tmp_path / "logs" / "run.log").stat().st_size < 1000


def test_being_asked_to_stop(tmp_path: Path) -> None:
    async def stop(child: Child) -> None:
        while "ready" not in (tmp_path / "logs" / "run.out").read_text():  # noqa: ASYNC110 - it comes through a file
            await asyncio.sleep(0.05)
        await child.end(RunOutcome.STOPPED)

    code = (
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(1)); print('ready', flush=True); time.sleep(600)"
    )
    end = run(tmp_path, code, meanwhile=stop)

    assert (end.outcome, end.exit) == (RunOutcome.STOPPED, 1)


def test_an_orphan_is_ended_and_a_stranger_is_not(tmp_path: Path) -> None:
    async def scene() -> tuple[bool, bool]:
        (tmp_path / "p.py").write_text("import time; time.sleep(600)")
        child = await Child.start((), tmp_path / "run", HOUR, (sys.executable, str(tmp_path / "p.py")))
        waiting = asyncio.create_task(child.wait())
        await end_orphan(child.pid, (child.born or 0) + 1)
        spared = born(child.pid) == child.born
        await end_orphan(child.pid, child.born)
        await waiting
        return spared, gone(child.pid)

    assert asyncio.run(scene()) == (True, True)


PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, sys.argv[1], "log", "4096", "256", str(os.getpid())])
print(child.pid, flush=True)
time.sleep(600)
"""


def test_a_child_ends_with_its_daemon(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROLOGUE + "time.sleep(600)", encoding="utf-8")
    command = [sys.executable, "-c", PARENT, str(program)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        if gone(pid):
            break
        time.sleep(0.05)

    assert gone(pid)


def test_logs_are_made_anew_and_a_corpus_that_is_away_is_not(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    log = corpus / ".gomtin" / "logs" / "tin" / "1"
    program = (sys.executable, "-c", "")

    async def start() -> None:
        await (await Child.start((), log, HOUR, program)).wait()

    with pytest.raises(FileNotFoundError):
        asyncio.run(start())
    assert not corpus.exists()
    corpus.mkdir()
    asyncio.run(start())
    assert log.with_name("1.log").is_file()
