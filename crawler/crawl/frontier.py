"""Which announcements are worth fetching, and in what order. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple, Protocol

from crawler.article import Announcement, Decision, Judgement
from crawler.reasons import Reason, Verdict
from crawler.topic.slugs import SLUG_SHARE

_MAX_ATTEMPTS = 5  # failed ones, before an address is asked at most once a day
_DAY = timedelta(days=1)
_UNKNOWN_YIELD = 0.5  # 0 to 1: what is expected of a place without history
_YIELD_WEIGHT = 40  # priority between the best place and the worst; a typical seed's title is worth 100
_FRESH_WEIGHT = 60  # priority between what is published now and what is two weeks old
_STALE = timedelta(days=14)  # as far back as the newest is looked for
_EXPLORED_ONE_IN = 10  # one announcement of so many is asked for as if its place were unknown
_HOPELESS = frozenset({Reason.HOPELESS, Reason.FOREIGN_SLUG})
_SAMPLED_ONE_IN = 64  # one hopeless announcement of so many is fetched, to see what is lost


class Known(Protocol):
    """What the ledger remembers of a page."""

    @property
    def verdict(self) -> str: ...
    @property
    def attempts(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def reason(self) -> str: ...
    @property
    def published(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` (included) to `end` (not included); None is open."""

    start: datetime | None
    end: datetime | None

    def misses(self, moment: datetime | None) -> Reason | None:
        """Return why a moment is outside; an unknown one is inside."""
        if moment is None:
            return None
        if self.start and moment < self.start:
            return Reason.TOO_OLD
        if self.end and moment >= self.end:
            return Reason.TOO_NEW
        return None


class Candidate(NamedTuple):
    """An announcement to fetch; the higher the priority, the sooner."""

    announcement: Announcement
    priority: int


class Sorted(NamedTuple):
    """An announcement that is new to a corpus: its score, where it has words, and why it is left out."""

    announcement: Announcement
    score: float | None
    reason: Reason | None


class SampledAnnouncement(NamedTuple):
    """A hopeless announcement that is fetched all the same, to see what is lost."""

    announcement: Announcement
    score: float


@dataclass(frozen=True, slots=True)
class Selection:
    """`fetch`: what to fetch, best first. `noted`: all that is new. `sampled`: the hopeless of `fetch`.

    `again`: what was left out before for the same reason.
    """

    fetch: list[Candidate]
    noted: list[Sorted]
    sampled: list[SampledAnnouncement]
    again: list[Sorted] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MergedSelection:
    """What several corpora want of the same announcements: each page once, and each corpus's part."""

    fetch: list[Candidate]
    parts: list[Selection]


def select(
    announcements: Sequence[Announcement],
    *,
    known: Mapping[str, Known],
    window: Window,
    judge: Callable[[Announcement], Judgement | None],
    hopeless: float,
    sampling: bool,
    now: datetime,
    expected_yield: Callable[[Announcement], float] = lambda _: _UNKNOWN_YIELD,
) -> Selection:
    """Sort an outlet's announcements for one corpus; with `sampling`, a few hopeless ones are fetched, too.

    `judge` goes by title and summary or, without a title, by the words of the address, which count as foreign
    far below `hopeless` only. `expected_yield` is what the place of an announcement lets expect, 0 to 1.
    """
    fetch: list[Candidate] = []
    sampled: list[SampledAnnouncement] = []
    noted: list[Sorted] = []
    for announcement in announcements:
        row = known.get(announcement.key)
        if _settled(row, window, now):
            continue
        reason = window.misses(announcement.published)
        judgement = None if reason else judge(announcement)
        limit = hopeless if announcement.title else hopeless * SLUG_SHARE
        if judgement and judgement.score < limit:
            if not sampling or not is_sampled(_SAMPLED_ONE_IN, announcement.key):
                reason = Reason.HOPELESS if announcement.title else Reason.FOREIGN_SLUG
            else:
                sampled.append(SampledAnnouncement(announcement, judgement.score))
        noted.append(Sorted(announcement, judgement.score if judgement else None, reason))
        if reason is None:
            priority = _priority(announcement, judgement, expected_yield(announcement), now)
            fetch.append(Candidate(announcement, priority))
    fetch.sort(key=lambda candidate: -candidate.priority)
    return Selection(fetch, noted, sampled)


def left_out_again(
    announcements: Sequence[Announcement], window: Window, before: Callable[[Announcement], Reason | None]
) -> list[Sorted]:
    """Return those that are left out as they were before, and need not be judged.

    `before` says why one was left out when it had the same words and the topic was the same.
    """
    found = []
    for announcement in announcements:
        reason, missed = before(announcement), window.misses(announcement.published)
        if reason and (reason is missed if missed else reason in _HOPELESS):
            found.append(Sorted(announcement, None, reason))
    return found


def merge(parts: Sequence[Selection], *, room: int | None = None, dry_run: bool = False) -> MergedSelection:
    """Join what several corpora want. `room` is how many pages may be fetched, None is no limit.

    A page that is fetched for one corpus is there for every corpus that does not know it, hopeless or not.
    """
    wanted: dict[str, Candidate] = {}
    for candidate in (candidate for part in parts for candidate in part.fetch):
        key = candidate.announcement.key
        other = wanted.get(key, candidate)
        wanted[key] = candidate._replace(priority=max(candidate.priority, other.priority))
    fetch = sorted(wanted.values(), key=lambda candidate: -candidate.priority)
    kept = [] if dry_run else fetch[:room]
    fetched = {announcement.key for announcement, _ in kept}
    why_left = Reason.DRY_RUN if dry_run else Reason.OVER_LIMIT
    return MergedSelection(kept, [_with(part, fetched, wanted.keys() - fetched, why_left) for part in parts])


def _with(part: Selection, fetched: Collection[str], left: Collection[str], why_left: Reason) -> Selection:
    def reason_of(key: str, own: Reason | None) -> Reason | None:
        return None if key in fetched else why_left if own is None and key in left else own

    fetched_now = [row for row in part.again if row.announcement.key in fetched]
    return Selection(
        [candidate for candidate in part.fetch if candidate.announcement.key in fetched],
        [
            row._replace(reason=reason_of(row.announcement.key, row.reason))
            for row in (*part.noted, *fetched_now)
        ],
        [sample for sample in part.sampled if sample.announcement.key in fetched],
        [row for row in part.again if row.announcement.key not in fetched],
    )


def is_sampled(many: int, key: str) -> bool:
    """Pick one key of so many; always the same ones."""
    return int.from_bytes(sha256(key.encode(errors="replace")).digest()[:8]) % many == 0


def _priority(
    announcement: Announcement, judgement: Judgement | None, expected_yield: float, now: datetime
) -> int:
    """Rank by the score of title and summary and by the place; the host's budget goes to the first.

    Of what is surely wanted the newest comes first: all of it is worth keeping, and what is left waits.
    """
    if is_sampled(_EXPLORED_ONE_IN, f"explore {announcement.key}"):
        expected_yield = max(expected_yield, _UNKNOWN_YIELD)
    if judgement is None:
        return round(100 * expected_yield)
    fresh = _freshness(announcement.published, now) if judgement.decision is Decision.ACCEPT else 0.0
    place = _YIELD_WEIGHT * (expected_yield - _UNKNOWN_YIELD)
    return round(100 * judgement.score + _FRESH_WEIGHT * fresh + place)


def _freshness(published: datetime | None, now: datetime) -> float:
    """Return 1 for what is published now, less with each hour, 0 for what is old or without a date."""
    return max(0.0, 1 - abs(now - published) / _STALE) if published else 0.0


def _settled(row: Known | None, window: Window, now: datetime) -> bool:
    if row is None:
        return False
    if row.verdict == Verdict.SKIPPED:
        # It was read, and its own date lay outside that run's window.
        return window.misses(row.published) is not None
    if row.verdict != Verdict.FAILED:
        return True
    reason = Reason.find(row.reason)
    host_was_asked = reason is None or reason.host_was_asked
    return host_was_asked and row.attempts >= _MAX_ATTEMPTS and now - row.at < _DAY


def next_try(
    reason: Reason,
    tries: int,
    now: datetime,
    *,
    retry: Sequence[timedelta],
    give_up_at: datetime,
    topic_in_doubt: bool = False,
) -> datetime | None:
    """Return when a wanted page that ended with a reason is asked for again; None when it is settled.

    `tries` counts the vain ones before this. A failure may be over at once, so the next run tries again; then
    the pauses of `retry` follow, the last again and again until `give_up_at`. A page that answers without an
    article is asked for once after each pause; so is one that is off a topic whose seeds are lost.
    """
    if not reason.page_was_asked:
        return now
    if reason.verdict is Verdict.FAILED:
        pauses = (timedelta(0), *retry)
        return now + pauses[min(tries, len(pauses) - 1)] if now < give_up_at else None
    may_pass = reason.may_pass or (topic_in_doubt and reason is Reason.OFF_TOPIC)
    return now + retry[tries] if may_pass and tries < len(retry) else None
