"""What is dropped as a copy: syndicated, edited, stacked and chained variants of real texts.

    python tests/bench_copies.py SHARED [--pairs 40] [--texts 1000]

SHARED is the folder of real texts. Each text is kept, then its variants are offered in any order, by the
usual policy. Told are: the words of what was dropped that stand in no kept text; how many of the texts of
which half or more stands in another are found, of those long enough to be articles; whether chains of five
texts come out right, each with a part of the one before it; and pairs to read, flagged as copies and not,
each with the record it is a copy of or most like.
"""

import argparse
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_lines import real_texts, summaries
from bench_similarity import article
from support.edits import EDITS, Draw

from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.dedup.compare import compare
from crawler.dedup.policy import MOST_NEW_SHARE
from crawler.errors import Rejected
from crawler.text.article_types import shortness
from crawler.text.facts import is_other_news
from crawler.text.normalize import nfc_clean, normal_form, one_style
from crawler.text.shingles import LEAST_TOKENS, SHINGLE_WORDS, overlap, shingles_of

POLICY = Config().dedup
VARIANTS = {
    "syndicated, spelled otherwise": ("NFD, tone places, quotes, zero-width",),
    "syndicated, censor dots": ("censor dots",),
    "syndicated, in capitals": ("upper case",),
    "edited, 3 % of words": ("3 % of words changed",),
    "edited, lead rewritten": ("lead rewritten",),
    "edited, lead and words": ("lead rewritten", "3 % of words changed"),
    "shortened by 15 %": ("15 % of sentences deleted",),
    "shortened by half": ("50 % of sentences deleted",),
    "updated, 30 % more": ("update, 30 % more",),
    "stacked with one": ("one article appended",),
    "stacked with three": ("three articles appended",),
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SUMMARIES = 10_000
_CHAINS, _LINKS, _NEW_SHARES = 40, 5, (0.125, 0.25, 0.4)


@dataclass
class Told:
    """Per kind: offered, dropped, words dropped, of which stand nowhere; pairs to read."""

    offered: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    nowhere: Counter[str] = field(default_factory=Counter)
    found: Counter[bool] = field(default_factory=Counter)
    pairs: dict[bool, list[str]] = field(default_factory=lambda: defaultdict(list))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("shared", type=Path)
    asked.add_argument("--pairs", type=int, default=40)
    asked.add_argument("--texts", type=int, default=1000, help="at most so many, drawn by chance")
    given = asked.parse_args()
    texts = ["\n".join(lines) for lines in real_texts(given.shared)]
    texts = [text for text in texts if len(shingles_of(text).hashes) >= LEAST_TOKENS]
    texts = random.Random(5).sample(texts, min(given.texts, len(texts)))
    some = islice(summaries(given.shared), _SUMMARIES)
    pool = [text for text in some if LEAST_TOKENS < len(text) < 3 * LEAST_TOKENS]
    with tempfile.TemporaryDirectory() as home, Corpus.open(Path(home) / "corpus") as corpus:
        told = variants(corpus, texts, pool)
    tell(told, given.pairs)
    chains(texts, pool)


def variants(corpus: Corpus, texts: Sequence[str], pool: Sequence[str]) -> Told:
    told = Told()
    held: set[tuple[str, ...]] = set()
    chance = random.Random(7)
    draw = Draw(chance, [word for text in texts for word in text.split()], pool, _strangers(pool, chance))
    offers = [("as it is", text, text) for text in texts]
    offers += sorted(_variants(texts, draw), key=lambda _: chance.random())
    for kind, base, text in ((kind, base, nfc_clean(text)) for kind, base, text in offers):
        told.offered[kind] += 1
        found = [each.number for each in corpus.duplicates.of(text) if each.kept]
        is_contained = overlap(shingles_of(text), shingles_of(base)).contained >= 0.5
        if kind != "as it is" and is_contained and not shortness(text.split("\n")):
            told.found[bool(found)] += 1
        record = _dropped_for(corpus, text)
        if record is None:
            held.update(_runs(text))
        else:
            told.dropped[kind] += 1
            told.words[kind] += shingles_of(text).tokens
            told.nowhere[kind] += _standing_nowhere(text, held)
        nearest = next(iter(found), None) if record is None else record
        if kind != "as it is" and nearest is not None:
            told.pairs[record is not None].append(_pair(corpus, kind, text, nearest, record is not None))
    return told


def _variants(texts: Sequence[str], draw: Draw) -> Iterator[tuple[str, str, str]]:
    for text in texts:
        for kind, edits in VARIANTS.items():
            edited = text
            for edit in edits:
                edited = EDITS[edit](edited, draw)
            yield kind, text, edited


def _strangers(pool: Sequence[str], chance: random.Random) -> list[str]:
    """Return articles of sentences that no other text has."""
    lines = chance.sample(list(pool), 2000)
    return ["\n".join(lines[start : start + 8]) for start in range(0, len(lines), 8)]


def _dropped_for(corpus: Corpus, text: str) -> int | None:
    try:
        corpus.add(article(text), policy=POLICY)
    except Rejected as refused:
        return refused.duplicate_of
    return None


def _runs(text: str) -> list[tuple[str, ...]]:
    words = one_style(normal_form(text)).split()
    return [tuple(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)]


def _standing_nowhere(text: str, held: set[tuple[str, ...]]) -> int:
    """Count the words of a text that stand in no run of a kept one."""
    runs = _runs(text)
    there = bytearray(len(runs) + SHINGLE_WORDS - 1)
    for at, run in enumerate(runs):
        if run in held:
            there[at : at + SHINGLE_WORDS] = b"\1" * SHINGLE_WORDS
    return there.count(0)


def _pair(corpus: Corpus, kind: str, text: str, number: int, is_copy: bool) -> str:
    known = corpus.ledger.records.get(number)
    base = (known and corpus.text(known)) or ""
    compared = compare(text, base)
    verdict = f"copy of record {number}" if is_copy else f"kept beside record {number}"
    shares = (
        f"{compared.overlap.contained:.0%} in it, {compared.new_share:.0%} or {compared.new_words} words new"
    )
    facts = "; other news" if compared.other_news else ""
    said = set(map(normal_form, _sentences(base)))
    new = [each for each in _sentences(text) if normal_form(each) not in said]
    head = f"{verdict}; {kind}; {shares}{facts}\n    {base[:90]!r}\n"
    return head + "".join(f"      + {each[:160]}\n" for each in new[:4])


def _sentences(text: str) -> list[str]:
    return _SENTENCE.split(text.replace("\n", " "))


def tell(told: Told, pairs: int) -> None:
    print(f"{'variant':32} offered dropped   words  nowhere")
    for kind in ("as it is", *VARIANTS):
        words, nowhere = told.words[kind], told.nowhere[kind]
        share = f"{nowhere / words:.3f}" if words else "-"
        print(f"{kind:32} {told.offered[kind]:7} {told.dropped[kind]:7} {words:7}  {share}")
    words, nowhere = told.words.total(), told.nowhere.total()
    print(f"words dropped that stand nowhere: {nowhere / words:.4f} of {words}")
    print(f"found of which half or more stands in the other: {told.found[True]} of {told.found.total()}")
    for flagged in (True, False):
        print(f"\n{'flagged' if flagged else 'not flagged'}")
        order = random.Random(11)
        for pair in order.sample(told.pairs[flagged], min(pairs, len(told.pairs[flagged]))):
            print(pair)


def chains(texts: Sequence[str], pool: Sequence[str]) -> None:
    chance = random.Random(13)
    right: Counter[tuple[float, bool]] = Counter()
    for base in chance.sample(list(texts), min(_CHAINS, len(texts))):
        for share in _NEW_SHARES:
            with tempfile.TemporaryDirectory() as home, Corpus.open(Path(home) / "corpus") as corpus:
                right[share, _chain_is_right(corpus, base, share, pool, chance)] += 1
    for share in _NEW_SHARES:
        good, bad = right[share, True], right[share, False]
        print(f"chains of {_LINKS}, {share:.0%} new each: {good} right, {bad} wrong")


def _chain_is_right(
    corpus: Corpus, base: str, share: float, pool: Sequence[str], chance: random.Random
) -> bool:
    """Each text loses its beginning and gains as much; it is a copy when nearly all stands in a kept one.

    One whose new sentences tell of others than what it lost, names and numbers by a quarter, is no copy.
    """
    now = [line for each in base.split("\n") for line in _SENTENCE.split(each)]
    kept: list[list[str]] = []
    for _ in range(_LINKS):
        dropped = _dropped_for(corpus, nfc_clean("\n".join(now))) is not None
        if dropped != any(_says_no_more(now, old) for old in kept):
            return False
        if not dropped:
            kept.append(now)
        now = _next(now, share, pool, chance)
    return True


def _next(now: Sequence[str], share: float, pool: Sequence[str], chance: random.Random) -> list[str]:
    left, gone = list(now), 0
    most = share * sum(len(each.split()) for each in now)
    while gone < most:
        gone += len(left.pop(0).split())
    while gone > 0:
        left.append(chance.choice(pool))
        gone -= len(left[-1].split())
    return left


def _says_no_more(now: Sequence[str], old: Sequence[str]) -> bool:
    new = sum(_words(each) for each in now if each not in old)
    few = new <= MOST_NEW_SHARE * sum(map(_words, now)) and new < LEAST_TOKENS
    return few and not is_other_news("\n".join(now), "\n".join(old))


def _words(sentence: str) -> int:
    return len(one_style(normal_form(sentence)).split())


if __name__ == "__main__":
    main()
