"""A real daemon for a test: started, asked, ended."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from support.warm import WarmCommand, warm_server

PATIENCE = 60.0  # seconds; a safety, no test measures time by it


class Keeping:
    """One daemon process over a folder with schedules.yaml and corpus/; `program` replaces the command."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        *arguments: str,
        program: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self.log = folder / "daemon.log"
        self.process: subprocess.Popen[bytes] | WarmCommand
        with self.log.open("a") as log:
            if program:
                self.process = subprocess.Popen(
                    [*program, *arguments],
                    cwd=folder,
                    env=dict(environment),
                    stderr=log,
                    stdout=log,
                    start_new_session=True,
                )
            else:
                self.process = warm_server().start(("daemon", *arguments), folder, environment, log)

    def until(self, true: Callable[[], bool], patience: float = PATIENCE) -> None:
        end = time.monotonic() + patience
        while not true():
            ended = self.process.poll() is not None and not true()
            if ended or time.monotonic() > end:
                raise AssertionError(f"it did not happen; the daemon said:\n{self.log.read_text()}")
            time.sleep(0.02)

    def describe(self, words: str) -> None:
        self.until(lambda: words in self.log.read_text())

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        try:
            connection = sqlite3.connect(f"file:{self.folder}/corpus/.gomtin/daemon.db?mode=ro", uri=True)
            try:
                return connection.execute(sql).fetchall()
            finally:
                connection.close()
        except sqlite3.OperationalError:
            return []

    def state(self, name: str) -> str | None:
        rows = self.rows(f"SELECT value FROM state WHERE name = '{name}'")
        return str(rows[0][0]) if rows else None

    def running(self) -> int | None:
        """Return the number of the child that runs now."""
        rows = self.rows("SELECT pid FROM runs WHERE ended IS NULL ORDER BY id DESC")
        return int(str(rows[0][0])) if rows and rows[0][0] else None

    def next(self) -> dict[str, str]:
        return dict(json.loads(self.state("next") or "{}"))

    def send(self, number: int) -> None:
        self.process.send_signal(number)

    def end(self) -> tuple[int, float]:
        """Ask it to end; return its exit status and the seconds it took."""
        began = time.monotonic()
        self.send(signal.SIGTERM)
        return self.process.wait(PATIENCE), time.monotonic() - began

    def kill(self) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def keeping(
    folder: Path, environment: Mapping[str, str], *arguments: str, program: Sequence[str] = ()
) -> Iterator[Keeping]:
    daemon = Keeping(folder, environment, *arguments, program=program)
    try:
        yield daemon
    finally:
        daemon.kill()


def sessions_of(pid: int) -> list[int]:
    """Return the living processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == pid and fields[0] != "Z":
                found.append(int(entry.name))
    return found
