"""Figures that are kept up with every change, so that nobody need read a whole table for them."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from crawler.store.database import SharedDatabase

_ADD = """
    INSERT INTO counts (what, outlet, name, n) VALUES (?, ?, ?, ?)
    ON CONFLICT (what, outlet, name) DO UPDATE SET n = n + excluded.n
"""


class Count(StrEnum):
    """What is counted. Of kept texts, copies and those that wait, by outlet, the names are texts.kind."""

    KEPT = "kept"
    COPY = "copy"
    WAITING = "waiting"
    VERSIONS = "versions"
    CLUSTERS = "clusters"
    CLUSTERS_OF_SEVERAL = "clusters-of-several"
    CLUSTERS_OF_SEVERAL_OUTLETS = "clusters-of-several-outlets"
    FIRST = "first"  # by outlet: with a text that others have, too
    LINES_DROPPED = "lines-dropped"  # by outlet and rule
    ARTICLES_WITH_DROPPED = "articles-with-dropped"
    LEFT_OUT = "left-out"  # announcements, by outlet and reason


Counted = tuple[Count, str, str]  # what, outlet, name


def add(db: sqlite3.Connection, changes: Mapping[Counted, int]) -> None:
    """Count changes, inside the transaction that makes them."""
    db.executemany(_ADD, [(*of, change) for of, change in changes.items() if change])


def difference(after: Mapping[Counted, int], before: Mapping[Counted, int]) -> dict[Counted, int]:
    return {of: after.get(of, 0) - before.get(of, 0) for of in {**after, **before}}


def of(database: SharedDatabase, what: Count, outlet: str | None = None) -> Counter[tuple[str, str]]:
    """Return the counts above zero by outlet and name."""
    rows = database.rows(
        "SELECT outlet, name, n FROM counts WHERE what = ? AND (? IS NULL OR outlet = ?) AND n > 0",
        (what, outlet, outlet),
    )
    return Counter({(row["outlet"], row["name"]): row["n"] for row in rows})
