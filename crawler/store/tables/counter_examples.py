"""Texts that a person rejected, in the ledger: what the topic is not."""

from dataclasses import dataclass
from datetime import datetime

from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import read_time
from crawler.timestamps import utc_text


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A text that a person said is not on the topic."""

    normal_hash: str
    key: str
    title: str
    text: str
    at: datetime


class CounterExamples:
    """The ledger's table counter_examples."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def add(self, example: CounterExample) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO counter_examples (normal_hash, key, title, text, at) "
            "VALUES (?, ?, ?, ?, ?)",
            (example.normal_hash, example.key, example.title, example.text, utc_text(example.at)),
        )

    def has(self, normal_hash: str) -> bool:
        """Tell whether a person rejected this text."""
        return bool(
            self._database.rows("SELECT 1 FROM counter_examples WHERE normal_hash = ?", (normal_hash,))
        )

    def newest(self, most: int) -> list[CounterExample]:
        """Return the newest counter-examples."""
        rows = self._database.rows(
            "SELECT * FROM counter_examples ORDER BY at DESC, normal_hash LIMIT ?", (most,)
        )
        return [
            CounterExample(row["normal_hash"], row["key"], row["title"], row["text"], read_time(row["at"]))
            for row in rows
        ]
