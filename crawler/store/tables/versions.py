"""Later states of kept articles, in the ledger: what each said, and when. The first state is the file."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crawler.store.database import SharedDatabase
from crawler.store.tables import counts
from crawler.store.tables.columns import read_time
from crawler.store.tables.counts import Count
from crawler.store.tables.texts import packed, unpacked
from crawler.timestamps import utc_text


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an article's text; `version` 1 is the kept file."""

    version: int
    at: datetime
    normal_hash: str
    text: str
    file: str | None = None


class Versions:
    """The ledger's table versions."""

    def __init__(self, database: SharedDatabase, now: Callable[[], datetime]) -> None:
        self._db = database
        self._now = now

    def of(self, number: int) -> list[Version]:
        """Return the later states of a record, in order; version 2 is the first of them."""
        rows = self._db.rows("SELECT * FROM versions WHERE number = ? ORDER BY version", (number,))
        return [
            Version(
                row["version"],
                read_time(row["at"]),
                row["normal_hash"],
                unpacked(row["body"]),
                row["file"],
            )
            for row in rows
        ]

    def latest_hash(self, number: int) -> str | None:
        """Return the normal hash of the last state that differed from the one before; None for none."""
        rows = self._db.rows(
            "SELECT normal_hash FROM versions WHERE number = ? ORDER BY version DESC LIMIT 1", (number,)
        )
        return rows[0]["normal_hash"] if rows else None

    def note(self, number: int, normal_hash: str, text: str, run: int | None = None) -> int | None:
        """Write a new state down; return its version, None when it is the last one known."""
        return self._db.write(lambda db: note(db, number, normal_hash, text, utc_text(self._now()), run=run))


def note(
    db: sqlite3.Connection,
    number: int,
    normal_hash: str,
    text: str,
    at: str,
    *,
    file: str | None = None,
    run: int | None = None,
) -> int | None:
    """Write a new state down inside a transaction."""
    last = db.execute(
        "SELECT version, normal_hash FROM versions WHERE number = ? ORDER BY version DESC LIMIT 1", (number,)
    ).fetchone()
    if last and last["normal_hash"] == normal_hash:
        return None
    version = last["version"] + 1 if last else 2
    db.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, version, at, normal_hash, packed(text), file, run),
    )
    counts.add(db, {(Count.VERSIONS, "", ""): 1})
    return int(version)
