"""Patience: when the next request may leave for a host, shared by all crawlers of the process."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from crawler.fetching.scope import NotFetched
from crawler.reasons import Reason

log = logging.getLogger("gomtin")

LONGEST_DELAY = 30.0
SHORTEST_REST = timedelta(seconds=60)
LONGEST_REST = timedelta(hours=24)

_TOO_MANY = 429
_UNAVAILABLE = 503


@dataclass(slots=True)
class _Host:
    """What is known of a host: its delay, its rest, when its last turn was over, how often it was asked."""

    delay: float
    rest_until: datetime | None
    over_at: float | None = None
    asked: int = 0
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)


class HostThrottle:
    """Lets requests leave one by one and host by host; lives in the reactor's thread.

    `delay` is the least number of seconds between an answer and the next request, `budget` the most requests
    a host gets. `rest` and `set_rest` are the ledger's memory of hosts that asked for rest.
    """

    def __init__(
        self,
        delay: float = 1.0,
        budget: int = 200,
        *,
        rest: Callable[[str], datetime | None] = lambda _host: None,
        set_rest: Callable[[str, datetime, str], object] = lambda _host, _until, _why: None,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.delay = delay
        self.budget = budget
        self.stopped = False
        self._rest = rest
        self._set_rest = set_rest
        self._clock = clock
        self._wall = wall
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn and hold it until the answer is there.

        Raises NotFetched when the host rests, its budget is used up or the run stops; also while waiting.
        """
        known = self._host(host)
        async with known.one_at_a_time:
            self._refuse(host, known)
            while (wait := self._wait(known)) > 0:
                # In small steps, so that a stop is heard soon.
                await asyncio.sleep(min(wait, 1.0))
                self._refuse(host, known)
            known.asked += 1
            try:
                yield
            finally:
                # From the answer, not from the start: connecting takes a while, and what reaches the host
                # would be closer together than what left.
                known.over_at = self._clock()

    def left(self, host: str) -> int:
        """Return how many requests the host's budget still allows; 0 when it is not to be asked now."""
        known = self._host(host)
        resting = known.rest_until is not None and self._wall() < known.rest_until
        return 0 if self.stopped or resting else max(0, self.budget - known.asked)

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep at least `seconds` between requests, as the host's robots.txt asks; 30 s at most."""
        known = self._host(host)
        if seconds > LONGEST_DELAY:
            log.warning("%s asks for %g s between requests; %g s are kept", host, seconds, LONGEST_DELAY)
        known.delay = max(known.delay, min(seconds, LONGEST_DELAY))

    def answered(self, host: str, status: int, retry_after: str | None) -> None:
        """Let the host rest when its answer asks for it: 429 always, 503 with a Retry-After."""
        if status == _TOO_MANY or (status == _UNAVAILABLE and retry_after is not None):
            why = f"{status}, Retry-After: {retry_after or 'not given'}"
            until = self._wall() + rest_asked(retry_after, self._wall())
            self._host(host).rest_until = until
            self._set_rest(host, until, why)
            log.warning("%s rests until %s (%s)", host, until.isoformat(timespec="seconds"), why)

    def stop(self) -> None:
        """Let no request leave any more; those waiting end with STOPPED."""
        self.stopped = True

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(self.delay, self._rest(host))
        return self._hosts[host]

    def _refuse(self, host: str, known: _Host) -> None:
        if self.stopped:
            raise NotFetched(Reason.STOPPED)
        if known.rest_until and self._wall() < known.rest_until:
            raise NotFetched(
                Reason.RESTING, f"{host} rests until {known.rest_until.isoformat(timespec='seconds')}"
            )
        if known.asked >= self.budget:
            raise NotFetched(Reason.OVER_BUDGET, f"{host} was asked {known.asked} times")

    def _wait(self, known: _Host) -> float:
        return 0.0 if known.over_at is None else known.over_at + known.delay - self._clock()


def rest_asked(retry_after: str | None, now: datetime) -> timedelta:
    """How long a Retry-After asks to wait: seconds or an HTTP date; a minute where it says nothing usable."""
    asked = _seconds(retry_after) if retry_after else None
    if asked is None and retry_after:
        asked = _until(retry_after, now)
    if asked is None or asked <= timedelta(0):
        return SHORTEST_REST
    return min(asked, LONGEST_REST)


def _seconds(text: str) -> timedelta | None:
    if not re.fullmatch(r"\s*\d+\s*", text, re.ASCII):
        return None
    # More digits than a day has seconds only mean "long".
    return timedelta(seconds=int(text)) if len(text.strip()) < 8 else LONGEST_REST  # noqa: PLR2004 - see above


def _until(text: str, now: datetime) -> timedelta | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, IndexError, OverflowError):
        # All of these come out of the standard library's parser for one header or another.
        return None
