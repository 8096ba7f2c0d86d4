"""Lines that recur over the articles of an outlet, learnt in the ledger.

What earlier runs saw is what a run goes by: what it sees itself counts from the next run on, so that no text
depends on the order in which the pages came.
"""

import sqlite3
from datetime import datetime
from hashlib import blake2b

from crawler.article import Article
from crawler.store.tables.texts import Texts
from crawler.text.recurring import COMMON_SHARE, ENOUGH_ARTICLES, Recurring
from crawler.timestamps import utc_text

_SAMPLE_ARTICLES = int(ENOUGH_ARTICLES / COMMON_SHARE)  # those of an outlet with the lowest hashes
_ANY_LINE = 0  # stands for the articles themselves, as if a line stood in all
MOST_LINES = 20_000  # of an outlet that may come to recur; the newest are remembered
# A line's articles are those with the lowest hashes of all that have it: where they are among the outlet's
# lowest, it stands in five articles of fifty.
_KNOWN = """
    SELECT line, max(article) <= (SELECT max(article) FROM furniture WHERE outlet = :outlet AND line = :any)
        AS common
    FROM furniture WHERE outlet = :outlet AND line != :any GROUP BY line HAVING count(*) >= :enough
"""
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
        SELECT line FROM furniture WHERE outlet = :outlet AND line != :any
        GROUP BY line HAVING count(*) < :enough ORDER BY max(day) DESC, line LIMIT -1 OFFSET :most
    )
"""


class RecurringLines:
    """What one run knows of outlets' recurring lines, and what it keeps for the next."""

    def __init__(self, ledger: Texts) -> None:
        self._ledger = ledger
        self._known: dict[str, Recurring] = {}
        self._tidied: set[str] = set()

    def of(self, outlet: str) -> Recurring:
        """Return an outlet's recurring lines as they were when the run first asked."""
        if outlet not in self._known:
            asked = {"outlet": outlet, "any": _ANY_LINE, "enough": ENOUGH_ARTICLES}
            rows = self._ledger.rows(_KNOWN, asked)
            common = frozenset(row["line"] for row in rows if row["common"])
            self._known[outlet] = Recurring(frozenset(row["line"] for row in rows), common)
        return self._known[outlet]

    def keep(self, read: Article, now: datetime) -> None:
        """Write down what was seen of an article's lines. Runs in the writing thread."""
        if read.line_hashes is None:
            return
        outlet, lines = read.outlet, sorted({_ANY_LINE, *read.line_hashes})
        article = int.from_bytes(blake2b(read.key.encode(errors="replace"), digest_size=7).digest())
        day = utc_text(now)[:10]

        def write(db: sqlite3.Connection) -> None:
            asked = {"outlet": outlet, "any": _ANY_LINE, "enough": ENOUGH_ARTICLES}
            if outlet not in self._tidied:  # before this run adds to it, so that its order does not tell
                db.execute(_FORGET, asked | {"most": MOST_LINES})
            db.executemany(_KEEP, [(outlet, line, article, day) for line in lines])
            db.executemany(
                _FEW,
                [
                    asked | {"line": line, "enough": ENOUGH_ARTICLES if line else _SAMPLE_ARTICLES}
                    for line in lines
                ],
            )

        self._ledger.write(write)
        self._tidied.add(outlet)
