"""What is remembered of each channel, in the ledger. No business logic; that is discovery/polling.py."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.channel_state import Backlog, ChannelState
from crawler.store.database import SharedDatabase
from crawler.store.tables import announcements
from crawler.store.tables.columns import read_time
from crawler.timestamps import utc_text
from crawler.validators import Validators

_FORGOTTEN = timedelta(days=90)  # shards of sitemaps are named by their days and never asked again
_COLUMNS = (
    *("outlet", "channel", "asked_at", "answered_at", "read_at", "turnover", "held", "fresh"),
    *("etag", "last_modified", "unchanged", "trust", "standing", "failures", "failing_since"),
    *("first_asked_at", "good_at", "unreached_at", "skipped", "max_age", "failure"),
)
_PUT = f"INSERT OR REPLACE INTO polls ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class Remembered:
    """How an announced article stands: its page's verdict, or the reason it was not asked for."""

    verdict: str | None
    attempts: int
    left_out: str | None
    looked_at: datetime | None


class Channels:
    """The ledger's table polls."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def get(self, outlet: str, channel: str) -> ChannelState | None:
        rows = self._database.rows("SELECT * FROM polls WHERE outlet = ? AND channel = ?", (outlet, channel))
        return _poll(rows[0]) if rows else None

    def of(self, outlet: str) -> dict[str, ChannelState]:
        """Return an outlet's channels by address."""
        rows = self._database.rows("SELECT * FROM polls WHERE outlet = ? ORDER BY channel", (outlet,))
        return {row["channel"]: _poll(row) for row in rows}

    def put(self, outlet: str, polls: Mapping[str, ChannelState]) -> None:
        rows = [_row(outlet, channel, poll) for channel, poll in polls.items()]
        self._database.write(lambda db: db.executemany(_PUT, rows))

    def forget(self, outlet: str, now: datetime) -> None:
        """Drop the channels of an outlet that have not been asked for months."""
        before = utc_text(now - _FORGOTTEN)
        self._database.write(
            lambda db: db.execute("DELETE FROM polls WHERE outlet = ? AND asked_at < ?", (outlet, before))
        )

    def answered_since(self, then: datetime) -> bool:
        """Tell whether any channel of any outlet has answered since."""
        return bool(
            self._database.rows("SELECT 1 FROM polls WHERE answered_at > ? LIMIT 1", (utc_text(then),))
        )

    def known(self, keys: Collection[str]) -> list[tuple[str, Remembered]]:
        """Return how the articles with these keys stand, also those nobody has noted."""
        rows = self._database.rows(
            """
            SELECT asked.value AS asked, pages.verdict, pages.attempts, announcements.reason, visits.last_at
            FROM json_each(?) AS asked
            LEFT JOIN aliases ON aliases.alias = asked.value
            LEFT JOIN pages ON pages.key = coalesce(aliases.key, asked.value)
            LEFT JOIN announcements ON announcements.key = asked.value
            LEFT JOIN visits ON visits.key = asked.value
            """,
            (json.dumps(list(keys)),),
        )
        past = announcements.past(self._database, keys)
        return [
            (
                row["asked"],
                Remembered(
                    row["verdict"],
                    row["attempts"] or 0,
                    row["reason"] or past.get(row["asked"]),
                    read_time(row["last_at"]),
                ),
            )
            for row in rows
        ]


def _row(outlet: str, channel: str, poll: ChannelState) -> tuple[object, ...]:
    def text(at: datetime | None) -> str | None:
        return utc_text(at) if at else None

    return (
        *(outlet, channel, utc_text(poll.asked_at), text(poll.answered_at), text(poll.read_at)),
        poll.turnover.total_seconds() if poll.turnover else None,
        b"".join(item.to_bytes(4) for item in sorted(poll.held)),
        *(poll.fresh, *poll.marks, poll.unchanged, poll.trust, poll.backlog.value, poll.failures),
        *(text(poll.failing_since), text(poll.first_asked_at), text(poll.good_at), text(poll.unreached_at)),
        json.dumps(dict(poll.skipped)),
        poll.max_age.total_seconds() if poll.max_age else None,
        poll.failure,
    )


def _poll(row: sqlite3.Row) -> ChannelState:
    held, newer = row["held"], dict(row)
    return ChannelState(
        asked_at=read_time(row["asked_at"]),
        answered_at=read_time(row["answered_at"]),
        read_at=read_time(row["read_at"]),
        turnover=timedelta(seconds=row["turnover"]) if row["turnover"] is not None else None,
        held=frozenset(int.from_bytes(held[place : place + 4]) for place in range(0, len(held), 4)),
        fresh=row["fresh"],
        marks=Validators(row["etag"], row["last_modified"]),
        unchanged=row["unchanged"],
        trust=row["trust"],
        backlog=Backlog(row["standing"]),
        failures=row["failures"],
        failing_since=read_time(row["failing_since"]),
        # A ledger of an earlier gomtin, opened for reading, lacks these.
        first_asked_at=read_time(newer.get("first_asked_at")),
        good_at=read_time(newer.get("good_at")),
        unreached_at=read_time(newer.get("unreached_at")),
        skipped=json.loads(newer.get("skipped") or "{}"),
        max_age=timedelta(seconds=newer["max_age"]) if newer.get("max_age") else None,
        failure=newer.get("failure"),
    )
