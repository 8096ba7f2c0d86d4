"""The runs of one corpus, in the ledger, each with its report."""

import json
import sqlite3
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import present, read_times
from crawler.timestamps import time_text, utc_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run; `ended` None means it still runs or was cut off."""

    id: int
    command: str
    outlets: list[str]
    started: datetime
    ended: datetime | None
    ok: bool | None
    report: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        return {
            "run": self.id,
            "command": self.command,
            "outlets": self.outlets,
            "started": time_text(self.started),
            "ended": time_text(self.ended),
            "ok": self.ok,
            "report": self.report,
        }


_COLUMNS = tuple(column.name for column in fields(RunRow))


class Runs:
    """The ledger's table runs."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def start(self, command: str, outlets: list[str], at: datetime) -> int:
        """Begin a run; return its number."""
        sql = "INSERT INTO runs (command, outlets, started) VALUES (?, ?, ?) RETURNING id"
        values = (command, json.dumps(outlets), utc_text(at))
        return int(self._database.write(lambda db: db.execute(sql, values).fetchone()[0]))

    def finish(self, run: int, report: dict[str, Any], ok: bool, at: datetime) -> None:
        self._database.execute(
            "UPDATE runs SET ended = ?, ok = ?, report = ? WHERE id = ?",
            (utc_text(at), ok, json.dumps(report, ensure_ascii=False, default=str), run),
        )

    def latest(self, most: int) -> list[RunRow]:
        """Return the last runs, the newest first."""
        return [
            _run(row) for row in self._database.rows("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (most,))
        ]


def _run(row: sqlite3.Row) -> RunRow:
    values = present(row, _COLUMNS)
    values["outlets"] = json.loads(values["outlets"])
    values["report"] = json.loads(values["report"]) if values["report"] else None
    values["ok"] = None if values["ok"] is None else bool(values["ok"])
    return RunRow(**read_times(values, "started", "ended"))
