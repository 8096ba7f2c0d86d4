"""Kept articles, looked at again at each age once, under an injected clock."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.harvest import article, coffee

from crawler.article import Announcement, Article, Page
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.crawl.revisits import RevisitPlan
from crawler.pipeline import Outcome
from crawler.reasons import Reason

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BORN = datetime(2026, 3, 1, tzinfo=UTC)
AGES = Config().dedup.revisit
TICK = HOUR / 2


class Clock:
    def __init__(self) -> None:
        self.at = BORN + timedelta(minutes=20)  # the article is found soon after it was published

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def corpus(tmp_path: Path, clock: Clock) -> Iterator[Corpus]:
    with Corpus.init(tmp_path / "corpus", now=clock) as opened:
        yield opened


TEXT = replace(article(coffee(3)), published=BORN)
LATER = article(coffee(3) + "\nHợp tác xã cho biết thêm vào buổi chiều.", key=TEXT.key)


def page(text: Article) -> Page:
    return Page(text.url, text.key, text.outlet, b"", None, BORN)


def keep(corpus: Corpus, clock: Clock, text: Article = TEXT) -> int:
    number = corpus.add(text).number
    run(corpus, clock).kept(page(text), text, number)
    return number


def run(corpus: Corpus, clock: Clock, most: int = 50) -> RevisitPlan:
    """Begin a run: nothing but the ledger is left of the one before."""
    return RevisitPlan(corpus, AGES, 1, clock, most)


End = Callable[[RevisitPlan], Reason]


def unchanged(looks: RevisitPlan) -> Reason:
    return looks.settle(page(TEXT), Outcome(Reason.SAME_ARTICLE, "", (), TEXT))


def changed(looks: RevisitPlan) -> Reason:
    return looks.settle(page(TEXT), Outcome(Reason.CHANGED, "", (), LATER))


def not_modified(looks: RevisitPlan) -> Reason:
    return looks.failed(TEXT.key, Reason.REFUSED, 304)


def days(
    corpus: Corpus, clock: Clock, end: timedelta, how: Callable[[int], End]
) -> list[tuple[timedelta, Reason]]:
    """Run every half hour; return at which ages the article was looked at, and what came of it."""
    looks = []
    while clock.at < BORN + end:
        clock.at += TICK
        this = run(corpus, clock)
        for announcement, _ in this.wanted("a"):
            assert announcement.key == TEXT.key
            looks.append((clock.at - BORN, how(len(looks))(this)))
    return looks


def test_an_article_is_looked_at_once_at_each_age(corpus: Corpus, clock: Clock) -> None:
    keep(corpus, clock)
    looks = days(corpus, clock, 30 * DAY, lambda _: unchanged)
    print(f"\nlooked at after {[str(age) for age, _ in looks]}")

    assert len(looks) == len(AGES)
    assert all(age <= looked < age + TICK for age, (looked, _) in zip(AGES, looks, strict=True))


def test_an_article_without_a_date_ages_from_when_it_was_kept(corpus: Corpus, clock: Clock) -> None:
    kept_at = clock.at - BORN
    keep(corpus, clock, replace(TEXT, published=None))
    looks = days(corpus, clock, 30 * DAY, lambda _: unchanged)

    assert [looked - kept_at for looked, _ in looks] == list(AGES)


def test_a_change_becomes_a_version_and_304_is_no_change(corpus: Corpus, clock: Clock) -> None:
    number = keep(corpus, clock)
    looks = days(corpus, clock, 30 * DAY, lambda n: (not_modified, changed, unchanged)[min(n, 2)])

    assert [reason for _, reason in looks] == [Reason.UNCHANGED, Reason.CHANGED, *[Reason.UNCHANGED] * 3]
    assert [version.text for version in corpus.ledger.versions.of(number)] == [LATER.text]
    last = corpus.ledger.revisits.last_look(number)
    assert last
    assert last[1] is Reason.UNCHANGED


def test_ages_that_were_slept_through_are_made_up_for_once(corpus: Corpus, clock: Clock) -> None:
    keep(corpus, clock)
    clock.at = BORN + 2 * DAY
    looks = days(corpus, clock, 30 * DAY, lambda _: unchanged)

    assert [round(age / DAY) for age, _ in looks] == [2, 3, 7]


@pytest.mark.parametrize("reason", [Reason.OVER_BUDGET, Reason.RESTING, Reason.STOPPED])
def test_a_look_that_never_left_stays_due(corpus: Corpus, clock: Clock, reason: Reason) -> None:
    keep(corpus, clock)
    looks = days(
        corpus,
        clock,
        3 * HOUR,
        lambda n: unchanged if n >= 2 else lambda looks: looks.failed(TEXT.key, reason, None),
    )

    assert [ended for _, ended in looks] == [reason, reason, Reason.UNCHANGED]


def test_a_page_that_is_gone_is_not_looked_at_again(corpus: Corpus, clock: Clock) -> None:
    keep(corpus, clock)
    looks = days(corpus, clock, 30 * DAY, lambda _: lambda looks: looks.failed(TEXT.key, Reason.GONE, 404))

    assert [reason for _, reason in looks] == [Reason.GONE]


def test_what_its_outlet_says_it_changed_is_looked_at_out_of_turn(corpus: Corpus, clock: Clock) -> None:
    keep(corpus, clock)
    days(corpus, clock, 20 * DAY, lambda _: unchanged)
    heard = Announcement(TEXT.url, TEXT.key, "a", "feed", changed=clock.at - HOUR)
    ahead = replace(heard, changed=clock.at + DAY)
    stale = replace(heard, changed=clock.at - 15 * DAY)

    assert run(corpus, clock).wanted("a", [heard])
    assert not run(corpus, clock).wanted("a", [ahead])
    assert not run(corpus, clock).wanted("a", [stale])


def test_no_more_than_asked_for(corpus: Corpus, clock: Clock) -> None:
    for text in (article(coffee(n)) for n in range(5)):
        keep(corpus, clock, text)
    clock.at += DAY

    assert [len(run(corpus, clock, most).wanted("a")) for most in (3, 50)] == [3, 5]
