"""Child processes: each in a session of its own, never left behind; a schedule's run with limits, too."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from crawler.files import make_folder, open_regular, share
from crawler.monitoring.causes import Problem, by_cause, problems_of
from crawler.scheduling.runs import RunOutcome

log = logging.getLogger("gomtin.daemon")

GOMTIN = (sys.executable, "-P", "-m", "crawler.daemon.child")
GRACE_SECONDS = 10.0  # from the request to end to the end; the daemon's own end has 12 s, systemd's 15
_OUTPUT_CHECK_SECONDS = 5.0  # how often the size of its output is looked at
_MOST_OUTPUT_BYTES = 20_000_000  # of each file; a child that floods its log must not fill the disk
_MOST_DETAIL = 1_000  # characters on what a run came to; the daemon's log has months of them
_TAIL_BYTES = 256_000  # of a file, in which its last line stands; a report over 60 outlets has some 30,000


async def spawn(command: Sequence[str], **streams: Any) -> asyncio.subprocess.Process:
    """Start a process in a session of its own, so that all it starts can be ended with it. Raises OSError.

    `streams` are stdin, stdout and stderr; those that are not named lead nowhere.
    """
    nowhere = dict.fromkeys(("stdin", "stdout", "stderr"), asyncio.subprocess.DEVNULL)
    return await asyncio.create_subprocess_exec(*command, **(nowhere | streams), start_new_session=True)


@contextlib.asynccontextmanager
async def spawned(
    command: Sequence[str], *, grace_s: float = 0.0, **streams: Any
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a process as `spawn` does; behind the block nothing of it runs any more.

    With a grace, it is asked to end before. Raises OSError.
    """
    process = await spawn(command, **streams)
    try:
        yield process
    finally:
        if grace_s:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), grace_s)
        kill_session(process.pid)
        await process.wait()


def kill_session(pid: int) -> None:
    """End a process that was spawned, and all it started, at once."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def last_line(output: bytes) -> str:
    """Return what a process said last on standard error: the one line for people."""
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip() if lines else "no reason given"


def _log_file(path: Path) -> BinaryIO:
    file = open(path, "ab", opener=open_regular)  # noqa: SIM115 - the caller closes it
    share(path)
    return file


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may take."""

    megabytes: int
    files: int
    deadline: timedelta


@dataclass(frozen=True, slots=True)
class Exit:
    """How a child ended. `report` is the last JSON value it printed, `detail` one line for people."""

    outcome: RunOutcome
    exit: int
    detail: str
    report: dict[str, Any] | None


class Child:
    """A started child process. `log` is the path of its files without their ending."""

    def __init__(self, process: asyncio.subprocess.Process, log_base: Path, limits: Limits) -> None:
        self._process = process
        self._base = log_base
        self._limits = limits
        self._why: RunOutcome | None = None
        self.pid = process.pid
        self.born = born(process.pid)

    @classmethod
    async def start(
        cls, command: Sequence[str], log_base: Path, limits: Limits, program: Sequence[str] = GOMTIN
    ) -> "Child":
        """Start `gomtin COMMAND…`. Raises OSError when the system gives no process or no file."""
        # The state, the logs, those of one schedule: somebody may have deleted them, or the corpus itself.
        for folder in reversed(log_base.parents[:3]):
            make_folder(folder)
        values = [f"{log_base}.jsonl", str(limits.megabytes), str(limits.files), str(os.getpid())]
        with _log_file(Path(f"{log_base}.out")) as out, _log_file(Path(f"{log_base}.log")) as err:
            process = await spawn((*program, *values, *command), stdout=out, stderr=err)
        return cls(process, log_base, limits)

    async def wait(self) -> Exit:
        """Wait for the end, at most until the deadline and its grace; then nothing of it runs any more."""
        end = asyncio.get_running_loop().time() + self._limits.deadline.total_seconds()
        try:
            while self._process.returncode is None:
                left = end - asyncio.get_running_loop().time()
                if left <= 0:
                    await self.end(RunOutcome.OVERTIME)
                    break
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._process.wait(), min(_OUTPUT_CHECK_SECONDS, left))
                self._keep_output_small()
        finally:
            self.kill()
        return self._judge(await self._process.wait())

    async def end(self, why: RunOutcome) -> None:
        """Ask it to end, and end it after the grace."""
        self._why = self._why or why
        # Only the leader is asked: its workers must live until it has put away what they hold.
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), GRACE_SECONDS)
        except TimeoutError:
            log.warning("process %d did not end when asked; ended by force", self.pid)
            self.kill()

    def kill(self) -> None:
        """End the whole session at once."""
        kill_session(self.pid)

    def kill_because(self, why: RunOutcome) -> None:
        self._why = self._why or why
        self.kill()

    def _keep_output_small(self) -> None:
        for ending in ("out", "log"):
            path = Path(f"{self._base}.{ending}")
            with contextlib.suppress(OSError):
                if path.stat().st_size > _MOST_OUTPUT_BYTES:
                    os.truncate(path, 0)

    def _judge(self, status: int) -> Exit:
        report = _last_value(Path(f"{self._base}.out"))
        if self._why:
            outcome = self._why
        elif status == 0:
            outcome = RunOutcome.DONE
        elif status < 0:
            outcome = RunOutcome.KILLED
        else:
            looked = status == 1 and report is not None and not report.get("excluded")
            outcome = RunOutcome.LOOK if looked else RunOutcome.FAILED
        detail = (
            "" if outcome is RunOutcome.DONE else _detail(outcome, status, Path(f"{self._base}.log"), report)
        )
        return Exit(outcome, status, detail, report)


def _detail(outcome: RunOutcome, status: int, path: Path, report: dict[str, Any] | None) -> str:
    told = report or {}
    message = told.get("message")
    problems = problems_of(told) or ([Problem("", str(message))] if message else [])
    if outcome in (RunOutcome.LOOK, RunOutcome.FAILED) and problems:
        return "; ".join(by_cause(problems))[:_MOST_DETAIL]
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"ended by {signal.Signals(-status).name}"
    lines = [line for line in _tail(path).splitlines() if line.strip()]
    return lines[-1].removeprefix("gomtin: ")[:_MOST_DETAIL] if lines else f"exit status {status}"


def _last_value(path: Path) -> dict[str, Any] | None:
    for line in reversed(_tail(path).splitlines()):
        with contextlib.suppress(ValueError):
            value = json.loads(line)
            if isinstance(value, dict):
                return value
    return None


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            return file.read(_TAIL_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def born(pid: int) -> int | None:
    """Return when a process started, in ticks since boot; None when there is none."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return None


async def end_orphan(pid: int | None, pid_born: int | None) -> None:
    """End what an earlier daemon left behind; a later process with the same number is left alone."""
    if not pid or pid_born is None or born(pid) != pid_born:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGTERM)
        for _ in range(int(GRACE_SECONDS * 10)):
            if born(pid) != pid_born:
                break
            await asyncio.sleep(0.1)
        kill_session(pid)
