import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.probe import Order, probe

from crawler.fetching.refusal import NotFetched
from crawler.fetching.throttle import MAX_FAILURES_IN_A_ROW, MAX_REST, MIN_REST, HostThrottle, rest_asked
from crawler.newsroom.answers import Answer, Request
from crawler.newsroom.server import Newsroom
from crawler.reasons import Reason

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
HOST = "bao.example"


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 1000.0
        really_sleep = asyncio.sleep

        async def sleep(seconds: float) -> None:
            self.seconds += seconds
            await really_sleep(0)

        monkeypatch.setattr(asyncio, "sleep", sleep)

    def __call__(self) -> float:
        return self.seconds

    def wall(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1000.0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def starts(
    throttle: HostThrottle, clock: Clock, count: int, takes: float = 0.0, host: str = HOST
) -> list[float]:
    """Ask `count` times at once; each transfer takes a while; return when each began."""
    began: list[float] = []

    async def ask() -> None:
        async with throttle.slot(host):
            began.append(clock() - 1000.0)
            if takes:
                await asyncio.sleep(takes)

    async def ask_all() -> None:
        await asyncio.gather(*(ask() for _ in range(count)))

    asyncio.run(ask_all())
    return began


def reason_of(throttle: HostThrottle, host: str = HOST) -> Reason | None:
    async def ask() -> None:
        async with throttle.slot(host):
            pass

    try:
        asyncio.run(ask())
    except NotFetched as refused:
        return refused.reason
    return None


def test_requests_to_a_host_leave_one_delay_apart(clock: Clock) -> None:
    assert starts(HostThrottle(1.0, clock=clock), clock, 4) == pytest.approx([0, 1, 2, 3])


def test_the_delay_counts_from_the_answer(clock: Clock) -> None:
    assert starts(HostThrottle(1.0, clock=clock), clock, 3, takes=5.0) == pytest.approx([0, 6, 12])


def test_the_delay_counts_from_a_failure_too(clock: Clock) -> None:
    throttle = HostThrottle(1.0, clock=clock)

    async def fail() -> None:
        async with throttle.slot(HOST):
            await asyncio.sleep(5)
            raise TimeoutError

    with pytest.raises(TimeoutError):
        asyncio.run(fail())
    assert starts(throttle, clock, 1) == pytest.approx([6])


def test_other_hosts_do_not_wait(clock: Clock) -> None:
    throttle = HostThrottle(1.0, clock=clock)

    assert starts(throttle, clock, 1, host="a.example") + starts(throttle, clock, 1, host="b.example") == [
        0,
        0,
    ]


@pytest.mark.parametrize(("asked", "kept"), [(7, 7), (0.2, 1), (30, 30), (3600, 30)])
def test_a_crawl_delay_only_makes_slower_and_at_most_thirty_seconds(
    clock: Clock, asked: float, kept: float
) -> None:
    throttle = HostThrottle(1.0, clock=clock)
    first = starts(throttle, clock, 1)
    throttle.slow_down(HOST, asked)

    assert first + starts(throttle, clock, 2) == pytest.approx([0, kept, 2 * kept])


def test_a_host_gets_no_more_than_its_budget(clock: Clock) -> None:
    throttle = HostThrottle(1.0, 3, clock=clock)

    assert [reason_of(throttle) for _ in range(5)] == [
        None,
        None,
        None,
        Reason.OVER_BUDGET,
        Reason.OVER_BUDGET,
    ]
    assert reason_of(throttle, "khac.example") is None


def test_a_rest_is_told_in_the_zone_of_the_people(clock: Clock) -> None:
    throttle = HostThrottle(1.0, clock=clock, wall=clock.wall, zone=timezone(timedelta(hours=7)))
    throttle.answered(HOST, "x", 429, "3600")

    async def ask() -> None:
        async with throttle.slot(HOST):
            pass

    with pytest.raises(NotFetched, match=r"rests until \S+\+07:00$"):
        asyncio.run(ask())


def test_who_waits_while_the_host_begins_to_rest_does_not_leave(clock: Clock) -> None:
    throttle = HostThrottle(1.0, clock=clock, wall=clock.wall)
    left: list[Reason | None] = []

    async def ask() -> None:
        try:
            async with throttle.slot(HOST):
                await asyncio.sleep(0.1)
                throttle.answered(HOST, "x", 429, "100")
                left.append(None)
        except NotFetched as refused:
            left.append(refused.reason)

    async def ask_all() -> None:
        await asyncio.gather(*(ask() for _ in range(40)))

    asyncio.run(ask_all())

    assert left == [None] + [Reason.RESTING] * 39
    clock.seconds += 101
    assert reason_of(throttle) is None


def test_a_rest_is_remembered_and_recalled(clock: Clock) -> None:
    kept: dict[str, datetime] = {}
    HostThrottle(wall=clock.wall, set_rest=lambda host, until, _why: kept.update({host: until})).answered(
        HOST, "x", 503, "120"
    )

    assert kept == {HOST: NOW + timedelta(seconds=120)}
    assert reason_of(HostThrottle(wall=clock.wall, rest=kept.get)) is Reason.RESTING
    clock.seconds += 120
    assert reason_of(HostThrottle(wall=clock.wall, rest=kept.get)) is None


@pytest.mark.parametrize("status", [503, 500, 403, 404, 302, 200])
def test_only_429_asks_for_rest_by_itself(status: int) -> None:
    throttle = HostThrottle(0)
    throttle.answered(HOST, "x", status, None)

    assert reason_of(throttle) is None


@pytest.mark.parametrize("status", [429, 503, 500, 502, 403, 404, 302, 200])
def test_a_retry_after_counts_beside_every_status(clock: Clock, status: int) -> None:
    throttle = HostThrottle(0, clock=clock, wall=clock.wall)
    throttle.answered(HOST, "x", status, "100")

    assert reason_of(throttle) is Reason.RESTING
    assert throttle.left(HOST) == 0


def test_a_short_rest_is_waited_for(clock: Clock) -> None:
    throttle = HostThrottle(0, clock=clock, wall=clock.wall)
    throttle.answered(HOST, "x", 302, "20")

    assert starts(throttle, clock, 1) == pytest.approx([20])


@pytest.mark.parametrize("status", [500, 503, 403, 429, None])
def test_a_host_that_only_fails_is_left_alone(clock: Clock, status: int | None) -> None:
    throttle = HostThrottle(0, clock=clock, wall=lambda: NOW)
    for number in range(MAX_FAILURES_IN_A_ROW):
        assert throttle.left(HOST) > 0 or status == 429
        for _ in range(2):  # the second try of an address says nothing new
            if status is None:
                throttle.failed(HOST, f"bai-{number}")
            else:
                throttle.answered(HOST, f"bai-{number}", status, None)

    assert reason_of(throttle) in {Reason.HOST_FAILING, Reason.RESTING if status == 429 else None}
    assert throttle.left(HOST) == 0
    assert reason_of(throttle, "khac.example") is None


def test_pages_that_are_gone_and_answers_in_between_are_no_failing_host() -> None:
    throttle = HostThrottle(0)
    for number in range(100):
        throttle.answered(HOST, f"mat-{number}", 404, None)
        throttle.answered(HOST, f"hong-{number}", 500, None)
        if number % 7 == 6:
            throttle.answered(HOST, f"tot-{number}", 200, None)

    assert reason_of(throttle) is None


def test_an_error_or_a_cancelled_request_frees_the_turn(clock: Clock) -> None:
    throttle = HostThrottle(1.0, clock=clock)

    async def fail() -> None:
        async with throttle.slot(HOST):
            raise OSError("lost")

    async def give_up() -> None:
        holder = asyncio.create_task(hold())
        await asyncio.sleep(0)
        waiter = asyncio.create_task(hold())
        await asyncio.sleep(0)
        waiter.cancel()
        holder.cancel()
        await asyncio.gather(waiter, holder, return_exceptions=True)

    async def hold() -> None:
        async with throttle.slot(HOST):
            await asyncio.Event().wait()

    with pytest.raises(OSError, match="lost"):
        asyncio.run(fail())
    asyncio.run(give_up())

    assert reason_of(throttle) is None


def test_after_stop_nothing_leaves(clock: Clock) -> None:
    throttle = HostThrottle(30.0, clock=clock)
    ends: list[Reason | None] = []

    async def ask() -> None:
        try:
            async with throttle.slot(HOST):
                ends.append(None)
        except NotFetched as refused:
            ends.append(refused.reason)

    async def ask_and_stop() -> None:
        asked = [asyncio.create_task(ask()) for _ in range(3)]
        await asyncio.sleep(0)
        throttle.stop()
        await asyncio.gather(*asked)

    asyncio.run(ask_and_stop())

    assert ends == [None, Reason.STOPPED, Reason.STOPPED]
    assert clock() < 1005


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 90 ", 90),
        ("3600", 3600),
        ("999999999999999999999", 86400),
        (format_datetime(NOW + timedelta(seconds=300), usegmt=True), 300),
        ("Friday, 20-Nov-26 08:05:00 GMT", 300),
        ("Fri Nov 20 08:05:00 2026", 300),
        (format_datetime(NOW + timedelta(days=40), usegmt=True), 86400),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 60),
        ("0", 60),
        ("-5", 60),
        ("1.5", 1.5),
        ("120s", 120),
        ('"90"', 90),
        ("90, 90", 90),
        ("2 minutes", 120),
        ("1h", 3600),
        ("2026-11-20T08:05:00Z", 300),
        ("2026-11-20T15:05:00+07:00", 300),
        (str(int(NOW.timestamp()) + 300), 300),
        ("soon", 60),
        ("٣٦٠٠", 60),
        ("", 60),
        (None, 60),
        ("Fri, 99 Nov 2026 08:05:00 GMT", 60),
        ("Fri, 20 Nov 99999999999 08:05:00 GMT", 60),
    ],
)
def test_retry_after(header: str | None, seconds: float) -> None:
    assert rest_asked(header, NOW) == timedelta(seconds=seconds)


@given(st.text(max_size=40))
def test_any_retry_after_is_a_sane_rest(header: str) -> None:
    assert timedelta(0) < min(MIN_REST, rest_asked(header, NOW)) <= MAX_REST


SITES = {
    "giay.example": Answer(status=429, headers=(("Retry-After", "120"),)),
    "ngay.example": Answer(status=429, headers=(("Retry-After", "Fri, 20 Nov 2099 08:05:00 GMT"),)),
    "rac.example": Answer(status=429, headers=(("Retry-After", "mai nhe"),)),
    "gio.example": Answer(status=503, headers=(("Retry-After", "3600"),)),
    "khong.example": Answer(status=429),
    "thuong.example": Answer(status=503),
}


def test_a_resting_host_gets_no_request_from_any_queue() -> None:
    with Newsroom() as newsroom:
        for host, answer in SITES.items():
            newsroom.site(host).otherwise = answer
            newsroom.site(host).serve("/robots.txt", Answer(status=404))
        order = Order(
            [f"https://{host}/bai-{number}" for host in SITES for number in range(30)],
            list(SITES),
            settings={"CONCURRENT_REQUESTS": 200, "CONCURRENT_REQUESTS_PER_DOMAIN": 30},
        )
        found = probe(order, newsroom.environment())
        hits = newsroom.hits
        newsroom.forget()
        # However long the first run took, all of them rest still.
        still = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        again = probe(
            Order(order.urls, order.hosts, rests=dict.fromkeys(found.rests, still)),
            newsroom.environment(),
        )

        for host in SITES:
            asked = sum(count for page, count in hits.items() if page.startswith(f"{host}/bai"))
            assert asked == (MAX_FAILURES_IN_A_ROW if host == "thuong.example" else 1), host
        assert set(found.rests) == set(SITES) - {"thuong.example"}
        assert again.ends("giay.example") == {"resting"}
        assert {page.split("/")[0] for page in newsroom.hits} == {"thuong.example"}


def test_two_crawlers_share_delay_and_budget() -> None:
    most = running = 0
    lock = threading.Lock()

    def busy(_request: Request) -> Answer:
        nonlocal most, running
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with lock:
            running -= 1
        return Answer(b"<html></html>")

    with Newsroom() as newsroom:
        newsroom.site(HOST).otherwise = busy
        urls = [f"http://{HOST}/bai-{number}" for number in range(20)]
        found = probe(
            Order(urls, [HOST], budget=10, crawlers=2, settings={"CONCURRENT_REQUESTS_PER_DOMAIN": 8}),
            newsroom.environment(),
        )

        assert sum(newsroom.hits.values()) == 10
        assert most == 1
        assert found.ends() == {"200", "over-budget"}


@pytest.mark.parametrize(("own", "kept"), [(1.0, "30 s"), (45.0, "45 s")])
def test_a_delay_above_the_most_is_told_once(caplog: pytest.LogCaptureFixture, own: float, kept: str) -> None:
    throttle = HostThrottle(own)

    for seconds in (20, 120, 600):
        throttle.slow_down(HOST, seconds)

    assert caplog.messages == [f"{HOST} asks for 120 s between requests; {kept} are kept"]
