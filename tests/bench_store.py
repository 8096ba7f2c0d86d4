"""What the store asks of the disk for a page: flushes and transactions of kept pages and of others.

    python tests/bench_store.py [--tree DIR] [--json FILE]

Pages are led through look-up, store and settling as a crawl does it, in a process that strace watches. Counts
are the same on any machine; `--tree` is another checkout of gomtin.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

PAGES = 50
KINDS = ("nothing", "kept", "off the topic", "no answer", "announced")
_FLUSH = re.compile(r"\b(?:fsync|fdatasync|sync_file_range|msync|sync)\(")


def flushes(tree: Path, kind: str) -> int:
    """Return how often a process that leads so many pages to this end flushes anything to the disk."""
    with tempfile.TemporaryDirectory() as home:
        trace = Path(home) / "trace"
        command = [
            "strace",
            "-f",
            "-qq",
            "-o",
            str(trace),
            "-e",
            "trace=fsync,fdatasync,sync_file_range,msync,sync",
        ]
        program = [sys.executable, "-P", __file__, "--work", kind, str(Path(home) / "corpus")]
        subprocess.run([*command, *program], env=os.environ | {"PYTHONPATH": str(tree)}, check=True)
        return len(_FLUSH.findall(trace.read_text()))


def work(kind: str, folder: Path) -> None:
    """Lead pages to an end."""
    from support import synthetic
    from support.harvest import article, coffee, football

    from crawler.article import Page
    from crawler.config.models import Config
    from crawler.corpus.corpus import Corpus
    from crawler.corpus.topic import learn_topic
    from crawler.crawl.corpus_session import CorpusSession
    from crawler.crawl.frontier import Selection, Sorted
    from crawler.crawl.options import CrawlOptions
    from crawler.crawl.writer import Writer
    from crawler.pipeline import Outcome
    from crawler.reasons import Reason
    from pipelines.dedup import Dedup
    from pipelines.store import Store

    async def lead(session: CorpusSession) -> None:
        dedup, store = Dedup.from_session(session), Store.from_session(session)
        for number in range(PAGES):
            one = synthetic.an_announcement(number)
            page = Page(one.url, one.key, one.outlet, b"", one, synthetic.END)
            if kind == "kept":
                read = await dedup.process_item(article(coffee(100 + number), key=one.key))
                record = await store.process_item(read)
                await session.settle(page, Outcome(Reason.ON_TOPIC, "", (), read, record))
            elif kind == "off the topic":
                read = await dedup.process_item(article(football(100 + number), key=one.key))
                await session.settle(page, Outcome(Reason.OFF_TOPIC, "", (), read))
            elif kind == "no answer":
                await session.failed(one, Reason.SERVER_ERROR, "500", 500)
            elif kind == "announced":
                await session.note(one.outlet, Selection([], [Sorted(one, 0.7, None)], []))

    with Corpus.open(folder) as corpus:
        for number in range(1, 9):
            corpus.add(article(coffee(number)), origin="seed")
        config, write = Config(), Writer()
        topic = learn_topic(corpus, config)
        run = corpus.ledger.runs.start("crawl", synthetic.OUTLETS, synthetic.END)
        session = CorpusSession(config, CrawlOptions(), corpus=corpus, topic=topic, run=run, write=write)
        asyncio.run(lead(session))
        write.close()
        corpus.ledger.runs.finish(run, {}, True, synthetic.END)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tree", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work[0], Path(asked.work[1]))
        return
    if shutil.which("strace") is None:
        sys.exit("strace is needed to count flushes")
    counts = {kind: flushes(asked.tree.resolve(), kind) for kind in KINDS}
    found = {kind: (counts[kind] - counts["nothing"]) / PAGES for kind in KINDS[1:]}
    for kind, count in found.items():
        print(f"{kind:14} {count:5.2f} flushes a page")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
