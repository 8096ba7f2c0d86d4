"""Dates as Vietnamese pages and feeds write them, to aware datetimes; no guessing, no borrowed parts."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

VIETNAM = timezone(timedelta(hours=7))
FIRST_DAY = datetime(2000, 1, 1, tzinfo=VIETNAM)
_AHEAD = timedelta(hours=24)

_ENGLISH_MONTHS = "january february march april may june july august september october november december"
_VIETNAMESE_MONTHS = (
    *("một/giêng", "hai", "ba", "tư/bốn", "năm", "sáu", "bảy/bẩy", "tám", "chín", "mười"),
    *("mười một", "mười hai/chạp"),
)
_MONTHS = {
    name[:length]: number for number, name in enumerate(_ENGLISH_MONTHS.split(), 1) for length in (3, 9)
}
_MONTHS |= {"sept": 9} | {
    name: number for number, names in enumerate(_VIETNAMESE_MONTHS, 1) for name in names.split("/")
}
_ENGLISH = "|".join(
    sorted((name for name in _MONTHS if name.isascii() and name not in {"hai", "ba"}), key=len, reverse=True)
)
_VIETNAMESE = "|".join(
    sorted((name for name in _MONTHS if not name.isascii() or name in {"hai", "ba"}), key=len, reverse=True)
)

_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?!\d)")
_BASIC_ISO = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?:T|(?=\d{6}(?!\d)))(\d\d)(\d\d)(\d\d)?")
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4})(?!\d)"
)
# As .NET writes it in the United States, nothing padded: 3/7/2026 8:07:00 AM.
_MONTH_FIRST = re.compile(
    r"(?<!\d)(?=(?:[\d/]{0,10}\D)??[1-9][/\s:])(?P<m>[1-9]\d?)/(?P<d>[1-9]\d?)/(?P<y>\d{4})"
    r"\s+(?=[1-9]\d?:\d\d:\d\d [AP]M\b)"
)
# A year of two digits could be a day or a month; only a time of day beside it makes a date of it.
_SHORT_YEAR = re.compile(
    r"(?<![\d/.-])(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d\d)(?![\d/.-])"
)
_IN_WORDS = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\s*[/-]?\s*(?:tháng|thg|th)\s*(?P<m>\d{{1,2}}|{_VIETNAMESE})\s*(?:[,./-]|năm)?\s*(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_IN_FRONT = re.compile(
    rf"(?<!\w)(?:tháng|thg|th)\s*(?P<m>\d{{1,2}}|{_VIETNAMESE})\s+(?:ngày\s+)?(?P<d>\d{{1,2}})\s*,\s*(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_ENGLISH_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]\s*(?P<m>{_ENGLISH})\b[.,]?[\s-]\s*(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_ENGLISH_MONTH_FIRST = re.compile(
    rf"\b(?P<m>{_ENGLISH})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_ENGLISH_YEAR_LAST = re.compile(
    rf"\b(?P<m>{_ENGLISH})\s+(?P<d>\d{{1,2}})\s+(?=\d{{1,2}}:\d\d:\d\d\s+(?:ICT\s+)?(?P<y>\d{{4}})(?!\d))",
    re.IGNORECASE,
)
_HALF = r"(?:\s*(?P<half>[AP]\.?M\b\.?|SA\b|CH\b|sáng\b|trưa\b|chiều\b|tối\b|đêm\b))?"
_CLOCK = re.compile(
    r"(?<![\d:+.-])(?P<h>\d{1,2})(?:\s?:\s?|\s?(?:giờ|g|h)\s?)(?P<min>\d{2})(?!\d)(?:\s?(?:phút|')|:(?P<s>\d{2})(?:[.,]\d+)?)?"
    + _HALF,
    re.IGNORECASE,
)
# "8 giờ 7 phút", and a full hour where the day follows: "8h sáng ngày ...", "8h 5/3/..."; "24h" is a paper.
_SPOKEN_CLOCK = re.compile(
    r"(?<![\w:+.-])(?P<h>[01]?\d|2[0-3])\s?(?:giờ|h)(?:\s?(?P<min>\d)(?P<s>)\s?phút|(?=\s*(?:sáng|trưa|chiều|tối|đêm)?\s*,?\s*(?:ngày\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})))"
    + _HALF,
    re.IGNORECASE,
)
_HOUR_BEHIND = re.compile(
    r"[\s,|-]{1,4}(?:lúc\s)?(?P<h>[01]?\d|2[0-3])\s?(?:giờ|h)(?P<min>)(?P<s>)(?!\w)" + _HALF, re.IGNORECASE
)
_ZONE = re.compile(
    r"(?:(?P<name>GMT|UTC)\s*)?(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?(?!\d)", re.IGNORECASE
)
_UNIX = re.compile(r"(?:/Date\()?(\d{10})(?:\d{3})?(?:\.\d+)?(?:\)/)?$")
_TWELVE_HOURS = re.compile(r"\d\s*[AP]\.?M\b", re.IGNORECASE)
_LONGEST_CHARACTERS = 200
_NOON_HOUR = 12
_AFTERNOON = {"pm", "ch", "chiều", "tối"}
_NIGHT = "đêm"
_FIRST_HOUR_OF_NIGHT = 9  # "11h đêm" is before midnight, "2h đêm" after it
_MORNING = {"am", "sa", "sáng"}
_CENTURY = 2000  # of a year of two digits; the window begins there


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written: `exact` when it names the time of day, `zoned` when it names its zone."""

    at: datetime
    exact: bool
    zoned: bool


def read_moment(text: str | None) -> Moment | None:
    """The first date in a short text, +07:00 when it names no zone; None when there is none."""
    if not text or len(text) > _LONGEST_CHARACTERS:
        return None
    text = text.strip()
    if unix := _UNIX.match(text):
        return Moment(datetime.fromtimestamp(int(unix[1]), VIETNAM), exact=True, zoned=True)
    text = _BASIC_ISO.sub(lambda found: "{}-{}-{}T{}:{}:{}".format(*found.groups("00")), text)
    for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST, _IN_WORDS, _MONTH_IN_FRONT):
        if found := pattern.search(text):
            return _moment(text, found)
    if moment := _mail_date(text):
        return moment
    for pattern in (_ENGLISH_DAY_FIRST, _ENGLISH_MONTH_FIRST, _ENGLISH_YEAR_LAST, _SHORT_YEAR):
        if found := pattern.search(text):
            moment = _moment(text, found)
            return moment if moment and (moment.exact or pattern is not _SHORT_YEAR) else None
    return None


def in_window(at: datetime, latest: datetime) -> bool:
    """Tell whether a time lies between 2000 and a day after `latest`."""
    return FIRST_DAY <= at <= latest + _AHEAD


def _moment(text: str, date: re.Match[str]) -> Moment | None:
    day, month, year = int(date["d"]), _month(date["m"]), int(date["y"])
    if month > _NOON_HOUR >= day and date.re is _DAY_FIRST:
        day, month = month, day  # month first, as some list interfaces write it
    if date.re is _SHORT_YEAR:
        year += _CENTURY
    after, before = text[date.end() :], text[: date.start()]
    clock = (
        _CLOCK.match(after.lstrip(" T,-–|()lúc\xa0\t"))
        or _CLOCK.search(after)
        or _last(_CLOCK, before)
        or _SPOKEN_CLOCK.search(after)
        or _HOUR_BEHIND.match(after)
        or _last(_SPOKEN_CLOCK, text[: date.end()])
    )
    behind = clock is None or clock.string not in (before, text[: date.end()])
    zone = _zone(after if behind or clock is None else clock.string[clock.end() :] + after)
    try:
        hour, minute, second = _time(clock) if clock else (0, 0, 0)
        at = datetime(year, month, day, hour, minute, second, tzinfo=zone or VIETNAM)
    except ValueError:
        return None
    return Moment(at, exact=clock is not None, zoned=zone is not None)


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _MONTHS[" ".join(written.lower().split())]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda found: found.start(), default=None)


def _time(clock: re.Match[str]) -> tuple[int, int, int]:
    """Twelve hours where the clock really has twelve: "00:01 AM" and "13:05 PM" are 24-hour clocks."""
    hour, half = int(clock["h"]), (clock["half"] or "").lower().replace(".", "")
    late = half in _AFTERNOON or (half == _NIGHT and hour >= _FIRST_HOUR_OF_NIGHT)
    if late and 0 < hour < _NOON_HOUR:
        hour += _NOON_HOUR
    elif half in (*_MORNING, _NIGHT) and hour == _NOON_HOUR:
        hour = 0
    return hour, int(clock["min"] or 0), int(clock["s"] or 0)


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
    if not re.search(r"\d{1,2}\s+[A-Za-z]{3,9}\s+(?:\d{4}|\d\d\s+\d{1,2}:)", text) or _TWELVE_HOURS.search(
        text
    ):
        return None
    text = re.sub(r"\bICT\b|(?:GMT|UTC)\s*\+\s*0?7(?::?00)?", "+0700", text)
    text = re.sub(r"(?<=\d\s)([+-]\d\d)$", r"\g<1>00", text)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if at.tzinfo is None and text.endswith("-0000"):
        at = at.replace(tzinfo=UTC)  # RFC 2822: the time is universal, only the place is not told
    zoned = at.tzinfo is not None
    return Moment(at if zoned else at.replace(tzinfo=VIETNAM), exact=":" in text, zoned=zoned)
