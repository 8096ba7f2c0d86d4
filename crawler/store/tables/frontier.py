"""The ledger's frontier: what is announced, wanted and not settled yet, each with the time it is due."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from crawler.article import Announcement
from crawler.reasons import Reason
from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import read_time
from crawler.timestamps import time_text, utc_text

NEVER_TRIED = "never-tried"
PERSON = "person"  # the channel of what a person asked for
_ADD = """
    INSERT INTO frontier
    VALUES (:key, :url, :outlet, :channel, :title, :summary, :published, :section, :now, :now, 0, NULL)
    ON CONFLICT (key) DO UPDATE SET
        url = excluded.url, channel = excluded.channel,
        title = coalesce(excluded.title, title), summary = coalesce(excluded.summary, summary),
        published = coalesce(excluded.published, published), section = coalesce(excluded.section, section)
"""
# What was never tried comes first, then the newest.
_DUE = """
    SELECT * FROM frontier WHERE outlet = ? AND due_at <= ?
    ORDER BY tries, published DESC, added_at DESC, key LIMIT ?
"""
_WITH_KEYS = "SELECT * FROM frontier WHERE key IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class FrontierRow:
    """A wanted article. `tries` counts how often its page was asked for in vain, `reason` says why last."""

    announcement: Announcement
    added_at: datetime
    due_at: datetime
    tries: int
    reason: Reason | None


class Frontier:
    """The table frontier. A run works on what is due in it before it listens to what channels say."""

    def __init__(self, database: SharedDatabase) -> None:
        self._db = database

    def add(self, announcements: Iterable[Announcement], now: datetime) -> None:
        """Take in what is wanted, due at once; what is there already keeps its time and its tries."""
        rows = [
            {
                "key": each.key,
                "url": each.url,
                "outlet": each.outlet,
                "channel": each.channel,
                "title": each.title,
                "summary": each.summary,
                "published": time_text(each.published),
                "section": each.section,
                "now": utc_text(now),
            }
            for each in announcements
        ]
        if rows:
            self._db.write(lambda db: db.executemany(_ADD, rows))

    def due(self, outlet: str, now: datetime, limit: int) -> list[FrontierRow]:
        """Return what may be asked for now: what was never tried first, then the newest."""
        return [_row(row) for row in self._db.rows(_DUE, (outlet, utc_text(now), limit))]

    def rows(self, keys: Collection[str]) -> dict[str, FrontierRow]:
        """Return what is open of the articles with these keys."""
        found = self._db.rows(_WITH_KEYS, (json.dumps(list(keys)),))
        return {row["key"]: _row(row) for row in found}

    def postpone(self, key: str, due_at: datetime, reason: Reason, *, tried: bool) -> None:
        """Note that a page could not be had, and when it may be asked for again."""
        values = (utc_text(due_at), tried, reason.code, key)
        self._db.write(
            lambda db: db.execute(
                "UPDATE frontier SET due_at = ?, tries = tries + ?, reason = ? WHERE key = ?", values
            )
        )

    def hasten(self, keys: Collection[str], now: datetime) -> None:
        """Let articles be due at once, as if they had never been tried: a person asked for them."""
        values = (utc_text(now), json.dumps(list(keys)))
        self._db.write(
            lambda db: db.execute(
                "UPDATE frontier SET due_at = ?, tries = 0 WHERE key IN (SELECT value FROM json_each(?))",
                values,
            )
        )

    def settle(self, key: str) -> None:
        """Take an article out: its page has its verdict."""
        self._db.write(lambda db: db.execute("DELETE FROM frontier WHERE key = ?", (key,)))

    def counts(self) -> dict[str, dict[str, int]]:
        """Count what is open by outlet and by the code of why it waits; NEVER_TRIED is one, too."""
        rows = self._db.rows(
            "SELECT outlet, coalesce(reason, ?) AS reason, count(*) AS n FROM frontier "
            "GROUP BY outlet, reason ORDER BY outlet, n DESC, reason",
            (NEVER_TRIED,),
        )
        found: dict[str, dict[str, int]] = {}
        for row in rows:
            found.setdefault(row["outlet"], {})[row["reason"]] = row["n"]
        return found


def _row(values: sqlite3.Row) -> FrontierRow:
    announcement = Announcement(
        values["url"],
        values["key"],
        values["outlet"],
        values["channel"],
        title=values["title"],
        summary=values["summary"],
        published=read_time(values["published"]),
        section=values["section"],
    )
    return FrontierRow(
        announcement,
        read_time(values["added_at"]),
        read_time(values["due_at"]),
        values["tries"],
        Reason.find(values["reason"]) if values["reason"] else None,
    )
