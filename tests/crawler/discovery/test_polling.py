"""The pace of channels: its laws on any numbers, and sixty days of feeds under an injected clock."""

import random
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.channel_state import FIRST_TRUST, Backlog, ChannelState
from crawler.discovery import polling
from crawler.discovery.polling import Bounds, Listing
from crawler.reasons import Reason
from crawler.validators import NO_VALIDATORS, Validators, max_age_of

NOW = datetime(2026, 11, 2, 7, tzinfo=UTC)
BOUNDS = Bounds()
WIDE = Bounds(longest=timedelta(days=30))
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TICK = timedelta(minutes=5)

turnovers = st.timedeltas(timedelta(minutes=10), timedelta(days=60))
pauses = st.timedeltas(timedelta(0), timedelta(days=60))


def settled(**changes: object) -> ChannelState:
    poll = ChannelState(
        asked_at=NOW,
        answered_at=NOW,
        read_at=NOW,
        turnover=4 * HOUR,
        held=frozenset(range(50)),
        marks=Validators('"1"'),
        backlog=Backlog.SETTLED,
    )
    return replace(poll, **changes)  # type: ignore[arg-type]  # by name, as each test says


def after(
    before: ChannelState, fresh: int, pause: timedelta, *, marks: Validators = NO_VALIDATORS
) -> ChannelState:
    """Read the channel again after a pause, when so many of its fifty items are new."""
    listing = Listing(frozenset(range(fresh, 50 + fresh)), marks)
    return polling.read(before, listing, before.asked_at + pause, WIDE, checked=False)


def turnover(poll: ChannelState) -> timedelta:
    assert poll.turnover
    return poll.turnover


# Laws.


@given(turnovers, pauses, st.integers(0, 49), st.integers(0, 49))
def test_more_news_never_makes_a_channel_slower(
    known: timedelta, pause: timedelta, one: int, other: int
) -> None:
    few, many = sorted((one, other))
    before = settled(turnover=known)

    # But for what is near enough to what was expected, which changes nothing.
    assert turnover(after(before, many, pause)) <= max(known, turnover(after(before, few, pause)))


@given(turnovers, pauses, st.integers(0, 50))
def test_an_interval_grows_by_no_more_than_double_in_three_days(
    known: timedelta, pause: timedelta, fresh: int
) -> None:
    grown = turnover(after(settled(turnover=known), fresh, pause)) / known

    assert grown <= 2 ** (pause / (3 * DAY)) + 1e-9
    assert grown <= 2


@given(turnovers, st.integers(1, 1000))
def test_asking_often_says_little(known: timedelta, milliseconds: int) -> None:
    pause = timedelta(milliseconds=milliseconds)

    assert turnover(after(settled(turnover=known), 1, pause)) == pytest.approx(known, rel=0.05)
    assert turnover(after(settled(turnover=known), 0, pause)) == pytest.approx(known, rel=0.05)


@given(turnovers)
def test_all_new_leads_to_the_shortest_interval_at_once(known: timedelta) -> None:
    poll = replace(after(settled(turnover=known), 50, known / 2), backlog=Backlog.SETTLED)

    assert polling.interval(poll, WIDE) == WIDE.shortest


def test_after_a_long_absence_all_new_says_nothing_new() -> None:
    assert turnover(after(settled(), 50, 10 * DAY)) == 4 * HOUR


@given(turnovers, st.integers(0, 1000), st.sampled_from(Backlog))
def test_no_interval_is_out_of_bounds(known: timedelta, failures: int, standing: Backlog) -> None:
    poll = settled(turnover=known, failures=failures, backlog=standing, failing_since=NOW)

    assert BOUNDS.shortest <= polling.interval(poll, BOUNDS) <= BOUNDS.longest


@given(st.integers(0, 40))
def test_each_failure_makes_a_channel_slower(failures: int) -> None:
    poll = settled(failures=failures, failing_since=NOW)
    worse = polling.failed(poll, NOW)

    assert polling.interval(worse, BOUNDS) >= polling.interval(poll, BOUNDS)
    assert polling.interval(settled(failures=1, failing_since=NOW), BOUNDS) == 4 * HOUR


def test_one_answer_ends_a_row_of_failures() -> None:
    poll = polling.failed(polling.failed(settled(), NOW + HOUR), NOW + 2 * HOUR)

    assert (poll.failures, poll.failing_since) == (2, NOW + HOUR)
    assert polling.unchanged(poll, NOW + 3 * HOUR).failures == 0
    assert after(poll, 3, HOUR).failures == 0


def test_what_is_open_is_asked_for_at_once_and_never_under_conditions() -> None:
    poll = settled(backlog=Backlog.OPEN)

    assert polling.interval(poll, BOUNDS) == BOUNDS.shortest
    assert polling.conditions(poll, NOW) == NO_VALIDATORS
    assert polling.conditions(settled(backlog=Backlog.LATER), NOW) == NO_VALIDATORS
    assert polling.conditions(settled(), NOW) == Validators('"1"')


def test_not_modified_is_believed_no_longer_than_the_list_may_last() -> None:
    asked = [
        bool(polling.conditions(settled(), NOW + minutes * timedelta(minutes=1))) for minutes in (159, 161)
    ]

    assert asked == [True, False]  # two thirds of four hours


def test_a_clock_that_was_set_back_stops_nothing() -> None:
    assert polling.is_due(settled(), NOW - HOUR, BOUNDS)
    assert not polling.is_due(settled(), NOW + HOUR, BOUNDS)


def test_the_pinned_items_of_a_feed_do_not_slow_it_down() -> None:
    hourly = [NOW - n * HOUR for n in range(20)]

    assert polling.span_of(hourly) == 10 * HOUR
    assert polling.span_of([*hourly, NOW - 300 * DAY, NOW - 200 * DAY]) == 11 * HOUR
    assert polling.span_of([NOW] * 30) is None


# Trust.


def test_honesty_earns_little_and_a_lie_costs_much() -> None:
    honest = after(settled(), 3, HOUR, marks=Validators('"2"'))
    lied = after(settled(), 3, HOUR, marks=Validators('"1"'))
    caught = polling.read(settled(), Listing(frozenset({99}), Validators('"2"')), NOW, BOUNDS, checked=True)
    true = polling.read(
        settled(), Listing(frozenset(range(50)), Validators('"1"')), NOW, BOUNDS, checked=True
    )

    assert honest.trust == true.trust == FIRST_TRUST + 1 / 16
    assert lied.trust == caught.trust == FIRST_TRUST / 4
    assert polling.conditions(replace(lied, backlog=Backlog.SETTLED), NOW) == NO_VALIDATORS


def test_who_lied_earns_its_conditions_back_in_a_while() -> None:
    poll, answers = after(settled(trust=1.0), 1, HOUR, marks=Validators('"1"')), 1
    while polling.conditions(replace(poll, backlog=Backlog.SETTLED), poll.asked_at) == NO_VALIDATORS:
        answers += 1
        poll = after(poll, answers, HOUR, marks=Validators(f'"{answers}"'))

    assert answers == 5


def test_the_more_trust_the_fewer_checks() -> None:
    unchecked = []
    for trust in (0.5, 0.5625, 0.75, 1.0):
        poll, row = settled(trust=trust), 0
        while polling.is_believed(poll):
            poll, row = polling.unchanged(poll, NOW), row + 1
        unchecked.append(row)

    assert unchecked == [0, 1, 4, 8]


# What is left of what was announced.


@pytest.mark.parametrize(
    ("verdict", "attempts", "left_out", "changed", "expected"),
    [
        (None, 0, None, False, Backlog.OPEN),  # nobody came to it
        (None, 0, "over-limit", False, Backlog.OPEN),
        (None, 0, "dry-run", False, Backlog.OPEN),
        (None, 0, "hopeless", False, Backlog.SETTLED),
        (None, 0, "too-old", False, Backlog.SETTLED),
        ("failed", 1, None, False, Backlog.OPEN),
        ("failed", 5, None, False, Backlog.LATER),
        ("kept", 1, None, False, Backlog.SETTLED),
        ("kept", 1, None, True, Backlog.LATER),
        ("rejected", 1, "over-limit", False, Backlog.SETTLED),
    ],
)
def test_an_article_is_settled_when_nothing_is_left_to_do(
    verdict: str | None, attempts: int, left_out: str | None, changed: bool, expected: Backlog
) -> None:
    assert polling.backlog(verdict, attempts, left_out, changed=changed) is expected


def test_what_never_left_is_no_failure() -> None:
    assert not polling.counts_as_failure(Reason.RESTING)
    assert polling.counts_as_failure(Reason.SERVER_ERROR)


# Sixty days.


@dataclass
class Feed:
    """Holds the newest `size` of the items that came at these times; honest about when, where `dated`."""

    times: list[datetime]
    size: int = 50
    dated: bool = True

    def listing(self, now: datetime) -> Listing:
        end = bisect_right(self.times, now)
        numbers = range(max(0, end - self.size), end)
        dates = [self.times[number] for number in numbers] if self.dated else []
        return Listing(frozenset(numbers), NO_VALIDATORS, polling.span_of(dates))


def arrivals(per_day: float, busy: Callable[[datetime], float] = lambda _: 1.0) -> list[datetime]:
    """Let items come at random, `busy` times as many as on average; a hundred days in all."""
    chance = random.Random(f"{per_day}")
    most = max(busy(NOW + n * HOUR) for n in range(7 * 24))
    times, at = [], NOW - 40 * DAY
    while at < NOW + 60 * DAY:
        at += timedelta(days=chance.expovariate(per_day * most))
        if chance.random() < busy(at) / most:
            times.append(at)
    return times


def newsroom_hours(at: datetime) -> float:
    """A quiet night, a busy day, half of it on weekends."""
    return (0.05 if at.hour < 5 else 1.25) * (0.5 if at.weekday() >= 5 else 1.2)


@dataclass
class Sixty:
    """What sixty days came to: all polls, with the items that were missed between two of them."""

    polls: list[tuple[datetime, ChannelState]]
    missed: int

    @property
    def known(self) -> list[float]:
        """The share of known items at each poll of the last twenty days, three polls at least."""
        recent = sum(at >= NOW + 40 * DAY for at, _ in self.polls)
        return [1 - poll.fresh / len(poll.held) for _, poll in self.polls[-max(3, recent) :]]


def sixty_days(feed: Feed, bounds: Bounds, tick: timedelta = TICK) -> Sixty:
    """Ask a feed whenever it is due, as seen every `tick`, and settle all it announces."""
    poll: ChannelState | None = None
    polls, missed, now = [], 0, NOW
    while now < NOW + 60 * DAY:
        if polling.is_due(poll, now, bounds):
            before = max(poll.held) if poll else None
            poll = polling.read(poll, feed.listing(now), now, bounds, checked=False)
            poll = replace(poll, backlog=Backlog.SETTLED)
            polls.append((now, poll))
            if before is not None and poll.held:
                missed += max(0, min(poll.held) - before - 1)
        now += tick
    return Sixty(polls, missed)


def test_sixty_days_of_three_feeds() -> None:
    print("\nknown: share of known items over the last 20 days; near: polls at which it was 1/3 to 2/3")
    print("| items a day | dated | longest | polls | last interval | known | near | missed |")
    print("|---|---|---|---|---|---|---|---|")
    for rate in (2, 30, 600):
        for dated in (True, False):
            for bounds in (WIDE, BOUNDS):
                done = sixty_days(Feed(arrivals(rate), dated=dated), bounds)
                last = polling.interval(done.polls[-1][1], bounds)
                known = done.known
                near = sum(1 / 3 <= share <= 2 / 3 for share in known) / len(known)
                print(
                    f"| {rate} | {'yes' if dated else 'no'} | {bounds.longest.days} d | {len(done.polls)} "
                    f"| {last / HOUR:.1f} h | {mean(known):.2f} | {near:.0%} | {done.missed} |"
                )
                assert done.missed == 0
                if rate == 2 and bounds is BOUNDS:
                    # Half of it would be new after twelve days.
                    assert last == BOUNDS.longest
                else:
                    assert 1 / 3 <= mean(known) <= 2 / 3


@pytest.mark.parametrize("tick", [TICK, 6 * TICK])
def test_quiet_nights_and_weekends_cost_nothing_of_the_mornings(tick: timedelta) -> None:
    for rate in (100, 400):
        for dated in (True, False):
            done = sixty_days(Feed(arrivals(rate, newsroom_hours), dated=dated), BOUNDS, tick)
            known = done.known
            print(f"\n{rate} a day, dated: {dated}: {len(done.polls)} polls, known {mean(known):.2f}")
            assert done.missed == 0
            assert mean(known) <= 0.8


def test_a_dead_feed_is_asked_about_monthly_and_comes_back() -> None:
    poll, now, asked = settled(), NOW, [NOW]
    while now < NOW + 200 * DAY:
        now += HOUR
        if polling.is_due(poll, now, BOUNDS):
            poll = polling.failed(poll, now)
            asked.append(now)
    gaps = [later - sooner for sooner, later in pairwise(asked)]
    print(f"\nasked {len(asked)} times in 200 days; hours between: {[round(gap / HOUR) for gap in gaps]}")

    assert gaps == sorted(gaps)
    assert all(gap <= DAY for at, gap in zip(asked, gaps, strict=False) if at < NOW + 14 * DAY)
    assert [round(gap / DAY) for gap in gaps if gap > DAY] == [27] * 6  # a tenth before the month is over
    assert polling.interval(replace(after(poll, 5, DAY), backlog=Backlog.SETTLED), BOUNDS) <= BOUNDS.longest


# What an outlet says of its list.


def test_a_list_is_left_alone_while_its_outlet_says_that_it_holds() -> None:
    poll = settled(max_age=20 * HOUR)

    assert not polling.is_due(poll, NOW + 17 * HOUR, BOUNDS)
    assert polling.is_due(poll, NOW + 19 * HOUR, BOUNDS)
    assert polling.is_due(replace(poll, max_age=365 * DAY), NOW + DAY, BOUNDS), (
        "the longest is the operator's"
    )
    assert polling.is_due(replace(poll, max_age=5 * TICK), NOW + 2 * HOUR, BOUNDS), "its own pace is slower"


def test_a_list_that_rolls_over_while_it_is_said_to_hold_is_not_left_alone() -> None:
    poll = settled(max_age=20 * HOUR, fresh=40, first_asked_at=NOW - DAY)

    assert polling.is_due(poll, NOW + 3 * HOUR, BOUNDS)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": b"max-age=86400"}, 86400),
        ({"Cache-Control": b'public, Max-Age="600"'}, 600),
        ({"Cache-Control": b"public, max-age=600", "Age": b"200"}, 400),
        ({"Cache-Control": b"max-age=600", "Age": b"900"}, None),
        ({"Cache-Control": b"s-maxage=600"}, None),
        ({"Cache-Control": b"no-cache, max-age=600"}, None),
        ({"Cache-Control": b"max-age=99999999999"}, None),
        ({"Cache-Control": b"max-age=nhieu"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_holds(headers: dict[str, bytes | None], seconds: int | None) -> None:
    assert max_age_of(headers) == (seconds and timedelta(seconds=seconds))
