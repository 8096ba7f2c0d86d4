"""Every text that new ones are compared with, in the ledger: links, clusters. Named queries."""

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from crawler.article import Likeness, Relation
from crawler.store.database import SharedDatabase
from crawler.store.tables import counts, meta, postings
from crawler.store.tables.columns import present, read_time
from crawler.store.tables.counts import Count, Counted
from crawler.store.tables.postings import Rows
from crawler.text.shingles import RATE

_MIRRORED = {Likeness.CONTAINED: Likeness.CONTAINS, Likeness.CONTAINS: Likeness.CONTAINED}
_ONE_TEXT = (Likeness.SAME, Likeness.NEAR, Likeness.CONTAINED, Likeness.CONTAINS, Likeness.EDITED)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedText:
    """One text of the index; `kind` is kept, copy or waiting; what waited may be decided by now."""

    kind: str
    name: str
    number: int | None
    normal_hash: str
    title: str
    at: str
    sha256: str | None = None
    key: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    prints: int = 0
    rate: int = RATE
    body: bytes | None = None
    cluster: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """One text of a cluster, for people: who printed it, when.

    `similarity`: the share of it that stands in the record it is a copy of; of a kept one, in the record that
    was asked for. `likeness` has the same direction. None where nobody compared the two.
    """

    kind: str
    number: int | None
    outlet: str | None
    url: str | None
    title: str
    published: datetime | None
    at: datetime
    likeness: str | None
    similarity: float | None


def packed(text: str) -> bytes:
    return zlib.compress(text.encode(errors="replace"), 6)


def unpacked(body: bytes) -> str:
    return zlib.decompress(body).decode()


class Texts:
    """The index of one ledger. Methods that take `rows` read in or outside of a transaction, as that does."""

    def __init__(self, database: SharedDatabase) -> None:
        self._db = database

    def rows(self, sql: str, parameters: Any) -> list[sqlite3.Row]:
        return self._db.rows(sql, parameters)

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return self._db.write(work)

    def with_hash(self, normal_hash: str) -> IndexedText | None:
        return with_hash(self.rows, normal_hash)

    def clusters(self) -> dict[str, Any]:
        """Count texts and clusters: texts kept, copies of them, and clusters: both together, by text."""
        kept, copies, first = (counts.of(self._db, of) for of in (Count.KEPT, Count.COPY, Count.FIRST))
        sums = {
            name: counts.of(self._db, of).total()
            for name, of in (
                ("clusters", Count.CLUSTERS),
                ("clusters_of_several", Count.CLUSTERS_OF_SEVERAL),
                ("clusters_of_several_outlets", Count.CLUSTERS_OF_SEVERAL_OUTLETS),
                ("versions", Count.VERSIONS),
            )
        }
        outlets = {
            outlet: {
                "kept": kept[outlet, ""],
                "copies": copies[outlet, ""],
                "first": first[outlet, ""],
            }
            for outlet, _ in sorted(kept.keys() | copies.keys())
            if outlet
        }
        return {"kept": kept.total(), "copies": copies.total(), **sums, "outlets": outlets}

    def deletions(self) -> list[dict[str, Any]]:
        """Count the lines taken out of pages, by outlet and rule, the most first."""
        lines, articles = (
            counts.of(self._db, of) for of in (Count.LINES_DROPPED, Count.ARTICLES_WITH_DROPPED)
        )
        rows = [
            {"outlet": outlet, "rule": rule, "lines": n, "articles": articles[outlet, rule]}
            for (outlet, rule), n in lines.items()
        ]
        return sorted(rows, key=lambda row: (-row["lines"], row["outlet"], row["rule"]))

    def cluster_of(self, number: int) -> list[Member]:
        """Return the texts that are one with a record, its first publisher's first; itself included."""
        return [_member(row) for row in self.rows(_CLUSTER, (number,))]

    def stories_of(self, number: int) -> list[tuple[int, float]]:
        """Return the records that tell the same story, and the share of this one's text that stands there."""
        return [(row["number"], row["share"]) for row in self.rows(_STORIES, (number,))]


def sizes(rows: Rows, ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return how many fingerprints texts have, and one run in how many is one."""
    return {row["id"]: (row["prints"], row["rate"]) for row in rows(_SIZES_OF, (json.dumps(list(ids)),))}


def some(rows: Rows, ids: Iterable[int]) -> list[IndexedText]:
    selected = rows(
        "SELECT * FROM texts WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
    )
    return [_known(row) for row in selected]


def with_hash(rows: Rows, normal_hash: str) -> IndexedText | None:
    """Return the text itself: kept before copied, copied before waiting."""
    sql = (
        "SELECT * FROM texts WHERE normal_hash = ? "
        "ORDER BY kind = 'kept' DESC, kind = 'copy' DESC, id LIMIT 1"
    )
    same = rows(sql, (normal_hash,))
    return _known(same[0]) if same else None


def insert(
    db: sqlite3.Connection, known: IndexedText, fingerprints: Sequence[int], relations: Sequence[Relation]
) -> int:
    """Take a text into the index, with its links; it joins the cluster of what it is one text with.

    `fingerprints` are without boilerplate: those are in enough texts to be known for what they are.
    """
    text = int(db.execute("SELECT coalesce(max(id), 0) + 1 FROM texts").fetchone()[0])
    one_text = [
        each
        for each in relations
        if each.likeness in _ONE_TEXT
        and each.number is not None
        and (each.kept or each.likeness is Likeness.SAME)
        and not each.other_news
    ]
    joined = _clusters(db, [each.text for each in one_text])
    before = _shares(db, joined)
    cluster = _joined(db, joined) or text
    known = replace(known, id=text, prints=len(fingerprints), cluster=cluster)
    db.execute(_INSERT, {name: getattr(known, name) for name in _ALL})
    changes = counts.difference(_shares(db, [cluster]), before)
    counts.add(db, {**changes, (Count(known.kind), known.outlet or "", ""): 1})
    postings.insert(db, text, fingerprints)
    db.executemany(
        "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?)",
        [
            (text, each.text, each.likeness, each.jaccard, each.contained, each.containing)
            for each in relations
        ],
    )
    return text


def _clusters(db: sqlite3.Connection, texts: Sequence[int]) -> list[int]:
    """Return the clusters of texts, in order."""
    if not texts:
        return []
    asked = (json.dumps(list(texts)),)
    clusters = db.execute(
        "SELECT DISTINCT cluster FROM texts WHERE id IN (SELECT value FROM json_each(?))", asked
    )
    return sorted(row[0] for row in clusters)


def _joined(db: sqlite3.Connection, clusters: Sequence[int]) -> int | None:
    """Make one cluster of several; the lowest number names it. None for none."""
    if not clusters:
        return None
    head, *others = clusters
    for other in others:
        db.execute("UPDATE texts SET cluster = ? WHERE cluster = ?", (head, other))
    return head


def _shares(db: sqlite3.Connection, clusters: Sequence[int]) -> Counter[Counted]:
    """Return what clusters add to the counts of clusters; what only waits is none of them."""
    shares: Counter[Counted] = Counter()
    for cluster in clusters:
        members = db.execute(_MEMBERS, (cluster,)).fetchall()
        there = [outlet for kind, outlet in members if kind != "waiting"]
        if not there:
            continue
        shares[Count.CLUSTERS, "", ""] += 1
        shares[Count.CLUSTERS_OF_SEVERAL, "", ""] += len(members) > 1
        outlets = {outlet for _, outlet in members if outlet is not None}
        shares[Count.CLUSTERS_OF_SEVERAL_OUTLETS, "", ""] += len(outlets) > 1
        if len(there) > 1 and there[0]:
            shares[Count.FIRST, there[0], ""] += 1
    return shares


def unindexed(db: sqlite3.Connection, most: int | None) -> list[IndexedText]:
    """Return the records that are not in the index yet, in order, with their row ids; at most so many."""
    rows = db.execute(
        "SELECT rowid AS id, * FROM records WHERE rowid > ? ORDER BY rowid LIMIT ?",
        (meta.get(db, "records_indexed") or 0, -1 if most is None else most),
    )
    return [
        IndexedText(kind="kept", at=row["added_at"], id=row["id"], **present(row, _OF_RECORD)) for row in rows
    ]


def note_indexed(db: sqlite3.Connection, record: int) -> None:
    """Write down that the records up to this row id are in the index."""
    meta.put(db, "records_indexed", record)


def is_noted(db: sqlite3.Connection, known: IndexedText) -> bool:
    """Tell whether the index has this copy, or this waiting text, already."""
    sql = "SELECT 1 FROM texts WHERE normal_hash = ? AND kind = ? AND name = ? AND key IS ?"
    return db.execute(sql, (known.normal_hash, known.kind, known.name, known.key)).fetchone() is not None


_OF_RECORD = ("name", "number", "sha256", "normal_hash", "key", "outlet", "url", "title", "published")
_COLUMNS = ("kind", *_OF_RECORD, "at", "body")
_ALL = (*_COLUMNS, "prints", "rate", "cluster", "id")
_INSERT = f"INSERT INTO texts ({', '.join(_ALL)}) VALUES (:{', :'.join(_ALL)})"  # noqa: S608 - our own names
_SIZES_OF = "SELECT id, prints, rate FROM texts WHERE id IN (SELECT value FROM json_each(?))"
_MEMBERS = """
    SELECT kind, outlet FROM texts WHERE cluster = ?
    ORDER BY published IS NULL, datetime(published), at, id
"""
# A link is noted with the later one of two texts: what the earlier one says of it is `back`.
_CLUSTER = """
    SELECT member.*, link.likeness, link.contained, back.likeness AS back_likeness, back.containing
    FROM texts AS asked
    JOIN texts AS member ON member.cluster = asked.cluster AND member.kind != 'waiting'
    LEFT JOIN texts AS named ON named.id = (
        SELECT min(id) FROM texts WHERE kind = 'kept'
            AND number = CASE member.kind WHEN 'kept' THEN asked.number ELSE member.number END)
    LEFT JOIN links AS link ON link.text = member.id AND link.of = named.id
    LEFT JOIN links AS back ON back.text = named.id AND back.of = member.id
    WHERE asked.id = (SELECT min(id) FROM texts WHERE kind = 'kept' AND number = ?)
    ORDER BY member.published IS NULL, datetime(member.published), member.at, member.id
"""
_STORIES = """
    SELECT other.number, CASE links.text WHEN own.id THEN links.contained ELSE links.containing END AS share
    FROM texts AS own
    JOIN links ON links.text = own.id OR links.of = own.id
    JOIN texts AS other ON other.id = CASE links.text WHEN own.id THEN links.of ELSE links.text END
    WHERE own.number = ? AND own.kind = 'kept' AND links.likeness = 'story' AND other.kind = 'kept'
    ORDER BY share DESC, other.number
"""


def _known(row: sqlite3.Row) -> IndexedText:
    return IndexedText(**present(row, _ALL))


def _member(row: sqlite3.Row) -> Member:
    return Member(
        row["kind"],
        row["number"],
        row["outlet"] or None,
        row["url"] or None,
        row["title"],
        read_time(row["published"]),
        read_time(row["at"]),
        row["likeness"] or _MIRRORED.get(row["back_likeness"], row["back_likeness"]),
        row["containing"] if row["likeness"] is None else row["contained"],
    )
