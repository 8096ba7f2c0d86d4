"""When things happen: durations, times of day and cron lines, as an operator writes them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
# A few centuries at most: longer ones lead out of the calendar.
_DURATION = r"\s*(\d{1,9}(?=\s*s)|\d{1,7}(?=\s*m)|\d{1,6}(?=\s*h)|\d{1,5}(?=\s*d))\s*([smhd])\s*"
_CRON_PARTS = ("minute", "hour", "day", "month", "day_of_week")
_DAYS = (
    "sun",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
)  # cron counts from Sunday, and 7 is Sunday too

_BEFORE_A_LEAP_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def duration(value: object) -> object:
    """'90s', '30m', '6h', '2d' to a timedelta."""
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(_DURATION, value) if isinstance(value, str) else None
    if not match:
        raise ValueError("write a number and a unit: 90s, 30m, 6h or 2d; at most 99999d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def spelled(value: timedelta) -> str:
    """A timedelta as an operator writes it."""
    seconds = int(value.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("no such time zone; write it as in Asia/Ho_Chi_Minh") from error
    return value


def cron_parts(line: str) -> dict[str, str]:
    """Split a five-part cron line into what APScheduler calls its parts. Raises ValueError."""
    parts = line.split()
    if len(parts) != len(_CRON_PARTS):
        raise ValueError("a cron line has five parts: minute hour day month weekday, as in '15 4 * * mon'")
    named = dict(zip(_CRON_PARTS, parts, strict=True))
    if "*" not in (named["day"], named["day_of_week"]):
        raise ValueError(
            "give a day of the month or a weekday, not both; cron programs disagree on what both mean"
        )
    return named | {"day_of_week": _weekdays(named["day_of_week"])}


def _weekdays(part: str) -> str:
    """Numbers to names: APScheduler counts from Monday, cron from Sunday."""
    if not re.search(r"\d", part):
        return part.lower()
    days: set[str] = set()
    for piece in part.split(","):
        match = re.fullmatch(r"(?:\*|([0-7])(?:-([0-7]))?)(?:/([1-7]))?", piece)
        if not match:
            raise ValueError(f"'{piece}' is no weekday; write mon-fri, or numbers from 0 (Sunday) to 7")
        first = int(match[1] or 0)
        last = int(match[2] or (first if match[1] and not match[3] else 6))
        days.update(_DAYS[n] for n in range(first, last + 1, int(match[3] or 1)))
    return ",".join(day for day in _DAYS[1:] if day in days)


def cron_trigger(line: str, zone: str) -> Any:
    """Return APScheduler's trigger for a cron line. Raises ValueError with what is wrong."""
    from apscheduler.triggers.cron import CronTrigger

    return CronTrigger(**cron_parts(line), timezone=ZoneInfo(zone))


def is_every_hour(line: str) -> bool:
    """Tell whether a cron line names no hours."""
    return cron_parts(line)["hour"] == "*"


def _cron(value: str) -> str:
    if cron_trigger(value, "UTC").get_next_fire_time(None, _BEFORE_A_LEAP_DAY) is None:
        raise ValueError("this moment never comes: no such day is in these months")
    return value


Duration = Annotated[
    timedelta,
    BeforeValidator(duration),
    PlainSerializer(spelled),
    WithJsonSchema({"type": "string", "pattern": f"^{_DURATION}$"}),
]
Zone = Annotated[str, AfterValidator(_zone)]
Cron = Annotated[
    str, AfterValidator(_cron), WithJsonSchema({"type": "string", "pattern": r"^\s*\S+(\s+\S+){4}\s*$"})
]
