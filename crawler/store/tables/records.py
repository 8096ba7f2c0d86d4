"""The numbered texts, in the ledger. The functions take a connection: they are parts of its transaction."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from crawler.article import Article, Record
from crawler.store.database import SharedDatabase
from crawler.store.seeds import RecordedSeed
from crawler.store.tables import meta
from crawler.store.tables.columns import CHUNK_ROWS, present, read_time, read_times
from crawler.timestamps import time_text, utc_text

_COLUMNS = tuple(column.name for column in fields(Record))
_SHOWN = 10  # numbers
_LOST = "SELECT number, lost_lines FROM records WHERE lost_lines ORDER BY number"
_SEEDS = """
    SELECT records.name, records.sha256, gone_at, coalesce(prints * rate, 0) AS words
    FROM records LEFT JOIN texts ON texts.name = records.name AND texts.name != '' AND kind = 'kept'
    WHERE origin IN ('seed', 'accepted')
"""
_NO_NUMBER = 1 << 63  # what SQLite's integers do not hold


@dataclass(frozen=True, slots=True)
class ScoredRecord(Record):
    """A record with the topic's score when it was taken in; None for what was not judged."""

    score: float | None = None


_SCORED_COLUMNS = tuple(column.name for column in fields(ScoredRecord))


@dataclass(frozen=True, slots=True)
class RecordState:
    """What a folder is checked against; `gone`: that the file was deleted is known."""

    sha256: str
    normal_hash: str
    seed: bool
    gone: bool


class Records:
    """The ledger's table records."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def get(self, number: int) -> Record | None:
        return self._one("number = ?", number) if number < _NO_NUMBER else None

    def named(self, name: str) -> Record | None:
        return self._one("name = ?", name)

    def with_hash(self, normal_hash: str) -> Record | None:
        return self._one("normal_hash = ?", normal_hash)

    def with_key(self, key: str) -> list[Record]:
        """Return the records of an article: one, unless each of its states has a file."""
        rows = self._database.rows("SELECT * FROM records WHERE key = ? ORDER BY number, name", (key,))
        return [as_record(row) for row in rows]

    def names(self) -> set[str]:
        return {row["name"] for row in self._database.rows("SELECT name FROM records")}

    def recorded_seeds(self) -> dict[str, RecordedSeed]:
        """Return what is known of the seeds, by their names."""
        return _seeds_in(self._database.rows(_SEEDS, ()))

    def folder_seen(self) -> str | None:
        """Return how the folder was when all of it was last looked at."""
        rows = self._database.rows(meta.GET, ("folder_seen",))
        return rows[0]["value"] if rows else None

    def all(self) -> Iterator[Record]:
        """Yield all records in the order of their numbers, those whose file was deleted included."""
        after: tuple[int, str] = (-1, "")
        while rows := self._database.rows(
            "SELECT * FROM records WHERE (number, name) > (?, ?) ORDER BY number, name LIMIT ?",
            (*after, CHUNK_ROWS),
        ):
            yield from map(as_record, rows)
            after = rows[-1]["number"], rows[-1]["name"]

    def total(self) -> int:
        """Return how many texts the corpus ever had."""
        return int(self._database.rows("SELECT coalesce(max(rowid), 0) AS n FROM records")[0]["n"])

    def highest_scores(self, most: int) -> list[str]:
        """Return the names of texts the program kept by itself, those with the highest scores first."""
        rows = self._database.rows(
            "SELECT name FROM records WHERE score IS NOT NULL AND origin IN ('crawl', 'intake') "
            "AND gone_at IS NULL ORDER BY score DESC, name LIMIT ?",
            (most,),
        )
        return [row["name"] for row in rows]

    def scored(self, number: int) -> ScoredRecord | None:
        rows = self._database.rows("SELECT * FROM records WHERE number = ? ORDER BY name LIMIT 1", (number,))
        return _scored(rows[0]) if rows else None

    def latest(self, most: int) -> list[ScoredRecord]:
        """Return the last texts that are no seeds, the newest first."""
        sql = "SELECT * FROM records WHERE origin != 'seed' ORDER BY number DESC, name DESC LIMIT ?"
        return [_scored(row) for row in self._database.rows(sql, (most,))]

    def newest_at(self) -> datetime | None:
        """Return when the last text was taken in."""
        at: str | None = self._database.rows("SELECT max(added_at) AS at FROM records")[0]["at"]
        return read_time(at)

    def lost_at(self) -> datetime | None:
        """Return when this ledger took the place of one that was lost; None where none was."""
        rows = self._database.rows(meta.GET, ("lost_at",))
        return read_time(rows[0]["value"]) if rows else None

    def lost_seeds(self) -> int:
        """Return how many texts became seeds because nothing told what they are; 0 where the list did."""
        rows = self._database.rows(meta.GET, ("lost_seeds",))
        return int(rows[0]["value"]) if rows else 0

    def times_since(self, since: datetime) -> list[datetime]:
        """Return when texts that are no seeds were taken in since a moment."""
        rows = self._database.rows(
            "SELECT added_at FROM records WHERE origin != 'seed' AND added_at >= ?", (utc_text(since),)
        )
        return [read_time(row["added_at"]) for row in rows]

    def counts(self, *, deleted: bool = False) -> dict[str, int]:
        """Count texts by origin; with `deleted`, those whose file is known to be gone, too."""
        rows = self._database.rows(
            "SELECT origin, count(*) AS n FROM records WHERE gone_at IS NULL OR ? GROUP BY origin", (deleted,)
        )
        return {row["origin"]: row["n"] for row in rows}

    def lost_lines(self) -> dict[int, int]:
        """Return how many lines records lost to a fault of an earlier release, by number."""
        rows = self._database.rows(_LOST, ())
        return {row["number"]: row["lost_lines"] for row in rows}

    def _one(self, where: str, value: Any) -> Record | None:
        sql = f"SELECT * FROM records WHERE {where} ORDER BY number, name LIMIT 1"  # noqa: S608 - `where` is one of three above
        rows = self._database.rows(sql, (value,))
        return as_record(rows[0]) if rows else None


def record_row(record: Record, article: Article | None = None, run: int | None = None) -> dict[str, Any]:
    """Return the columns of a record, with what its article told beside."""
    row = asdict(record)
    row |= {"added_at": utc_text(record.added_at), "published": time_text(record.published)}
    row["fetched_at"] = utc_text(record.fetched_at) if record.fetched_at else None
    row["rights"] = None if record.rights is None else json.dumps(record.rights, ensure_ascii=False)
    row |= dict.fromkeys(("canonical", "section", "authors", "score"))
    row["run"] = run
    if article:
        row["canonical"] = article.canonical
        row["section"] = article.section
        row["authors"] = json.dumps(article.authors, ensure_ascii=False)
        row["score"] = article.topic and article.topic.score
    return row


def recorded_seeds(db: sqlite3.Connection) -> dict[str, RecordedSeed]:
    return _seeds_in(db.execute(_SEEDS))


def _seeds_in(rows: Iterable[sqlite3.Row]) -> dict[str, RecordedSeed]:
    return {
        row["name"]: RecordedSeed(row["sha256"], row["words"], row["gone_at"] is not None) for row in rows
    }


def as_record(row: sqlite3.Row | dict[str, Any]) -> Record:
    return Record(**_values(row, _COLUMNS))


def _scored(row: sqlite3.Row) -> ScoredRecord:
    return ScoredRecord(**_values(row, _SCORED_COLUMNS))


def _values(row: sqlite3.Row | dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    values = read_times(present(row, names), "added_at", "published", "fetched_at")
    if values.get("rights") is not None:
        values["rights"] = tuple(json.loads(values["rights"]))
    return values


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
    return max(0 if highest is None else int(highest) + 1, int(meta.get(db, "reserved") or 0))


def reserve(db: sqlite3.Connection, number: int) -> None:
    """Give no other text a number of which there is no row, nor one below it."""
    meta.put(db, "reserved", max(number + 1, int(meta.get(db, "reserved") or 0)))


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


def by_name(db: sqlite3.Connection) -> dict[str, Record]:
    """Return all records by the names of their files; none where the ledger has no tables yet."""
    if not _has_table(db):
        return {}
    return {row["name"]: as_record(row) for row in db.execute("SELECT * FROM records")}


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


def lost_lines(db: sqlite3.Connection) -> dict[int, int]:
    return dict(db.execute(_LOST).fetchall())


def lost_lines_told(lines: Mapping[int, int]) -> tuple[str, str]:
    """Say what records lost, and what a person can do."""
    shown = ", ".join(f"{number:03d} ({count})" for number, count in list(lines.items())[:_SHOWN])
    more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    fact = (
        f"{len(lines)} texts lost {sum(lines.values())} lines to an earlier release, which took lines that"
        f" share five words for recurring ones: {shown}{more}"
    )
    advice = (
        "the lines were not kept: compare with the page (gomtin why NUMBER), and say that you know with:"
        " gomtin verify --repair"
    )
    return fact, advice


def forget_lost_lines(db: sqlite3.Connection) -> None:
    """Note that the user knows which records lost lines."""
    db.execute("UPDATE records SET lost_lines = 0 WHERE lost_lines")


def folder_mtime(db: sqlite3.Connection) -> int | None:
    """Return the folder's time after the last change that is accounted for, in nanoseconds."""
    value = meta.get(db, "folder_mtime")
    return None if value is None else int(value)


def set_folder_mtime(db: sqlite3.Connection, value: int) -> None:
    meta.put(db, "folder_mtime", value)


def note_lost(db: sqlite3.Connection, now: datetime, seeds: int) -> None:
    """Note that this ledger took the place of one that was lost, and how many texts became seeds by it."""
    meta.put(db, "lost_at", utc_text(now))
    meta.put(db, "lost_seeds", seeds)


def set_folder_seen(db: sqlite3.Connection, value: str) -> None:
    meta.put(db, "folder_seen", value)


def states(db: sqlite3.Connection) -> Iterator[tuple[str, RecordState]]:
    """Yield what a folder is checked against, with its name; nothing where the ledger has no tables yet."""
    if not _has_table(db):
        return
    for row in db.execute("SELECT name, sha256, normal_hash, origin, gone_at FROM records"):
        name, digest, normal_hash, origin, gone_at = row
        yield name, RecordState(digest, normal_hash, origin == "seed", gone_at is not None)


def _has_table(db: sqlite3.Connection) -> bool:
    return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'records'").fetchone())


def _first(db: sqlite3.Connection, sql: str, value: Any) -> Record | None:
    row = db.execute(sql, (value,)).fetchone()
    return row and as_record(row)
