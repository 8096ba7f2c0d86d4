"""When the next request may leave for a host, shared by all crawlers of the process."""

import asyncio
import logging
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from crawler.fetching.durations import seconds_in
from crawler.fetching.failures import reason_of_status
from crawler.fetching.refusal import NotFetched
from crawler.fetching.stand_in import LOGIN
from crawler.reasons import Reason
from crawler.urls import bare_host

log = logging.getLogger("gomtin")

MAX_DELAY_S = 30.0
MIN_REST = timedelta(seconds=60)
MAX_REST = timedelta(hours=24)
MAX_FAILURES_IN_A_ROW = 8  # addresses; a handful may be bad by themselves, more means the host

_SUCCESS = range(200, 300)
_SERVER_ERRORS = range(500, 600)
# The host keeps us out, whatever we ask for. A 404 is a word on one address.
_KEPT_OUT = frozenset({401, 403, 406, 407, 408, 425, 428, 429, 451})


@dataclass(slots=True)
class _Host:
    """What is known of a host: its delay, its rest, when its slot was last released, how often it was asked.

    `answered`: any answer came, whatever its status. `capped`: it asked for a longer delay, which was told.
    `stand_in` tells what answered for its robots.txt in its place, `itself` that it answered otherwise, too.
    `articles` counts the marks of what its first articles were answered with; None for what tells nothing.
    `failing` are the addresses that failed since the host last answered one well, and how.
    """

    delay: float
    rest_until: datetime | None
    released_at: float | None = None
    asked: int = 0
    answered: bool = False
    stand_in: str | None = None
    itself: bool = False
    articles: Counter[str | None] = field(default_factory=Counter)
    capped: bool = False
    failing: dict[str, Reason] = field(default_factory=dict)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)


class HostThrottle:
    """Lets requests leave one by one and host by host; lives in the reactor's thread.

    `delay` is the least number of seconds between an answer and the next request, `budget` the most requests
    a host gets. `rest` and `set_rest` are the ledger's memory of hosts that asked for rest. Moments are told
    to people in `zone`.
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
        zone: tzinfo = UTC,
    ) -> None:
        self.delay = delay
        self.budget = budget
        self.stopped = False
        self._rest = rest
        self._set_rest = set_rest
        self._clock = clock
        self._wall = wall
        self._zone = zone
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def slot(self, host: str, url: str = "") -> AsyncIterator[None]:
        """Wait for the host's slot and hold it until the answer is there.

        Raises NotFetched when the host rests or only fails, its budget is used up or the run stops; also
        while waiting. Another try at an address that failed itself ends with the reason of its failure.
        """
        known = self._host(host)
        async with known.one_at_a_time:
            self._refuse(host, known, url)
            while (wait := self._wait(known)) > 0:
                # In small steps, so that a stop is heard soon.
                await asyncio.sleep(min(wait, 1.0))
                self._refuse(host, known, url)
            known.asked += 1
            try:
                yield
            finally:
                # From the answer, not from the start: connecting takes a while, and what reaches the host
                # would be closer together than what left.
                known.released_at = self._clock()

    def left(self, host: str) -> int:
        """Return how many requests the host's budget still allows; 0 when it is not to be asked now."""
        known = self._host(host)
        closed = self.stopped or self._rests(known) or _only_fails(known)
        return 0 if closed else max(0, self.budget - known.asked)

    def reached(self, hosts: Collection[str]) -> bool | None:
        """Tell whether any of the hosts answered in this run; None when none was asked.

        What answers in the place of several hosts is none of them.
        """
        asked = [known for host in hosts if (known := self._hosts.get(host)) and known.asked]
        return any(known.answered and not self._is_replaced(known) for known in asked) if asked else None

    def is_replaced(self) -> bool:
        """Tell whether something answers in the place of several hosts, and for all that it answers for."""
        answered = [known for known in self._hosts.values() if known.answered or known.stand_in == LOGIN]
        return bool(answered) and all(map(self._is_replaced, answered))

    def wants_login(self) -> bool:
        """Tell whether our own network, or its proxy, keeps all hosts from us until somebody logs in.

        It says so itself, or all articles of several hosts were answered with one thing.
        """
        if self.is_replaced() and any(known.stand_in == LOGIN for known in self._hosts.values()):
            return True
        asked = {bare_host(name) for name, known in self._hosts.items() if known.articles}
        marks = sum((known.articles for known in self._hosts.values()), Counter[str | None]())
        # Two outlets may print one text; none prints it at two addresses.
        return len(asked) > 1 and len(marks) == 1 and None not in marks and marks.total() > len(asked)

    def articles_differ(self, host: str) -> bool:
        """Tell whether the host's articles were answered with different things already."""
        return len(self._host(host).articles) > 1

    def note_article(self, host: str, mark: str | None) -> None:
        """Take in what one of a host's articles was answered with: the mark of a page, a host or a login."""
        self._host(host).articles[mark] += 1

    def note_stand_in(self, host: str, mark: str) -> None:
        """Take it that something answered for a host's robots.txt in its place."""
        self._host(host).stand_in = mark

    def suspected(self, host: str) -> str | None:
        """Return what answered for the host's robots.txt in its place, until it answers itself."""
        known = self._host(host)
        return None if known.itself else known.stand_in

    def note_itself(self, host: str) -> None:
        """Take it that the host itself answered."""
        self._host(host).itself = True

    def _is_replaced(self, known: _Host) -> bool:
        if known.itself or known.stand_in is None:
            return False
        if known.stand_in == LOGIN:
            return True
        same = {bare_host(name) for name, other in self._hosts.items() if other.stand_in == known.stand_in}
        return len(same) > 1

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep at least `seconds` between requests, as the host's robots.txt asks; 30 s at most."""
        known = self._host(host)
        known.delay = max(known.delay, min(seconds, MAX_DELAY_S))
        if seconds > known.delay and not known.capped:
            known.capped = True
            log.warning("%s asks for %g s between requests; %g s are kept", host, seconds, known.delay)

    def answered(self, host: str, url: str, status: int, retry_after: str | None) -> None:
        """Take an answer in: 429 asks for rest, and so does a Retry-After beside any status."""
        known = self._host(host)
        known.answered = True
        if status in _SUCCESS:
            known.failing.clear()
        elif status in _KEPT_OUT or status in _SERVER_ERRORS:
            self.failed(host, url, reason_of_status(status))
        if status == HTTPStatus.TOO_MANY_REQUESTS or retry_after is not None:
            why = f"{status}, Retry-After: {retry_after or 'not given'}"
            until = self._wall() + rest_asked(retry_after, self._wall())
            known.rest_until = until
            self._set_rest(host, until, why)
            log.info("%s rests until %s (%s)", host, self._shown(until), why)

    def failed(self, host: str, url: str, reason: Reason = Reason.NETWORK) -> None:
        """Take it that an address could not be had because of its host; the retry of one counts once."""
        known = self._host(host)
        before = _only_fails(known)
        known.failing[url] = reason
        if _only_fails(known) and not before:
            log.info("%s failed %d times in a row; left alone for this run", host, len(known.failing))

    def stop(self) -> None:
        """Let no request leave any more; those waiting end with STOPPED."""
        self.stopped = True

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(self.delay, self._rest(host))
        return self._hosts[host]

    def _refuse(self, host: str, known: _Host, url: str) -> None:
        if self.stopped:
            raise NotFetched(Reason.STOPPED)
        if known.rest_until and self._rests(known):
            raise NotFetched(Reason.RESTING, f"{host} rests until {self._shown(known.rest_until)}")
        if _only_fails(known):
            reason = known.failing.get(url, Reason.HOST_FAILING)
            raise NotFetched(reason, f"{host} failed {len(known.failing)} times in a row")
        if known.asked >= self.budget:
            raise NotFetched(Reason.OVER_BUDGET, f"{host} was asked {known.asked} times")

    def _shown(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).isoformat(timespec="seconds")

    def _rests(self, known: _Host) -> bool:
        """Tell whether a rest is too long to be waited for in the slot."""
        return self._rest_left_s(known) > MAX_DELAY_S

    def _rest_left_s(self, known: _Host) -> float:
        return (known.rest_until - self._wall()).total_seconds() if known.rest_until else 0.0

    def _wait(self, known: _Host) -> float:
        since = 0.0 if known.released_at is None else known.released_at + known.delay - self._clock()
        return max(since, self._rest_left_s(known))


def _only_fails(known: _Host) -> bool:
    return len(known.failing) >= MAX_FAILURES_IN_A_ROW


def rest_asked(retry_after: str | None, now: datetime) -> timedelta:
    """How long a Retry-After asks to wait: seconds or a date; a minute where it says nothing usable."""
    text = (retry_after or "").strip(" \t\"'")
    asked = _until(text, now)
    if asked is None and (seconds := seconds_in(text)) is not None:
        asked = timedelta(seconds=min(seconds, MAX_REST.total_seconds()))
    if asked is None or asked <= timedelta(0):
        return MIN_REST
    return min(asked, MAX_REST)


def _until(text: str, now: datetime) -> timedelta | None:
    """Return how long it is until a date: of HTTP (RFC 9110), of ISO 8601, or in unix seconds."""
    try:
        if re.fullmatch(r"\d{10}", text, re.ASCII):
            moment = datetime.fromtimestamp(int(text), UTC)
        elif re.match(r"\d{4}-\d", text, re.ASCII):
            moment = datetime.fromisoformat(text)
        else:
            moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, IndexError, OverflowError):
        # All of these come out of the standard library's parser for one header or another.
        return None
