"""Hopeless announcements that were fetched to see what is lost, in the ledger."""

from collections.abc import Iterable
from datetime import datetime

from crawler.article import Announcement
from crawler.store.database import SharedDatabase
from crawler.timestamps import utc_text


class Samples:
    """The ledger's table samples."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def note(self, samples: Iterable[tuple[Announcement, float]], run: int, at: datetime) -> None:
        rows = [(item.key, item.outlet, score, run, utc_text(at)) for item, score in samples]
        if rows:
            sql = "INSERT OR IGNORE INTO samples (key, outlet, score, run, at) VALUES (?, ?, ?, ?, ?)"
            self._database.write(lambda db: db.executemany(sql, rows))

    def endings(self) -> dict[tuple[str, str], int]:
        """Count how the pages of sampled announcements ended, by verdict and reason."""
        rows = self._database.rows(
            """
            SELECT pages.verdict, pages.reason, count(*) AS n
            FROM samples LEFT JOIN aliases ON aliases.alias = samples.key
            JOIN pages ON pages.key = coalesce(aliases.key, samples.key)
            GROUP BY pages.verdict, pages.reason
            """
        )
        return {(row["verdict"], row["reason"]): row["n"] for row in rows}
