"""Near duplicates against exact hash and MinHash-LSH, and what an index of any size costs.

    python tests/bench_similarity.py recall SHARED [--at-least 500]
    python tests/bench_similarity.py cost [10000 100000 1000000]

`recall` edits real texts in fifteen ways, offers each edit to an index of all texts, and counts what is
found; with datasketch installed, its MinHash-LSH stands beside. SHARED is the folder of real texts; there are
not enough of them: half of our own stories are added, and texts put together from summaries of a news feed.
`cost` fills an index with fingerprints as common as in real text and measures articles on top of it, which
share as many of them as articles do.
"""

import argparse
import gzip
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from support.crowded import WORDS, crowd, share_runs
from support.edits import EDITS, Draw, quoting

from crawler.article import Article, Likeness
from crawler.corpus.corpus import Corpus
from crawler.newsroom.story import load_stories
from crawler.text.normalize import content_hash, tokens
from crawler.text.shingles import LEAST_TOKENS, overlap, shingles_of

STORIES = [story.text for story in load_stories() if not story.flaw]
MADE_OF, LEAST_SUMMARY = 10, 120  # summaries, characters
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


def base_texts(shared: Path, at_least: int) -> Iterator[tuple[str, str]]:
    """Yield texts long enough to be searched by, and their source; the last are made of real sentences."""
    found = {text: source for source, text in real_texts(shared) if len(tokens(text)) >= LEAST_TOKENS}
    yield from ((source, text) for text, source in found.items())
    yield from (("own stories", text) for text in STORIES[::2])
    with gzip.open(next((shared / "topic").glob("*.jsonl.gz")), "rt", encoding="utf-8") as stream:
        summaries = [json.loads(line)["summary"] or "" for line in stream]
    pool = sorted({text for text in summaries if len(text) > LEAST_SUMMARY})
    drawn = random.Random(1).sample(pool, MADE_OF * max(0, at_least - len(found) - len(STORIES[::2])))
    for start in range(0, len(drawn), MADE_OF):
        yield "assembled", " ".join(drawn[start : start + MADE_OF])


def real_texts(shared: Path) -> Iterator[tuple[str, str]]:
    for line in (shared / "topic" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        yield "dev.jsonl", json.loads(line)["text"]
    for path in sorted((shared / "pages" / "gold").glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        yield "gold pages", "\n".join([page["title"], page["lead"] or "", *page["paragraphs"]])
    for path in sorted((shared / "seeds").glob("*.txt")):
        yield "seeds", path.read_text(encoding="utf-8")


def recall(shared: Path, at_least: int) -> None:
    sources, known = zip(*base_texts(shared, at_least), strict=True)
    chance = random.Random(7)
    sentences = [part for text in known for part in text.split(". ") if len(part) > 40]
    words = [word for text in known for word in text.split()]
    draw = Draw(chance, words, sentences, STORIES[1::2])
    print(f"{len(known)} texts: {dict(Counter(sources))}")
    with tempfile.TemporaryDirectory() as home, Corpus.open(Path(home) / "corpus") as corpus:
        for index, text in enumerate(known):
            corpus.duplicates.note_copy(article(text), index, "2026-11-01T00:00:00+00:00")
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
    corpus: Corpus, lsh: "Lsh", hashes: dict[str, int], index: int, text: str, known: Sequence[str]
) -> Found:
    measured = overlap(shingles_of(text), shingles_of(known[index]))
    related = {each.text - 1 for each in corpus.duplicates.of(text) if each.likeness in ONE_TEXT}
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


def strangers(corpus: Corpus, lsh: "Lsh", known: Sequence[str], draw: Draw) -> None:
    """Offer what must not be found: quotations, and each text to the others."""
    long_enough = [text for text in known if text.count(". ") >= LONG]
    quotes = [quoting(text, draw) for text in long_enough]
    alarms = [bool(ours(corpus, text)) for text in quotes]
    lsh_alarms = [bool(lsh.like(text)) for text in quotes]
    print(f"{'two sentences quoted':40} 0      {share(lsh_alarms)}  {share(alarms)}")
    pairs = [
        (index, other) for index, text in enumerate(known) for other in ours(corpus, text) if other != index
    ]
    truly = [overlap(shingles_of(known[a]), shingles_of(known[b])) for a, b in pairs]
    wrong = sum(max(each.contained, each.containing) < 0.5 for each in truly)
    print(f"other stories of the topic: {len(pairs)} pairs found in {len(known)} texts, {wrong} below C .5")
    for (a, b), each in list(zip(pairs, truly, strict=True))[:10]:
        most = max(each.contained, each.containing)
        print(f"    J {each.jaccard:.2f} C {most:.2f}: {known[a][:60]!r} / {known[b][:60]!r}")


def article(text: str) -> Article:
    title, *rest = text.split("\n")
    return Article("", f"key {hash(text)}", "", title, None, tuple(rest), datetime.now(UTC))


def ours(corpus: Corpus, text: str) -> set[int]:
    return {each.text - 1 for each in corpus.duplicates.of(text) if each.likeness in ONE_TEXT}


def share(values: list[bool]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "  -  "


class Lsh:
    """MinHash-LSH of datasketch, 128 permutations, J >= 0.5; empty-handed where it is not installed."""

    def __init__(self, known: Sequence[str]) -> None:
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
        for run in shingles_of(text).hashes:
            drawn.update(run.to_bytes(8, "big"))
        return drawn


# cost

MEASURED = 300
HEAD = (
    "documents  fingerprints  fill s  bytes/doc  "
    "CPU ms: words   look up  insert  both   all  wall ms  RSS MiB"
)


def cost(sizes: list[int]) -> None:
    """Measure each size in a process of its own, so that memory is its own, too."""
    print(HEAD)
    for size in sizes:
        if fork := os.fork():
            os.waitpid(fork, 0)
        else:
            measure(size)
            os._exit(0)


def measure(size: int) -> None:
    with tempfile.TemporaryDirectory() as home, Corpus.open(Path(home) / "corpus") as corpus:
        began = time.monotonic()
        fingerprints = crowd(corpus, size)
        offered = articles()
        share_runs(corpus, size, offered)
        os.sync()
        filled = time.monotonic() - began
        spent: dict[str, list[float]] = {"words": [], "look up": [], "insert": []}
        start = time.monotonic()
        for index, text in enumerate(offered):
            for name, seconds in one(corpus, text, size + index):
                spent[name].append(seconds)
        wall = (time.monotonic() - start) / MEASURED
        words, looked, inserted = (1000 * sum(each) / MEASURED for each in spent.values())
        disk = (Path(home) / "corpus/.gomtin/ledger.db").stat().st_size
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:9,}  {fingerprints:12,}  {filled:6.0f}  {disk / size:9.0f}          {words:6.2f}  "
            f"{looked:7.2f}  {inserted:6.2f}  {looked + inserted:4.2f}  {words + looked + inserted:4.2f}  "
            f"{1000 * wall:7.2f}  {memory:7.0f}",
            flush=True,
        )


def articles() -> list[str]:
    """Write articles of 600 words; every fifth is a longer edition of the one before."""
    chance = random.Random(3)
    syllables = sorted({word for story in load_stories() for word in story.text.split()})
    written: list[str] = []
    for index in range(MEASURED):
        new = " ".join(chance.choice(syllables) for _ in range(WORDS))
        written.append(f"{written[-1]}\n{new[:400]}" if index % 5 == 4 else new)
    return written


def one(corpus: Corpus, text: str, index: int) -> Iterator[tuple[str, float]]:
    """Do what the stage and the transaction do for one article; yield the CPU seconds of each."""
    began = time.process_time()
    offered = replace(article(text), normal_hash=content_hash(text))
    shingles_of(text)
    yield "words", time.process_time() - began
    began = time.process_time()
    relations = corpus.duplicates.of(text)
    yield "look up", time.process_time() - began
    began = time.process_time()
    corpus.duplicates.note_copy(replace(offered, relations=relations), index, "2026-11-01T00:00:00+00:00")
    yield "insert", time.process_time() - began


if __name__ == "__main__":
    main()
