"""The numbers by which people call what waits in quarantine, in the ledger."""

import json
from collections.abc import Sequence

from crawler.store.database import SharedDatabase


class Waiting:
    """The ledger's table waiting."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def numbers(self, ids: Sequence[str]) -> dict[str, int]:
        """Return a number for each id; a new id gets the next one, and none is used twice."""
        wanted = json.dumps(list(ids))
        sql = "SELECT id, number FROM waiting WHERE id IN (SELECT value FROM json_each(?))"
        known = {row["id"]: row["number"] for row in self._database.rows(sql, (wanted,))}
        new = [(name,) for name in ids if name not in known]
        if new:
            self._database.write(
                lambda db: db.executemany("INSERT OR IGNORE INTO waiting (id) VALUES (?)", new)
            )
            known = {row["id"]: row["number"] for row in self._database.rows(sql, (wanted,))}
        return known
