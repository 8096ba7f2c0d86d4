"""How common terms are in what outlets announce, in the ledger: counted, and published in editions."""

import json
from collections.abc import Iterable, Mapping, Sequence
from sqlite3 import Connection

from crawler.article import Announcement
from crawler.store.database import SharedDatabase
from crawler.store.tables import meta
from crawler.store.tables.yields import count_yield
from crawler.topic.terms import term_sets

EDITIONS = (50, 100, 200, 500)  # texts; more of them make no topic better
_FEWEST_TEXTS = 3  # a term in fewer texts is there by chance, and left to the word list

_COUNT_TERM = """
    INSERT INTO background_terms (term, texts) VALUES (?, 1)
    ON CONFLICT (term) DO UPDATE SET texts = texts + 1
"""


class Background:
    """The ledger's tables background_terms and background_editions, and the word list they correct."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def edition(self) -> tuple[int, dict[str, int]]:
        """Return how many texts were counted last, and how many of them have a term; (0, {}) before."""
        rows = self._database.rows(
            "SELECT texts, holders FROM background_editions ORDER BY texts DESC LIMIT 1"
        )
        return (rows[0]["texts"], json.loads(rows[0]["holders"])) if rows else (0, {})

    def word_list(self) -> dict[str, float] | None:
        """Return the word frequencies this ledger measures by."""
        rows = self._database.rows(meta.GET, ("word_list",))
        return json.loads(rows[0]["value"]) if rows else None

    def keep_word_list(self, shares: Mapping[str, float]) -> None:
        value = json.dumps(dict(shares), ensure_ascii=False)
        self._database.write(lambda db: meta.put(db, "word_list", value))


def hear(db: Connection, new: Sequence[Announcement]) -> None:
    """Learn from new announcements: how common terms are, and who announces how much; each once."""
    count_yield(db, new, announced=1)
    before = int(meta.get(db, "background_texts") or 0)
    if before < EDITIONS[-1]:
        _count_terms(db, new, before)


def _count_terms(db: Connection, announcements: Iterable[Announcement], before: int) -> None:
    texts = before
    words = (f"{one.title or ''}\n{one.summary or ''}" for one in announcements)
    for terms in term_sets(words):
        db.executemany(_COUNT_TERM, [(term,) for term in terms])
        texts += 1
        if texts in EDITIONS:
            _publish(db, texts)
        if texts == EDITIONS[-1]:
            db.execute("DELETE FROM background_terms")
            break
    if texts > before:
        meta.put(db, "background_texts", texts)


def _publish(db: Connection, texts: int) -> None:
    rows = db.execute(
        "SELECT term, texts FROM background_terms WHERE texts >= ? ORDER BY term", (_FEWEST_TEXTS,)
    )
    holders = json.dumps({row[0]: row[1] for row in rows}, ensure_ascii=False)
    db.execute("DELETE FROM background_editions")
    db.execute("INSERT INTO background_editions (texts, holders) VALUES (?, ?)", (texts, holders))
