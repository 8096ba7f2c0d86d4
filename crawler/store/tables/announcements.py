"""What was last decided about every announcement, in the ledger; old ones are forgotten bit by bit.

What no channel has shown for a fortnight and nobody waits for keeps the hash of its key, a day and the reason
it was left out; then nothing. What became of a page that was asked for stands in the table pages.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from crawler.article import Announcement
from crawler.reasons import Reason
from crawler.store.database import SharedDatabase
from crawler.store.tables import background, counts, meta
from crawler.store.tables.columns import encodable, present, read_times, upsert
from crawler.store.tables.counts import Count, Counted
from crawler.timestamps import read_time, time_text, utc_text

_WHOLE = timedelta(days=14)  # after it was last shown; as far back as channels reach
_FRESH = timedelta(days=7)  # what is shown again and again is written down as often
_BATCH = 5000  # forgotten in one transaction
_SUMMARY_WORDS = 12  # by its first words a text that repeats it is known
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Decided:
    """Why an announcement was left out the last time, by which words and topic, and when it was last shown.

    `reason` is a code; None: it was worth fetching. `mark` is None for what an earlier gomtin decided.
    """

    reason: str | None
    mark: int | None
    shown_at: datetime


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
    mark: int | None = None


_COLUMNS = tuple(column.name for column in fields(AnnouncementRow))
_NOTE = upsert("announcements", _COLUMNS, {"first_at": "announcements.first_at"})


class Announcements:
    """The ledger's table announcements."""

    def __init__(self, database: SharedDatabase, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def note(
        self,
        run: int,
        decisions: Iterable[tuple[Announcement, float | None, Reason | None]],
        mark: Callable[[Announcement], int | None] = lambda _: None,
    ) -> None:
        """Write down what was decided about announcements; one row per key, the last decision counts.

        The topic's background learns from those that are new, in the same transaction. `mark` tells words
        and topic from others: what was decided holds as long as it is the same.
        """
        now = utc_text(self._now())
        decided = list(decisions)
        rows = [_row(one, score, reason, run, now) | {"mark": mark(one)} for one, score, reason in decided]

        def write(db: sqlite3.Connection) -> None:
            known = _reasons(db, [row["key"] for row in rows])
            background.hear(db, [one for one, _, _ in decided if one.key not in known])
            counts.add(db, _left_out(rows, known))
            db.executemany(_NOTE, rows)
            past = [(hash_of(row["key"]),) for row in rows]
            db.executemany("DELETE FROM past_announcements WHERE key = ?", past)

        if rows:
            self._database.write(write)

    def decided(self, keys: Collection[str]) -> dict[str, Decided]:
        """Return what was last decided about the announcements with these keys."""
        rows = self._database.rows(
            "SELECT key, reason, mark, last_at FROM announcements "
            "WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        )
        found = {row["key"]: Decided(row["reason"], row["mark"], read_time(row["last_at"])) for row in rows}
        hashes = {hash_of(key): key for key in keys if key not in found}
        past = self._database.rows(_PAST, (json.dumps(list(hashes)),))
        return found | {hashes[row["key"]]: _past(row) for row in past}

    def show(self, decided: Mapping[str, Decided]) -> None:
        """Note that channels still show announcements; what was noted lately is not noted again."""
        now = self._now()
        stale = [key for key, one in decided.items() if now - one.shown_at >= _FRESH]
        if not stale:
            return
        rows = [(utc_text(now), key) for key in stale]
        past = [(_day(now), hash_of(key)) for key in stale]

        def write(db: sqlite3.Connection) -> None:
            db.executemany("UPDATE announcements SET last_at = ? WHERE key = ?", rows)
            db.executemany("UPDATE past_announcements SET day = ? WHERE key = ?", past)

        self._database.write(write)

    def forget(self, after: timedelta) -> None:
        """Shorten what no channel has shown for a fortnight; forget what none has shown for so long.

        Does its work once a day, in short transactions.
        """
        now = self._now()
        if self._database.write(lambda db: meta.get(db, "announcements_forgotten")) == _day(now):
            return
        while self._database.write(lambda db: _shorten(db, utc_text(now - _WHOLE))) == _BATCH:
            pass
        before = (_day(now - after),)

        def write(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM past_announcements WHERE day < ?", before)
            meta.put(db, "announcements_forgotten", _day(now))

        self._database.write(write)

    def get(self, key: str) -> AnnouncementRow | None:
        rows = self._database.rows("SELECT * FROM announcements WHERE key = ?", (key,))
        if not rows:
            return None
        return AnnouncementRow(**read_times(present(rows[0], _COLUMNS), "published", "first_at", "last_at"))

    def words(self, outlet: str, most: int) -> list[tuple[str, str | None, str | None]]:
        """Return key, title and the first words of the summary of an outlet's latest announcements."""
        rows = self._database.rows(
            "SELECT key, title, summary FROM announcements WHERE outlet = ? ORDER BY rowid DESC LIMIT ?",
            (outlet, most),
        )
        return [(row["key"], row["title"], row["summary"]) for row in rows]

    def left_out(self, outlet: str) -> dict[str, int]:
        """Count an outlet's announcements that were not fetched, by reason, the most frequent first."""
        found = counts.of(self._database, Count.LEFT_OUT, outlet)
        return {reason: n for (_, reason), n in found.most_common()}

    def hopeless(self) -> int:
        """Count the announcements that were not fetched because they seemed hopeless."""
        found = counts.of(self._database, Count.LEFT_OUT)
        codes = {Reason.HOPELESS.code, Reason.FOREIGN_SLUG.code}
        return sum(n for (_, reason), n in found.items() if reason in codes)


def hash_of(key: str) -> int:
    """Return the number under which a past announcement is known."""
    return int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=8).digest(), signed=True)


def past(database: SharedDatabase, keys: Collection[str]) -> dict[str, str]:
    """Return why those of these announcements were left out of which little more is remembered."""
    hashes = {hash_of(key): key for key in keys}
    rows = database.rows(_PAST, (json.dumps(list(hashes)),))
    return {hashes[row["key"]]: row["reason"] for row in rows}


def _reasons(db: sqlite3.Connection, keys: Collection[str]) -> dict[str, tuple[str, str | None]]:
    """Return outlet and reason of what is known of these announcements; of a past one, no outlet."""
    asked = (json.dumps(list(keys)),)
    rows = db.execute(
        "SELECT key, outlet, reason FROM announcements WHERE key IN (SELECT value FROM json_each(?))", asked
    )
    known = {row["key"]: (row["outlet"], row["reason"]) for row in rows}
    hashes = {hash_of(key): key for key in keys if key not in known}
    past = db.execute(_PAST, (json.dumps(list(hashes)),))
    return {hashes[row["key"]]: ("", row["reason"]) for row in past} | known


def _left_out(
    rows: Iterable[dict[str, Any]], known: Mapping[str, tuple[str, str | None]]
) -> Counter[Counted]:
    """Return how the counts of what is left out change."""
    changes: Counter[Counted] = Counter()
    for row in {row["key"]: row for row in rows}.values():
        outlet, before = known.get(row["key"], ("", None))
        if row["reason"]:
            changes[Count.LEFT_OUT, row["outlet"], row["reason"]] += 1
        if before:
            changes[Count.LEFT_OUT, outlet or row["outlet"], before] -= 1
    return changes


_PAST = "SELECT * FROM past_announcements WHERE key IN (SELECT value FROM json_each(?))"
_OLD = """
    SELECT announcements.key, last_at, announcements.reason, mark,
        announcements.reason IS NULL OR pages.key IS NOT NULL AS elsewhere
    FROM announcements
    LEFT JOIN aliases ON aliases.alias = announcements.key
    LEFT JOIN pages ON pages.key = coalesce(aliases.key, announcements.key)
    WHERE last_at < ? AND announcements.key NOT IN (SELECT key FROM frontier) LIMIT ?
"""


def _shorten(db: sqlite3.Connection, before: str) -> int:
    """Shorten some announcements last shown before a moment; return how many."""
    old = db.execute(_OLD, (before, _BATCH)).fetchall()
    rows = [
        (hash_of(row["key"]), _day(read_time(row["last_at"])), row["reason"], row["mark"])
        for row in old
        if not row["elsewhere"]  # how its page ended is known
    ]
    db.executemany("INSERT OR REPLACE INTO past_announcements VALUES (?, ?, ?, ?)", rows)
    db.executemany("DELETE FROM announcements WHERE key = ?", [(row["key"],) for row in old])
    return len(old)


def _past(row: sqlite3.Row) -> Decided:
    day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=row["day"])
    return Decided(row["reason"], row["mark"], day)


def _day(moment: datetime) -> int:
    return (moment.astimezone(UTC).date() - _EPOCH).days


def _row(
    announcement: Announcement, score: float | None, reason: Reason | None, run: int, now: str
) -> dict[str, Any]:
    row = asdict(announcement)
    del row["changed"]
    row["published"] = time_text(announcement.published)
    row["summary"] = announcement.summary and " ".join(announcement.summary.split()[:_SUMMARY_WORDS])
    row |= {"score": score, "reason": reason and reason.code, "run": run}
    return encodable(row | {"first_at": now, "last_at": now})
