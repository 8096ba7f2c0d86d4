"""When schedules are due: after a start, a sleep, a jump of the clock; each moment once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config.schedule import Schedule
from crawler.config.times import cron_parts
from crawler.scheduling.clock import Clock
from crawler.scheduling.due import LastRun, first_due, following, upcoming
from crawler.scheduling.timetable import Timetable

ZONE = "Asia/Ho_Chi_Minh"
NOON = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)  # 12:00 in Hà Nội
HOUR = timedelta(hours=1)


def schedule(**keys: Any) -> Schedule:
    return Schedule.model_validate({"name": "one", **keys})


HOURLY = schedule(every="1h")
DAILY = schedule(at="12:00")
QUARTERS = schedule(cron="*/15 * * * *")


def ran(due: datetime, one: Schedule, *, complete: bool = True) -> LastRun:
    return LastRun(due, due, one.timing, complete)


@pytest.mark.parametrize(
    ("one", "last", "now", "due"),
    [
        (HOURLY, None, NOON, NOON),
        (HOURLY, NOON, NOON + timedelta(minutes=20), NOON + HOUR),
        (HOURLY, NOON, NOON + 8 * HOUR, NOON + HOUR),
        (HOURLY, NOON + 5 * HOUR, NOON, NOON + HOUR),
        (DAILY, None, NOON - HOUR, NOON),
        (DAILY, NOON, NOON + HOUR, NOON + 24 * HOUR),
        (DAILY, NOON - 24 * HOUR, NOON + 8 * HOUR, NOON),
        (DAILY, NOON, NOON - HOUR, NOON + 24 * HOUR),
        (QUARTERS, NOON, NOON - HOUR, NOON - timedelta(minutes=45)),
        (QUARTERS, NOON, NOON + timedelta(minutes=1), NOON + timedelta(minutes=15)),
    ],
    ids=[
        "a new interval at once",
        "an interval after the last start",
        "after a long sleep: owed",
        "the clock was set back: one interval at most",
        "a new daily one at its time",
        "a daily one the next day",
        "a daily one that was slept through: owed",
        "a daily one is not run twice when the clock goes back",
        "a frequent one is not silent when the clock goes back",
        "a frequent one at its next time",
    ],
)
def test_first_due(one: Schedule, last: datetime | None, now: datetime, due: datetime) -> None:
    assert due == first_due(one, ZONE, ran(last, one) if last else None, now)


def test_a_run_that_was_cut_off_is_owed() -> None:
    assert first_due(DAILY, ZONE, ran(NOON, DAILY, complete=False), NOON + HOUR) == NOON + HOUR


def test_a_changed_time_is_not_owed_for_the_past() -> None:
    last = LastRun(NOON - 20 * HOUR, NOON - 20 * HOUR, "at 16:00")

    assert first_due(DAILY, ZONE, last, NOON + HOUR) == NOON + 24 * HOUR


@given(
    st.sampled_from([HOURLY, DAILY, QUARTERS]),
    st.timedeltas(timedelta(days=-3), timedelta(days=30)),
)
def test_the_next_run_is_never_far(one: Schedule, ago: timedelta) -> None:
    now = NOON + timedelta(minutes=7)
    due = first_due(one, ZONE, ran(now - ago, one), now)
    regular = following(one, ZONE, now)
    interval = following(one, ZONE, regular) - regular

    if ago >= timedelta(0):
        assert due <= now + interval
    else:
        assert due - now <= 2 * interval + (-ago if one is DAILY else timedelta(0))


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("0 4 * * 0", "sun"),
        ("0 4 * * 7", "sun"),
        ("0 4 * * 1-5", "mon,tue,wed,thu,fri"),
        ("0 4 * * 5-7", "fri,sat,sun"),
        ("0 4 * * mon-fri", "mon-fri"),
        ("0 4 1 * *", "*"),
    ],
)
def test_weekdays_are_counted_as_cron_does(line: str, days: str) -> None:
    assert cron_parts(line)["day_of_week"] == days


@pytest.mark.parametrize(
    ("zone", "evening", "line", "local"),
    [
        # Summer time ends: the hour from 2 to 3 comes twice.
        ("Europe/Berlin", datetime(2026, 10, 24, 20, tzinfo=UTC), "10 2 * * *", ["25 02:10", "26 02:10"]),
        (
            "Europe/Berlin",
            datetime(2026, 10, 24, 20, tzinfo=UTC),
            "10 2,3 * * *",
            ["25 02:10", "25 03:10", "26 02:10"],
        ),
        (
            "Europe/Berlin",
            datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
            "50 * * * *",
            ["25 01:50", "25 02:50", "25 02:50", "25 03:50"],
        ),
        # It begins: the hour from 2 to 3 does not come.
        ("America/New_York", datetime(2027, 3, 13, 20, tzinfo=UTC), "10 2 * * *", ["14 03:10", "15 02:10"]),
    ],
)
def test_an_hour_that_comes_twice_or_not_at_all(
    zone: str, evening: datetime, line: str, local: list[str]
) -> None:
    moment, found = evening, []
    for _ in local:
        moment = following(schedule(cron=line), zone, moment)
        found.append(f"{moment.astimezone(ZoneInfo(zone)):%d %H:%M}")

    assert found == local


def test_upcoming_is_in_order() -> None:
    shown = upcoming([HOURLY, schedule(name="two", at="13:30")], ZONE, NOON, 4)

    assert [one.name for _, one in shown] == ["one", "one", "two", "one"]


class Shifted(Clock):
    """A clock that can be set."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.by

    def on_machine(self, moment: datetime) -> datetime:
        return moment - self.by


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0.01)


def test_many_missed_moments_are_one_run() -> None:
    async def scene() -> list[datetime]:
        starts: list[datetime] = []

        async def start(_: Schedule, due: datetime) -> None:
            starts.append(due)

        clock = Shifted()
        table = Timetable(clock, start)
        table.start()
        table.set([schedule(every="1m")], ZONE, {"one": LastRun(clock.now(), clock.now(), "every 1m")})
        await settled()
        assert starts == []
        clock.by = timedelta(hours=8)
        last = clock.now() - 8 * HOUR
        table.set([schedule(every="1m")], ZONE, {"one": LastRun(last, last, "every 1m")})
        await settled()
        assert table.next_runs()["one"] > clock.now()
        table.end()
        assert starts == [last + timedelta(minutes=1)], "once, for the moment that was missed"
        return starts

    assert len(asyncio.run(scene())) == 1


def test_what_a_late_run_made_up_for_is_not_owed() -> None:
    last = LastRun(NOON, NOON + 3 * HOUR, QUARTERS.timing)

    assert first_due(QUARTERS, ZONE, last, NOON + 3 * HOUR + timedelta(minutes=1)) == NOON + 3.25 * HOUR


def test_a_run_that_lasts_keeps_only_itself_waiting() -> None:
    async def scene() -> list[str]:
        starts: list[str] = []
        over = asyncio.Event()

        async def start(one: Schedule, _: datetime) -> None:
            starts.append(one.name)
            if one.name.startswith("hangs"):
                await over.wait()

        table = Timetable(Clock(), start)
        table.start()
        hung = [schedule(name=f"hangs{n}", every="1m") for n in range(12)]
        now = datetime.now(UTC)
        for one in hung:
            table._put(one, ZONE, now, now)
        await settled()
        for one in hung:  # due again, while the first runs
            table._put(one, ZONE, now, datetime.now(UTC))
        table._put(schedule(name="healthy", every="1m"), ZONE, now, datetime.now(UTC))
        await settled()
        over.set()
        await settled()
        table.end()
        return starts

    starts = asyncio.run(scene())
    assert sorted(starts) == sorted({f"hangs{n}" for n in range(12)} | {"healthy"})
