"""What is counted with every change is what counting everything says."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.article import Likeness, Relation
from crawler.store.ledger import Ledger
from crawler.store.migrations import m017_growth_ends
from crawler.store.tables import texts
from crawler.store.tables.texts import IndexedText

OUTLETS = (None, "", "songnay", "bienxanh", "nuirung")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db") as ledger:
        yield ledger


def grow(db: sqlite3.Connection, chance: random.Random, size: int) -> None:
    """Take in texts that are like earlier ones, some like several, which makes their clusters one."""
    for number in range(1, size + 1):
        like = chance.sample(range(1, number), min(number - 1, chance.choice((0, 0, 0, 1, 2))))
        known = IndexedText(
            kind=chance.choice(("kept", "copy", "waiting")),
            name="",
            number=number,
            normal_hash=f"{number}",
            title="Tàu về bến",
            at=f"2026-03-01T00:{number % 60:02}:00+00:00",
            outlet=chance.choice(OUTLETS),
            published=chance.choice((None, f"2026-02-{chance.randrange(1, 28):02}T06:00:00+07:00")),
        )
        relations = [Relation(other, other, Likeness.NEAR, 0.9, 0.9, 0.9, kept=True) for other in like]
        texts.insert(db, known, (), relations)


def counted(db: sqlite3.Connection) -> set[tuple[str, str, int]]:
    rows = db.execute("SELECT what, outlet, n FROM counts WHERE n != 0")
    return {(row["what"], row["outlet"], row["n"]) for row in rows}


@pytest.mark.parametrize("seed", range(5))
def test_the_counts_of_clusters_are_those_of_all_texts(ledger: Ledger, seed: int) -> None:
    def work(db: sqlite3.Connection) -> None:
        grow(db, random.Random(seed), 120)
        with_every_change = counted(db)
        db.execute("DELETE FROM counts")
        for statement in m017_growth_ends._STATEMENTS:
            if "INSERT INTO counts" in statement:
                db.execute(statement)
        assert with_every_change == counted(db)

    ledger.transaction(work)
    told = ledger.texts.clusters()
    assert told["clusters"] < told["kept"] + told["copies"]
    assert set(told["outlets"]) == {"songnay", "bienxanh", "nuirung"}
