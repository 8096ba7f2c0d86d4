"""Texts that are cut, and texts with pieces of other articles: seen within ten pages, then accepted."""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.backnumbers import texts

from crawler.article import Announcement, Article, Page
from crawler.extraction.extract import extract
from crawler.outlets.drift import DriftMonitor, accept_change
from crawler.outlets.shift import Figure, ShiftWatch
from crawler.reasons import Reason
from crawler.store.ledger import Ledger

FULL = os.environ.get("GOMTIN_FULL") == "1"
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


def page_of(page: Article, lot: random.Random, teasers: int = 0) -> Article:
    """Print an article, with links in some of its sentences and so many teasers behind it, and read it."""
    lines = [
        f'{line[:-1]}, theo <a href="/chu-de/1">dữ liệu đã công bố</a>.' if lot.random() < 0.15 else line
        for line in page.paragraphs
    ]
    others = [
        f'<h3><a href="/bai-{number}.html">{title}</a></h3><p><a href="/bai-{number}.html">{lead}</a></p>'
        for number, (title, lead) in enumerate(lot.sample(TEASERS, teasers))
    ]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    head = f'<meta property="article:published_time" content="{NOW.isoformat()}">'
    body = f"<h1>{page.title}</h1><article>{paragraphs}{''.join(others)}</article>"
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    found = Page(page.url, page.key, OUTLET, html.encode(), "text/html; charset=utf-8", NOW)
    return replace(extract(found), published=page.published)


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_pages_that_grow_by_linked_teasers_wait_within_ten_pages(ledger: Ledger, seed: int) -> None:
    lot = random.Random(seed)
    before = [page_of(page, lot) for page in articles(80, seed) if len(page.text) > 600][:60]
    after = [page_of(page, lot, teasers=3) for page in articles(40, seed + 50) if len(page.text) > 600][:20]

    assert doubts(ledger, before) == [None] * 60
    said = doubts(ledger, after)

    watch = ShiftWatch(1, lambda usual, now: now >= usual + 0.15)
    for page in ledger.health.pages(OUTLET, ""):
        watch.see(Figure(page.at, page.shares["linked"]))
    print(f"seen after {said.index(next(filter(None, said)))} pages: {watch.found}")
    assert None not in said[10:]
    assert watch.found
    assert (watch.found.usual < 0.1, watch.found.present > 0.3) == (True, True)


def test_the_share_of_links_alone_is_seen_and_no_stable_outlet_is_alarmed(tmp_path: Path) -> None:
    lot, outlets, seen, alarmed = random.Random(9), 30 if FULL else 8, list[int](), 0
    page = articles(1)[0]

    def printed(number: int, more: float = 0.0) -> Article:
        usual = lot.betavariate(1.2, habit) if lot.random() < 0.6 else 0.0
        shown = replace(page, key=f"x:{number}", linked=min(1.0, usual + more))
        return replace(shown, published=NOW - timedelta(hours=400 - number))

    for outlet in range(outlets):
        habit = lot.uniform(4, 40)  # how seldom its texts have links: 3 to 25 % of the words in those that do
        with Ledger(tmp_path / f"{outlet}.db", now=lambda: NOW) as ledger:
            alarmed += any(doubts(ledger, [printed(number) for number in range(150)]))
            said = doubts(ledger, [printed(number, 0.3) for number in range(150, 165)])
            seen.append(next((at for at, doubt in enumerate(said) if doubt), 99))

    print(f"{alarmed} of {outlets} stable outlets alarmed; links seen after {sorted(seen)} pages")
    assert alarmed == 0
    assert max(seen) <= 10


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
