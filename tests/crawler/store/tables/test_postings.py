"""The index of fingerprints: whatever bytes an id has, boilerplate told, an older index taken over."""

import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from conftest import lay_out

from crawler.article import Article
from crawler.corpus.corpus import Corpus
from crawler.dedup.index import rows_of
from crawler.store.tables import postings
from crawler.store.tables.postings import MOST_COMMON

IDS = (1, 127, 128, 200, 255, 256, 0xD800, 0xFFFE, 70_000, 16_777_217, 0x80808080, 0xFFFFFFFF)

# The ledger as it was: one row for each text that has a fingerprint, and no rate.
_OLDER = (
    """
    CREATE TABLE fingerprints (
        fingerprint INTEGER NOT NULL, text INTEGER NOT NULL, PRIMARY KEY (fingerprint, text)
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO fingerprints
    WITH RECURSIVE place (at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM place WHERE at < 50)
    SELECT fingerprint, unicode(substr(texts, 1 + 4 * at, 1)) FROM postings, place
    WHERE 4 * at < length(texts)
    """,
    "DROP TABLE postings",
    "ALTER TABLE texts DROP COLUMN rate",
    "DELETE FROM _sqlite_migrations WHERE name = 'm007_postings'",
)


def test_each_text_is_found_by_its_fingerprints(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus") as corpus:
        for text in IDS:
            corpus.ledger.transaction(lambda db, text=text: postings.insert(db, text, [8, 16, text << 8]))
        boilerplate, shared = postings.boilerplate_and_shared(corpus.ledger.texts.rows, [8, 24, 255 << 8])
        kinds = corpus.ledger.texts.rows("SELECT DISTINCT typeof(texts) AS kind FROM postings", ())
    assert boilerplate == frozenset()
    assert shared == Counter(IDS) + Counter([255])
    assert [row["kind"] for row in kinds] == ["blob"]


def test_what_too_many_texts_have_is_a_formula(tmp_path: Path) -> None:
    def note(db: sqlite3.Connection) -> None:
        for text in range(1, MOST_COMMON + 2):
            postings.insert(db, text, [8] if text > 1 else [8, 16])

    with Corpus.open(tmp_path / "corpus") as corpus:
        corpus.ledger.transaction(note)
        found = postings.boilerplate_and_shared(corpus.ledger.texts.rows, [8, 16])
    assert found == ({8}, Counter([1]))


def test_an_older_index_is_taken_over(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "corpus")
    with Corpus.open(folder) as corpus:
        texts = [file.read_text(encoding="utf-8") for file in folder.glob("*.txt")]
        first = Article("", "tin:1", "tin", "Tin", None, (texts[0],), datetime(2026, 11, 1, tzinfo=UTC))
        corpus.duplicates.note_copy(first, 0, "2026-11-01T00:00:00+00:00")
        before = [corpus.duplicates.of(text) for text in texts]
        corpus.ledger.transaction(lambda db: [rows_of(db)(statement, ()) for statement in _OLDER])
    with Corpus.open(folder) as corpus:
        assert [corpus.duplicates.of(text) for text in texts] == before
    assert {len(relations) for relations in before} == {1, 2}
