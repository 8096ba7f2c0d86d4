"""What crawling has taught, in the ledger: how common terms are, topic updates, counter-examples, yields."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection, Row
from typing import Any

from crawler.article import Announcement
from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import utc_text
from crawler.store.tables.yields import Yield, count_yield
from crawler.topic.frequencies import TEXT_LENGTH
from crawler.topic.terms import Wording

EDITIONS = (50, 100, 200, 500)  # texts; more of them make no topic better
_SEEN_BY_CHANCE = 3  # a term in fewer texts is left to the word list

_COUNT_TERM = """
    INSERT INTO background_terms (term, texts) VALUES (?, 1)
    ON CONFLICT (term) DO UPDATE SET texts = texts + 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One attempt to sharpen the topic by kept texts. `members` are their names; `why` says what came of it.

    `before` and `after` are the seeds' left-out scores; `records` is how many texts there were.
    """

    at: datetime
    records: int
    basis: str
    members: tuple[str, ...]
    weights: dict[str, float]
    share: float
    before: tuple[float, ...]
    after: tuple[float, ...]
    accepted: bool
    why: str
    id: int = 0
    undone_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        return self.accepted and self.undone_at is None


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A text that a person said is not on the topic."""

    normal_hash: str
    key: str
    title: str
    text: str
    at: datetime


class Experience:
    """The learned tables of one ledger. Methods that take a connection run inside its transaction."""

    def __init__(self, database: SharedDatabase) -> None:
        self._db = database

    # how common terms are

    def edition(self) -> tuple[int, dict[str, int]]:
        """Return the newest count of terms: in how many texts, and of how many; (0, {}) before the first."""
        rows = self._db.rows("SELECT texts, holders FROM background_editions ORDER BY texts DESC LIMIT 1")
        return (rows[0]["texts"], json.loads(rows[0]["holders"])) if rows else (0, {})

    def word_list(self) -> dict[str, float] | None:
        """Return the word frequencies this ledger measures by."""
        rows = self._db.rows("SELECT value FROM meta WHERE name = 'word_list'")
        return json.loads(rows[0]["value"]) if rows else None

    def keep_word_list(self, shares: Mapping[str, float]) -> None:
        value = json.dumps(dict(shares), ensure_ascii=False)
        self._execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('word_list', ?)", (value,))

    def hear(self, db: Connection, announcements: Sequence[Announcement]) -> None:
        """Learn from announcements: how common terms are, and who announces how much; each once."""
        keys = json.dumps([announcement.key for announcement in announcements])
        sql = "SELECT value FROM json_each(?) WHERE value IN (SELECT key FROM announcements)"
        known = {row[0] for row in db.execute(sql, (keys,))}
        new = [announcement for announcement in announcements if announcement.key not in known]
        count_yield(db, new, announced=1)
        texts = db.execute("SELECT value FROM meta WHERE name = 'background_texts'").fetchone()
        before = int(texts[0]) if texts else 0
        if before < EDITIONS[-1]:
            self._count_terms(db, new, before)

    def _count_terms(self, db: Connection, announcements: Iterable[Announcement], before: int) -> None:
        texts = before
        for terms in _texts(announcements):
            db.executemany(_COUNT_TERM, [(term,) for term in terms])
            texts += 1
            if texts in EDITIONS:
                self._publish(db, texts)
            if texts == EDITIONS[-1]:
                db.execute("DELETE FROM background_terms")
                break
        if texts > before:
            db.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('background_texts', ?)", (texts,))

    def _publish(self, db: Connection, texts: int) -> None:
        rows = db.execute(
            "SELECT term, texts FROM background_terms WHERE texts >= ? ORDER BY term", (_SEEN_BY_CHANCE,)
        )
        holders = json.dumps({row[0]: row[1] for row in rows}, ensure_ascii=False)
        db.execute("DELETE FROM background_editions")
        db.execute("INSERT INTO background_editions (texts, holders) VALUES (?, ?)", (texts, holders))

    # topic updates

    def updates(self) -> list[Update]:
        """Return all attempts, the newest first."""
        return [_update(row) for row in self._db.rows("SELECT * FROM topic_updates ORDER BY id DESC")]

    def newest(self) -> tuple[Update | None, Update | None]:
        """Return the update in force, and the last attempt of all."""
        last = self._db.rows("SELECT * FROM topic_updates ORDER BY id DESC LIMIT 1")
        in_force = self._db.rows(
            "SELECT * FROM topic_updates WHERE accepted AND undone_at IS NULL ORDER BY id DESC LIMIT 1"
        )
        return _update(in_force[0]) if in_force else None, _update(last[0]) if last else None

    def note_update(self, update: Update) -> None:
        self._execute(
            "INSERT INTO topic_updates (at, records, basis, members, weights, share, before, after, "
            "accepted, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                utc_text(update.at),
                update.records,
                update.basis,
                json.dumps(update.members),
                json.dumps(update.weights, ensure_ascii=False),
                update.share,
                json.dumps(update.before),
                json.dumps(update.after),
                update.accepted,
                update.why,
            ),
        )

    def undo(self, number: int, at: datetime) -> None:
        """Take an update back; it stays on record."""
        self._execute("UPDATE topic_updates SET undone_at = ? WHERE id = ?", (utc_text(at), number))

    def records_seen(self) -> int:
        """Return how many texts the corpus ever had."""
        return int(self._db.rows("SELECT coalesce(max(rowid), 0) AS n FROM records")[0]["n"])

    def surest(self, most: int) -> list[str]:
        """Return the names of texts the program kept by itself, those with the highest scores first."""
        rows = self._db.rows(
            "SELECT name FROM records WHERE score IS NOT NULL AND origin IN ('crawl', 'intake') "
            "AND gone_at IS NULL ORDER BY score DESC, name LIMIT ?",
            (most,),
        )
        return [row["name"] for row in rows]

    # counter-examples

    def turn_down(self, example: CounterExample) -> None:
        self._execute(
            "INSERT OR REPLACE INTO counter_examples (normal_hash, key, title, text, at) "
            "VALUES (?, ?, ?, ?, ?)",
            (example.normal_hash, example.key, example.title, example.text, utc_text(example.at)),
        )

    def turned_down(self, normal_hash: str) -> bool:
        """Tell whether a person rejected this text."""
        return bool(self._db.rows("SELECT 1 FROM counter_examples WHERE normal_hash = ?", (normal_hash,)))

    def counter_examples(self, most: int) -> list[CounterExample]:
        """Return the newest counter-examples."""
        rows = self._db.rows("SELECT * FROM counter_examples ORDER BY at DESC, normal_hash LIMIT ?", (most,))
        return [
            CounterExample(
                row["normal_hash"], row["key"], row["title"], row["text"], datetime.fromisoformat(row["at"])
            )
            for row in rows
        ]

    # what waits for a person, by numbers that stay

    def numbers(self, ids: Sequence[str]) -> dict[str, int]:
        """Return a number for each id; a new id gets the next one, and none is used twice."""
        wanted = json.dumps(list(ids))
        sql = "SELECT id, number FROM waiting WHERE id IN (SELECT value FROM json_each(?))"
        known = {row["id"]: row["number"] for row in self._db.rows(sql, (wanted,))}
        new = [(name,) for name in ids if name not in known]
        if new:
            self._db.write(lambda db: db.executemany("INSERT OR IGNORE INTO waiting (id) VALUES (?)", new))
            known = {row["id"]: row["number"] for row in self._db.rows(sql, (wanted,))}
        return known

    # where texts come from

    def count_page(self, announcement: Announcement, *, kept: bool) -> None:
        """Count that an announced page was read, and whether it was kept."""
        self._db.write(lambda db: count_yield(db, [announcement], fetched=1, kept=int(kept)))

    def yields(self, outlet: str | None = None) -> list[Yield]:
        """Return what outlets, sections and channels brought, the most fruitful first."""
        rows = self._db.rows(
            "SELECT * FROM yields WHERE ? IS NULL OR outlet = ? "
            "ORDER BY kept DESC, fetched DESC, outlet, kind, name",
            (outlet, outlet),
        )
        return [Yield(**{key: row[key] for key in row.keys()}) for row in rows]  # noqa: SIM118 - a Row iterates over its values

    # hopeless announcements fetched to see what is lost

    def note_samples(self, samples: Iterable[tuple[Announcement, float]], run: int, at: datetime) -> None:
        rows = [(item.key, item.outlet, score, run, utc_text(at)) for item, score in samples]
        if rows:
            sql = "INSERT OR IGNORE INTO samples (key, outlet, score, run, at) VALUES (?, ?, ?, ?, ?)"
            self._db.write(lambda db: db.executemany(sql, rows))

    def sampled(self) -> dict[tuple[str, str], int]:
        """Count how the pages of sampled announcements ended, by verdict and reason."""
        rows = self._db.rows(
            """
            SELECT pages.verdict, pages.reason, count(*) AS n
            FROM samples LEFT JOIN aliases ON aliases.alias = samples.key
            JOIN pages ON pages.key = coalesce(aliases.key, samples.key)
            GROUP BY pages.verdict, pages.reason
            """
        )
        return {(row["verdict"], row["reason"]): row["n"] for row in rows}

    def hopeless(self) -> int:
        """Count the announcements that were not fetched because they seemed hopeless."""
        return int(self._db.rows("SELECT count(*) AS n FROM announcements WHERE reason = 'hopeless'")[0]["n"])

    def _execute(self, sql: str, parameters: Any) -> None:
        self._db.write(lambda db: db.execute(sql, parameters))


def _texts(announcements: Iterable[Announcement]) -> Iterator[set[str]]:
    """Yield the terms of as many announcements at a time as make a text of ordinary length.

    Announcements, not articles: which articles are read is decided by the topic already.
    """
    terms: set[str] = set()
    length = 0
    for announcement in announcements:
        wording = Wording.of(f"{announcement.title or ''}\n{announcement.summary or ''}")
        terms.update(wording.singles, wording.pairs)
        length += len(wording.singles)
        if length >= TEXT_LENGTH:
            yield terms
            terms, length = set(), 0


def _update(row: Row) -> Update:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates over its values
    for name in ("members", "before", "after"):
        values[name] = tuple(json.loads(values[name]))
    values["weights"] = json.loads(values["weights"])
    values["accepted"] = bool(values["accepted"])
    values["at"] = datetime.fromisoformat(values["at"])
    values["undone_at"] = values["undone_at"] and datetime.fromisoformat(values["undone_at"])
    return Update(**values)
