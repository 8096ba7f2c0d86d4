"""Which of a channel's entries are the newest, wherever they stand in it. Pure."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from math import ceil
from typing import TypeVar

T = TypeVar("T")
At = Callable[[T], datetime | None]
Number = Callable[[T], int | None]

_MIN_ALIKE = 3  # dates; two may be alike by chance
_ALIKE_SHARE = 0.9
_MAX_ALIKE_SPAN = timedelta(minutes=5)
_SURE_SHARE = 0.8  # of the room is for the newest, the rest for the others in turn
_NUMBER = re.compile(r"\d{5,18}")  # not years


def number_in(url: str) -> int | None:
    """Return the number an address ends with: those of most systems count up."""
    numbers = _NUMBER.findall(url.partition("?")[0])
    return int(numbers[-1]) if numbers else None


def newest_first(entries: Sequence[T], at: At[T], number: Number[T] | None = None) -> list[T]:
    """Order entries by their dates, those without one first; by their numbers where dates are few.

    Where both are few, they stay as they stand.
    """
    dates = [at(entry) for entry in entries]
    if sum(date is not None for date in dates) * 2 >= len(entries):
        undated = [entry for entry, date in zip(entries, dates, strict=True) if date is None]
        dated = [(date, entry) for entry, date in zip(entries, dates, strict=True) if date is not None]
        return undated + [entry for _, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    numbers = [number(entry) if number else None for entry in entries]
    if sum(value is not None for value in numbers) * 2 >= len(entries):
        ranked = sorted(
            zip((-1 if value is None else value for value in numbers), entries, strict=True),
            key=lambda pair: pair[0],
            reverse=True,
        )
        return [entry for _, entry in ranked]
    return list(entries)


def both_ends(entries: Sequence[T]) -> list[T]:
    """Take entries from both ends in turn: nothing says at which of them the new ones stand."""
    half = (len(entries) + 1) // 2
    nothing = object()
    pairs = zip_longest(entries[:half], reversed(entries[half:]), fillvalue=nothing)
    return [entry for entry in chain.from_iterable(pairs) if entry is not nothing]  # type: ignore[misc]


def within(limit: int, ordered: Sequence[T], now: datetime) -> tuple[list[T], list[T]]:
    """Return what is read of a list, and what is left out.

    The newest are always read; a part of the room goes to the others, day by day in turn, so that none is
    left out for ever.
    """
    if len(ordered) <= limit:
        return list(ordered), []
    sure = max(1, int(limit * _SURE_SHARE))
    rest, room = ordered[sure:], limit - sure
    begin = now.toordinal() * room % len(rest)
    turned = [*rest[begin:], *rest[:begin]]
    return [*ordered[:sure], *turned[:room]], turned[room:]


def set_together(dates: Sequence[datetime | None]) -> tuple[datetime, datetime] | None:
    """Return when nearly all dates were set: within minutes, as the list was made. They say nothing."""
    known = sorted(date for date in dates if date is not None)
    if len(known) < _MIN_ALIKE:
        return None
    most = ceil(len(known) * _ALIKE_SHARE)
    spans = zip(known, known[most - 1 :], strict=False)
    begin, end = min(spans, key=lambda span: span[1] - span[0])
    return (begin - _MAX_ALIKE_SPAN, end + _MAX_ALIKE_SPAN) if end - begin <= _MAX_ALIKE_SPAN else None


def believed(
    dates: Sequence[datetime | None], since: datetime | None, oldest: datetime | None = None
) -> list[datetime | None]:
    """Return the dates a window may be held against; in the place of the others None: the page decides.

    Those before `oldest` are no dates of a list that shows the newest. Without a window all are let be.
    """
    if since is None:
        return list(dates)
    alike = set_together(dates)
    return [
        None
        if date is not None and ((alike and alike[0] <= date <= alike[1]) or (oldest and date < oldest))
        else date
        for date in dates
    ]


def oldest_of_news(since: datetime | None, until: datetime | None, now: datetime) -> datetime | None:
    """Return before when a feed's dates are not believed: a year, when it is asked for what is new."""
    year_ago = now - timedelta(days=365)
    return year_ago if since is not None and until is None and since > year_ago else None
