"""Lines that recur over the articles of an outlet, learnt in the ledger.

What earlier runs saw is what a run goes by: what it sees itself counts from the next run on, so that no text
depends on the order in which the pages came.
"""

from collections.abc import Iterable
from hashlib import blake2b

from crawler.hygiene import shape
from crawler.texts import Texts

ENOUGH = 5  # articles
_LONGEST = 300  # characters; a longer line that recurs is a text, not furniture
_EDGE = 3  # lines at either end are looked at whatever their length
_SHORT = 100
_KEEP = """
    INSERT INTO furniture (outlet, line, article)
    SELECT ?1, ?2, ?3
    WHERE (SELECT count(*) FROM furniture WHERE outlet = ?1 AND line = ?2) < ?4
    ON CONFLICT DO NOTHING
"""


class Furniture:
    """What one run knows of outlets' recurring lines, and what it hears for the next."""

    def __init__(self, ledger: Texts) -> None:
        self._ledger = ledger
        self._known: dict[str, frozenset[int]] = {}
        self._heard: set[tuple[str, int, int]] = set()

    def of(self, outlet: str) -> frozenset[int]:
        """Return the shapes of an outlet's recurring lines as they were when the run first asked."""
        if outlet not in self._known:
            rows = self._ledger.rows(
                "SELECT line FROM furniture WHERE outlet = ? GROUP BY line HAVING count(*) >= ?",
                (outlet, ENOUGH),
            )
            self._known[outlet] = frozenset(row["line"] for row in rows)
        return self._known[outlet]

    def hear(self, outlet: str, key: str, lines: tuple[str, ...]) -> None:
        """Take note of an article's paragraphs, as they were read."""
        self.of(outlet)
        article = int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=7).digest())
        self._heard.update((outlet, line, article) for line in _shapes(lines))

    def keep(self) -> None:
        """Write down what was heard."""
        heard, self._heard = sorted(self._heard), set()
        if heard:
            rows = [(*row, ENOUGH) for row in heard]
            self._ledger.write(lambda db: db.executemany(_KEEP, rows))


def _shapes(lines: tuple[str, ...]) -> Iterable[int]:
    for index, line in enumerate(lines):
        edge = index < _EDGE or index >= len(lines) - _EDGE
        if len(line) <= _SHORT or (edge and len(line) <= _LONGEST):
            yield shape(line)
