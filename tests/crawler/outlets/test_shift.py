"""When the figures of pages count as shifted, and when they only vary."""

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from crawler.outlets.shift import LEARNT, Figure, Shift, ShiftWatch

START = datetime(2026, 10, 1, 5, tzinfo=UTC)
RUNS = 40  # outlets of each kind


def shift_in(
    figures: Iterable[Figure], *, sign: int, matters: Callable[[float, float], bool]
) -> Shift | None:
    """Return the shift that is open after these figures, oldest first."""
    watch = ShiftWatch(sign, matters)
    for figure in figures:
        watch.see(figure)
    return watch.found


def of(values: Sequence[float], sign: int = -1, factor: float = 0.57) -> Shift | None:
    figures = [Figure(START + timedelta(hours=hour), value) for hour, value in enumerate(values)]
    return shift_in(figures, sign=sign, matters=lambda usual, now: (now - factor * usual) * sign >= 0)


def news(lot: random.Random, count: int) -> list[float]:
    """Return lengths as an outlet's texts have them."""
    return [lot.lognormvariate(7.6, 0.45) for _ in range(count)]


def short_and_long(lot: random.Random, count: int) -> list[float]:
    """Return the lengths of an outlet with short news next to long features."""
    return [value * (0.25 if lot.random() < 0.4 else 1.0) for value in news(lot, count)]


def test_texts_cut_to_two_fifths_are_seen_within_ten_pages() -> None:
    lot = random.Random(11)
    seen = 0
    for _ in range(RUNS):
        before = news(lot, 60)
        seen += of([*before, *(0.39 * value for value in news(lot, 10))]) is not None

    assert seen >= 0.9 * RUNS


@pytest.mark.parametrize("kind", [news, short_and_long])
def test_pages_that_only_vary_are_no_shift(kind: object) -> None:
    lot = random.Random(12)
    assert callable(kind)
    streams = [kind(lot, 150) for _ in range(RUNS)]

    opened = sum(of(values[:end]) is not None for values in streams for end in range(30, 151, 10))
    grown = sum(of(values[:end], 1, 1.5) is not None for values in streams for end in range(30, 151, 10))

    assert opened + grown <= 0.01 * 2 * RUNS * 13


def test_too_few_pages_say_nothing() -> None:
    assert of([2000.0] * (LEARNT - 1) + [100.0] * 3) is None


def test_a_difference_that_does_not_matter_is_learnt() -> None:
    assert of([2000.0] * 40 + [1900.0] * 200) is None


def test_a_shift_tells_since_when_and_by_how_much() -> None:
    found = of([2000.0 + (17 * each) % 40 for each in range(40)] + [700.0] * 12)

    assert found
    assert found.since == START + timedelta(hours=40)
    assert found.last_good == START + timedelta(hours=39)
    assert (round(found.usual), found.present, found.pages) == (2020, 700, 12)


def test_pages_as_they_were_mend_it() -> None:
    usual = [2000.0 + 10 * (each % 7) for each in range(40)]

    assert of([*usual, *[700.0] * 12, *usual[:12]]) is None
    assert of([*usual, *[700.0] * 12, *usual[:2]]) is not None


def test_a_share_that_was_never_there_is_seen_at_once() -> None:
    found = shift_in(
        [Figure(START, 0.0)] * 30 + [Figure(START, 0.4)] * 5,
        sign=1,
        matters=lambda usual, now: now >= usual + 0.15,
    )

    assert found
