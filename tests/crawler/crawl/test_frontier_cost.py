"""A run takes as many statements however much is known, reads no table from end to end, commits once a page.

How long that takes: `python tests/bench_frontier.py`.
"""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench_frontier import SETTLED, Cost, Statements, measured

from crawler.corpus import reconcile

FEW, MANY = 1_000, 3_000  # announcements that are known
GROWING = ("announcements", "frontier", "pages", "aliases", "visits")
STATEMENT = re.compile(r"SELECT|INSERT|UPDATE|DELETE", re.IGNORECASE)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[Statements]:
    monkeypatch.setattr(reconcile, "_SURELY_ANOTHER_TIME_NS", 0)  # however long the filling takes
    with Statements() as heard:
        yield heard


def test_statements_do_not_grow_with_what_is_known(tmp_path: Path, statements: Statements) -> None:
    few, many = (measured(tmp_path, known, statements) for known in (FEW, MANY))

    def counts(costs: dict[str, Cost]) -> dict[str, int]:
        # Noting also counts terms, as many as texts hold.
        return {step: cost.statements for step, cost in costs.items() if "note" not in step}

    assert counts(few) == counts(many)
    assert many["start: what is due of 40 outlets"].statements == 40


def test_a_run_reads_no_growing_table_from_end_to_end(tmp_path: Path, statements: Statements) -> None:
    measured(tmp_path, FEW, statements)
    ledger = sqlite3.connect(tmp_path / str(FEW) / ".gomtin" / "ledger.db")
    read = {
        (step, line, sql)
        for step, sql in statements.seen
        if STATEMENT.match(sql.strip()) and not step.startswith("status")
        for *_, line in ledger.execute(f"EXPLAIN QUERY PLAN {sql}")
        if line.startswith(tuple(f"SCAN {table}" for table in GROWING))
    }
    ledger.close()
    assert read == set()


def test_a_page_is_settled_in_one_transaction(tmp_path: Path, statements: Statements) -> None:
    costs = measured(tmp_path, FEW, statements)
    settling = [step for step in costs if step.startswith("settle")]
    assert len(settling) == 3
    for settle in settling:
        commits = [sql for step, sql in statements.seen if step == settle and sql == "COMMIT"]
        assert len(commits) == SETTLED, settle
