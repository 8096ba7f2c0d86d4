"""How many lines of a record were taken for recurring ones by a run of their words, before m011.

The steps of its page tell the number; the lines themselves were not kept.
"""

import json
import re

from sqlite_utils import Database

_DROPPED = re.compile(r"(?<!\d)(\d+) lines? dropped: recurring line\b")


def m016_lost_lines(db: Database) -> None:
    db.conn.execute("ALTER TABLE records ADD COLUMN lost_lines INTEGER NOT NULL DEFAULT 0")
    pages = db.conn.execute(
        "SELECT number, steps FROM pages WHERE number IS NOT NULL AND verdict = 'kept' "
        "AND steps LIKE '%dropped: recurring line%'"
    )
    for number, steps in pages.fetchall():
        lost = sum(_lost(step) for step in json.loads(steps))
        db.conn.execute("UPDATE records SET lost_lines = ? WHERE number = ?", (lost, number))


def _lost(step: dict[str, object]) -> int:
    """Return what a step says; one that keeps the lines it dropped knew them as wholes."""
    return 0 if step.get("dropped") else sum(map(int, _DROPPED.findall(str(step.get("says", "")))))
