"""When pages of kept articles are looked at again, in the ledger: soon at first, then less and less often."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.article import Announcement
from crawler.reasons import Reason
from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import read_time
from crawler.timestamps import utc_text
from crawler.validators import Validators

CHANNEL = "revisit"  # what announces a page that is looked at again


@dataclass(frozen=True, slots=True)
class Revisit:
    """A page that is due, with what its outlet said of its state."""

    announcement: Announcement
    number: int
    looks: int
    last_at: datetime
    marks: Validators
    believed: bool

    @property
    def headers(self) -> dict[str, str]:
        """Return the conditions to ask under. Every other look has none: some outlets never see a change."""
        if not self.believed or self.looks % 2:
            return {}
        return self.marks.headers


class Revisits:
    """The ledger's tables visits and unbelieved."""

    def __init__(self, database: SharedDatabase, now: Callable[[], datetime]) -> None:
        self._db = database
        self._now = now

    def plan(
        self, page: Announcement, number: int, published: datetime | None, ages: Sequence[timedelta]
    ) -> None:
        """Look again at a page that was kept just now, when it has reached each of these ages."""
        now = self._now()
        values = (
            *(page.key, number, page.url, page.outlet, utc_text(published) if published else None),
            *(utc_text(now), 0, _due(published, now, ages), None, None, Reason.ON_TOPIC.code),
        )
        self._db.write(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values
            )
        )

    def looked(self, key: str, ended: Reason, ages: Sequence[timedelta]) -> None:
        """Write down how a look ended, and when the next one is due."""
        now = self._now()
        rows = self._db.rows(
            "SELECT coalesce(visits.published, min(records.added_at)) AS born FROM visits "
            "LEFT JOIN records ON records.number = visits.number WHERE visits.key = ?",
            (key,),
        )
        born = rows[0]["born"] if rows else None
        due = _due(born and read_time(born), now, ages)
        self._db.write(
            lambda db: db.execute(
                "UPDATE visits SET last_at = ?, looks = looks + 1, due = ?, ended = ? WHERE key = ?",
                (utc_text(now), due, ended.code, key),
            )
        )

    def note_state(self, key: str, marks: Validators) -> None:
        """Keep what the outlet calls the page's present state."""
        self._db.write(
            lambda db: db.execute(
                "UPDATE visits SET etag = ?, last_modified = ? WHERE key = ?", (*marks, key)
            )
        )

    def due(self, outlet: str, most: int) -> list[Revisit]:
        """Return the pages of an outlet to look at again, the most overdue last looked at first."""
        rows = self._db.rows(
            "SELECT visits.*, unbelieved.outlet IS NULL AS believed FROM visits "
            "LEFT JOIN unbelieved ON unbelieved.outlet = visits.outlet "
            "WHERE visits.outlet = ? AND due <= ? ORDER BY due LIMIT ?",
            (outlet, utc_text(self._now()), most),
        )
        return [_visit(row) for row in rows]

    def of(self, keys: Sequence[str]) -> dict[str, Revisit]:
        """Return the pages with these keys, due or not, that were kept and may be looked at again."""
        visits = (
            self._db.rows(
                "SELECT visits.*, unbelieved.outlet IS NULL AS believed FROM visits "
                "LEFT JOIN unbelieved ON unbelieved.outlet = visits.outlet WHERE key = ?",
                (key,),
            )
            for key in keys
        )
        return {rows[0]["key"]: _visit(rows[0]) for rows in visits if rows}

    def last_look(self, number: int) -> tuple[datetime, Reason] | None:
        """Return when a record's page was looked at again, and what that came to; None for never."""
        rows = self._db.rows("SELECT last_at, ended FROM visits WHERE number = ? AND looks > 0", (number,))
        return (read_time(rows[0][0]), Reason.from_code(rows[0][1])) if rows else None

    def disbelieve(self, outlet: str) -> None:
        """Never again ask this outlet under conditions: a page changed, the mark of its state did not."""
        self._db.write(lambda db: db.execute("INSERT OR IGNORE INTO unbelieved VALUES (?)", (outlet,)))


def _due(born: datetime | None, now: datetime, ages: Sequence[timedelta]) -> str | None:
    """Return when the next age is reached; never sooner than the first age from now."""
    if not ages:
        return None
    born = born or now
    coming = [born + age for age in sorted(ages) if born + age > now]
    return utc_text(max(coming[0], now + min(ages))) if coming else None


def _visit(row: sqlite3.Row) -> Revisit:
    published = row["published"] and read_time(row["published"])
    page = Announcement(row["url"], row["key"], row["outlet"], CHANNEL, published=published)
    last_at = read_time(row["last_at"])
    marks = Validators(row["etag"], row["last_modified"])
    return Revisit(page, row["number"], row["looks"], last_at, marks, bool(row["believed"]))
