"""Attempts to sharpen the topic by kept texts, in the ledger."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from sqlite3 import Row

from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import present, read_times
from crawler.timestamps import utc_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One attempt to sharpen the topic by kept texts. `members` are their names; `why` says what came of it.

    `before` and `after` are the seeds' left-out scores; `records` is how many texts there were.
    """

    at: datetime
    records: int
    basis: str
    members: tuple[str, ...]
    weights: dict[str, float]
    share: float
    before: tuple[float, ...]
    after: tuple[float, ...]
    accepted: bool
    why: str
    id: int = 0
    undone_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        return self.accepted and self.undone_at is None


_COLUMNS = tuple(column.name for column in fields(Update))


class TopicUpdates:
    """The ledger's table topic_updates."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def all(self) -> list[Update]:
        """Return all attempts, the newest first."""
        return [_update(row) for row in self._database.rows("SELECT * FROM topic_updates ORDER BY id DESC")]

    def newest(self) -> tuple[Update | None, Update | None]:
        """Return the update in force, and the last attempt of all."""
        last = self._database.rows("SELECT * FROM topic_updates ORDER BY id DESC LIMIT 1")
        in_force = self._database.rows(
            "SELECT * FROM topic_updates WHERE accepted AND undone_at IS NULL ORDER BY id DESC LIMIT 1"
        )
        return _update(in_force[0]) if in_force else None, _update(last[0]) if last else None

    def note(self, update: Update) -> None:
        self._database.execute(
            "INSERT INTO topic_updates (at, records, basis, members, weights, share, before, after, "
            "accepted, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                utc_text(update.at),
                update.records,
                update.basis,
                json.dumps(update.members),
                json.dumps(update.weights, ensure_ascii=False),
                update.share,
                json.dumps(update.before),
                json.dumps(update.after),
                update.accepted,
                update.why,
            ),
        )

    def undo(self, number: int, at: datetime) -> None:
        """Take an update back; it stays on record."""
        self._database.execute("UPDATE topic_updates SET undone_at = ? WHERE id = ?", (utc_text(at), number))


def _update(row: Row) -> Update:
    values = present(row, _COLUMNS)
    for name in ("members", "before", "after"):
        values[name] = tuple(json.loads(values[name]))
    values["weights"] = json.loads(values["weights"])
    values["accepted"] = bool(values["accepted"])
    return Update(**read_times(values, "at", "undone_at"))
