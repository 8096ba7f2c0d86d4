"""What was last decided about every announcement, in the ledger."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from struct import Struct
from typing import Any

from crawler.article import RELATED, AnnouncedBy, Announcement
from crawler.reasons import Reason
from crawler.store.database import SharedDatabase
from crawler.store.tables import background
from crawler.store.tables.columns import encodable, present, read_times, upsert
from crawler.timestamps import read_time, time_text, utc_text


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
_NUMBER = "INSERT OR IGNORE INTO channel_numbers (channel) SELECT value FROM json_each(?)"
_ANNOUNCED_BY = "SELECT key, announced_by FROM announcements WHERE key IN (SELECT value FROM json_each(?))"
_UNDER_ALL_KEYS = """
    SELECT asked.value AS own_key, announcements.*
    FROM json_each(?) AS asked JOIN announcements ON announcements.key = asked.value
    UNION ALL
    SELECT aliases.key, announcements.*
    FROM aliases JOIN announcements ON announcements.key = aliases.alias
    WHERE aliases.key IN (SELECT value FROM json_each(?))
"""
_ENTRY = Struct("<II")  # number of a channel, seconds since 1970


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

    def note_channels(self, run: int, announcements: Iterable[Announcement]) -> None:
        """Write down which channels announced articles: each channel of an article once, with the time.

        Expects that `note` was called for those that are new.
        """
        now = self._now()
        by_key: dict[str, dict[str, Announcement]] = {}
        for each in announcements:
            written = encodable({"key": each.key, "channel": RELATED if each.is_related else each.channel})
            by_key.setdefault(written["key"], {}).setdefault(written["channel"], each)

        def write(db: sqlite3.Connection) -> None:
            numbers = _numbers(db, {channel for channels in by_key.values() for channel in channels})
            known = dict(db.execute(_ANNOUNCED_BY, (json.dumps(list(by_key)),)).fetchall())
            # What a person asked for, or came from elsewhere, is known and was never announced before.
            first = [next(iter(channels.values())) for key, channels in by_key.items() if key not in known]
            db.executemany(_NOTE, [_row(each, None, None, run, utc_text(now)) for each in first])
            grown = [
                (blob, key)
                for key, channels in by_key.items()
                if (blob := _with_channels(known.get(key), [numbers[each] for each in channels], now))
            ]
            db.executemany("UPDATE announcements SET announced_by = ? WHERE key = ?", grown)

        if by_key:
            self._database.write(write)

    def announced_by(self, keys: Collection[str]) -> list[AnnouncedBy]:
        """Return which channels announced an article known under these keys, the first first."""
        found = announced_by(self._database.rows, keys)
        return _first_of([each for some in found.values() for each in some])

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


def announced_by(
    rows: Callable[[str, Sequence[Any]], list[sqlite3.Row]], keys: Collection[str]
) -> dict[str, list[AnnouncedBy]]:
    """Return which channels announced the articles with these keys, by key, the first first.

    An article's other keys (aliases) count as its own. Of what was announced before every channel was noted,
    the one is told that was noted last. Reads the ledger of an earlier gomtin, too.
    """
    found = rows(_UNDER_ALL_KEYS, (json.dumps(list(keys)),) * 2)
    entries = [_entries(present(row, ["announced_by"]).get("announced_by")) for row in found]
    numbers = json.dumps([number for some in entries for number, _ in some])
    named = "SELECT number, channel FROM channel_numbers WHERE number IN (SELECT value FROM json_each(?))"
    names = {row["number"]: row["channel"] for row in (rows(named, (numbers,)) if any(entries) else ())}
    by: dict[str, list[AnnouncedBy]] = {}
    for row, some in zip(found, entries, strict=True):
        by.setdefault(row["own_key"], []).extend(_channels(row, some, names))
    return {key: _first_of(some) for key, some in by.items()}


def _channels(
    row: sqlite3.Row, entries: list[tuple[int, int]], names: dict[int, str]
) -> Iterator[AnnouncedBy]:
    yield from (AnnouncedBy(names[number], datetime.fromtimestamp(at, UTC)) for number, at in entries)
    last = RELATED if row["channel"].startswith(RELATED) else row["channel"]
    if last not in {names[number] for number, _ in entries}:
        yield AnnouncedBy(last, read_time(row["first_at"]))


def _first_of(some: Iterable[AnnouncedBy]) -> list[AnnouncedBy]:
    """Return each channel once, with its first time, in their order."""
    first: dict[str, AnnouncedBy] = {}
    for each in sorted(some, key=lambda by: by.first_at):
        first.setdefault(each.channel, each)
    return list(first.values())


def _numbers(db: sqlite3.Connection, channels: Collection[str]) -> dict[str, int]:
    """Return the numbers of channels, new ones included."""
    asked = (json.dumps(sorted(channels)),)
    db.execute(_NUMBER, asked)
    sql = "SELECT channel, number FROM channel_numbers WHERE channel IN (SELECT value FROM json_each(?))"
    return dict(db.execute(sql, asked).fetchall())


def _entries(blob: bytes | None) -> list[tuple[int, int]]:
    return list(_ENTRY.iter_unpack(blob or b""))


def _with_channels(blob: bytes | None, numbers: Iterable[int], now: datetime) -> bytes | None:
    """Return the entries with those channels added that are not there; None where none is new."""
    known = {number for number, _ in _entries(blob)}
    new = b"".join(_ENTRY.pack(each, int(now.timestamp())) for each in numbers if each not in known)
    return (blob or b"") + new if new else None
