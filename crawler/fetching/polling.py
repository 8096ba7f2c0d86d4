"""How often a feed or sitemap is asked, and whether only for news: plain functions of its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FEWEST_KNOWN, MOST_KNOWN = 1 / 3, 2 / 3
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=1)
DEAD_AFTER, DEAD_FOR = timedelta(days=14), timedelta(days=30)
_FASTER, _SLOWER = 0.6, 1.5
_TRUSTED = 0.5
_PROOF_EVERY = 10  # even a trusted source is asked for everything this often


@dataclass(frozen=True, slots=True)
class Polling:
    """What is known of one source: `trust` says how far its 304 is believed, `proof` hashes its last body."""

    interval: timedelta = timedelta(minutes=30)
    due: datetime | None = None
    etag: str | None = None
    modified: str | None = None
    proof: str | None = None
    trust: float = _TRUSTED
    spared: int = 0
    failures: int = 0
    failing_since: datetime | None = None

    @property
    def dead(self) -> bool:
        return bool(self.failing_since and self.due and self.due - self.failing_since >= DEAD_AFTER)


def is_due(polling: Polling, now: datetime) -> bool:
    """Tell whether to ask now; a due time that lies too far ahead comes from a clock that was wrong."""
    return polling.due is None or now >= polling.due or polling.due - now > DEAD_FOR


def conditions(polling: Polling) -> dict[str, str]:
    """Return the headers that ask for news only; none for a source that has to prove itself."""
    if polling.trust < _TRUSTED or polling.spared >= _PROOF_EVERY - 1:
        return {}
    headers = {"If-None-Match": polling.etag, "If-Modified-Since": polling.modified}
    return {name: value for name, value in headers.items() if value}


def after_answer(
    polling: Polling,
    now: datetime,
    *,
    announced: int,
    known: int,
    headers: Mapping[str, str],
    proof: str,
    wait: timedelta,
) -> Polling:
    """Return the state after a whole answer: faster when much was new, slower when little was.

    `wait` is the host's own delay; no source is asked more often than that.
    """
    interval = polling.interval
    share = known / announced if announced else 1.0
    if share > MOST_KNOWN:
        interval *= _SLOWER
    elif share < FEWEST_KNOWN:
        interval *= _FASTER
    found = {name.lower(): value for name, value in headers.items()}
    return _next(
        replace(
            polling,
            etag=found.get("etag"),
            modified=found.get("last-modified"),
            proof=proof,
            trust=_trust(polling, found, proof),
            spared=0,
            failures=0,
            failing_since=None,
        ),
        now,
        interval,
        wait,
    )


def after_nothing_new(polling: Polling, now: datetime, *, wait: timedelta) -> Polling:
    """Return the state after a 304."""
    settled = replace(polling, spared=polling.spared + 1, failures=0, failing_since=None)
    return _next(settled, now, polling.interval * _SLOWER, wait)


def after_failure(polling: Polling, now: datetime, *, wait: timedelta) -> Polling:
    """Return the state after a failure: twice as slow each time, once a month when it seems dead."""
    since = polling.failing_since or now
    failed = replace(polling, failures=polling.failures + 1, failing_since=since)
    if now - since >= DEAD_AFTER:
        return replace(failed, due=now + DEAD_FOR)
    return _next(failed, now, polling.interval * 2 ** min(failed.failures, 8), wait, keep=polling.interval)


def _next(
    polling: Polling, now: datetime, interval: timedelta, wait: timedelta, keep: timedelta | None = None
) -> Polling:
    bounded = max(wait, min(LONGEST, max(SHORTEST, interval)))
    return replace(polling, interval=keep or bounded, due=now + bounded)


def _trust(polling: Polling, found: Mapping[str, str], proof: str) -> float:
    """Believe a source whose validators change with its body, and no other."""
    same_validators = found.get("etag") == polling.etag and found.get("last-modified") == polling.modified
    if polling.proof is None or not (polling.etag or polling.modified):
        return polling.trust
    if proof == polling.proof:
        return min(1.0, polling.trust + (0.1 if same_validators else 0.0))
    return 0.0 if same_validators else min(1.0, polling.trust + 0.1)
