"""What the ledger remembers of each outlet's latest pages and channels. No business logic."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import read_time
from crawler.timestamps import utc_text

MOST_PAGES = 400  # of one outlet and era
MOST_RUNS = 30  # of one channel
_NOTE_PAGE = "INSERT INTO page_health (outlet, era, at, length, lacks, measures) VALUES (?, ?, ?, ?, ?, ?)"
_LATEST_PAGES = """
    DELETE FROM page_health WHERE outlet = :outlet AND era = :era AND id <= (
        SELECT id FROM page_health WHERE outlet = :outlet AND era = :era
        ORDER BY id DESC LIMIT 1 OFFSET :most
    )
"""
_LATEST_RUNS = """
    DELETE FROM channel_health WHERE outlet = :outlet AND channel = :channel AND id <= (
        SELECT id FROM channel_health WHERE outlet = :outlet AND channel = :channel
        ORDER BY id DESC LIMIT 1 OFFSET :most
    )
"""


@dataclass(frozen=True, slots=True)
class PageHealth:
    """What one page had: how long its text was, what it lacked, by drift.Trait, and what it measured.

    `shares` are parts of its text, 0 to 1, by drift.Share; empty for pages read by an earlier gomtin.
    """

    at: datetime
    length: int
    lacks: frozenset[str]
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """What a channel announced in one run."""

    at: datetime
    found: int


class Health:
    """The ledger's tables page_health and channel_health, oldest first, only the latest kept."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def pages(self, outlet: str, era: str) -> list[PageHealth]:
        rows = self._database.rows(
            "SELECT * FROM page_health WHERE outlet = ? AND era = ? ORDER BY id",
            (outlet, era),
        )
        return [
            PageHealth(
                read_time(row["at"]),
                row["length"],
                frozenset(json.loads(row["lacks"])),
                json.loads(row["measures"] or "{}"),
            )
            for row in rows
        ]

    def note_page(self, outlet: str, era: str, page: PageHealth, *, forget: bool) -> None:
        """Write a page down; with `forget`, keep only the latest: not while a break needs what was before."""
        lacks, shares = json.dumps(sorted(page.lacks)), json.dumps(dict(page.shares))
        row = (outlet, era, utc_text(page.at), page.length, lacks, shares)

        def write(db: sqlite3.Connection) -> None:
            db.execute(_NOTE_PAGE, row)
            if forget:
                db.execute(_LATEST_PAGES, {"outlet": outlet, "era": era, "most": MOST_PAGES})

        self._database.write(write)

    def keep_latest(self, outlet: str, era: str, most: int) -> None:
        """Forget all but the latest pages: those before are no measure any more."""
        values = {"outlet": outlet, "era": era, "most": most}
        self._database.write(lambda db: db.execute(_LATEST_PAGES, values))

    def channel(self, outlet: str, channel: str) -> list[ChannelHealth]:
        rows = self._database.rows(
            "SELECT at, found FROM channel_health WHERE outlet = ? AND channel = ? ORDER BY id",
            (outlet, channel),
        )
        return [ChannelHealth(read_time(row["at"]), row["found"]) for row in rows]

    def note_channel(self, outlet: str, channel: str, at: datetime, found: int) -> None:
        def write(db: sqlite3.Connection) -> None:
            db.execute(
                "INSERT INTO channel_health (outlet, channel, at, found) VALUES (?, ?, ?, ?)",
                (outlet, channel, utc_text(at), found),
            )
            db.execute(_LATEST_RUNS, {"outlet": outlet, "channel": channel, "most": MOST_RUNS})

        self._database.write(write)
