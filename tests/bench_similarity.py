"""Near duplicates against exact hash and MinHash-LSH, and what an index of any size costs.

    python tests/bench_similarity.py recall TEXTS.jsonl [--at-least 500]
    python tests/bench_similarity.py cost [10000 100000 1000000]

`recall` edits real texts in fifteen ways, offers each edit to an index of all texts, and counts what is
found; with datasketch installed, its MinHash-LSH stands beside. Made of their sentences, more texts are added
until there are enough.
`cost` fills an index with fingerprints as frequent as in real text and measures one article on top of it.
"""

import argparse
import json
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from newsroom.edits import EDITS, Draw, quoting

from crawler.article import Article, Likeness
from crawler.corpus import Corpus
from crawler.newsroom.story import load_stories
from crawler.similarity import overlap, sketch
from crawler.text import content_hash, tokens

LONG = 7  # sentences, of which two are a quotation and no part of the text
ONE_TEXT = (Likeness.SAME, Likeness.NEAR, Likeness.CONTAINED, Likeness.CONTAINS, Likeness.EDITED)


class Found(NamedTuple):
    exact: bool
    lsh: bool
    ours: bool
    jaccard: float
    containment: float


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", choices=("recall", "cost"))
    asked.add_argument("arguments", nargs="*")
    asked.add_argument("--at-least", type=int, default=500)
    given = asked.parse_args()
    if given.what == "recall":
        recall(Path(given.arguments[0]), given.at_least)
    else:
        cost([int(size) for size in given.arguments] or [10_000, 100_000, 1_000_000])


# recall


def base_texts(path: Path, at_least: int) -> tuple[list[str], int]:
    """Return real texts of a length to be searched by, then texts made of their and our sentences."""
    real = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    real = [text for text in dict.fromkeys(real) if len(tokens(text)) >= 120]
    chance = random.Random(1)
    pool = [line for story in load_stories() if not story.flaw for line in story.paragraphs]
    pool += [part for text in real for part in text.split(". ") if 60 < len(part) < 300]
    made = [". ".join(chance.sample(pool, 14)) for _ in range(max(0, at_least - len(real)))]
    return real + made, len(real)


def recall(path: Path, at_least: int) -> None:
    known, real = base_texts(path, at_least)
    chance = random.Random(7)
    sentences = [part for text in known for part in text.split(". ") if len(part) > 40]
    words = [word for text in known for word in text.split()]
    outside = [" ".join(story.paragraphs) for story in load_stories() if not story.flaw]
    draw = Draw(chance, words, sentences, outside)
    print(f"{len(known)} texts, {real} of them real")
    with tempfile.TemporaryDirectory() as home, Corpus.open(Path(home) / "corpus") as corpus:
        for index, text in enumerate(known):
            corpus.neighbours.note_copy(article(text), index, "2026-11-01T00:00:00+00:00")
        lsh = Lsh(known)
        hashes = {content_hash(text): index for index, text in enumerate(known)}
        print(f"{'edit':40} exact  LSH   ours   of J>=.5   of C>=.8")
        for name, edit in EDITS.items():
            found = [
                look(corpus, lsh, hashes, index, edit(text, draw), known) for index, text in enumerate(known)
            ]
            report(name, found)
        print("false alarms")
        strangers(corpus, lsh, known, draw)


def look(
    corpus: Corpus, lsh: "Lsh", hashes: dict[str, int], index: int, text: str, known: list[str]
) -> Found:
    measured = overlap(sketch(text), sketch(known[index]))
    related = {each.text - 1 for each in corpus.neighbours.of(text) if each.likeness in ONE_TEXT}
    exact = hashes.get(content_hash(text)) == index
    return Found(
        exact,
        index in lsh.like(text),
        exact or index in related,
        measured.jaccard,
        max(measured.contained, measured.containing),
    )


def report(name: str, found: list[Found]) -> None:
    near = [each.ours for each in found if each.jaccard >= 0.5]
    inside = [each.ours for each in found if each.containment >= 0.8]
    shares = [share([getattr(each, kind) for each in found]) for kind in ("exact", "lsh", "ours")]
    print(f"{name:40} {'  '.join(shares)}   {share(near)} ({len(near)})  {share(inside)} ({len(inside)})")


def strangers(corpus: Corpus, lsh: "Lsh", known: list[str], draw: Draw) -> None:
    """Offer what must not be found: quotations, and each text to the others."""
    long_enough = [text for text in known if text.count(". ") >= LONG]
    quotes = [quoting(text, draw) for text in long_enough]
    alarms = [bool(ours(corpus, text)) for text in quotes]
    lsh_alarms = [bool(lsh.like(text)) for text in quotes]
    print(f"{'two sentences quoted':40} 0      {share(lsh_alarms)}  {share(alarms)}")
    pairs = [
        (index, other) for index, text in enumerate(known) for other in ours(corpus, text) if other != index
    ]
    truly = [overlap(sketch(known[a]), sketch(known[b])) for a, b in pairs]
    wrong = sum(max(each.contained, each.containing) < 0.5 for each in truly)
    print(f"other stories of the topic: {len(pairs)} pairs found in {len(known)} texts, {wrong} below C .5")
    for (a, b), each in list(zip(pairs, truly, strict=True))[:10]:
        most = max(each.contained, each.containing)
        print(f"    J {each.jaccard:.2f} C {most:.2f}: {known[a][:60]!r} / {known[b][:60]!r}")


def article(text: str) -> Article:
    title, *rest = text.split("\n")
    return Article("", f"key {hash(text)}", "", title, None, tuple(rest), datetime.now(UTC))


def ours(corpus: Corpus, text: str) -> set[int]:
    return {each.text - 1 for each in corpus.neighbours.of(text) if each.likeness in ONE_TEXT}


def share(values: list[bool]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "  -  "


class Lsh:
    """MinHash-LSH of datasketch, 128 permutations, J >= 0.5; empty-handed where it is not installed."""

    def __init__(self, known: list[str]) -> None:
        try:
            from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]
        except ImportError:
            self._index = None
            return
        self._hash: Any = MinHash
        self._index: Any = MinHashLSH(threshold=0.5, num_perm=128)
        for index, text in enumerate(known):
            self._index.insert(index, self._drawn(text))

    def like(self, text: str) -> set[int]:
        return set(self._index.query(self._drawn(text))) if self._index else set()

    def _drawn(self, text: str) -> Any:
        drawn = self._hash(num_perm=128)
        for run in sketch(text).runs:
            drawn.update(run.to_bytes(8, "big"))
        return drawn


# cost

PRINTS = 70  # of an article of 600 words
MEASURED = 300
_HOLDERS = (1,) * 9300 + (2,) * 400 + (5,) * 200 + (50,) * 95 + (400,) * 5  # texts that have a run, of 10,000


def cost(sizes: list[int]) -> None:
    """Measure each size in a process of its own, so that memory is its own, too."""
    print(
        "documents   rows        fill s  bytes/doc  CPU ms: words   look up  insert  both  wall ms  RSS MiB"
    )
    for size in sizes:
        if fork := os.fork():
            os.waitpid(fork, 0)
        else:
            measure(size)
            os._exit(0)


def measure(size: int) -> None:
    with tempfile.TemporaryDirectory() as home, Corpus.open(Path(home) / "corpus") as corpus:
        began = time.monotonic()
        before = fill(corpus, size)
        filled = time.monotonic() - began
        chance = random.Random(3)
        syllables = sorted({word for story in load_stories() for word in story.text.split()})
        written: list[str] = []
        spent = dict.fromkeys(("words", "look up", "insert"), 0.0)
        wall = 0.0
        for index in range(MEASURED):
            # Every fifth is a longer edition of one that is there, and has to be compared with it.
            new = " ".join(chance.choice(syllables) for _ in range(500 if written else 600))
            new = f"{written[-1]}\n{new[:400]}" if index % 5 == 4 else new
            written.append(new)
            start = time.monotonic()
            for name, seconds in one(corpus, new, index):
                spent[name] += seconds
            wall += time.monotonic() - start
        each = {name: 1000 * seconds / MEASURED for name, seconds in spent.items()}
        disk = (Path(home) / "corpus/.gomtin/ledger.db").stat().st_size
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:9,}  {before:11,}  {filled:6.0f}  {disk / size:9.0f}          {each['words']:6.2f}  "
            f"{each['look up']:7.2f}  {each['insert']:6.2f}  {each['look up'] + each['insert']:4.2f}  "
            f"{1000 * wall / MEASURED:7.2f}  {memory:7.0f}",
            flush=True,
        )


def one(corpus: Corpus, text: str, index: int) -> Iterator[tuple[str, float]]:
    """Do what the stage and the transaction do for one article; yield the CPU seconds of each."""
    began = time.process_time()
    offered = replace(article(text), normal_hash=content_hash(text))
    sketch(text)
    yield "words", time.process_time() - began
    began = time.process_time()
    relations = corpus.neighbours.of(text)
    yield "look up", time.process_time() - began
    began = time.process_time()
    corpus.neighbours.note_copy(replace(offered, relations=relations), index, "2026-11-01T00:00:00+00:00")
    yield "insert", time.process_time() - began


def fill(corpus: Corpus, size: int) -> int:
    """Fill the index in the order of its key; runs are as common as in real text."""
    chance = random.Random(5)

    def entries() -> Iterator[tuple[int, int]]:
        left, fingerprint = size * PRINTS, 0
        step = (1 << 61) / (size * PRINTS / 4)
        while left > 0:
            fingerprint += 8 * max(1, int(chance.expovariate(1) * step / 8))
            holders = min(chance.choice(_HOLDERS), size)
            yield from (
                (fingerprint, holder)
                for holder in sorted({chance.randrange(size) + 1 for _ in range(holders)})
            )
            left -= holders

    def write(db: sqlite3.Connection) -> int:
        known = (
            "INSERT INTO texts (id, kind, name, number, normal_hash, title, at, prints, cluster) "
            "VALUES (?, 'copy', '', ?, ?, '', '', 70, ?)"
        )
        db.executemany(known, ((n, n, f"{n:064x}", n) for n in range(1, size + 1)))
        db.executemany("INSERT INTO fingerprints VALUES (?, ?)", entries())
        return int(db.execute("SELECT count(*) FROM fingerprints").fetchone()[0])

    return corpus.ledger.transaction(write)


if __name__ == "__main__":
    main()
