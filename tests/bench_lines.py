"""What is taken out of texts: over real ones, planted standing lines, planted lines of every kind.

    python tests/bench_lines.py deletions SHARED    every line dropped from real texts and summaries, by rule
    python tests/bench_lines.py standing            standing lines planted over 3,000 articles, in ten orders
    python tests/bench_lines.py lint SHARED         lines planted into real texts: recall, and false alarms

SHARED is the folder of real texts and feeds. All lines dropped are printed, prose first: read them.
"""

import argparse
import gzip
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from support.planted import PLACES, planted
from support.standing import STANDING, TRUE
from support.standing import articles as standing_articles

from crawler.article import Article
from crawler.corpus.corpus import Corpus
from crawler.extraction.lines import clean_lines
from crawler.store.tables.recurring_lines import RecurringLines
from crawler.text.boilerplate import find_boilerplate
from crawler.text.line_checks import is_sentence
from crawler.text.normalize import nfc_clean
from crawler.text.recurring import learnable
from pipelines.clean import cleaned

_LEAST_PROSE = 40  # characters
_ARTICLES, _ORDERS, _RUN = 3000, 10, 25
_LEAST_LINES = 4  # of a text that a line is planted into
_TOLD = {each.line for each in TRUE}


def real_texts(shared: Path) -> Iterator[list[str]]:
    """Yield the lines of whole texts, title first: graded ones, pages read by people, seeds."""
    for line in (shared / "topic" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        yield _lines(json.loads(line)["text"])
    for path in sorted((shared / "pages" / "gold").glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        yield _lines("\n".join([page["title"], page["lead"] or "", *page["paragraphs"]]))
    for path in sorted((shared / "seeds").glob("*.txt")):
        yield _lines(path.read_text(encoding="utf-8"))


def summaries(shared: Path) -> Iterator[str]:
    for path in (shared / "topic").glob("*.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            seen: set[str] = set()
            for line in stream:
                text = nfc_clean(json.loads(line)["summary"] or "")
                if text not in seen:
                    yield text
                seen.add(text)


def _lines(text: str) -> list[str]:
    return [line for line in nfc_clean(text).split("\n") if line]


def deletions(shared: Path) -> None:
    texts = list(real_texts(shared))
    _tell("whole texts", len(texts), [each for lines in texts for each in _dropped(lines)])
    short = [text for text in summaries(shared) if text]
    _tell("summaries", len(short), [each for text in short for each in _dropped(["Tin", *text.split("\n")])])


def _dropped(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield rule and line of what reading and cleaning take out of one text."""
    cleaned = clean_lines(lines[1:], title=lines[0], lead=None)
    yield from cleaned.dropped
    left = [lines[0], *cleaned.lines]
    for flaw in find_boilerplate(left):
        if flaw.better is None:
            yield from ((flaw.kind, left[index]) for index in flaw.lines if index)


def _tell(what: str, texts: int, dropped: Sequence[tuple[str, str]]) -> None:
    prose = [each for each in dropped if len(each[1]) >= _LEAST_PROSE and is_sentence(each[1])]
    print(f"{texts} {what}: {len(dropped)} lines dropped, {len(prose)} of prose")
    counts, prosaic = Counter(rule for rule, _ in dropped), Counter(rule for rule, _ in prose)
    for rule, count in counts.most_common():
        print(f"  {rule:28} {count:6} {prosaic[rule]:6} of prose")
    by_rule = defaultdict(list)
    for rule, line in dropped:
        by_rule[rule, (rule, line) in prose].append(line)
    for (rule, is_prose), lines in sorted(by_rule.items(), key=lambda each: not each[0][1]):
        for line in dict.fromkeys(lines):
            print(f"    {rule}{', prose' * is_prose}: {line}")


def standing() -> None:
    """Let ten lives of 3,000 articles each learn in runs of 25, in ten orders; then clean all once more."""
    written = standing_articles(_ARTICLES)
    results = set()
    print("order  dropped in life, by what was known then; dropped by what is known afterwards")
    for seed in range(_ORDERS):
        order = written.copy()
        random.Random(seed).shuffle(order)
        with tempfile.TemporaryDirectory() as home, Corpus.open(Path(home) / "corpus") as corpus:
            life = Counter(each for run in _runs(order) for each in _live(corpus, run))
            lines = RecurringLines(corpus.ledger.texts)
            after = Counter(each for article in written for each in _sorted_out(article, lines))
        results.add(frozenset(after.items()))
        print(f"{seed:5}  {_shares(life)}  {_shares(after)}", flush=True)
    for line, dropped, count in sorted(_by_line(after), key=lambda each: each[1] / each[2]):
        print(f"  {dropped:4} of {count:4}: {line}")
    print(f"{len(results)} result in {_ORDERS} orders")


def lint_recall(shared: Path) -> None:
    """Plant each line into a real text, at its place, and lint all those texts, and the texts as they are."""
    chance = random.Random(3)
    texts = [lines for lines in real_texts(shared) if len(lines) >= _LEAST_LINES]
    texts = [lines for lines in texts if not find_boilerplate(lines)]
    found: Counter[tuple[str, bool]] = Counter()
    for kind, line in planted():
        lines = chance.choice(texts)
        at = len(lines) if PLACES.get(kind) == "last" else chance.randrange(2, len(lines))
        flaws = find_boilerplate([*lines[:at], line, *lines[at:]])
        there = any(at in flaw.lines and flaw.better is None for flaw in flaws)
        found[kind, there] += 1
        if not there:
            print(f"  not found, {kind}: {line}")
        for flaw in flaws:
            for index in flaw.lines:
                if index != at:
                    print(f"  beside it, {flaw.kind}: {[*lines[:at], line, *lines[at:]][index]}")
    for kind in dict.fromkeys(kind for kind, _ in found):
        print(f"{kind:24} {found[kind, True]:4} of {found[kind, True] + found[kind, False]:4}")
    right = sum(n for (_, there), n in found.items() if there)
    print(f"recall {right / found.total():.3f} of {found.total()} lines planted into {len(texts)} texts")


def _runs(order: Sequence[Article]) -> Iterator[Sequence[Article]]:
    yield from (order[start : start + _RUN] for start in range(0, len(order), _RUN))


def _live(corpus: Corpus, run: Sequence[Article]) -> Iterator[tuple[str, str, bool]]:
    lines = RecurringLines(corpus.ledger.texts)
    for article in run:
        yield from _sorted_out(article, lines)
    for article in run:
        lines.keep(replace(article, line_hashes=tuple(learnable(article.paragraphs))), article.fetched_at)


def _sorted_out(article: Article, lines: RecurringLines) -> Iterator[tuple[str, str, bool]]:
    """Yield what each line of an article is, the line where it was planted, and whether it is dropped."""
    gone = {line for _, line in cleaned(article, lines.of(article.outlet)).dropped}
    printed = {each.line for each in STANDING[article.outlet]}
    for line in article.paragraphs:
        what = "standing" if line in printed else "true" if line in _TOLD else "other"
        yield what, "" if what == "other" else line, line in gone


def _shares(found: Counter[tuple[str, str, bool]]) -> str:
    def share(what: str) -> str:
        all_ = sum(n for (kind, _, _), n in found.items() if kind == what)
        gone = sum(n for (kind, _, dropped), n in found.items() if kind == what and dropped)
        return f"{what} {gone}/{all_} ({gone / all_:.3f})"

    return ", ".join(map(share, ("standing", "true", "other")))


def _by_line(found: Counter[tuple[str, str, bool]]) -> Iterator[tuple[str, int, int]]:
    for what, line in {(what, line) for what, line, _ in found if line}:
        dropped, kept = found[what, line, True], found[what, line, False]
        yield f"{what}: {line}", dropped, dropped + kept


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", choices=("deletions", "standing", "lint"))
    asked.add_argument("shared", nargs="?", type=Path)
    given = asked.parse_args()
    if given.what == "standing":
        standing()
    elif given.what == "lint":
        lint_recall(given.shared)
    else:
        deletions(given.shared)
