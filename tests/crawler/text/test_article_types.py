"""Tickers, lists, tables, forecasts and photo stories are called what they are; articles are none of them."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from support.places import SHARED
from support.samples import articles_like_them, no_articles

from crawler.newsroom.story import load_stories
from crawler.reasons import Reason
from crawler.text.article_types import classify, shortness


@pytest.mark.parametrize(("reason", "title", "lines"), no_articles())
def test_what_it_is(reason: Reason, title: str, lines: list[str]) -> None:
    found = classify(title, lines) or shortness(lines)
    assert found
    assert found.reason is reason


@pytest.mark.parametrize(("reason", "title", "lines"), articles_like_them())
def test_what_only_sounds_like_it(reason: Reason, title: str, lines: list[str]) -> None:
    assert (classify(title, lines) or shortness(lines)) is None, reason


def test_no_story_is_one_of_them() -> None:
    for story in load_stories():
        assert story.flaw or classify(story.title, [story.lead, *story.paragraphs]) is None, story.id


@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared")
def test_no_real_article_is_one_of_them() -> None:
    """Short ones among them are excerpts of two or three sentences."""
    counts: Counter[tuple[str, str]] = Counter()
    for source, title, lines in real_texts():
        found = classify(title, lines)
        assert found is None, (title, found)
        counts[source, "too short" if shortness(lines) else "article"] += 1
        assert not shortness(lines) or len(lines) == 1, title
    print(f"\n{dict(counts)}")
    assert all(counts[source, "article"] for source in ("gold", "topic", "seeds"))


def real_texts() -> Iterator[tuple[str, str, list[str]]]:
    """Yield where a real text is from, its title and its lines."""
    for path in (SHARED / "pages" / "gold").glob("*.json"):
        page = json.loads(path.read_text(encoding="utf-8"))
        yield "gold", page["title"], [*filter(None, [page["lead"]]), *page["paragraphs"]]
    for line in (SHARED / "topic" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        text = json.loads(line)
        yield "topic", text["title"], text["text"].split("\n")[1:]
    for path in (SHARED / "seeds").glob("*.txt"):
        title, *lines = path.read_text(encoding="utf-8").split("\n")
        yield "seeds", title, lines
