"""How often a source is asked, over days of answers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.polling import (
    DEAD_FOR,
    LONGEST,
    SHORTEST,
    Polling,
    after_answer,
    after_failure,
    after_nothing_new,
    conditions,
    is_due,
)

NOW = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
WAIT = timedelta(seconds=1)


def answered(polling: Polling, known: int, proof: str = "a", now: datetime = NOW, **headers: str) -> Polling:
    return after_answer(polling, now, announced=30, known=known, headers=headers, proof=proof, wait=WAIT)


@pytest.mark.parametrize("per_hour", [2, 10, 40])
def test_the_share_of_known_items_settles_between_a_third_and_two_thirds(per_hour: int) -> None:
    polling, now, last = Polling(), NOW, NOW
    shares = []
    for _ in range(60):
        new = min(30, round((now - last) / timedelta(hours=1) * per_hour))
        shares.append((30 - new) / 30)
        polling = answered(polling, 30 - new, now=now)
        assert polling.due
        last, now = now, polling.due
    settled = sum(shares[20:]) / len(shares[20:])

    assert 1 / 3 - 0.1 <= settled <= 2 / 3 + 0.1


@given(st.lists(st.sampled_from(["new", "old", "304", "error"]), max_size=60))
def test_it_is_never_asked_too_often_nor_forgotten(answers: list[str]) -> None:
    polling, now = Polling(), NOW
    for answer in answers:
        if answer == "error":
            polling = after_failure(polling, now, wait=WAIT)
        elif answer == "304":
            polling = after_nothing_new(polling, now, wait=WAIT)
        else:
            polling = answered(polling, 0 if answer == "new" else 30, now=now)
        assert polling.due
        assert SHORTEST <= polling.due - now <= (DEAD_FOR if answer == "error" else LONGEST)
        now = polling.due


def test_never_faster_than_the_host_wants() -> None:
    slow = timedelta(hours=2)
    polling = after_answer(Polling(), NOW, announced=30, known=0, headers={}, proof="a", wait=slow)

    assert polling.due == NOW + slow


def test_a_dead_source_is_asked_monthly_and_comes_back() -> None:
    polling, now, tries = Polling(), NOW, 0
    while now < NOW + timedelta(days=90):
        polling = after_failure(polling, now, wait=WAIT)
        assert polling.due
        now, tries = polling.due, tries + 1
    assert tries < 30
    assert polling.dead
    back = answered(polling, 0, now=now)

    assert not back.dead
    assert back.due
    assert back.due - now <= LONGEST


def test_a_source_whose_validators_lie_is_not_believed() -> None:
    polling = answered(Polling(), 10, "one", ETag="x")
    assert conditions(polling) == {"If-None-Match": "x"}
    polling = answered(polling, 10, "two", ETag="x")

    assert conditions(polling) == {}


def test_a_source_that_is_believed_still_proves_itself() -> None:
    polling = answered(Polling(), 10, "one", ETag="x")
    asked = []
    for _ in range(10):
        asked.append(bool(conditions(polling)))
        polling = after_nothing_new(polling, NOW, wait=WAIT)

    assert asked == [True] * 9 + [False]


def test_due() -> None:
    assert is_due(Polling(), NOW)
    assert not is_due(Polling(due=NOW + WAIT), NOW)
    assert is_due(Polling(due=NOW + timedelta(days=400)), NOW)
