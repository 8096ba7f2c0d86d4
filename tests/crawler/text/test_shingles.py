"""Near duplicates: classes of overlap, found again in every disguise, and no other story taken for one."""

import json
import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.edits import EDITS, Draw
from support.places import SHARED

from crawler.article import Article, Likeness
from crawler.corpus.corpus import Corpus
from crawler.newsroom.story import load_stories
from crawler.text.normalize import tokens
from crawler.text.shingles import LEAST_TOKENS, Shingles, estimate, overlap, shingles_of

FULL = bool(os.environ.get("GOMTIN_FULL"))
STORIES = [story.text for story in load_stories() if not story.flaw]


def test_the_classes() -> None:
    assert estimate(60, 80, 80).likeness is Likeness.NEAR
    assert estimate(40, 45, 500).likeness is Likeness.CONTAINED
    assert estimate(40, 500, 45).likeness is Likeness.CONTAINS
    assert estimate(50, 90, 90).likeness is Likeness.EDITED
    assert estimate(25, 90, 90).likeness is Likeness.STORY
    assert estimate(10, 90, 90).likeness is None


@given(st.lists(st.text("abcdđ", min_size=1, max_size=3), max_size=60))
def test_runs_roll_as_if_each_were_hashed_alone(words: list[str]) -> None:
    alone = {run for at in range(max(1, len(words) - 4)) for run in Shingles.of(words[at : at + 5]).hashes}
    assert Shingles.of(words).hashes == alone


def test_a_short_text_is_not_found_by_its_parts() -> None:
    short = " ".join(f"từ{n}" for n in range(LEAST_TOKENS - 1))
    assert shingles_of(short).fingerprints == []
    assert shingles_of(f"{short} nữa").fingerprints


def test_a_long_text_is_found_by_fewer_fingerprints_than_it_searches_with(tmp_path: Path) -> None:
    long = "\n".join(STORIES[:3])
    words = long.split()
    assert set(shingles_of(long).fingerprints) < set(shingles_of(long).query)
    with Corpus.open(tmp_path / "corpus") as corpus:
        corpus.duplicates.note_copy(article(long), 0, datetime.now(UTC).isoformat())
        corpus.duplicates.note_copy(article(STORIES[3]), 1, datetime.now(UTC).isoformat())
        parts = [" ".join(words[start : start + 130]) for start in range(0, len(words) - 130, 10)]
        inside = [corpus.duplicates.of(part) for part in parts]
        around = corpus.duplicates.of(f"{long}\n{STORIES[3]}")
    assert [each.likeness for found in inside for each in found] == [Likeness.CONTAINED] * len(parts)
    assert [(each.number, each.likeness) for each in around] == [(0, Likeness.NEAR), (1, Likeness.CONTAINS)]


def test_known_edits_are_found_and_other_stories_are_not(tmp_path: Path) -> None:
    texts = texts_of_the_topic()
    chance = random.Random(3)
    sentences = [part for text in texts for part in text.split(". ") if len(part) > 40]
    draw = Draw(chance, [word for text in texts for word in text.split()], sentences, STORIES)
    with Corpus.open(tmp_path / "corpus") as corpus:
        for number, text in enumerate(texts):
            corpus.duplicates.note_copy(article(text), number, datetime.now(UTC).isoformat())
        near, inside = [], []
        for number, text in enumerate(texts):
            for edit in EDITS.values():
                edited = edit(text, draw)
                found = number in {each.number for each in corpus.duplicates.of(edited)}
                measured = overlap(shingles_of(edited), shingles_of(text))
                near += [found] if measured.jaccard >= 0.5 else []
                inside += [found] if max(measured.contained, measured.containing) >= 0.8 else []
        alarms = [
            each
            for number, text in enumerate(texts)
            for each in corpus.duplicates.of(text)
            if each.number != number and each.likeness is not Likeness.STORY and each.similarity < 0.5
        ]
    print(f"\n{len(texts)} texts, {len(alarms)} alarms")
    print(f"J >= .5: {sum(near)} of {len(near)}; C >= .8: {sum(inside)} of {len(inside)}")
    assert sum(near) >= 0.99 * len(near)
    assert sum(inside) >= 0.98 * len(inside)
    assert len(alarms) <= 0.005 * len(texts)


def texts_of_the_topic() -> list[str]:
    file = SHARED / "topic" / "dev.jsonl"
    if not FULL or not file.exists():
        return [text for text in STORIES if len(tokens(text)) > 150][:12]
    texts = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
    return [text for text in dict.fromkeys(texts) if len(tokens(text)) > 150]


def article(text: str) -> Article:
    title, *rest = text.split("\n")
    return Article("", f"tin:{title}", "", title, None, tuple(rest), datetime.now(UTC))


@pytest.mark.parametrize("text", STORIES[:5])
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert overlap(shingles_of(text), shingles_of(text.upper())) == estimate(1, 1, 1)
