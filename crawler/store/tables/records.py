"""The statements of the corpus's transaction: all take its connection, none begins or ends it."""

import sqlite3
from collections.abc import Collection
from typing import Any

from crawler.article import Record
from crawler.store.tables.columns import as_record


def insert(db: sqlite3.Connection, row: dict[str, Any]) -> None:
    columns = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO records ({columns}) VALUES ({values})", row)  # noqa: S608 - our own names


def take_back(db: sqlite3.Connection, name: str) -> None:
    """Undo an insert of this transaction."""
    db.execute("DELETE FROM records WHERE name = ?", (name,))


def next_number(db: sqlite3.Connection) -> int:
    """Return the number above all that were ever used; rows outlive their files, so none comes twice."""
    highest = db.execute("SELECT max(number) FROM records").fetchone()[0]
    return 0 if highest is None else int(highest) + 1


def with_number(db: sqlite3.Connection, number: int) -> Record | None:
    return _first(db, "SELECT * FROM records WHERE number = ? ORDER BY name LIMIT 1", number)


def with_hash(db: sqlite3.Connection, normal_hash: str) -> Record | None:
    return _first(
        db, "SELECT * FROM records WHERE normal_hash = ? ORDER BY number, name LIMIT 1", normal_hash
    )


def with_key(db: sqlite3.Connection, key: str) -> list[Record]:
    """Return the records of an article: one, unless each of its states has a file."""
    rows = db.execute("SELECT * FROM records WHERE key = ? ORDER BY number, name", (key,))
    return [as_record(row) for row in rows]


def supersede(db: sqlite3.Connection, number: int, by: int) -> None:
    """Note that a later state of a record's article has a file of its own."""
    db.execute("UPDATE records SET superseded_by = ? WHERE number = ?", (by, number))


def with_sha256(db: sqlite3.Connection, sha256: str) -> Record | None:
    return _first(db, "SELECT * FROM records WHERE sha256 = ? ORDER BY number, name LIMIT 1", sha256)


def has_digits(db: sqlite3.Connection, digits: str) -> bool:
    """Tell whether a text whose SHA-256 starts with these digits has a row."""
    return bool(
        db.execute("SELECT 1 FROM records WHERE sha256 BETWEEN ? AND ? || 'g'", (digits, digits)).fetchone()
    )


def names(db: sqlite3.Connection) -> set[str]:
    return {row[0] for row in db.execute("SELECT name FROM records")}


def any_there(db: sqlite3.Connection) -> bool:
    return bool(db.execute("SELECT 1 FROM records LIMIT 1").fetchone())


def seeds(db: sqlite3.Connection) -> set[str]:
    sql = (
        "SELECT name FROM records WHERE origin = 'seed' "
        "UNION ALL SELECT name FROM records WHERE origin = 'accepted'"
    )
    return {row[0] for row in db.execute(sql)}


def make_seeds(db: sqlite3.Connection, names: Collection[str]) -> None:
    db.executemany(
        "UPDATE records SET origin = 'seed' WHERE name = ? AND origin NOT IN ('seed', 'accepted')",
        [(name,) for name in names],
    )


def note_changed(db: sqlite3.Connection, name: str, sha256: str) -> None:
    """Accept an edit. The normal hash stays that of the old text: what was edited is not stored again."""
    db.execute("UPDATE records SET sha256 = ? WHERE name = ?", (sha256, name))


def note_back(db: sqlite3.Connection, names: Collection[str]) -> None:
    """Forget that files were deleted: they are there again."""
    gone = {row[0] for row in db.execute("SELECT name FROM records WHERE gone_at IS NOT NULL")}
    db.executemany(
        "UPDATE records SET gone_at = NULL WHERE name = ?", [(name,) for name in gone.intersection(names)]
    )


def note_gone(db: sqlite3.Connection, name: str, at: str) -> None:
    db.execute("UPDATE records SET gone_at = ? WHERE name = ?", (at, name))


def folder_mtime(db: sqlite3.Connection) -> int | None:
    """Return the folder's time after the last change that is accounted for."""
    row = db.execute("SELECT value FROM meta WHERE name = 'folder_mtime'").fetchone()
    return row and int(row[0])


def set_folder_mtime(db: sqlite3.Connection, value: int) -> None:
    db.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('folder_mtime', ?)", (value,))


def _first(db: sqlite3.Connection, sql: str, value: Any) -> Record | None:
    row = db.execute(sql, (value,)).fetchone()
    return row and as_record(row)
