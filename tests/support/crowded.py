"""An index as full as that of any number of articles, without writing the articles."""

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from crawler.corpus.corpus import Corpus
from crawler.store.tables.postings import packed
from crawler.text.shingles import RATE, shingles_of

WORDS = 600  # of an article
_RATE, _PRINTS = 12, (WORDS - 4) // 12
# Texts that have a shingle, of 10,000: half of an article's nobody else has, a tenth is boilerplate.
_HOLDERS = (1,) * 9300 + (2,) * 400 + (5,) * 200 + (50,) * 95 + (400,) * 5
_MEAN = sum(_HOLDERS) / len(_HOLDERS)
_MOST = 201  # more are not kept
_TEXT = """
    INSERT INTO texts (id, kind, name, number, normal_hash, title, at, prints, rate, cluster)
    VALUES (:id, 'copy', '-', :id, printf('%064x', :id), '', '', :prints, :rate, :id)
"""


def crowd(corpus: Corpus, size: int) -> int:
    """Fill the index with fingerprints as common as in real text; return how many there are."""

    def write(db: sqlite3.Connection) -> int:
        db.executemany(
            _TEXT, ({"id": number, "prints": _PRINTS, "rate": _RATE} for number in range(1, size + 1))
        )
        # In two sweeps, so that pages are as full as they are when texts come one by one.
        for sweep in (range(3), range(3, 5)):
            rows = (each for each in _postings(size) if each[0] // RATE % 5 in sweep)
            db.executemany("INSERT INTO postings VALUES (?, ?)", rows)
        return int(db.execute("SELECT count(*) FROM postings").fetchone()[0])

    return corpus.ledger.transaction(write)


def share_runs(corpus: Corpus, size: int, texts: Sequence[str]) -> None:
    """Let texts of the index have runs of these texts, as many as any text has in common with others."""
    chance = random.Random(6)
    frequent = random.Random(7).choices(_HOLDERS, _HOLDERS, k=10_000)  # as an article meets them

    def rows() -> Iterator[tuple[int, bytes]]:
        for fingerprint in {run for text in texts for run in shingles_of(text).prints}:
            if others := chance.choice(frequent) - 1:
                yield fingerprint, _some(chance, others, size)

    corpus.ledger.transaction(lambda db: db.executemany("INSERT INTO postings VALUES (?, ?)", rows()))


def _postings(size: int) -> Iterable[tuple[int, bytes]]:
    chance = random.Random(5)
    left, fingerprint = size * _PRINTS, 0
    step = (1 << 61) / (left / _MEAN) / RATE
    while left > 0:
        fingerprint += RATE * max(1, int(chance.expovariate(1) * step))
        holders = min(chance.choice(_HOLDERS), size)
        yield fingerprint, _some(chance, holders, size)
        left -= holders


def _some(chance: random.Random, count: int, size: int) -> bytes:
    return packed(sorted({chance.randrange(size) + 1 for _ in range(min(count, _MOST))}))
