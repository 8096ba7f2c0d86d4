"""A corpus that fails in a run: nothing more is asked of it, and nothing of the others is lost."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.crawl.shared_ledgers import SharedBackfillProgress, SharedLedgers
from crawler.crawl.writer import Writer
from crawler.errors import LedgerError
from crawler.store.ledger import Ledger
from crawler.store.tables.backfill import Position, WindowKey

WINDOW = WindowKey("tin", "https://tin.example/{page}", "2026-01-01", "")


@pytest.fixture
def ledgers(tmp_path: Path) -> Iterator[list[Ledger]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Ledger(tmp_path / f"{name}.db")) for name in ("gao", "ca")]


def test_a_ledger_that_fails_is_left_out_from_then_on(ledgers: list[Ledger]) -> None:
    writers = [Writer(), Writer()]
    shared = SharedLedgers(ledgers, writers)
    progress = SharedBackfillProgress(shared)
    ledgers[0].close()

    progress.note(WINDOW, "1", Position(3))

    assert [type(writer.failure) for writer in writers] == [LedgerError, type(None)]
    assert progress.positions(WINDOW)["1"].next_page == 3
    assert shared.each(lambda ledger: ledger) == ledgers[1:]


def test_what_waits_for_a_corpus_that_fails_is_not_tried() -> None:
    first, called = Writer(), []
    other = first.for_corpus()

    def fail() -> None:
        called.append("fails")
        raise LedgerError("held for 30 s")

    async def write() -> list[object]:
        works = [first(fail), first(called.append, "waits"), other(called.append, "of another")]
        return await asyncio.gather(*works, return_exceptions=True)

    ended = asyncio.run(write())
    first.close()

    assert called == ["fails", "of another"]
    assert [str(error) for error in ended] == ["held for 30 s", "held for 30 s", "None"]
