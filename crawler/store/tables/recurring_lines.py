"""Lines that recur over the articles of an outlet, learnt in the ledger.

What earlier runs saw is what a run goes by: what it sees itself counts from the next run on, so that no text
depends on the order in which the pages came.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import blake2b

from crawler.store.tables.texts import Texts
from crawler.text.boilerplate import line_hash
from crawler.timestamps import utc_text

ENOUGH = 5  # articles
MOST_LINES = 20_000  # of an outlet that may come to recur; the newest are remembered
_LONGEST = 300  # characters; a longer line that recurs is a text, not furniture
_EDGE = 3  # lines at either end are looked at whatever their length
_SHORT = 100
_KNOWN = "SELECT line FROM furniture WHERE outlet = ? GROUP BY line HAVING count(*) >= ?"
_KEEP = "INSERT OR IGNORE INTO furniture (outlet, line, article, day) VALUES (?, ?, ?, ?)"
# Of more articles than are needed, those with the lowest hashes stay: the same ones whichever came first.
_FEW = """
    DELETE FROM furniture WHERE outlet = :outlet AND line = :line AND article > (
        SELECT article FROM furniture WHERE outlet = :outlet AND line = :line
        ORDER BY article LIMIT 1 OFFSET :enough - 1
    )
"""
_FORGET = """
    DELETE FROM furniture WHERE outlet = :outlet AND line IN (
        SELECT line FROM furniture WHERE outlet = :outlet GROUP BY line HAVING count(*) < :enough
        ORDER BY max(day) DESC, line LIMIT -1 OFFSET :most
    )
"""


class RecurringLines:
    """What one run knows of outlets' recurring lines, and what it hears for the next."""

    def __init__(self, ledger: Texts) -> None:
        self._ledger = ledger
        self._known: dict[str, frozenset[int]] = {}
        self._heard: dict[str, tuple[str, list[int]]] = {}
        self._tidied: set[str] = set()

    def of(self, outlet: str) -> frozenset[int]:
        """Return the shapes of an outlet's recurring lines as they were when the run first asked."""
        if outlet not in self._known:
            rows = self._ledger.rows(_KNOWN, (outlet, ENOUGH))
            self._known[outlet] = frozenset(row["line"] for row in rows)
        return self._known[outlet]

    def hear(self, outlet: str, key: str, lines: Sequence[str]) -> None:
        """Take note of an article's paragraphs, as they were read, until it ends."""
        known = self.of(outlet)
        self._heard[key] = outlet, sorted({line for line in _shapes(lines) if line not in known})

    def keep(self, key: str, now: datetime) -> None:
        """Write down what was heard of an article. Runs in the writing thread."""
        outlet, lines = self._heard.pop(key, ("", []))
        if not lines:
            return
        article = int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=7).digest())
        day = utc_text(now)[:10]

        def write(db: sqlite3.Connection) -> None:
            if outlet not in self._tidied:  # before this run adds to it, so that its order does not tell
                db.execute(_FORGET, {"outlet": outlet, "enough": ENOUGH, "most": MOST_LINES})
            db.executemany(_KEEP, [(outlet, line, article, day) for line in lines])
            db.executemany(_FEW, [{"outlet": outlet, "line": line, "enough": ENOUGH} for line in lines])

        self._ledger.write(write)
        self._tidied.add(outlet)


def _shapes(lines: Sequence[str]) -> Iterator[int]:
    for index, line in enumerate(lines):
        edge = index < _EDGE or index >= len(lines) - _EDGE
        if len(line) <= _SHORT or (edge and len(line) <= _LONGEST):
            yield line_hash(line)
