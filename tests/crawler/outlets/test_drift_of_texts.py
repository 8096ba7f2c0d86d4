"""Texts that are cut, and texts with pieces of other articles: seen within ten pages, then accepted."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.backnumbers import texts

from crawler.article import Announcement, Article
from crawler.outlets.drift import DriftMonitor, accept_change
from crawler.reasons import Reason
from crawler.store.ledger import Ledger

NOW = datetime(2026, 11, 5, 7, tzinfo=UTC)
OUTLET = "bensong"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", now=lambda: NOW) as ledger:
        yield ledger


def articles(count: int, seed: int = 5) -> list[Article]:
    """Return articles of an outlet, short news next to long ones."""
    lot, stories = random.Random(seed), texts(seed)
    found = []
    for number, story in zip(range(count), stories, strict=False):
        sentences = " ".join(story.paragraphs).split(". ")
        size = round(len(sentences) * min(1.0, lot.lognormvariate(-0.6, 0.35)))
        lines = tuple(f"{sentence.rstrip('.')}." for sentence in sentences[:size])
        found.append(
            Article(
                url=f"https://bensong.example/bai-{seed}-{number}.html",
                key=f"{OUTLET}:{seed}-{number}",
                outlet=OUTLET,
                title=story.title,
                lead=story.lead,
                paragraphs=lines,
                fetched_at=NOW,
                published=NOW - timedelta(hours=200 - number),
            )
        )
    return found


def doubts(ledger: Ledger, pages: list[Article]) -> list[str | None]:
    """Return what a run doubts of each page."""
    monitor = DriftMonitor(ledger, lambda: NOW, UTC)
    said = []
    for page in pages:
        said.append(monitor.doubt(page))
        monitor.note(OUTLET, Reason.OUTLET_CHANGED if said[-1] else Reason.ON_TOPIC, page)()
    return said


def cut(page: Article) -> Article:
    """Leave two fifths of the text."""
    room, lines = 0.39 * len(page.text), list[str]()
    for line in page.paragraphs:
        if sum(map(len, lines)) + len(line) > room:
            break
        lines.append(line)
    return replace(page, paragraphs=tuple(lines[: max(1, len(lines) - 2)]))


def with_teasers(*others: tuple[str, str]) -> Callable[[Article], Article]:
    """Add titles and leads of other articles until the text has grown by 77 %."""
    lot = random.Random(8)

    def grow(page: Article) -> Article:
        room, lines = 0.77 * len(page.text), list[str]()
        while sum(map(len, lines)) < room:
            lines += lot.choice(others)
        return replace(page, paragraphs=(*page.paragraphs, *lines))

    return grow


TEASERS = [(story.title, story.lead) for story, _ in zip(texts(77), range(60), strict=False)]


def test_cut_texts_wait_within_ten_pages(ledger: Ledger) -> None:
    before, after = articles(40), [cut(page) for page in articles(20, seed=6)]

    assert doubts(ledger, before) == [None] * 40
    said = doubts(ledger, after)

    assert None not in said[10:]
    assert "characters instead of" in str(said[-1])


@pytest.mark.parametrize("announced", [True, False])
def test_texts_with_teasers_wait_within_ten_pages(ledger: Ledger, announced: bool) -> None:
    if announced:
        teased = [
            Announcement(f"https://bensong.example/{n}", f"x:{n}", OUTLET, "", title=title, summary=lead)
            for n, (title, lead) in enumerate(TEASERS)
        ]
        ledger.announcements.note(1, [(each, 0.0, Reason.HOPELESS) for each in teased])
    before, after = articles(40), list(map(with_teasers(*TEASERS), articles(20, seed=6)))

    assert doubts(ledger, before) == [None] * 40
    said = doubts(ledger, after)

    assert None not in said[10:]
    if announced:
        assert "titles and leads of other articles" in str(said[-1]) or "characters instead" in str(said[-1])


def test_an_article_is_not_foreign_to_its_own_announcement(ledger: Ledger) -> None:
    pages = articles(60)
    own = [
        Announcement(page.url, page.key, OUTLET, "", title=page.title, summary=page.paragraphs[0])
        for page in pages
    ]
    ledger.announcements.note(1, [(each, 1.0, None) for each in own])

    doubts(ledger, [replace(page, announcement=each) for page, each in zip(pages, own, strict=True)])

    assert {page.shares["foreign"] for page in ledger.health.pages(OUTLET, "")} == {0.0}


def test_what_a_person_accepts_is_expected_from_then_on(ledger: Ledger) -> None:
    doubts(ledger, articles(40))
    doubted = doubts(ledger, [cut(page) for page in articles(20, seed=6)])
    accept_change(ledger.health, OUTLET, NOW, NOW)
    then = doubts(ledger, [cut(page) for page in articles(40, seed=7)])

    assert doubted[-1]
    assert then == [None] * 40


def test_one_accepted_text_changes_nothing_while_the_outlet_has_not_changed(ledger: Ledger) -> None:
    doubts(ledger, articles(40))

    accept_change(ledger.health, OUTLET, NOW, NOW)

    assert len(ledger.health.pages(OUTLET, "")) == 40


def test_a_wall_is_no_change_of_the_pages(ledger: Ledger) -> None:
    doubts(ledger, articles(40))
    monitor = DriftMonitor(ledger, lambda: NOW, UTC)
    for _ in range(10):
        monitor.note(OUTLET, Reason.CHALLENGE, None)()

    assert doubts(ledger, articles(10, seed=6)) == [None] * 10
