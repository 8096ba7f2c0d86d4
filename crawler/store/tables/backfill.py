"""How far each window of an outlet's back catalogue was walked, in the ledger: any stop is a pause."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import read_time
from crawler.timestamps import utc_text


class WindowKey(NamedTuple):
    """What is walked: one archive of an outlet for one window of days, as ISO dates; "" is open."""

    outlet: str
    archive: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Position:
    """All announcements of the pages before `next_page` are settled or not wanted; `done`: no more follow.

    A segment with a position at page 0 was not there when it was asked for, at `at`.
    """

    next_page: int = 0
    done: bool = False
    at: datetime | None = None


class BackfillProgress:
    """The ledger's table archive_progress; its column leg holds the names of segments."""

    def __init__(self, database: SharedDatabase, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def positions(self, key: WindowKey) -> dict[str, Position]:
        """Return how far each segment was walked, by its name."""
        rows = self._database.rows(
            "SELECT leg, next_page, done, at FROM archive_progress "
            "WHERE outlet = ? AND archive = ? AND since = ? AND until = ?",
            key,
        )
        return {
            row["leg"]: Position(row["next_page"], bool(row["done"]), read_time(row["at"])) for row in rows
        }

    def floor(self, outlet: str, archive: str) -> str | None:
        """Return the oldest day, in ISO form, of which a dated segment was ever there, for any window."""
        rows = self._database.rows(
            "SELECT min(substr(leg, -10)) AS day FROM archive_progress "
            "WHERE outlet = ? AND archive = ? AND next_page > 0 AND leg GLOB '*[0-9][0-9]-[0-9][0-9]'",
            (outlet, archive),
        )
        day = rows[0]["day"]
        return None if day is None else str(day)

    def note(self, key: WindowKey, segment: str, position: Position) -> None:
        """Write down how far a segment was walked."""
        values = (*key, segment, position.next_page, position.done, utc_text(self._now()))
        self._database.write(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO archive_progress VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values
            )
        )

    def forget(self, key: WindowKey, segment: str) -> None:
        """Let a segment be walked from its beginning: it grew since."""
        self._database.write(
            lambda db: db.execute(
                "DELETE FROM archive_progress "
                "WHERE outlet = ? AND archive = ? AND since = ? AND until = ? AND leg = ?",
                (*key, segment),
            )
        )
