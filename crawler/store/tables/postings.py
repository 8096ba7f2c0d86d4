"""Which texts have a shingle: one row per fingerprint, with the ids of its texts, four bytes each."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from struct import pack, unpack
from typing import Any

MOST_COMMON = 200  # texts; a shingle that more of them have is boilerplate and says nothing
_ID_BYTES = 4  # of a text's id
_MAX_ROW_BYTES = MOST_COMMON * _ID_BYTES
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


def boilerplate_and_shared(rows: Rows, fingerprints: Sequence[int]) -> tuple[frozenset[int], Counter[int]]:
    """Return the fingerprints that are boilerplate, and how many of the others each known text shares."""
    found = [(row[0], row[1]) for row in rows(_HOLDERS, (json.dumps(fingerprints),))]
    boilerplate = frozenset(fingerprint for fingerprint, texts in found if len(texts) > _MAX_ROW_BYTES)
    together = b"".join(texts for _, texts in found if len(texts) <= _MAX_ROW_BYTES)
    return boilerplate, Counter(unpack(f"<{len(together) // _ID_BYTES}I", together))


def insert(db: sqlite3.Connection, text: int, fingerprints: Iterable[int]) -> None:
    """Note which fingerprints a text has; boilerplate is left out: enough texts have them to tell."""
    own = packed([text])
    db.executemany(_INSERT, [(each, own) for each in sorted(fingerprints)])


def rows_of(db: sqlite3.Connection) -> Rows:
    """Return how to read inside of a transaction."""
    return lambda sql, parameters: db.execute(sql, parameters).fetchall()


def packed(texts: Sequence[int]) -> bytes:
    return pack(f"<{len(texts)}I", *texts)
