"""How long a host asks to wait, in the spellings of Crawl-delay, Request-rate and Retry-After. Pure."""

import re

_DURATION = re.compile(
    r"""[\s"'~<>+=]{0,9}
    (?P<number>(?:[0-9]{1,40}(?:[.,][0-9]{1,6})?|[.,][0-9]{1,6})(?:e[+-]?[0-9]{1,2})?)
    (?![0-9_]|[.,][0-9]|[ex][0-9+-])  # or else it is a part of what is no number
    \s{0,9}(?P<unit>[^\W\d_]{0,12})""",
    re.IGNORECASE | re.VERBOSE,
)
_UNITS_S = (
    dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), 0.001)
    | dict.fromkeys(("m", "min", "mins", "minute", "minutes", "phút"), 60.0)
    | dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "giờ"), 3600.0)
)


def seconds_in(text: str) -> float | None:
    """Return the seconds a text begins with, such as 2, "1,5", .5, 1e3 or 1 minute; None for no number."""
    found = _DURATION.match(text)
    if found is None:
        return None
    return float(found["number"].replace(",", ".")) * _UNITS_S.get(found["unit"].lower(), 1.0)
