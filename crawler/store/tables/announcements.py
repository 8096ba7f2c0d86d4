"""What was last decided about every announcement, in the ledger."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from crawler.article import Announcement
from crawler.reasons import Reason
from crawler.store.database import SharedDatabase
from crawler.store.tables import background
from crawler.store.tables.columns import encodable, present, read_times, upsert
from crawler.timestamps import time_text, utc_text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementRow:
    """What was last decided about an announcement; `reason` None means it was worth fetching."""

    key: str
    url: str
    outlet: str
    channel: str
    title: str | None
    summary: str | None
    published: datetime | None
    section: str | None
    score: float | None
    reason: str | None
    run: int
    first_at: datetime
    last_at: datetime


_COLUMNS = tuple(column.name for column in fields(AnnouncementRow))
_NOTE = upsert("announcements", _COLUMNS, {"first_at": "announcements.first_at"})


class Announcements:
    """The ledger's table announcements."""

    def __init__(self, database: SharedDatabase, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def note(self, run: int, decisions: Iterable[tuple[Announcement, float | None, Reason | None]]) -> None:
        """Write down what was decided about announcements; one row per key, the last decision counts.

        The topic's background learns from those that are new, in the same transaction.
        """
        now = utc_text(self._now())
        decided = list(decisions)
        rows = [_row(announcement, score, reason, run, now) for announcement, score, reason in decided]

        def write(db: sqlite3.Connection) -> None:
            background.hear(db, [announcement for announcement, _, _ in decided])
            db.executemany(_NOTE, rows)

        if rows:
            self._database.write(write)

    def get(self, key: str) -> AnnouncementRow | None:
        rows = self._database.rows("SELECT * FROM announcements WHERE key = ?", (key,))
        if not rows:
            return None
        return AnnouncementRow(**read_times(present(rows[0], _COLUMNS), "published", "first_at", "last_at"))

    def words(self, outlet: str, most: int) -> list[tuple[str, str | None, str | None]]:
        """Return key, title and summary of an outlet's latest announcements."""
        rows = self._database.rows(
            "SELECT key, title, summary FROM announcements WHERE outlet = ? ORDER BY last_at DESC LIMIT ?",
            (outlet, most),
        )
        return [(row["key"], row["title"], row["summary"]) for row in rows]

    def left_out(self, outlet: str) -> dict[str, int]:
        """Count an outlet's announcements that were not fetched, by reason, the most frequent first."""
        rows = self._database.rows(
            "SELECT reason, count(*) AS n FROM announcements WHERE outlet = ? AND reason IS NOT NULL "
            "GROUP BY reason ORDER BY n DESC",
            (outlet,),
        )
        return {row["reason"]: row["n"] for row in rows}

    def hopeless(self) -> int:
        """Count the announcements that were not fetched because they seemed hopeless."""
        # Two counts: each has an index of its own.
        count = "(SELECT count(*) FROM announcements WHERE reason = '{}')"
        rows = self._database.rows(f"SELECT {count.format('hopeless')} + {count.format('foreign-slug')} AS n")
        return int(rows[0]["n"])


def _row(
    announcement: Announcement, score: float | None, reason: Reason | None, run: int, now: str
) -> dict[str, Any]:
    row = asdict(announcement)
    del row["changed"]
    row["published"] = time_text(announcement.published)
    row |= {"score": score, "reason": reason and reason.code, "run": run}
    return encodable(row | {"first_at": now, "last_at": now})
