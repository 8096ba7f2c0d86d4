"""Texts of a folder beside the rows of its ledger, in a temporary file: any number takes little memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, Self

from crawler.store.folder import number_of
from crawler.store.tables.records import RecordState

_TABLES = (
    """
    CREATE TABLE rows (
        name TEXT PRIMARY KEY, number INTEGER, sha256 TEXT, normal_hash TEXT, seed INTEGER, gone INTEGER
    ) WITHOUT ROWID
    """,
    "CREATE TABLE names (number INTEGER, name TEXT, PRIMARY KEY (number, name)) WITHOUT ROWID",
    "CREATE TABLE files (number INTEGER, name TEXT, sha256 TEXT, normal_hash TEXT, seed INTEGER)",
)
_WITH_ROWS = """
    SELECT names.name, sha256, normal_hash, seed, gone
    FROM names LEFT JOIN rows ON rows.name = names.name ORDER BY names.number, names.name
"""
_MISSING = """
    SELECT rows.name, (
        SELECT files.name FROM files LEFT JOIN rows AS its ON its.name = files.name
        WHERE files.sha256 = rows.sha256 AND its.gone IS NOT 1
        ORDER BY files.number DESC, files.name DESC LIMIT 1
    )
    FROM rows WHERE NOT gone AND NOT EXISTS (
        SELECT 1 FROM names WHERE names.number = rows.number AND names.name = rows.name
    ) ORDER BY rows.name
"""
_REPEATED = """
    SELECT name, first, seed AND first_seed FROM (
        SELECT name, seed, first_value(name) OVER same AS first, first_value(seed) OVER same AS first_seed
        FROM files WINDOW same AS (PARTITION BY {0} ORDER BY number, name)
    ) WHERE name != first
"""
_GAPS = """
    SELECT before, number FROM (
        SELECT number, lag(number) OVER (ORDER BY number) AS before
        FROM (SELECT number FROM rows UNION SELECT number FROM files)
    ) WHERE number - before > 1
"""


class Repeated(NamedTuple):
    """A text that has something in common with an earlier one; `both_seeds`: that is the user's business."""

    name: str
    first: str
    both_seeds: bool


class Inventory:
    """What there is, taken in by turns: rows, then names, then the files that have these names."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a file without a name, gone when it is closed
        for statement in ("BEGIN", *_TABLES):
            self._db.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def take_rows(self, states: Iterable[tuple[str, RecordState]]) -> None:
        self._db.executemany(
            "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)",
            (
                (name, number_of(name) or 0, row.sha256, row.normal_hash, row.seed, row.gone)
                for name, row in states
            ),
        )

    def take_names(self, names: Iterable[str]) -> None:
        self._db.executemany("INSERT INTO names VALUES (?, ?)", ((number_of(name), name) for name in names))

    def with_rows(self) -> Iterator[tuple[str, RecordState | None]]:
        """Yield the names in order, each with its row in the ledger."""
        for name, sha256, normal_hash, seed, gone in self._db.execute(_WITH_ROWS):
            row = None if sha256 is None else RecordState(sha256, normal_hash, bool(seed), bool(gone))
            yield name, row

    def take_file(self, name: str, sha256: str, normal_hash: str, *, seed: bool) -> None:
        self._db.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?)", (number_of(name), name, sha256, normal_hash, seed)
        )

    def missing(self) -> Iterator[tuple[str, str | None]]:
        """Yield rows without a file, and the name their text has now."""
        self._db.execute("CREATE INDEX IF NOT EXISTS files_sha256 ON files (sha256)")
        yield from self._db.execute(_MISSING)

    def repeated(self, what: Literal["normal_hash", "number"]) -> Iterator[Repeated]:
        """Yield the files that have a text, or a number, of an earlier one."""
        for name, first, both_seeds in self._db.execute(_REPEATED.format(what)):
            yield Repeated(name, first, bool(both_seeds))

    def gaps(self) -> Iterator[tuple[int, int]]:
        """Yield the numbers around each gap."""
        yield from self._db.execute(_GAPS)
