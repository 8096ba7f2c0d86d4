"""Dates as feeds, sitemaps and list APIs write them; any other is read as pages write theirs. Pure."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from crawler.discovery.announcements import Source
from crawler.text.dates import in_window, read_moment

_MAX_CHARACTERS = 200
_NOON_HOUR = 12
_MONTHS_A_YEAR = 12  # months
_DAY_AND_MONTH = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/\d{4}(?!\d)")
_MAX_OFFSET = timedelta(hours=14)
_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}

_MONTH = r"(?P<name>[a-z]{3,9}|(?:thg|tháng|th)\.?\s?\d{1,2})"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?=T\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})[ -]{{1,3}}{_MONTH}[ ,-]{{1,3}}(?P<y>\d{{4}}|\d\d)(?!\d)",
        rf"{_MONTH}\.? {{1,3}}(?P<d>\d{{1,2}}),? {{1,3}}(?P<y>\d{{4}})(?!\d)",
        r"(?<!\d)(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})(?!\d)(?=.{0,20}\d\s?[AP]M\b)",
    )
)
_CLOCK = re.compile(
    r"[T\s,]{1,3}(?P<h>\d{1,2}):?(?P<min>\d\d)(?::?(?P<s>\d\d))?(?:[.,]\d{1,9})?(?:\s?(?P<half>[AP])M\b)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"\s{0,3}(?:GMT|UTC?)?\s?(?P<sign>[+-])(?P<h>\d{1,2}?)(?::?(?P<m>\d\d))?(?!\d)", re.IGNORECASE
)
_NAME = re.compile(r"\s{0,3}(?P<name>[A-Z]{1,4})\b")
_NAMED_HOURS = (
    dict.fromkeys(("Z", "UT", "UTC", "GMT"), 0)
    | {"ICT": 7, "JST": 9, "KST": 9, "SGT": 8, "HKT": 8}
    | {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
)
_JSON = re.compile(r"/?Date\((?P<ms>\d{9,14})")


def moment(text: str | None, source: Source) -> datetime | None:
    """Return the moment an outlet names, in its own zone where it names none; None for what cannot be."""
    if not text or len(text) > _MAX_CHARACTERS:
        return None
    readings = (
        at if at.tzinfo else at.replace(tzinfo=ZoneInfo(source.zone))
        for at in _readings(" ".join(text.split()))
    )
    likely = [at for at in readings if in_window(at, source.now)]
    if likely and source.since and likely[0] < source.since and any(at >= source.since for at in likely):
        return None  # day or month first: what would be too old may be new, and the page decides
    return next(iter(likely), None)


def _readings(text: str) -> list[datetime]:
    """Return what a date may mean, the likeliest first; without a zone where it names none."""
    if json := _JSON.match(text):
        return [datetime.fromtimestamp(int(json["ms"]) / 1000, UTC)]
    day = next(filter(None, (pattern.search(text) for pattern in _DAYS)), None)
    if day is None:
        read = read_moment(text)
        if read is None:
            return []
        at = read.at if read.zoned else read.at.replace(tzinfo=None)
        other = _turned_round(at) if _DAY_AND_MONTH.search(text) else None
        return [at, other] if other else [at]
    clock = _CLOCK.match(text, day.end())
    dates = (_at(*part, clock) for part in _year_month_day(day))
    zone = _zone(text, clock.end()) if clock else None
    return [at.replace(tzinfo=zone) for at in dates if at]


def _turned_round(at: datetime) -> datetime | None:
    """Return a date with the month first that was read with the day first; None where that is none."""
    return at.replace(day=at.month, month=at.day) if at.day <= _MONTHS_A_YEAR else None


def _year_month_day(day: re.Match[str]) -> list[tuple[int, int, int]]:
    parts = day.groupdict()
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)  # noqa: PLR2004 - two digits of a year
    if "a" in parts:
        # With AM and PM it is an American system that wrote it, which puts the month first, if it can.
        first, second = int(parts["a"]), int(parts["b"])
        return [(year, first, second), (year, second, first)]
    if "name" in parts:
        digits = re.search(r"\d{1,2}$", parts["name"])
        month = int(digits[0]) if digits else _MONTHS.get(parts["name"][:3].lower(), 0)
        return [(year, month, int(parts["d"]))]
    return [(year, int(parts["m"]), int(parts["d"]))]


def _at(year: int, month: int, day: int, clock: re.Match[str] | None) -> datetime | None:
    hour, half = (int(clock["h"]), (clock["half"] or "").lower()) if clock else (0, "")
    if half == "p" and hour < _NOON_HOUR:
        hour += _NOON_HOUR
    elif half == "a" and hour == _NOON_HOUR:
        hour = 0
    minute, second = (int(clock["min"]), int(clock["s"] or 0)) if clock else (0, 0)
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - its zone follows
    except ValueError:
        return None


def _zone(text: str, at: int) -> timezone | None:
    if offset := _OFFSET.match(text, at):
        hours, minutes = int(offset["h"]), int(offset["m"] or 0)
        span = timedelta(hours=hours, minutes=minutes)
        return timezone(-span if offset["sign"] == "-" else span) if span <= _MAX_OFFSET else None
    name = _NAME.match(text, at)
    hours_off = _NAMED_HOURS.get(name["name"].upper()) if name else None
    return None if hours_off is None else timezone(timedelta(hours=hours_off))
