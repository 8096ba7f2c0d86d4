"""How often a channel is asked, under which conditions, and how far its word is taken. Pure.

A channel's list is replaced by new items at some pace; asked when half of it should be new, it neither tells
the same twice nor loses anything. What half of it takes is measured at every answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from crawler.channel_state import FIRST_TRUST, Backlog, ChannelState
from crawler.reasons import Reason, Verdict
from crawler.validators import NO_VALIDATORS, Validators

AIM = 1 / 2  # of the list to be new; a third to two thirds is near enough
_AS_EXPECTED = (2 / 3, 4 / 3)  # of what was expected: a third and two thirds, where half was
# In which an interval doubles at most: a quiet weekend must not cost the Monday.
_DOUBLING_PERIOD = timedelta(days=3)
_MAX_INTERVALS_AWAY = 3  # intervals without a look
_EARLY_SHARE = 0.1  # of an interval; asked every half hour means at every run of every half hour
_DEAD_INTERVAL = timedelta(days=30)
_MIN_FAILURES = 5  # before a channel is called dead
_MAX_DOUBLINGS = 20  # a million times the interval: longer than any pause lasts
_MIN_DATES = 4  # of entries, for a pace to be told
_MAX_ATTEMPTS = 5  # attempts at an article before it is tried but once a day: crawl/frontier.py

# Trust grows slowly by honest answers and is cut down by a lie: additive increase, multiplicative decrease,
# which is how TCP tells how far it may go (Chiu and Jain, 1989).
BELIEVED = FIRST_TRUST
_TRUST_GAIN = 1 / 16  # for each answer that proved true
_TRUST_CUT = 1 / 4  # for one that did not
# Times trust above the limit: answers "not modified" in a row that are taken unchecked.
_UNCHECKED_PER_TRUST = 16

_NOT_WANTED = frozenset(
    reason.code for reason in (Reason.TOO_OLD, Reason.TOO_NEW, Reason.HOPELESS, Reason.FOREIGN_SLUG)
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an operator allows. No interval is shorter than `shortest`, nor than a host's delay."""

    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(days=1)
    dead: timedelta = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was read. `span` is the time in which it may roll over, as far as its dates tell.

    `good`: it announces something, articles or sitemaps. `skipped` counts the entries that were not taken.
    """

    held: frozenset[int]
    marks: Validators
    span: timedelta | None = None
    good: bool = True
    skipped: Mapping[str, int] = field(default_factory=dict)
    max_age: timedelta | None = None


# When.


def interval(poll: ChannelState, bounds: Bounds) -> timedelta:
    """Return how long a channel is left alone after it was asked."""
    if is_dead(poll, bounds):
        return _DEAD_INTERVAL
    usual = max(bounds.shortest, _held_for(poll))
    if poll.backlog is not Backlog.OPEN and poll.turnover:
        usual = max(usual, poll.turnover * AIM)
    doubled: int = 2 ** min(poll.failures, _MAX_DOUBLINGS)
    return min(usual * doubled, bounds.longest)


def _held_for(poll: ChannelState) -> timedelta:
    """Return how long an outlet's word that its list stays as it is is taken.

    Not where most of the list was new the last time: what holds for so long would roll by.
    """
    rolls = poll.read_at != poll.first_asked_at and poll.fresh > len(poll.held) * AIM * _AS_EXPECTED[1]
    return timedelta(0) if rolls or poll.max_age is None else poll.max_age


def is_dead(poll: ChannelState, bounds: Bounds) -> bool:
    return poll.failures >= _MIN_FAILURES and poll.failing_for >= bounds.dead


def due_at(poll: ChannelState, bounds: Bounds) -> datetime:
    return poll.asked_at + interval(poll, bounds) * (1 - _EARLY_SHARE)


def is_due(poll: ChannelState | None, now: datetime, bounds: Bounds) -> bool:
    """Tell whether to ask a channel; also one that was never asked, or whose time lies ahead of the clock."""
    return poll is None or now >= due_at(poll, bounds) or now < poll.asked_at


# Under which conditions.


def conditions(poll: ChannelState | None, now: datetime) -> Validators:
    """Return the marks to ask under, empty for none.

    None while anything the list announced is open; and none after the time in which the list rolls over, so
    that even an outlet that always says "not modified" can lose us nothing.
    """
    if poll is None or poll.read_at is None or poll.turnover is None:
        return NO_VALIDATORS
    believed = poll.trust >= BELIEVED and poll.backlog is Backlog.SETTLED
    return (
        poll.marks
        if believed and now - poll.read_at < poll.turnover * AIM * _AS_EXPECTED[1]
        else NO_VALIDATORS
    )


def is_believed(poll: ChannelState) -> bool:
    """Tell whether one more answer "not modified" is taken unchecked."""
    return poll.unchanged < int((poll.trust - BELIEVED) * _UNCHECKED_PER_TRUST)


# What an answer teaches.


def unchanged(poll: ChannelState, now: datetime) -> ChannelState:
    """Take an answer "not modified"."""
    return replace(
        poll,
        asked_at=now,
        answered_at=now,
        unchanged=poll.unchanged + 1,
        fresh=0,
        failures=0,
        failing_since=None,
        unreached_at=None,
        failure=None,
    )


def read(
    before: ChannelState | None, listing: Listing, now: datetime, bounds: Bounds, *, checked: bool
) -> ChannelState:
    """Take a list. With `checked`, the outlet has just said that it is the one we hold."""
    fresh = len(listing.held - before.held) if before else len(listing.held)
    return ChannelState(
        asked_at=now,
        answered_at=now,
        read_at=now,
        turnover=_turnover(before, len(listing.held), fresh, listing.span, now, bounds),
        held=listing.held,
        fresh=fresh,
        marks=listing.marks,
        trust=_trust(before, fresh, listing.marks, checked=checked),
        first_asked_at=(before and before.first_asked_at) or now,
        good_at=now if listing.good else before.good_at if before else None,
        skipped=listing.skipped,
        max_age=listing.max_age,
    )


def failed(before: ChannelState | None, now: datetime) -> ChannelState:
    """Take it that a channel brought nothing."""
    poll = before or ChannelState(asked_at=now, first_asked_at=now)
    return replace(poll, asked_at=now, failures=poll.failures + 1, failing_since=poll.failing_since or now)


def unreached(before: ChannelState | None, now: datetime, *, others_answered: bool) -> ChannelState:
    """Take it that a channel's host did not answer.

    It is the channel's failure if `others_answered` since that was so the last time; else our own network may
    be down, and the channel stays as due as it was.
    """
    if before is None:
        return ChannelState(asked_at=now, first_asked_at=now, unreached_at=now)
    if not before.unreached_at:
        return replace(before, unreached_at=now)
    return replace(failed(before, now), unreached_at=now) if others_answered else before


def is_never_good(poll: ChannelState, now: datetime, patience: timedelta) -> bool:
    """Tell whether a channel never announced anything in all the time it was given."""
    since = poll.first_asked_at
    return poll.good_at is None and since is not None and now - since >= patience


def counts_as_failure(reason: Reason) -> bool:
    """Tell whether the channel failed: it was asked, and the fault is not our own."""
    return reason.host_was_asked and reason is not Reason.BUG


def _turnover(
    before: ChannelState | None, items: int, fresh: int, span: timedelta | None, now: datetime, bounds: Bounds
) -> timedelta:
    """Measure in which time the list is replaced.

    Shorter at once, longer only slowly. Less time than was planned between two looks says the less.
    """
    known = before.turnover if before else None
    if before is None or known is None or before.read_at is None:
        return span or bounds.shortest / AIM
    elapsed, planned = max(now - before.read_at, timedelta(0)), known * AIM
    share = fresh / items if items else 0.0
    if share == 1:
        # More may have come and gone; unless we were away for long, when it says nothing new.
        return (
            known if elapsed > _MAX_INTERVALS_AWAY * min(planned, bounds.longest) else bounds.shortest / AIM
        )
    expected = min(1.0, elapsed / known)
    if elapsed >= planned and _AS_EXPECTED[0] * expected <= share <= _AS_EXPECTED[1] * expected:
        return known
    weight = min(1.0, elapsed / planned)
    per_second = (1 - weight) / known.total_seconds() + share / max(elapsed, planned).total_seconds()
    slowest = known * min(2.0, 2 ** (elapsed / _DOUBLING_PERIOD))
    return max(bounds.shortest, min(slowest, timedelta(seconds=1 / per_second) if per_second else slowest))


def _trust(before: ChannelState | None, fresh: int, marks: Validators, *, checked: bool) -> float:
    """Weigh an outlet's word on the state of its list against the list."""
    if before is None or before.read_at is None:
        return FIRST_TRUST
    same = bool(marks) and marks == before.marks
    if fresh and (checked or same):
        return before.trust * _TRUST_CUT
    honest = checked or (fresh and marks and before.marks)
    return min(1.0, before.trust + _TRUST_GAIN) if honest else before.trust


# What is in a list.


def fingerprint(key: str) -> int:
    """Return four bytes that stand for an article."""
    return int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=4).digest())


def span_of(moments: Sequence[datetime]) -> timedelta | None:
    """Return in which time a list may roll over, judged by its dates; None where they do not tell.

    It is the least time in which half of the items came: nights are quiet, old ones may be pinned, and a busy
    Monday is twice as fast as the Sunday before.
    """
    if len(moments) < _MIN_DATES:
        return None
    ordered, half = sorted(moments), len(moments) // 2
    return min(later - sooner for sooner, later in zip(ordered, ordered[half:], strict=False)) or None


def backlog(verdict: str | None, attempts: int, left_out: str | None, *, changed: bool) -> Backlog:
    """Say what is left of an announced article.

    `verdict` is how its page ended; where it has none, `left_out` is the reason it was not asked for.
    `changed`: it is kept, and its outlet changed it since we looked.
    """
    if verdict is None:
        return Backlog.SETTLED if left_out in _NOT_WANTED else Backlog.OPEN
    if verdict == Verdict.FAILED:
        return Backlog.OPEN if attempts < _MAX_ATTEMPTS else Backlog.LATER
    return Backlog.LATER if changed else Backlog.SETTLED
