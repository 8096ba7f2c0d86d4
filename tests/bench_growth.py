"""How the ledger grows: bytes of an announcement and of a judged page, and what known announcements cost.

    python tests/bench_growth.py [--known 10000 1000000] [--tree DIR] [--json FILE]

Bytes are those of the ledger's file, indexes and half-empty pages included, divided by the rows. Sorting out
is that of a feed of 3,000 hopeless announcements, all known: judged, noted or looked up. `--tree` is
another checkout of gomtin. The sizes are measured in one go, so the ratios hold on a busy machine.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from support import synthetic

from crawler.article import Announcement, Judgement
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import learn_topic
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.frontier import Window, merge
from crawler.crawl.options import CrawlOptions
from crawler.crawl.writer import Writer
from crawler.reasons import Reason
from crawler.store.ledger import Ledger

HEARD = 3_000  # announcements of one feed, all known
ROWS = 20_000  # of each kind, whose bytes are measured
ROUNDS = 5
BATCH = 5_000


def bytes_of(path: Path) -> int:
    """Return the size of a database's file without what is free in it."""
    with Ledger(path) as ledger:
        ledger.transaction(lambda _: None)
        pages, free, size = (
            int(ledger._db.rows(f"PRAGMA {name}")[0][0])
            for name in ("page_count", "freelist_count", "page_size")
        )
    return (pages - free) * size


def sizes(home: Path) -> dict[str, float]:
    """Return the bytes of a live announcement, of a past one, of a judged page."""
    found: dict[str, float] = {}
    path = home / "sizes" / ".gomtin" / "ledger.db"
    path.parent.mkdir(parents=True)
    clock = [synthetic.END]
    with Ledger(path, now=lambda: clock[0]) as ledger:
        run = ledger.runs.start("crawl", ["bao1"], synthetic.END)
    empty = bytes_of(path)

    def hopeless(ledger: Ledger) -> None:
        for first in range(0, ROWS, 500):
            some = [synthetic.an_announcement(number) for number in range(first, first + 500)]
            ledger.announcements.note(run, [(each, 0.01, Reason.HOPELESS) for each in some])

    with Ledger(path, now=lambda: clock[0]) as ledger:
        hopeless(ledger)
    found["live announcement"] = (bytes_of(path) - empty) / ROWS
    with Ledger(path, now=lambda: clock[0]) as ledger:
        if hasattr(ledger.announcements, "forget"):
            clock[0] += timedelta(days=30)
            ledger.announcements.forget(timedelta(days=90))
    found["past announcement"] = (bytes_of(path) - empty) / ROWS
    before = bytes_of(path)
    with Ledger(path, now=lambda: clock[0]) as ledger:
        for first in range(0, ROWS, 500):
            ledger.transaction(
                lambda _, first=first: [
                    ledger.pages.note(synthetic.a_page(number, run, reason=Reason.OFF_TOPIC))
                    for number in range(first, first + 500)
                ]
            )
    found["judged page"] = (bytes_of(path) - before) / ROWS
    return found


def know(corpus: Corpus, session: CorpusSession, known: int) -> None:
    """Let a corpus know so many hopeless announcements."""
    mark = getattr(session, "_mark", None)
    for first in range(0, known, BATCH):
        some = [synthetic.an_announcement(number) for number in range(first, min(known, first + BATCH))]
        decided = [(each, 0.0, Reason.HOPELESS) for each in some]
        corpus.ledger.announcements.note(1, decided, *([mark] if mark else []))


async def sorting(session: CorpusSession, heard: Sequence[Announcement]) -> tuple[float, int]:
    """Return CPU seconds and how many were judged, when a run hears the same again."""
    judged = 0

    async def judge(some: Sequence[Announcement]) -> list[Judgement | None]:
        nonlocal judged
        judged += len(some)
        return [session.topic.judge_announcement(each.title or "", each.summary) for each in some]

    began = time.process_time()
    selection = await session.sort_out(heard, Window(None, None), judge)
    await session.note(heard[0].outlet, merge([selection]).parts[0])
    return time.process_time() - began, judged


def costs(home: Path, known: int) -> dict[str, float]:
    """Return what sorting out known announcements costs beside so many others."""
    with Corpus.open(home / str(known)) as corpus:
        for number in range(1, synthetic.SEEDS + 1):
            corpus.add(synthetic.article(synthetic.coffee(number)), origin="seed")
        topic = learn_topic(corpus, Config())
        write = Writer()
        session = CorpusSession(
            Config(),
            CrawlOptions(),
            corpus=corpus,
            topic=topic,
            run=1,
            write=write,
            now=lambda: synthetic.END,
        )
        know(corpus, session, known)
        heard = [synthetic.an_announcement(number * (known // HEARD)) for number in range(HEARD)]
        tries = [asyncio.run(sorting(session, heard)) for _ in range(ROUNDS)]
        write.close()
    # What is picked as a sample is wanted, and judged until it has its page.
    return {"cpu_seconds": min(cpu for cpu, _ in tries), "judged": tries[-1][1]}


def report(asked: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return {"bytes": sizes(home), "sorting": {known: costs(home, known) for known in asked.known}}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--known", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--tree", type=Path)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if asked.tree and str(asked.tree.resolve()) != os.environ.get("PYTHONPATH"):
        environment = os.environ | {"PYTHONPATH": str(asked.tree.resolve())}
        sys.exit(subprocess.run([sys.executable, "-P", *sys.argv], env=environment, check=False).returncode)
    found = report(asked)
    for name, size in found["bytes"].items():
        print(f"{name:20} {size:8.0f} bytes")
    least = found["sorting"][asked.known[0]]["cpu_seconds"]
    for known, cost in found["sorting"].items():
        print(
            f"{HEARD:,} known ones beside {known:9,}: {1e6 * cost['cpu_seconds'] / HEARD:7.1f} µs each, "
            f"ratio {cost['cpu_seconds'] / least:5.2f}; {cost['judged']} judged"
        )
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
