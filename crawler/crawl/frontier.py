"""Which announcements are worth fetching, and in what order. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from crawler.article import Announcement, Judgement
from crawler.reasons import Reason, Verdict

_PATIENCE = 5  # failed attempts before an address is asked at most once a day
_DAY = timedelta(days=1)
_UNKNOWN = 0.5  # what a place without history promises
_PROMISE = 40  # priority between the best place and the worst; a typical seed's title is worth 100
_EXPLORED = 10  # one announcement of so many is asked for as if its place were unknown
_SAMPLED = 64  # one hopeless announcement of so many is fetched, to see what is lost


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


@dataclass(frozen=True, slots=True)
class Selection:
    """`fetch`: what to fetch, with priorities, best first. `noted`: all that is new, score, reason.

    `sampled`: the hopeless ones among those to fetch, with their scores.
    """

    fetch: list[tuple[Announcement, int]]
    noted: list[tuple[Announcement, float | None, Reason | None]]
    sampled: list[tuple[Announcement, float]]


@dataclass(frozen=True, slots=True)
class MergedSelection:
    """What several corpora want of the same announcements: each page once, and each corpus's part."""

    fetch: list[tuple[Announcement, int]]
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
    expected_yield: Callable[[Announcement], float] = lambda _: _UNKNOWN,
) -> Selection:
    """Sort an outlet's announcements for one corpus; with `sampling`, a few hopeless ones are fetched, too.

    `expected_yield` is what the place of an announcement lets expect, 0 to 1.
    """
    fetch: list[tuple[Announcement, int]] = []
    sampled: dict[str, tuple[Announcement, float]] = {}
    noted: list[tuple[Announcement, float | None, Reason | None]] = []
    for announcement in announcements:
        row = known.get(announcement.key)
        if _settled(row, window, now):
            continue
        reason = window.misses(announcement.published)
        judgement = None if reason else judge(announcement)
        if judgement and judgement.score < hopeless:
            if not sampling or not is_sampled(_SAMPLED, announcement.key):
                reason = Reason.HOPELESS
            else:
                sampled[announcement.key] = announcement, judgement.score
        noted.append((announcement, judgement.score if judgement else None, reason))
        if reason is None:
            fetch.append((announcement, _priority(announcement, judgement, expected_yield(announcement))))
    fetch.sort(key=lambda pair: -pair[1])
    return Selection(fetch, noted, list(sampled.values()))


def merge(parts: Sequence[Selection], *, room: int | None = None, dry_run: bool = False) -> MergedSelection:
    """Join what several corpora want. `room` is how many pages may be fetched, None is no limit.

    A page that is fetched for one corpus is there for every corpus that does not know it, hopeless or not.
    """
    wanted: dict[str, tuple[Announcement, int]] = {}
    for announcement, priority in (pair for part in parts for pair in part.fetch):
        _, other = wanted.get(announcement.key, (announcement, priority))
        wanted[announcement.key] = announcement, max(priority, other)
    fetch = sorted(wanted.values(), key=lambda pair: -pair[1])
    kept = [] if dry_run else fetch[:room]
    fetched = {announcement.key for announcement, _ in kept}
    why_left = Reason.DRY_RUN if dry_run else Reason.OVER_LIMIT
    return MergedSelection(kept, [_with(part, fetched, wanted.keys() - fetched, why_left) for part in parts])


def _with(part: Selection, fetched: Collection[str], left: Collection[str], why_left: Reason) -> Selection:
    def reason_of(key: str, own: Reason | None) -> Reason | None:
        return None if key in fetched else why_left if own is None and key in left else own

    return Selection(
        [pair for pair in part.fetch if pair[0].key in fetched],
        [(one, score, reason_of(one.key, reason)) for one, score, reason in part.noted],
        [sample for sample in part.sampled if sample[0].key in fetched],
    )


def is_sampled(many: int, key: str) -> bool:
    """Pick one key of so many; always the same ones."""
    return int.from_bytes(sha256(key.encode(errors="replace")).digest()[:8]) % many == 0


def _priority(announcement: Announcement, judgement: Judgement | None, expected_yield: float) -> int:
    """Rank by the score of title and summary and by the place; the host's budget goes to the first."""
    if is_sampled(_EXPLORED, f"explore {announcement.key}"):
        expected_yield = max(expected_yield, _UNKNOWN)
    if judgement is None:
        return round(100 * expected_yield)
    return round(100 * judgement.score + _PROMISE * (expected_yield - _UNKNOWN))


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
    return host_was_asked and row.attempts >= _PATIENCE and now - row.at < _DAY
