"""Until when hosts want no request, in the ledger."""

from datetime import datetime

from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import read_time
from crawler.timestamps import utc_text


class Hosts:
    """The ledger's table hosts."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def rest(self, host: str) -> datetime | None:
        """Return until when a host wants no request."""
        rows = self._database.rows("SELECT rest_until FROM hosts WHERE host = ?", (host,))
        return read_time(rows[0]["rest_until"]) if rows else None

    def set_rest(self, host: str, until: datetime, why: str) -> None:
        self._database.execute(
            "INSERT INTO hosts (host, rest_until, rest_why) VALUES (?, ?, ?) ON CONFLICT (host) "
            "DO UPDATE SET rest_until = excluded.rest_until, rest_why = excluded.rest_why",
            (host, utc_text(until), why),
        )
