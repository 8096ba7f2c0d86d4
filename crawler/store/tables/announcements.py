"""What was last decided about every announcement, in the ledger; old ones are forgotten bit by bit.

What no channel has shown for a fortnight and nobody waits for keeps the hash of its key, a day and the reason
it was left out; then nothing. What became of a page that was asked for stands in the table pages.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from struct import Struct
from typing import Any

from crawler.article import RELATED, AnnouncedBy, Announcement
from crawler.reasons import Reason
from crawler.store.database import SharedDatabase
from crawler.store.tables import background, counts, meta
from crawler.store.tables.columns import encodable, present, read_time, read_times, upsert
from crawler.store.tables.counts import Count, Counted
from crawler.timestamps import time_text, utc_text

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
            # One that is past is not made whole by being shown again.
            past = _past_rows(db.execute, [key for key in by_key if key not in known])
            new = [key for key in by_key if key not in known and key not in past]
            first = [next(iter(by_key[key].values())) for key in new]
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

    def decided(self, keys: Collection[str]) -> dict[str, Decided]:
        """Return what was last decided about the announcements with these keys."""
        rows = self._database.rows(
            "SELECT key, reason, mark, last_at FROM announcements "
            "WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        )
        found = {row["key"]: Decided(row["reason"], row["mark"], read_time(row["last_at"])) for row in rows}
        past = _past_rows(self._database.rows, [key for key in keys if key not in found])
        return found | {key: _past(row) for key, row in past.items()}

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
    return {key: row["reason"] for key, row in _past_rows(database.rows, keys).items()}


def _past_rows(
    rows: Callable[[str, Sequence[Any]], Iterable[sqlite3.Row]], keys: Collection[str]
) -> dict[str, sqlite3.Row]:
    """Return what is remembered of those of these announcements that are past."""
    hashes = {hash_of(key): key for key in keys}
    return {hashes[row["key"]]: row for row in rows(_PAST, (json.dumps(list(hashes)),))}


def _reasons(db: sqlite3.Connection, keys: Collection[str]) -> dict[str, tuple[str, str | None]]:
    """Return outlet and reason of what is known of these announcements; of a past one, no outlet."""
    asked = (json.dumps(list(keys)),)
    rows = db.execute(
        "SELECT key, outlet, reason FROM announcements WHERE key IN (SELECT value FROM json_each(?))", asked
    )
    known = {row["key"]: (row["outlet"], row["reason"]) for row in rows}
    past = _past_rows(db.execute, [key for key in keys if key not in known])
    return {key: ("", row["reason"]) for key, row in past.items()} | known


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
    WHERE last_at < ? AND announcements.key NOT IN (SELECT key FROM frontier)
        AND pages.number IS NULL  -- who announced a text, and when, belongs to it
    LIMIT ?
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
    row |= {"score": score, "reason": reason and reason.code, "run": run, "mark": None}
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
