"""Which announcements are fetched, and in what order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from crawler.article import Announcement, Decision, Judgement
from crawler.crawl.frontier import Selection, Window, merge, next_try, select
from crawler.reasons import Reason

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OPEN = Window(None, None)


@dataclass
class Row:
    verdict: str
    attempts: int = 1
    at: datetime = NOW
    reason: str = "timeout"
    published: datetime | None = None


def announcement(key: str, *, score: float | None = None, published: datetime | None = None) -> Announcement:
    title = None if score is None else str(score)
    return Announcement(
        f"https://bao.example/{key}", key, "bao", "https://bao.example/rss", title, published=published
    )


def judge(item: Announcement) -> Judgement | None:
    return Judgement(float(item.title), Decision.REJECT) if item.title else None


def sort(
    items: list[Announcement],
    *,
    known: dict[str, Row] | None = None,
    window: Window = OPEN,
    room: int | None = None,
    dry_run: bool = False,
    expected_yield: Callable[[Announcement], float] = lambda _: 0.5,
) -> Selection:
    own = select(
        items,
        known=known or {},
        window=window,
        judge=judge,
        hopeless=0.1,
        sampling=not dry_run,
        now=NOW,
        expected_yield=expected_yield,
    )
    together = merge([own], room=room, dry_run=dry_run)
    (part,) = together.parts
    assert together.fetch == part.fetch
    return part


def test_the_best_come_first_and_hopeless_ones_are_noted() -> None:
    items = [
        announcement("a", score=0.2),
        announcement("b"),
        announcement("c", score=0.9),
        announcement("d", score=0.0),
    ]

    result = sort(items)

    assert ["c", "b", "a"] == [item.key for item, _ in result.fetch]
    assert [(item.key, reason) for item, _, reason in result.noted if reason] == [("d", Reason.HOPELESS)]


def test_an_address_without_a_title_must_be_far_more_foreign_than_a_title() -> None:
    scores = {"foreign": 0.03, "odd": 0.05}
    own = select(
        [announcement(key) for key in (*scores, "silent")],
        known={},
        window=OPEN,
        judge=lambda item: Judgement(scores[item.key], Decision.REJECT) if item.key in scores else None,
        hopeless=0.1,
        sampling=False,
        now=NOW,
    )

    assert {item.key: reason for item, _, reason in own.noted} == {
        "foreign": Reason.FOREIGN_SLUG,
        "odd": None,
        "silent": None,
    }


def test_the_window_includes_its_first_and_leaves_out_its_end() -> None:
    window = Window(NOW, NOW + timedelta(days=1))
    moments = [NOW - timedelta(seconds=1), NOW, NOW + timedelta(days=1), None]

    reasons = [window.misses(moment) for moment in moments]

    assert [Reason.TOO_OLD, None, Reason.TOO_NEW, None] == reasons


def test_settled_pages_are_not_asked_again_failed_ones_are() -> None:
    known = {
        "kept": Row("kept"),
        "once": Row("failed"),
        "often": Row("failed", attempts=5, at=NOW - timedelta(hours=1)),
        "often-yesterday": Row("failed", attempts=5, at=NOW - timedelta(days=2)),
    }

    result = sort([announcement(key) for key in known], known=known)

    assert ["once", "often-yesterday"] == [item.key for item, _ in result.fetch]


def test_the_limit_takes_the_best_and_the_rest_is_noted() -> None:
    items = [announcement("a", score=0.5), announcement("b", score=0.9)]

    result = sort(items, room=1)

    assert ["b"] == [item.key for item, _ in result.fetch]
    assert [("a", Reason.OVER_LIMIT)] == [(item.key, reason) for item, _, reason in result.noted if reason]


def test_a_dry_run_fetches_nothing() -> None:
    result = sort([announcement("a", score=0.5)], dry_run=True)

    assert result.fetch == []
    assert [Reason.DRY_RUN] == [reason for _, _, reason in result.noted]


def test_the_same_few_hopeless_ones_are_fetched_to_see_what_is_lost() -> None:
    items = [announcement(f"h{number}", score=0.0) for number in range(1_000)]

    first, again = sort(items), sort(items)

    assert first.sampled == again.sampled
    assert 5 <= len(first.sampled) <= 40
    assert [item for item, _ in first.sampled] == [item for item, _ in first.fetch]
    assert len(first.noted) == 1_000
    assert sort(items, dry_run=True).sampled == []
    assert sort(items, room=1).sampled == [first.sampled[0]]


def test_fruitful_places_come_first_and_some_others_are_explored() -> None:
    items = [announcement(f"{place}{number}") for number in range(100) for place in ("good", "bad")]

    result = sort(items, expected_yield=lambda item: 0.9 if item.key.startswith("good") else 0.0)

    places = [item.key.startswith("good") for item, _ in result.fetch]
    assert all(places[:100])
    ranks = {priority for item, priority in result.fetch if item.key.startswith("bad")}
    assert ranks == {0, 50}


def for_corpus(items: list[Announcement], scores: dict[str, float], **known: Row) -> Selection:
    return select(
        items,
        known=known,
        window=OPEN,
        judge=lambda item: Judgement(scores[item.key], Decision.REJECT),
        hopeless=0.1,
        sampling=False,
        now=NOW,
    )


def reasons(part: Selection) -> dict[str, Reason | None]:
    return {item.key: reason for item, _, reason in part.noted}


def test_of_what_is_surely_wanted_the_newest_comes_first() -> None:
    ages = {"old": timedelta(days=12), "new": timedelta(hours=2), "undated": None}
    items = [
        announcement(key, score=0.8, published=None if age is None else NOW - age)
        for key, age in ages.items()
    ]
    far = announcement("far", score=0.3, published=NOW)
    own = select(
        [*items, far],
        known={},
        window=OPEN,
        judge=lambda item: Judgement(
            float(item.title or 0), Decision.BORDERLINE if item is far else Decision.ACCEPT
        ),
        hopeless=0.1,
        sampling=False,
        now=NOW,
    )

    assert [item.key for item, _ in own.fetch] == ["new", "old", "undated", "far"]


def test_a_page_for_two_corpora_is_fetched_once_and_offered_to_both() -> None:
    items = [announcement(key, score=0.0) for key in "abcd"]
    first = for_corpus(items, {"a": 0.9, "b": 0.0, "c": 0.0, "d": 0.5})
    second = for_corpus(items, {"a": 0.2, "b": 0.7, "c": 0.0, "d": 0.5}, d=Row("kept"))

    together = merge([first, second])

    assert [(item.key, priority) for item, priority in together.fetch] == [("a", 90), ("b", 70), ("d", 50)]
    # What one corpus would not have had fetched is there now, and is looked at; what it knows is not.
    assert reasons(together.parts[0]) == {"a": None, "b": None, "c": Reason.HOPELESS, "d": None}
    assert reasons(together.parts[1]) == {"a": None, "b": None, "c": Reason.HOPELESS}


def test_the_limit_is_one_for_all_corpora() -> None:
    items = [announcement(key) for key in "ab"]
    parts = [for_corpus(items, {"a": 0.9, "b": 0.2}), for_corpus(items, {"a": 0.0, "b": 0.8})]

    together = merge(parts, room=1)

    assert [item.key for item, _ in together.fetch] == ["a"]
    assert reasons(together.parts[0]) == {"a": None, "b": Reason.OVER_LIMIT}
    assert reasons(together.parts[1]) == {"a": None, "b": Reason.OVER_LIMIT}


RETRY = (timedelta(hours=1), timedelta(days=1))


@pytest.mark.parametrize(
    ("reason", "tries", "pause"),
    [
        (Reason.OVER_BUDGET, 9, timedelta(0)),
        (Reason.SERVER_ERROR, 0, timedelta(0)),
        (Reason.SERVER_ERROR, 1, timedelta(hours=1)),
        (Reason.SERVER_ERROR, 9, timedelta(days=1)),
        (Reason.GONE, 0, timedelta(hours=1)),
        (Reason.TOO_SHORT, 1, timedelta(days=1)),
        (Reason.GONE, 2, None),
        (Reason.OFF_TOPIC, 0, None),
        (Reason.ON_TOPIC, 0, None),
    ],
)
def test_a_vain_try_is_followed_by_a_longer_pause(
    reason: Reason, tries: int, pause: timedelta | None
) -> None:
    due_at = next_try(reason, tries, NOW, retry=RETRY, give_up_at=NOW + timedelta(days=9))

    assert due_at == (None if pause is None else NOW + pause)


def test_what_only_fails_is_given_up_in_the_end() -> None:
    doubted = next_try(
        Reason.OFF_TOPIC, 0, NOW, retry=RETRY, give_up_at=NOW + timedelta(days=9), topic_in_doubt=True
    )
    assert doubted == NOW + RETRY[0]
    assert next_try(Reason.SERVER_ERROR, 5, NOW, retry=RETRY, give_up_at=NOW) is None
