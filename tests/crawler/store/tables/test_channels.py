"""What a run remembers of channels, in one ledger and in two."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.article import Announcement
from crawler.channel_state import Backlog, ChannelState
from crawler.config.models import Config
from crawler.crawl.channel_memory import ChannelMemory
from crawler.crawl.options import CrawlOptions
from crawler.crawl.report import outlet_report
from crawler.crawl.run import fallen_silent
from crawler.crawl.shared_ledgers import SharedLedgers
from crawler.crawl.stats import ChannelStats, OutletStats
from crawler.crawl.writer import Writer
from crawler.reasons import Reason
from crawler.store.ledger import Ledger
from crawler.validators import NO_VALIDATORS, Validators, validators_of

NOW = datetime(2026, 11, 2, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FEED = "https://bao.vn/rss"
ETAG = Validators('"1"')
_NONE: Counter[Reason] = Counter()


class Clock:
    at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def books(tmp_path: Path, clock: Clock) -> Iterator[list[Ledger]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Ledger(tmp_path / f"{n}.db", now=clock)) for n in range(2)]


def run(books: Sequence[Ledger], clock: Clock, **options: Any) -> ChannelMemory:
    ledgers = SharedLedgers(books, [Writer() for _ in books])
    return ChannelMemory(ledgers, Config(), CrawlOptions(**options), clock)


def news(count: int, first: int = 0) -> list[Announcement]:
    """Return announcements, one an hour, the newest first."""
    return [
        Announcement(f"https://bao.vn/{n}", f"bao:{n}", "bao", FEED, published=NOW - n * HOUR)
        for n in range(first, first + count)
    ]


def not_wanted(book: Ledger, announcements: Sequence[Announcement]) -> None:
    book.announcements.note(1, [(one, 0.0, Reason.HOPELESS) for one in announcements])


def read_and_settle(books: Sequence[Ledger], clock: Clock, marks: Validators = ETAG) -> None:
    """Let a run for these ledgers read a feed of which nothing is wanted."""
    polling = run(books, clock)
    polling.read("bao", FEED, news(20), marks)
    for book in books:
        not_wanted(book, news(20))
    polling.settle("bao")


def test_the_ledger_gives_back_what_was_put(books: list[Ledger]) -> None:
    poll = ChannelState(
        asked_at=NOW,
        answered_at=NOW - HOUR,
        read_at=NOW - DAY,
        turnover=timedelta(seconds=123.5),
        held=frozenset({0, 1, 2**32 - 1}),
        fresh=2,
        marks=Validators('W/"x"', "Mon, 02 Nov 2026 06:00:00 GMT"),
        unchanged=3,
        trust=0.75,
        backlog=Backlog.LATER,
        failures=2,
        failing_since=NOW - HOUR,
    )
    books[0].channels.put("bao", {FEED: poll, "https://bao.vn/2": ChannelState(asked_at=NOW)})

    assert books[0].channels.of("bao") == {FEED: poll, "https://bao.vn/2": ChannelState(asked_at=NOW)}
    assert books[0].channels.get("other", FEED) is None


def test_a_channel_is_open_until_its_run_is_over(books: list[Ledger], clock: Clock) -> None:
    polling = run(books[:1], clock)
    polling.read("bao", FEED, news(20), ETAG)
    cut_off = books[0].channels.get("bao", FEED)
    polling.settle("bao")
    nobody_came = books[0].channels.get("bao", FEED)
    not_wanted(books[0], news(20))
    read_and_settle(books[:1], clock)

    assert cut_off
    assert nobody_came
    assert cut_off.backlog is nobody_came.backlog is Backlog.OPEN
    assert run(books[:1], clock).conditions("bao", FEED) == {"If-None-Match": '"1"'}


def test_one_ledger_that_does_not_know_a_channel_makes_it_due(books: list[Ledger], clock: Clock) -> None:
    read_and_settle(books[:1], clock)
    clock.at += HOUR / 2

    assert not run(books[:1], clock, due_only=True).is_due("bao", FEED)
    assert run(books[:1], clock).is_due("bao", FEED)
    assert run(books, clock, due_only=True).is_due("bao", FEED)
    assert run(books, clock).conditions("bao", FEED) == {}


def test_conditions_are_those_that_all_ledgers_agree_on(books: list[Ledger], clock: Clock) -> None:
    read_and_settle(books, clock)
    agreed = run(books, clock).conditions("bao", FEED)
    read_and_settle(books[1:], clock, Validators('"2"'))

    assert agreed == {"If-None-Match": '"1"'}
    assert run(books, clock).conditions("bao", FEED) == {}
    assert run(books[1:], clock).conditions("bao", FEED) == {"If-None-Match": '"2"'}


def test_what_is_open_for_one_ledger_is_asked_for_all(books: list[Ledger], clock: Clock) -> None:
    polling = run(books, clock)
    polling.read("bao", FEED, news(20), ETAG)
    not_wanted(books[0], news(20))
    polling.settle("bao")
    clock.at += HOUR / 4

    assert not run(books[:1], clock, due_only=True).is_due("bao", FEED)
    assert run(books, clock, due_only=True).is_due("bao", FEED)
    assert run(books, clock).conditions("bao", FEED) == {}


@pytest.mark.parametrize(
    "options", [{"limit": 3}, {"dry_run": True}, {"since": date(2026, 1, 1)}, {"until": date(2026, 1, 1)}]
)
def test_a_run_for_a_part_changes_nothing(books: list[Ledger], clock: Clock, options: Any) -> None:
    read_and_settle(books, clock)
    before = books[0].channels.of("bao")
    polling = run(books, clock, **options)
    conditions = polling.conditions("bao", FEED)
    polling.read("bao", FEED, news(5), Validators('"9"'))
    polling.failed("bao", FEED, Reason.SERVER_ERROR)
    polling.settle("bao")

    assert conditions == {}
    assert books[0].channels.of("bao") == before


def test_an_index_stays_open(books: list[Ledger], clock: Clock) -> None:
    polling = run(books, clock)
    polling.read("bao", FEED, [], ETAG, index=True)
    polling.settle("bao")
    clock.at += timedelta(minutes=5)

    assert run(books, clock, due_only=True).is_due("bao", FEED)
    assert run(books, clock).conditions("bao", FEED) == {}


def test_what_its_outlet_changed_since_we_looked_is_read_again(books: list[Ledger], clock: Clock) -> None:
    (old,) = news(1)
    books[0].revisits.plan(old, 7, old.published, Config().dedup.revisit)
    clock.at += HOUR
    moved = Announcement(old.url, old.key, "bao", FEED, changed=clock.at - HOUR / 2)
    known = books[0].channels.known({old.key})

    assert known[0][1].looked_at == NOW
    assert run(books, clock)._standing(moved, known[0][1]) is Backlog.OPEN  # nobody noted it
    assert run(books, clock)._standing(moved, _kept(known[0][1])) is Backlog.LATER
    assert run(books, clock)._standing(old, _kept(known[0][1])) is Backlog.SETTLED


def _kept(known: Any) -> Any:
    return type(known)("kept", 1, None, known.looked_at)


def test_when_nobody_answers_it_is_our_own_network(books: list[Ledger], clock: Clock) -> None:
    read_and_settle(books[:1], clock)
    for reason in (Reason.NETWORK, Reason.TIMEOUT):
        clock.at += HOUR
        run(books[:1], clock).failed("bao", FEED, reason)
    ours = books[0].channels.get("bao", FEED)
    books[0].channels.put(
        "khac", {"https://khac.vn/rss": ChannelState(asked_at=clock.at, answered_at=clock.at)}
    )
    run(books[:1], clock).failed("bao", FEED, Reason.NETWORK)
    theirs = books[0].channels.get("bao", FEED)
    run(books[:1], clock).failed("bao", FEED, Reason.SERVER_ERROR, why="HTTP 503")
    run(books[:1], clock).failed("bao", FEED, Reason.RESTING)
    last = books[0].channels.get("bao", FEED)

    assert ours
    assert theirs
    assert last
    assert [ours.failures, theirs.failures, last.failures] == [0, 1, 2]
    told = run(books[:1], clock).standing_problem("bao", FEED)
    assert told
    assert "failed 2 times" in told
    assert "failing since 2026-11-02: HTTP 503" in told


def test_channels_of_the_past_are_forgotten(books: list[Ledger], clock: Clock) -> None:
    read_and_settle(books[:1], clock)
    clock.at += 91 * DAY
    polling = run(books[:1], clock)
    polling.read("bao", "https://bao.vn/2", [], NO_VALIDATORS)
    polling.settle("bao")

    assert list(books[0].channels.of("bao")) == ["https://bao.vn/2"]


def test_a_state_of_this_very_second_is_no_state() -> None:
    at, sooner = b"Mon, 02 Nov 2026 07:00:00 GMT", b"Mon, 02 Nov 2026 06:59:59 GMT"

    assert validators_of({"Last-Modified": at, "Date": at}) == NO_VALIDATORS
    assert validators_of({"Last-Modified": sooner, "Date": at}) == Validators(None, sooner.decode())
    assert validators_of({"ETag": b'"x"', "Last-Modified": at, "Date": at}) == Validators('"x"', None)
    assert validators_of({"ETag": b'"\xff"'}) == validators_of({"ETag": b"x" * 999}) == NO_VALIDATORS


# What the count of a run makes of it.


def test_a_channel_left_out_counts_against_nobody() -> None:
    def problem(*channels: ChannelStats, announced: int = 0) -> str | None:
        return outlet_report(OutletStats(announced=announced, channels=list(channels)), _NONE, 3).problem

    left_out, heard = ChannelStats("a", 3, heard=False), ChannelStats("b", 2)
    broken, waiting = ChannelStats("c", 0, "it is broken"), ChannelStats("d", 0, "it failed", heard=False)

    assert problem(left_out) is None
    assert problem(left_out, heard, announced=2) is None
    assert problem(heard, announced=2) == "announced 2 articles, expected at least 3; has the outlet changed?"
    assert problem(ChannelStats("a", 1, heard=False), heard, announced=2) is None
    assert problem(ChannelStats("a", 1, heard=False), ChannelStats("b", 1), announced=1) == (
        "announced 2 articles, expected at least 3; has the outlet changed?"
    )
    assert problem(left_out, broken) is None
    assert problem(broken, waiting) == "nothing could be read: it is broken"
    assert problem(waiting) == "nothing could be read: it failed"
    assert problem() == "no request was sent"
    assert outlet_report(OutletStats(looks_only=True), _NONE, 3).problem is None


def test_a_channel_left_out_is_not_silent_and_a_silent_one_stays_so(
    books: list[Ledger], clock: Clock
) -> None:
    def after(count: ChannelStats) -> str | None:
        clock.at += DAY
        session: Any = SimpleNamespace(
            options=CrawlOptions(),
            throttle=SimpleNamespace(stopped=False),
            config=Config(),
            now=clock,
            stats=lambda _outlet: OutletStats(channels=[count]),
        )
        corpus_session: Any = SimpleNamespace(ledger=books[0])
        return fallen_silent(session, corpus_session, "bao", (), {})

    left_out = ChannelStats(FEED, heard=False)
    told = [after(ChannelStats(FEED, 40)) for _ in range(6)] + [after(left_out) for _ in range(9)]
    silent = [after(ChannelStats(FEED, 0)) for _ in range(3)]

    assert not any(told)
    assert silent[-1]
    assert after(left_out) == silent[-1]
    assert len(books[0].health.channel("bao", FEED)) == 9
