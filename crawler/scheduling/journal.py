"""What the daemon remembers over its own end: runs, alarms and its state, in .gomtin/daemon.db.

Memory leads while the daemon lives; a write the disk refuses is kept and tried again.
"""

import contextlib
import json
import logging
import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.files import make_file
from crawler.paths import StatePaths
from crawler.scheduling.due import LastRun
from crawler.scheduling.runs import ActiveAlarm, Run, RunOutcome
from crawler.store.database import check_files, reader
from crawler.timestamps import read_time, time_text

log = logging.getLogger("gomtin.daemon")

_MOST_WAITING = 1000  # writes kept while the disk refuses them; some days of a daemon
_TABLES = """
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    schedule TEXT NOT NULL,
    timing TEXT NOT NULL,    -- how its schedule was timed then
    due TEXT NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,              -- null: still running, or cut off with the daemon
    pid INTEGER,
    pid_born INTEGER,        -- ticks since boot; tells a process from a later one with its number
    outcome TEXT,            -- RunOutcome
    exit INTEGER,
    detail TEXT NOT NULL DEFAULT '',
    report TEXT,             -- JSON: the command's last line
    log TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS runs_schedule ON runs (schedule, id);
CREATE TABLE IF NOT EXISTS alarms (
    name TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    message TEXT NOT NULL,
    told TEXT,
    vietnamese TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Journal:
    """The daemon's own tables. Only the one daemon of a corpus writes them."""

    def __init__(self, folder: Path) -> None:
        self.path = StatePaths(folder).journal
        self._waiting: deque[tuple[str, tuple[Any, ...]]] = deque(maxlen=_MOST_WAITING)
        self._connection: sqlite3.Connection | None = None
        try:
            self._open()
        except (sqlite3.DatabaseError, OSError) as error:
            if isinstance(error, (sqlite3.OperationalError, OSError)):
                log.warning("%s: cannot be used now (%s); going on without it", self.path, error)
                return
            aside = self.path.with_name(f"daemon.corrupt-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db")
            log.warning("%s is damaged (%s); kept as %s, started anew", self.path, error, aside.name)
            self.path.rename(aside)
            self._open()

    def _open(self) -> None:
        check_files(self.path)
        make_file(self.path)
        connection = sqlite3.connect(self.path, timeout=1, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA cache_size=-256")
            connection.executescript(_TABLES)
            _add_missing(connection)
        except sqlite3.Error:
            connection.close()
            raise
        self._connection = connection

    def close(self) -> None:
        self.flush()
        if self._connection:
            self._connection.close()

    def next_run(self) -> int:
        """Return the number of the first run this daemon starts."""
        rows = self._rows("SELECT max(id) FROM runs")
        return int(rows[0][0] or 0) + 1 if rows else 1

    def last_runs(self) -> dict[str, LastRun]:
        """Return the last run of every schedule."""
        return {
            run.schedule: LastRun(
                run.due, run.started, run.timing, bool(run.outcome and not run.outcome.owed)
            )
            for run in self._select("id IN (SELECT max(id) FROM runs GROUP BY schedule)")
        }

    def unfinished(self) -> list[Run]:
        return self._select("ended IS NULL")

    def started(self, run: Run) -> None:
        self._write(
            "INSERT INTO runs (id, schedule, timing, due, started, log, pid, pid_born)"
            " VALUES (?,?,?,?,?,?,?,?)",
            run.id,
            run.schedule,
            run.timing,
            time_text(run.due),
            time_text(run.started),
            run.log,
            run.pid,
            run.pid_born,
        )

    def ended(self, run: Run) -> None:
        assert run.ended is not None
        self._write(
            "UPDATE runs SET ended = ?, outcome = ?, exit = ?, detail = ?, report = ? WHERE id = ?",
            time_text(run.ended),
            run.outcome,
            run.exit,
            run.detail,
            json.dumps(run.report, ensure_ascii=False) if run.report is not None else None,
            run.id,
        )

    def forget(self, keep: int) -> None:
        """Drop all but the last runs of each schedule."""
        self._write(
            "DELETE FROM runs WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER "
            "(PARTITION BY schedule ORDER BY id DESC) AS age FROM runs) WHERE age > ?)",
            keep,
        )

    def alarms(self) -> dict[str, ActiveAlarm]:
        """Return the alarms that stand, by name."""
        return {
            row[0]: ActiveAlarm(read_time(row[1]), row[2], row[3], read_time(row[4]))
            for row in self._rows("SELECT name, since, message, vietnamese, told FROM alarms")
        }

    def note_alarm(self, name: str, active: ActiveAlarm) -> None:
        self._write(
            "INSERT OR REPLACE INTO alarms (name, since, message, vietnamese, told) VALUES (?,?,?,?,?)",
            name,
            time_text(active.since),
            active.message,
            active.vietnamese,
            time_text(active.told),
        )

    def clear_alarm(self, name: str) -> None:
        self._write("DELETE FROM alarms WHERE name = ?", name)

    def note(self, **state: str | None) -> None:
        """Remember words about the daemon itself; None forgets one."""
        for name, value in state.items():
            if value is None:
                self._write("DELETE FROM state WHERE name = ?", name)
            else:
                self._write("INSERT OR REPLACE INTO state VALUES (?,?)", name, value)

    def state(self) -> dict[str, str]:
        return {row[0]: row[1] for row in self._rows("SELECT name, value FROM state")}

    def recent(self, most: int) -> list[Run]:
        """Return the latest runs, newest first, without their reports: those are long."""
        return self._select("1 ORDER BY id DESC LIMIT ?", most, columns=_SHORT)

    def run(self, number: int) -> Run | None:
        """Return one run with its report."""
        return next(iter(self._select("id = ?", number)), None)

    def flush(self) -> bool:
        """Write what waits; tell whether all is written."""
        try:
            if self._connection is None:
                self._open()
            assert self._connection is not None
            while self._waiting:
                self._connection.execute(*self._waiting[0])
                self._waiting.popleft()
        except (sqlite3.Error, OSError) as error:
            log.warning("%s: %s; tried again later", self.path, error)
            return False
        return True

    def _write(self, sql: str, *values: Any) -> None:
        self._waiting.append((sql, values))
        self.flush()

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            log.warning("%s: %s", self.path, error)
            return []

    def _select(self, where: str, *values: Any, columns: str = "") -> list[Run]:
        sql = f"SELECT {columns or _COLUMNS} FROM runs WHERE {where}"  # noqa: S608 - constants
        return [_run(row) for row in self._rows(sql, *values)]


_COLUMNS = "id, schedule, timing, due, started, log, ended, pid, pid_born, outcome, exit, detail, report"
_SHORT = _COLUMNS.replace("report", "NULL")


def _run(row: tuple[Any, ...]) -> Run:
    number, schedule, timing, due, started, log_name, ended, pid, born, outcome, status, detail, report = row
    return Run(
        number,
        schedule,
        timing,
        read_time(due),
        read_time(started),
        log_name,
        read_time(ended),
        pid,
        born,
        RunOutcome(outcome) if outcome else None,
        status,
        detail,
        json.loads(report) if report else None,
    )


def _add_missing(connection: sqlite3.Connection) -> None:
    """Give a journal of an earlier gomtin what it lacks."""
    if "vietnamese" not in {row[1] for row in connection.execute("PRAGMA table_info(alarms)")}:
        connection.execute("ALTER TABLE alarms ADD COLUMN vietnamese TEXT NOT NULL DEFAULT ''")


class ReadOnlyJournal(Journal):
    """The journal as another process sees it."""

    def _open(self) -> None:
        self._connection = reader(self.path, timeout_s=5)

    def _write(self, sql: str, *values: Any) -> None:
        raise AssertionError(f"read-only: {sql} {values}")

    def close(self) -> None:
        if self._connection:
            self._connection.close()


@contextlib.contextmanager
def reading(folder: Path) -> Iterator[Journal | None]:
    """Open the journal for reading; None where no daemon ever ran."""
    if not os.access(StatePaths(folder).journal, os.R_OK):
        yield None
        return
    journal = ReadOnlyJournal(folder)
    try:
        yield journal
    finally:
        journal.close()
