"""A smaller index: one row per fingerprint instead of one per text that has it."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from sqlite_utils import Database

from crawler.store.tables.postings import packed


def m007_postings(database: Database) -> None:
    db = database.conn
    db.execute(
        """
        CREATE TABLE postings (
            fingerprint INTEGER PRIMARY KEY,
            texts BLOB NOT NULL    -- texts.id, four bytes each, the lowest first
        )
        """
    )
    db.execute("ALTER TABLE texts ADD COLUMN rate INTEGER NOT NULL DEFAULT 8")  # one run in so many is kept
    db.executemany("INSERT INTO postings VALUES (?, ?)", _packed_rows(db))
    db.execute("DROP TABLE fingerprints")


def _packed_rows(db: sqlite3.Connection) -> Iterator[tuple[int, bytes]]:
    rows = db.execute("SELECT fingerprint, text FROM fingerprints ORDER BY fingerprint, text")
    for fingerprint, holders in groupby(rows, itemgetter(0)):
        yield fingerprint, packed([row[1] for row in holders])
