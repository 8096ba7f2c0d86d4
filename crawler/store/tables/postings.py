"""Which texts have a run of words: one row per fingerprint, with the ids of its texts, four bytes each."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from struct import pack, unpack
from typing import Any

MOST_COMMON = 200  # texts; a run that more of them have is a formula and says nothing
_WIDTH = 4  # bytes of a text's id
_FORMULA = MOST_COMMON * _WIDTH
Rows = Callable[[str, Sequence[Any]], list[sqlite3.Row]]

# No fingerprint has many more texts than MOST_COMMON: see `insert`.
_HOLDERS = """
    SELECT postings.fingerprint, postings.texts
    FROM json_each(?) AS asked JOIN postings ON postings.fingerprint = asked.value
"""
# SQLite calls what it joins text, whatever it was.
_INSERT = """
    INSERT INTO postings (fingerprint, texts) VALUES (?, ?)
    ON CONFLICT (fingerprint) DO UPDATE SET texts = CAST(texts || excluded.texts AS BLOB)
"""


def boilerplate_and_shared(rows: Rows, prints: Sequence[int]) -> tuple[frozenset[int], Counter[int]]:
    """Return the fingerprints that are formulas, and how many of the others each known text shares."""
    found = [(row[0], row[1]) for row in rows(_HOLDERS, (json.dumps(prints),))]
    formulas = frozenset(fingerprint for fingerprint, texts in found if len(texts) > _FORMULA)
    together = b"".join(texts for _, texts in found if len(texts) <= _FORMULA)
    return formulas, Counter(unpack(f"<{len(together) // _WIDTH}I", together))


def insert(db: sqlite3.Connection, text: int, prints: Iterable[int]) -> None:
    """Note which fingerprints a text has; formulas are left out: enough texts have them to tell."""
    own = packed([text])
    db.executemany(_INSERT, [(each, own) for each in sorted(prints)])


def rows_of(db: sqlite3.Connection) -> Rows:
    """Return how to read inside of a transaction."""
    return lambda sql, parameters: db.execute(sql, parameters).fetchall()


def packed(texts: Sequence[int]) -> bytes:
    return pack(f"<{len(texts)}I", *texts)
