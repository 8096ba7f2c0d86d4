"""The graded texts and the feed stream beside the repository, and corpora that live through them."""

import gzip
import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.places import SHARED

from crawler.article import Announcement, Article, Decision, Judgement
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import learn_topic
from crawler.errors import Rejected
from crawler.text.normalize import nfc_clean
from crawler.topic.topic import Topic

NOW = datetime(2026, 3, 1, tzinfo=UTC)

Row = dict[str, Any]


def graded() -> list[Row]:
    """Return the graded texts: id, title, lead, text, grade (2 on the topic, 1 near, 0 off), stratum."""
    file = SHARED / "topic" / "dev.jsonl"
    if not file.exists():
        pytest.skip("no ../shared beside the repository")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def seed_texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]


def feed_items() -> Iterator[Row]:
    """Yield the items of the half-year stream, day after day."""
    file = next((SHARED / "topic").glob("rss-stream-*.gz"), None)
    if file is None:
        pytest.skip("no ../shared beside the repository")
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        items = [json.loads(line) for line in stream]
    yield from sorted(items, key=lambda item: item["fetched"])


def announced(items: Iterable[Row]) -> dict[str, list[Announcement]]:
    """Return feed items as the announcements of their outlets."""
    outlets: dict[str, list[Announcement]] = defaultdict(list)
    for item in items:
        outlet, title, summary = item["source"].partition(" - ")[0], item["title"], item["summary"] or ""
        link, section = item["link"], item["category"]
        outlets[outlet].append(
            Announcement(
                link,
                link,
                outlet,
                item["source"],
                nfc_clean(title),
                nfc_clean(summary) or None,
                None,
                section,
            )
        )
    return outlets


def as_row(announcement: Announcement) -> Row:
    """Return an announcement as if its title and summary were the whole article."""
    text = "\n".join(filter(None, [announcement.title, announcement.summary]))
    return {"id": announcement.url, "title": announcement.title, "lead": announcement.summary, "text": text}


def new_corpus(folder: Path, seeds: Sequence[str]) -> Corpus:
    source = folder.with_name(f"{folder.name}-seeds")
    source.mkdir()
    for number, text in enumerate(seeds):
        (source / f"{number:03}_{number:016x}.txt").write_text(text, encoding="utf-8")
    return Corpus.init(folder, source)


def hear(corpus: Corpus, items: Iterable[Row]) -> None:
    for announcements in announced(items).values():
        corpus.ledger.announcements.note(1, [(each, 0.0, None) for each in announcements])


def judged(topic: Topic, rows: Sequence[Row]) -> list[Judgement]:
    return [topic.judge(row["title"], row["lead"], row["text"]) for row in rows]


def live(corpus: Corpus, rows: Sequence[Row]) -> Topic:
    """Offer texts, keep what is accepted, and return the topic as the next run learns it."""
    topic = learn_topic(corpus, Config())
    for row, judgement in zip(rows, judged(topic, rows), strict=True):
        lines = [line for line in map(nfc_clean, row["text"].split("\n")) if line]
        if judgement.decision is Decision.ACCEPT:
            article = Article(
                row["id"], row["id"], "a", lines[0], None, tuple(lines[1:]), NOW, topic=judgement
            )
            try:
                corpus.add(article, origin="intake")
            except Rejected:
                continue
    return learn_topic(corpus, Config())


def auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Return how often one of `higher` is above one of `lower`; a tie counts half."""
    ranked = sorted(lower)
    wins = sum((bisect_left(ranked, score) + bisect_right(ranked, score)) / 2 for score in higher)
    return wins / (len(higher) * len(ranked))


def aucs(judgements: Sequence[Judgement], rows: Sequence[Row]) -> tuple[float, float]:
    """Return how well scores tell on from the rest, and on from off."""
    scores = {
        grade: [
            judgement.score for judgement, row in zip(judgements, rows, strict=True) if row["grade"] == grade
        ]
        for grade in range(3)
    }
    return auc(scores[2], scores[1] + scores[0]), auc(scores[2], scores[0])


def shares(judgements: Sequence[Judgement], rows: Sequence[Row]) -> dict[str, float]:
    """Return what was accepted: how much of it is on or near, and how much of what is on, or off."""
    pairs = [(judgement.decision, row["grade"]) for judgement, row in zip(judgements, rows, strict=True)]
    accepted = [grade for decision, grade in pairs if decision is Decision.ACCEPT]
    seen = [grade for decision, grade in pairs if decision is not Decision.REJECT]
    count = [[row["grade"] for row in rows].count(grade) for grade in range(3)]
    return {
        "accepted": len(accepted),
        "on or near": sum(grade > 0 for grade in accepted) / max(1, len(accepted)),
        "recall": accepted.count(2) / count[2],
        "recall with borderline": seen.count(2) / count[2],
        "off accepted": accepted.count(0) / count[0],
    }
