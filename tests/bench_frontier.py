"""What a run costs that knows many announcements: seconds and SQL statements of its steps, as ratios.

    python tests/bench_frontier.py [1000 100000]

A ledger with so many announcements of forty outlets, each with a page that was settled or a row in the
frontier. Both sizes are measured in one go, so the ratios hold on a busy machine; single times do not.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

sys.path.insert(0, str(Path(__file__).resolve().parent))

from support.harvest import article, coffee, football

from crawler.article import Announcement, Judgement, Page
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import learn_topic
from crawler.crawl.channel_memory import ChannelMemory
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.frontier import Window, merge
from crawler.crawl.options import CrawlOptions
from crawler.crawl.outlet_watch import withheld
from crawler.crawl.shared_ledgers import SharedLedgers
from crawler.crawl.writer import Writer
from crawler.pipeline import Outcome
from crawler.reasons import Reason
from crawler.store import database
from crawler.store.tables.pages import PageRow
from crawler.validators import NO_VALIDATORS

OUTLETS = [f"bao{number}" for number in range(40)]
CHANNEL = "https://{}.example/tin.rss"
OPEN_ONE_IN = 2  # announcements that wait in the frontier; the pages of the others have their verdicts
ANNOUNCED = 500  # by one outlet in the run; half of it known
SETTLED = 50  # pages of the run, of each kind
NOW = datetime(2026, 3, 1, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=14), None)


@dataclass(slots=True)
class Cost:
    """What one step took: `statements` are those that SQLite ran, BEGIN and COMMIT among them."""

    seconds: float = 0.0
    statements: int = 0


class Statements:
    """Hears what all connections made meanwhile run; `step` is what it is put under in `seen`."""

    def __init__(self) -> None:
        self.count = 0
        self.step: str | None = None
        self.seen: list[tuple[str, str]] = []
        self._connect = database._connection

    def __enter__(self) -> Self:
        def heard(*args: Any, **kwargs: Any) -> database.Connection:
            connection = self._connect(*args, **kwargs)
            connection.set_trace_callback(self._see)
            return connection

        database._connection = heard
        return self

    def __exit__(self, *_: object) -> None:
        database._connection = self._connect

    def _see(self, statement: str) -> None:
        self.count += 1
        if self.step:
            self.seen.append((self.step, statement))


def announcement(number: int, outlet: str | None = None) -> Announcement:
    outlet = outlet or OUTLETS[number % len(OUTLETS)]
    key = f"{outlet}:{number}"
    url = f"https://{outlet}.example/gia-ca-phe-hom-nay-{number}.html"
    at = NOW - timedelta(minutes=number % 20_000)
    return Announcement(url, key, outlet, CHANNEL.format(outlet), f"Giá cà phê ngày {number}", None, at)


def fill(corpus: Corpus, known: int) -> None:
    """Let a corpus know so many announcements."""
    announced = [announcement(number) for number in range(known)]
    ledger = corpus.ledger
    run = ledger.runs.start("crawl", OUTLETS, NOW)

    def write(_: database.Connection) -> None:
        ledger.announcements.note(run, [(each, 0.5, None) for each in announced])
        ledger.frontier.add(announced[::OPEN_ONE_IN], NOW)
        for each in announced[1::OPEN_ONE_IN]:
            off_topic = Reason.OFF_TOPIC
            ledger.pages.note(
                PageRow(
                    key=each.key,
                    url=each.url,
                    outlet=each.outlet,
                    verdict=off_topic.verdict,
                    reason=off_topic.code,
                    at=NOW,
                    title=each.title,
                    run=run,
                )
            )

    ledger.transaction(write)


async def unjudged(announcements: Sequence[Announcement]) -> list[Judgement | None]:
    return [None] * len(announcements)


def measured(home: Path, known: int, statements: Statements) -> dict[str, Cost]:
    """Return the cost of the steps of a run over a ledger that knows so much."""
    folder = home / str(known)
    with Corpus.open(folder) as corpus:
        for number in range(1, 9):
            corpus.add(article(coffee(number)), origin="seed")
        fill(corpus, known)
    return asyncio.run(_run(folder, known, statements))


async def _run(folder: Path, known: int, statements: Statements) -> dict[str, Cost]:
    costs: dict[str, Cost] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        statements.step, before, began = name, statements.count, time.perf_counter()
        yield
        costs[name] = Cost(time.perf_counter() - began, statements.count - before)
        statements.step = None

    config, options, write = Config(), CrawlOptions(), Writer()
    with step("start: open, learn the topic"):
        corpus = Corpus.open(folder)
        topic = learn_topic(corpus, config)
        run = corpus.ledger.runs.start(options.command, OUTLETS, NOW)
        session = CorpusSession(
            config, options, corpus=corpus, topic=topic, run=run, write=write, now=lambda: NOW
        )
    with step("start: what is due of 40 outlets"):
        for outlet in OUTLETS:
            session.due(outlet, WINDOW)
    heard = [announcement(number * len(OUTLETS)) for number in range(ANNOUNCED // 2)]
    heard += [announcement(known + number, OUTLETS[0]) for number in range(ANNOUNCED - len(heard))]
    memory = ChannelMemory(SharedLedgers([corpus.ledger], [write]), config, options, lambda: NOW)
    with step(f"sort_out: {ANNOUNCED} announcements"):
        await write(memory.read, OUTLETS[0], heard[0].channel, heard, NO_VALIDATORS)
        selection = await session.sort_out(heard, WINDOW, unjudged)
    with step(f"sort_out: note {ANNOUNCED}"):
        part = merge([selection]).parts[0]
        await session.note(OUTLETS[0], part, heard)
    wanted = [candidate.announcement for candidate in part.fetch]
    assert len(wanted) >= 3 * SETTLED
    for name, settle in _endings(session).items():
        with step(f"settle: {SETTLED} pages, {name}"):
            for _ in range(SETTLED):
                await settle(wanted.pop())
    with step("end: channels and outlets"):
        await write(memory.settle, OUTLETS[0])
        for outlet in OUTLETS:
            withheld(session, outlet)
        corpus.ledger.runs.latest(20)
    with step("status: counts"):
        corpus.ledger.frontier.counts()
        corpus.ledger.pages.counts()
    write.close()
    corpus.close()
    return costs


def _endings(session: CorpusSession) -> dict[str, Callable[[Announcement], Awaitable[None]]]:
    def page(one: Announcement) -> Page:
        return Page(one.url, one.key, one.outlet, b"", one, NOW)

    async def off_topic(one: Announcement) -> None:
        read = article(football(int(one.key.split(":")[1]) % 1000), key=one.key)
        await session.settle(page(one), Outcome(Reason.OFF_TOPIC, "", (), read))

    async def stub(one: Announcement) -> None:
        await session.settle(page(one), Outcome(Reason.TOO_SHORT, "", ()))

    async def failed(one: Announcement) -> None:
        await session.failed(one, Reason.SERVER_ERROR, "500", 500)

    return {"off the topic": off_topic, "a stub": stub, "no answer": failed}


def main() -> None:
    few, many = map(int, sys.argv[1:] or ("1000", "100000"))
    with tempfile.TemporaryDirectory() as home, Statements() as statements:
        measured(Path(home), 1, statements)  # imports
        small = measured(Path(home), few, statements)
        large = measured(Path(home), many, statements)
    print(f"{'step':40} {few:>9,} known {'':>9} {many:>9,} known {'':>9} ratio")
    for name, before in small.items():
        after = large[name]
        print(
            f"{name:40} {before.seconds:8.3f} s {before.statements:7} SQL"
            f" {after.seconds:12.3f} s {after.statements:7} SQL {after.seconds / before.seconds:10.1f}"
        )


if __name__ == "__main__":
    main()
