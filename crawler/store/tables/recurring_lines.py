"""Lines that recur over the articles of an outlet, learnt in the ledger.

What earlier runs saw is what a run goes by: what it sees itself counts from the next run on, so that no text
depends on the order in which the pages came.
"""

import sqlite3
from datetime import datetime
from hashlib import blake2b

from crawler.article import Article
from crawler.store.tables.texts import Texts
from crawler.text.recurring import ENOUGH_ARTICLES, Recurring, least_share
from crawler.timestamps import utc_text

# Of the articles that have a line, those with the lowest hashes are kept: the lower the last of so many lies,
# the more articles have the line. K. Beyer et al., "On synopses for distinct-value estimation under multiset
# operations", SIGMOD 2007. The error of a share is a tenth of it.
_LINE_ARTICLES, _OUTLET_ARTICLES = 100, 200
_ANY_LINE = 0  # stands for the articles themselves, as if a line stood in all
MOST_LINES = 20_000  # of an outlet that may come to recur; the newest are remembered
_HASH_BYTES = 7
_KNOWN = """
    SELECT line, count(*) AS articles, max(article) AS highest FROM furniture
    WHERE outlet = :outlet GROUP BY line HAVING count(*) >= :enough
"""
_KEEP = "INSERT OR IGNORE INTO furniture (outlet, line, article, day) VALUES (?, ?, ?, ?)"
# Of more articles than are needed, those with the lowest hashes stay: the same ones whichever came first.
_FEW = """
    DELETE FROM furniture WHERE outlet = :outlet AND line = :line AND article > (
        SELECT article FROM furniture WHERE outlet = :outlet AND line = :line
        ORDER BY article LIMIT 1 OFFSET :most - 1
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
            rows = self._ledger.rows(_KNOWN, {"outlet": outlet, "enough": ENOUGH_ARTICLES})
            seen = {row["line"]: _counted(row["line"], row["articles"], row["highest"]) for row in rows}
            total, _ = seen.pop(_ANY_LINE, (0.0, 0))
            shares = {line: least_share(count, total, kept) for line, (count, kept) in seen.items()}
            self._known[outlet] = Recurring(shares)
        return self._known[outlet]

    def keep(self, read: Article, now: datetime) -> None:
        """Write down what was seen of an article's lines. Runs in the writing thread."""
        if read.line_hashes is None:
            return
        outlet, lines = read.outlet, sorted({_ANY_LINE, *read.line_hashes})
        article = int.from_bytes(blake2b(read.key.encode(errors="replace"), digest_size=_HASH_BYTES).digest())
        day = utc_text(now)[:10]

        def write(db: sqlite3.Connection) -> None:
            asked = {"outlet": outlet, "any": _ANY_LINE, "enough": ENOUGH_ARTICLES}
            if outlet not in self._tidied:  # before this run adds to it, so that its order does not tell
                db.execute(_FORGET, asked | {"most": MOST_LINES})
            db.executemany(_KEEP, [(outlet, line, article, day) for line in lines])
            db.executemany(_FEW, [{"outlet": outlet, "line": line, "most": _kept(line)} for line in lines])

        self._ledger.write(write)
        self._tidied.add(outlet)


def _kept(line: int) -> int:
    return _LINE_ARTICLES if line else _OUTLET_ARTICLES


def _counted(line: int, kept: int, highest: int) -> tuple[float, int]:
    """Return how many articles have a line, by the lowest of their hashes, and how many of these are kept."""
    whole = kept < _kept(line)
    return (kept if whole else (kept - 1) / (highest / (1 << 8 * _HASH_BYTES))), kept
