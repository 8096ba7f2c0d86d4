"""What happened to every page, in SQLite beside the texts: named queries, no SQL elsewhere.

Reading is safe from any thread and never waits for a writer; writing is one transaction a call.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from crawler.article import Announcement, Record
from crawler.reasons import Reason
from crawler.store.database import SharedDatabase
from crawler.store.tables.backfill import BackfillProgress
from crawler.store.tables.background import Experience
from crawler.store.tables.channels import Channels
from crawler.store.tables.columns import (
    ANNOUNCEMENT_COLUMNS,
    PAGE_COLUMNS,
    AnnouncementRow,
    PageRow,
    RunRow,
    announcement_row,
    as_announcement,
    as_page,
    as_record,
    as_run,
    page_row,
    utc_text,
)
from crawler.store.tables.health import Health
from crawler.store.tables.revisits import Revisits
from crawler.store.tables.texts import Texts
from crawler.store.tables.versions import Versions

__all__ = ["AnnouncementRow", "Ledger", "PageRow", "RunRow"]

T = TypeVar("T")
_CHUNK = 1000
_NO_NUMBER = 1 << 63  # what SQLite's integers do not hold


def utc_now() -> datetime:
    return datetime.now(UTC)


def _upsert(table: str, columns: Iterable[str], on_conflict: dict[str, str]) -> str:
    columns = tuple(columns)
    sets = {name: f"excluded.{name}" for name in columns if name != "key"} | on_conflict
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)}) "  # noqa: S608 - our own names
        f"ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = {value}' for name, value in sets.items())}"
    )


_NOTE_PAGE = _upsert("pages", PAGE_COLUMNS, {"attempts": "pages.attempts + 1"})
_NOTE_ANNOUNCEMENT = _upsert("announcements", ANNOUNCEMENT_COLUMNS, {"first_at": "announcements.first_at"})


class Ledger:
    """One ledger file. The corpus opens it; everything else only asks and notes."""

    def __init__(self, path: Path, *, now: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self._now = now
        self._db = SharedDatabase(path)
        self.experience = Experience(self._db)
        self.progress = BackfillProgress(self._db, now)
        self.health = Health(self._db)
        self.texts = Texts(self._db)
        self.versions = Versions(self._db, now)
        self.visits = Revisits(self._db, now)
        self.polls = Channels(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do the corpus's work in one transaction; twice, when the ledger had to be rebuilt."""
        return self._db.write(work)

    # records

    def record(self, number: int) -> Record | None:
        return self._record("number = ?", number) if number < _NO_NUMBER else None

    def record_named(self, name: str) -> Record | None:
        return self._record("name = ?", name)

    def record_with_hash(self, normal_hash: str) -> Record | None:
        return self._record("normal_hash = ?", normal_hash)

    def records_with_key(self, key: str) -> list[Record]:
        """Return the records of an article: one, unless each of its states has a file."""
        rows = self._db.rows("SELECT * FROM records WHERE key = ? ORDER BY number, name", (key,))
        return [as_record(row) for row in rows]

    def names(self) -> set[str]:
        return {row["name"] for row in self._db.rows("SELECT name FROM records")}

    def records(self) -> Iterator[Record]:
        """Yield all records in the order of their numbers, those whose file was deleted included."""
        after: tuple[int, str] = (-1, "")
        while rows := self._db.rows(
            "SELECT * FROM records WHERE (number, name) > (?, ?) ORDER BY number, name LIMIT ?",
            (*after, _CHUNK),
        ):
            yield from map(as_record, rows)
            after = rows[-1]["number"], rows[-1]["name"]

    def _record(self, where: str, value: Any) -> Record | None:
        rows = self._db.rows(f"SELECT * FROM records WHERE {where} ORDER BY number, name LIMIT 1", (value,))  # noqa: S608 - `where` is one of three above
        return as_record(rows[0]) if rows else None

    # pages

    def known(self, keys: Collection[str]) -> dict[str, PageRow]:
        """Return what is known of the articles with these keys, by the key that was asked for."""
        rows = self._db.rows(
            """
            SELECT asked.value AS asked, pages.*
            FROM json_each(?) AS asked
            LEFT JOIN aliases ON aliases.alias = asked.value
            JOIN pages ON pages.key = coalesce(aliases.key, asked.value)
            """,
            (json.dumps(list(keys)),),
        )
        return {row["asked"]: as_page(row) for row in rows}

    def page(self, key_or_url: str) -> PageRow | None:
        """Return how an article's page ended, by a key it is known under or its address."""
        page = self.known([key_or_url]).get(key_or_url)
        if page:
            return page
        rows = self._db.rows("SELECT * FROM pages WHERE url = ? ORDER BY at DESC LIMIT 1", (key_or_url,))
        return as_page(rows[0]) if rows else None

    def pages(self) -> Iterator[PageRow]:
        """Yield how every page ended, in the order of their last verdicts."""
        after: tuple[str, str] = ("", "")
        while rows := self._db.rows(
            "SELECT * FROM pages WHERE (at, key) > (?, ?) ORDER BY at, key LIMIT ?", (*after, _CHUNK)
        ):
            yield from map(as_page, rows)
            after = rows[-1]["at"], rows[-1]["key"]

    def note_page(self, row: PageRow) -> None:
        """Write down how a page ended; one row per key, its attempts counted."""
        self._execute(_NOTE_PAGE, page_row(row) | {"attempts": 1})

    def note_alias(self, alias: str, key: str) -> None:
        """Write down that an article was announced under another key than its own."""
        self._execute("INSERT OR REPLACE INTO aliases (alias, key) VALUES (?, ?)", (alias, key))

    # announcements

    def note_announcements(
        self, run: int, announcements: Iterable[tuple[Announcement, float | None, Reason | None]]
    ) -> None:
        """Write down what was decided about announcements; one row per key, the last decision counts."""
        now = self._now()
        decided = list(announcements)
        rows = [announcement_row(*each, run, now) for each in decided]

        def note(db: sqlite3.Connection) -> None:
            self.experience.hear(db, [announcement for announcement, _, _ in decided])
            db.executemany(_NOTE_ANNOUNCEMENT, rows)

        if rows:
            self._db.write(note)

    def announcement(self, key: str) -> AnnouncementRow | None:
        rows = self._db.rows("SELECT * FROM announcements WHERE key = ?", (key,))
        return as_announcement(rows[0]) if rows else None

    # runs

    def start_run(self, command: str, outlets: list[str], at: datetime) -> int:
        sql = "INSERT INTO runs (command, outlets, started) VALUES (?, ?, ?) RETURNING id"
        values = (command, json.dumps(outlets), utc_text(at))
        return int(self._db.write(lambda db: db.execute(sql, values).fetchone()[0]))

    def finish_run(self, run: int, report: dict[str, Any], ok: bool, at: datetime) -> None:
        self._execute(
            "UPDATE runs SET ended = ?, ok = ?, report = ? WHERE id = ?",
            (utc_text(at), ok, json.dumps(report, ensure_ascii=False, default=str), run),
        )

    def runs(self, limit: int) -> list[RunRow]:
        """Return the last runs, the newest first."""
        return [as_run(row) for row in self._db.rows("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (limit,))]

    # hosts

    def rest(self, host: str) -> datetime | None:
        """Return until when a host wants no request."""
        rows = self._db.rows(
            "SELECT rest_until FROM hosts WHERE host = ? AND rest_until IS NOT NULL", (host,)
        )
        return datetime.fromisoformat(rows[0]["rest_until"]) if rows else None

    def set_rest(self, host: str, until: datetime, why: str) -> None:
        self._execute(
            "INSERT INTO hosts (host, rest_until, rest_why) VALUES (?, ?, ?) ON CONFLICT (host) "
            "DO UPDATE SET rest_until = excluded.rest_until, rest_why = excluded.rest_why",
            (host, utc_text(until), why),
        )

    def counts(self) -> dict[str, Any]:
        """Count: {"records": {origin: n}, "pages": {verdict: {reason: n}}}."""
        records = self._db.rows(
            "SELECT origin, count(*) AS n FROM records WHERE gone_at IS NULL GROUP BY origin"
        )
        pages: dict[str, dict[str, int]] = {}
        for row in self._db.rows("SELECT verdict, reason, count(*) AS n FROM pages GROUP BY verdict, reason"):
            pages.setdefault(row["verdict"], {})[row["reason"]] = row["n"]
        return {"records": {row["origin"]: row["n"] for row in records}, "pages": pages}

    def _execute(self, sql: str, parameters: Any) -> None:
        self._db.write(lambda db: db.execute(sql, parameters))
