"""Dates as Vietnamese pages and feeds write them, to aware datetimes; no guessing, no borrowed parts."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

VIETNAM = timezone(timedelta(hours=7))
FIRST_DAY = datetime(2000, 1, 1, tzinfo=VIETNAM)
_AHEAD = timedelta(hours=24)

_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4})(?!\d)"
)
_IN_WORDS = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s*(?:tháng|thg)\s*(?P<m>\d{1,2})\s*(?:[,.]|năm)?\s*(?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d:+.-])(?P<h>\d{1,2})(?::|\s?(?:giờ|g|h)\s?)(?P<min>\d{2})(?!\d)(?:\s?(?:phút|')|:(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>AM|PM|SA|CH|sáng|trưa|chiều|tối)\b)?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"(?:(?P<name>GMT|UTC)\s*)?(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?(?!\d)", re.IGNORECASE
)
_UNIX = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?$")
_MAX_LENGTH = 200
_NOON = 12
_AFTERNOON = {"pm", "ch", "chiều", "tối"}
_MORNING = {"am", "sa", "sáng"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written: `exact` when it names the time of day, `zoned` when it names its zone."""

    at: datetime
    exact: bool
    zoned: bool


def read_moment(text: str | None) -> Moment | None:
    """The first date in a short text, +07:00 when it names no zone; None when there is none."""
    if not text or len(text) > _MAX_LENGTH:
        return None
    text = text.strip()
    if unix := _UNIX.match(text):
        return Moment(datetime.fromtimestamp(int(unix[1]), VIETNAM), exact=True, zoned=True)
    for pattern in (_ISO, _DAY_FIRST, _IN_WORDS):
        if found := pattern.search(text):
            return _moment(text, found)
    return _mail_date(text)


def in_window(at: datetime, latest: datetime) -> bool:
    """Tell whether a time lies between 2000 and a day after `latest`."""
    return FIRST_DAY <= at <= latest + _AHEAD


def _moment(text: str, date: re.Match[str]) -> Moment | None:
    day, month, year = int(date["d"]), int(date["m"]), int(date["y"])
    if month > _NOON >= day and date.re is _DAY_FIRST:
        day, month = month, day  # month first, as some list interfaces write it
    after, before = text[date.end() :], text[: date.start()]
    clock = _CLOCK.match(after.lstrip(" T,-–|()lúc\xa0\t")) or _CLOCK.search(after) or _last(_CLOCK, before)
    zone = _zone(after if clock is None or clock.string != before else before[clock.end() :] + after)
    try:
        hour, minute, second = _time(clock) if clock else (0, 0, 0)
        at = datetime(year, month, day, hour, minute, second, tzinfo=zone or VIETNAM)
    except ValueError:
        return None
    return Moment(at, exact=clock is not None, zoned=zone is not None)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda found: found.start(), default=None)


def _time(clock: re.Match[str]) -> tuple[int, int, int]:
    """Twelve hours where the clock really has twelve: "00:01 AM" and "13:05 PM" are 24-hour clocks."""
    hour, half = int(clock["h"]), (clock["half"] or "").lower()
    if half in _AFTERNOON and 0 < hour < _NOON:
        hour += _NOON
    elif half in _MORNING and hour == _NOON:
        hour = 0
    return hour, int(clock["min"]), int(clock["s"] or 0)


def _zone(text: str) -> timezone | None:
    """The zone behind the date. A bare sign counts only right behind a time, as in "08:52:11 +0700"."""
    for found in _ZONE.finditer(text):
        bare = not found["name"]
        if bare and not re.search(r":\d\d(?:[.,]\d+)?\s?$|[(]$", text[: found.start()]):
            continue
        offset = timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
        if offset <= timedelta(hours=14):
            return timezone(-offset if found["sign"] == "-" else offset)
    return (
        UTC if re.search(r":\d\d(?:[.,]\d+)?\s*(?:Z|UTC|GMT)\b(?!\s*[+-]\d)", text, re.IGNORECASE) else None
    )


def _mail_date(text: str) -> Moment | None:
    """RFC 822, as feeds write it. ICT is +07:00, which the standard library does not know."""
    if not re.search(r"\d{1,2}\s+[A-Za-z]{3,9}\s+(?:\d{4}|\d\d\s+\d{1,2}:)", text):
        return None
    text = re.sub(r"\bICT\b|GMT\s*\+\s*0?7(?::?00)?", "+0700", text)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    zoned = at.tzinfo is not None
    return Moment(at if zoned else at.replace(tzinfo=VIETNAM), exact=":" in text, zoned=zoned)
