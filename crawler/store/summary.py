"""What the ledger tells of the past days, read beside the writers, for status, alarms and the page."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

_PATIENCE = 5.0
_RUNS = 40


@dataclass(frozen=True, slots=True)
class TextRow:
    """One of the latest texts."""

    number: int
    name: str
    title: str
    outlet: str | None
    url: str | None
    added_at: datetime
    origin: str
    score: float | None


@dataclass(frozen=True, slots=True)
class OutletRun:
    """An outlet's share of one run."""

    announced: int
    kept: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class OutletHealth:
    """An outlet over its last runs, oldest first."""

    name: str
    runs: tuple[OutletRun, ...]
    last_at: datetime

    @property
    def problem(self) -> str | None:
        return self.runs[-1].problem

    @property
    def problems_in_a_row(self) -> int:
        bad = 0
        for run in reversed(self.runs):
            if not run.problem:
                break
            bad += 1
        return bad


@dataclass(frozen=True, slots=True)
class RunRow:
    """One row of the ledger's runs."""

    run: int
    command: str
    outlets: tuple[str, ...]
    started: datetime
    ended: datetime | None
    ok: bool | None
    report: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "command": self.command,
            "outlets": list(self.outlets),
            "started": self.started.isoformat(),
            "ended": self.ended.isoformat() if self.ended else None,
            "ok": self.ok,
            "report": self.report,
        }


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """The ledger in figures; empty for a corpus without one."""

    records: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[tuple[str, str], int] = field(default_factory=dict)
    per_day: tuple[tuple[str, int], ...] = ()
    latest: tuple[TextRow, ...] = ()
    newest_at: datetime | None = None
    waiting: int = 0
    outlets: tuple[OutletHealth, ...] = ()
    runs: tuple[RunRow, ...] = ()
    problem: str | None = None


def read(folder: Path, zone: tzinfo, now: datetime, days: int = 30, latest: int = 20) -> LedgerSummary:
    """Read the ledger of the corpus folder; what keeps it from being read is in `problem`."""
    path = folder / ".gomtin" / "ledger.db"
    if not path.exists():
        return LedgerSummary()
    try:
        with _connected(path) as connection:
            runs = _runs(connection)
            pages = {
                (row["verdict"], row["reason"]): row["n"]
                for row in connection.execute(
                    "SELECT verdict, reason, count(*) AS n FROM pages GROUP BY 1, 2 ORDER BY n DESC"
                )
            }
            return LedgerSummary(
                records=dict(
                    connection.execute("SELECT origin, count(*) FROM records GROUP BY origin").fetchall()
                ),
                pages=pages,
                per_day=_per_day(connection, zone, now, days),
                latest=_latest(connection, latest),
                newest_at=_newest(connection),
                waiting=sum(n for (verdict, _), n in pages.items() if verdict == "quarantined"),
                outlets=_outlets(runs),
                runs=runs,
            )
    except (sqlite3.Error, ValueError) as error:
        return LedgerSummary(problem=f"the ledger cannot be read: {error}")


def text(folder: Path, number: int) -> tuple[TextRow, dict[str, Any] | None] | None:
    """Return a text and the row of the page it came from; None when no text has the number."""
    path = folder / ".gomtin" / "ledger.db"
    try:
        with _connected(path) as connection:
            row = connection.execute(
                "SELECT * FROM records WHERE number = ? ORDER BY name", (number,)
            ).fetchone()
            if row is None:
                return None
            page = connection.execute("SELECT * FROM pages WHERE number = ?", (number,)).fetchone()
            return _text(row), (dict(page) | {"steps": json.loads(page["steps"])}) if page else None
    except (sqlite3.Error, ValueError):
        return None


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA cache_size=-1024")
        yield connection


def _per_day(
    connection: sqlite3.Connection, zone: tzinfo, now: datetime, days: int
) -> tuple[tuple[str, int], ...]:
    today = now.astimezone(zone).date()
    counts = {(today - timedelta(days=age)).isoformat(): 0 for age in range(days - 1, -1, -1)}
    since = (now - timedelta(days=days)).astimezone(UTC).isoformat()
    # Only the last texts can be of these days: numbers grow with time.
    for row in connection.execute(
        "SELECT added_at FROM records WHERE origin != 'seed' AND added_at >= ?", (since,)
    ):
        day = _time(row["added_at"]).astimezone(zone).date().isoformat()
        if day in counts:
            counts[day] += 1
    return tuple(counts.items())


def _latest(connection: sqlite3.Connection, most: int) -> tuple[TextRow, ...]:
    rows = connection.execute(
        "SELECT * FROM records WHERE origin != 'seed' ORDER BY number DESC, name DESC LIMIT ?", (most,)
    )
    return tuple(_text(row) for row in rows)


def _newest(connection: sqlite3.Connection) -> datetime | None:
    row = connection.execute("SELECT max(added_at) AS at FROM records").fetchone()
    return _time(row["at"]) if row["at"] else None


def _runs(connection: sqlite3.Connection) -> tuple[RunRow, ...]:
    rows = connection.execute("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (_RUNS,))
    return tuple(
        RunRow(
            row["id"],
            row["command"],
            tuple(json.loads(row["outlets"])),
            _time(row["started"]),
            _time(row["ended"]) if row["ended"] else None,
            None if row["ok"] is None else bool(row["ok"]),
            json.loads(row["report"]) if row["report"] else None,
        )
        for row in rows
    )


def _outlets(runs: tuple[RunRow, ...]) -> tuple[OutletHealth, ...]:
    shares: dict[str, list[OutletRun]] = {}
    last: dict[str, datetime] = {}
    for run in reversed(runs):
        # Looks at kept articles, or a run that was stopped, say nothing of what outlets announce.
        if (
            run.report is None
            or run.command == "revisit"
            or any(_STOPPED in problem for problem in run.report.get("problems", ()))
        ):
            continue
        for name, share in run.report.get("outlets", {}).items():
            shares.setdefault(name, []).append(
                OutletRun(int(share.get("announced", 0)), int(share.get("kept", 0)), share.get("problem"))
            )
            last[name] = run.started
    return tuple(OutletHealth(name, tuple(shares[name]), last[name]) for name in sorted(shares))


_STOPPED = "the run was stopped before its end"


def _text(row: sqlite3.Row) -> TextRow:
    return TextRow(
        row["number"],
        row["name"],
        row["title"],
        row["outlet"],
        row["url"],
        _time(row["added_at"]),
        row["origin"],
        row["score"],
    )


def _time(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
