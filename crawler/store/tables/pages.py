"""How every page ended, in the ledger, and the other keys an article was announced under."""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from crawler.reasons import Verdict
from crawler.store.database import SharedDatabase
from crawler.store.tables import counts
from crawler.store.tables.columns import CHUNK_ROWS, encodable, present, read_times, upsert
from crawler.store.tables.counts import Count, Counted
from crawler.timestamps import time_text, utc_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """How a page ended the last time. `verdict` and `reason` are codes; the ledger counts `attempts`."""

    key: str
    url: str
    outlet: str
    verdict: str
    reason: str
    at: datetime
    detail: str = ""
    attempts: int = 1
    number: int | None = None
    duplicate_of: int | None = None
    title: str | None = None
    http_status: int | None = None
    run: int | None = None
    normal_hash: str | None = None
    published: datetime | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)


_COLUMNS = tuple(column.name for column in fields(PageRow))
_NOTE = upsert("pages", _COLUMNS, {"attempts": "pages.attempts + 1"})
_KEPT_WHOLE = frozenset({Verdict.KEPT, Verdict.QUARANTINED})
_LATEST = 50  # pages of one outlet; more tell nothing new
_KNOWN = """
    SELECT asked.value AS asked, pages.*
    FROM json_each(?) AS asked
    LEFT JOIN aliases ON aliases.alias = asked.value
    JOIN pages ON pages.key = coalesce(aliases.key, asked.value)
"""


class Pages:
    """The ledger's tables pages and aliases."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def known(self, keys: Collection[str]) -> dict[str, PageRow]:
        """Return what is known of the articles with these keys, by the key that was asked for."""
        rows = self._database.rows(_KNOWN, (json.dumps(list(keys)),))
        return {row["asked"]: _page(row) for row in rows}

    def get(self, key_or_url: str) -> PageRow | None:
        """Return how an article's page ended, by a key it is known under or its address."""
        page = self.known([key_or_url]).get(key_or_url)
        if page:
            return page
        return self._first("SELECT * FROM pages WHERE url = ? ORDER BY at DESC LIMIT 1", key_or_url)

    def of_record(self, number: int) -> PageRow | None:
        """Return how the page that became a record ended."""
        return self._first("SELECT * FROM pages WHERE number = ? LIMIT 1", number)

    def all(self) -> Iterator[PageRow]:
        """Yield how every page ended, in the order of their last verdicts."""
        after: tuple[str, str] = ("", "")
        while rows := self._database.rows(
            "SELECT * FROM pages WHERE (at, key) > (?, ?) ORDER BY at, key LIMIT ?", (*after, CHUNK_ROWS)
        ):
            yield from map(_page, rows)
            after = rows[-1]["at"], rows[-1]["key"]

    def note(self, page: PageRow) -> None:
        """Write down how a page ended; one row per key, its attempts counted.

        Its steps are kept whole where a text came of them, or waits for a person; of others the last one.
        """
        row = asdict(page)
        row |= {"at": utc_text(page.at), "published": time_text(page.published), "attempts": 1}
        steps = page.steps if page.verdict in _KEPT_WHOLE else _shortened(page.steps)
        row["steps"] = json.dumps(steps, ensure_ascii=False, default=str)

        def write(db: sqlite3.Connection) -> None:
            before = db.execute("SELECT steps FROM pages WHERE key = ?", (page.key,)).fetchone()
            counted = _dropped(page.outlet, json.loads(before[0])) if before else {}
            counts.add(db, counts.difference(_dropped(page.outlet, page.steps), counted))
            db.execute(_NOTE, encodable(row))

        self._database.write(write)

    def note_alias(self, alias: str, key: str) -> None:
        """Write down that an article was announced under another key than its own."""
        self._database.execute("INSERT OR REPLACE INTO aliases (alias, key) VALUES (?, ?)", (alias, key))

    def endings(self, outlet: str, since: datetime, before_run: int) -> list[str]:
        """Return the reasons that an outlet's pages ended with in earlier runs, the latest first."""
        rows = self._database.rows(
            "SELECT reason FROM pages WHERE outlet = ? AND at > ? AND run < ? ORDER BY at DESC LIMIT ?",
            (outlet, utc_text(since), before_run, _LATEST),
        )
        return [row["reason"] for row in rows]

    def counts(self) -> dict[tuple[str, str], int]:
        """Count pages by verdict and reason, the most frequent first."""
        rows = self._database.rows(
            "SELECT verdict, reason, count(*) AS n FROM pages GROUP BY verdict, reason ORDER BY n DESC"
        )
        return {(row["verdict"], row["reason"]): row["n"] for row in rows}

    def _first(self, sql: str, value: object) -> PageRow | None:
        rows = self._database.rows(sql, (value,))
        return _page(rows[0]) if rows else None


def _shortened(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the last step, without what it dropped and the time it took."""
    return [{k: v for k, v in step.items() if k not in ("dropped", "seconds")} for step in steps[-1:]]


def _dropped(outlet: str, steps: Sequence[dict[str, Any]]) -> Counter[Counted]:
    """Count the lines that were taken out of a page, and the page once, by rule."""
    rules = Counter(rule for step in steps for rule, _ in step.get("dropped", ()))
    found: Counter[Counted] = Counter()
    for rule, lines in rules.items():
        found[Count.LINES_DROPPED, outlet, rule] = lines
        found[Count.ARTICLES_WITH_DROPPED, outlet, rule] = 1
    return found


def _page(row: sqlite3.Row) -> PageRow:
    values = present(row, _COLUMNS)
    values["steps"] = json.loads(values["steps"])
    return PageRow(**read_times(values, "at", "published"))
