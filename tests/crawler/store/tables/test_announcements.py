"""What is remembered of announcements, and for how long."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.article import Announcement
from crawler.reasons import Reason
from crawler.store.ledger import Ledger
from crawler.store.tables.pages import PageRow

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
FORGET = timedelta(days=90)


class Clock:
    """The time of a ledger, which a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def days(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", now=clock) as ledger:
        yield ledger


def match(number: int) -> Announcement:
    return Announcement(
        f"https://sanco.example/tran-dau-{number}.html",
        f"sanco:{number}",
        "sanco",
        "https://sanco.example/rss",
        f"Trận đấu số {number} kết thúc với tỷ số hòa",
        "Hai đội chia điểm sau chín mươi phút giằng co. " * 6,
    )


def rows(ledger: Ledger, table: str) -> int:
    return int(ledger._db.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def leave_out(ledger: Ledger, *numbers: int) -> None:
    ledger.announcements.note(1, [(match(n), 0.01, Reason.HOPELESS) for n in numbers], lambda _: 7)


def test_what_is_shown_no_more_keeps_its_reason_and_is_forgotten_at_last(
    ledger: Ledger, clock: Clock
) -> None:
    leave_out(ledger, 1, 2)
    clock.days(10)
    ledger.announcements.show({"sanco:2": ledger.announcements.decided(["sanco:2"])["sanco:2"]})
    clock.days(10)
    ledger.announcements.forget(FORGET)

    assert [ledger.announcements.get(f"sanco:{n}") is None for n in (1, 2)] == [True, False]
    decided = ledger.announcements.decided(["sanco:1", "sanco:2", "sanco:3"])
    assert {key: (one.reason, one.mark) for key, one in decided.items()} == {
        "sanco:1": ("hopeless", 7),
        "sanco:2": ("hopeless", 7),
    }
    assert decided["sanco:1"].shown_at.date() == START.date()
    assert [each.left_out for _, each in ledger.channels.known(["sanco:1"])] == ["hopeless"]

    clock.days(71)
    ledger.announcements.forget(FORGET)

    assert ledger.announcements.decided(["sanco:1"]) == {}
    assert ledger.announcements.left_out("sanco") == {"hopeless": 2}, "what was left out so far"


def test_what_is_shown_again_in_time_is_not_forgotten(ledger: Ledger, clock: Clock) -> None:
    leave_out(ledger, 1)
    for _ in range(5):
        clock.days(60)
        ledger.announcements.forget(FORGET)
        ledger.announcements.show(ledger.announcements.decided(["sanco:1"]))

    assert ledger.announcements.decided(["sanco:1"])["sanco:1"].shown_at.date() == clock.now.date()
    assert rows(ledger, "announcements") == 0


def test_what_is_shown_all_the_time_is_written_down_once_a_week(ledger: Ledger, clock: Clock) -> None:
    leave_out(ledger, 1)
    seen = set()
    for _ in range(24 * 14):
        clock.days(1 / 24)
        ledger.announcements.show(ledger.announcements.decided(["sanco:1"]))
        seen.add(ledger.announcements.decided(["sanco:1"])["sanco:1"].shown_at)

    assert len(seen) == 3


def test_another_decision_brings_a_past_one_back(ledger: Ledger, clock: Clock) -> None:
    leave_out(ledger, 1)
    clock.days(30)
    ledger.announcements.forget(FORGET)
    ledger.announcements.note(2, [(match(1), 0.8, None)])

    row = ledger.announcements.get("sanco:1")
    assert row
    assert (row.reason, row.title) == (None, match(1).title)
    assert rows(ledger, "past_announcements") == 0
    assert ledger.announcements.left_out("sanco") == {}
    assert [place.announced for place in ledger.yields.of("sanco")] == [1, 1], "announced once"


def test_what_is_waited_for_or_has_its_page_leaves_nothing_behind(ledger: Ledger, clock: Clock) -> None:
    ledger.announcements.note(1, [(match(n), 0.9, None) for n in (1, 2)])
    ledger.frontier.add([match(1)], clock.now)
    off_topic = Reason.OFF_TOPIC
    ledger.pages.note(
        PageRow(
            key="sanco:2", url=match(2).url, outlet="sanco", verdict=off_topic.verdict, reason=off_topic.code,
            at=clock.now,
        )
    )  # fmt: skip
    clock.days(40)
    ledger.announcements.forget(FORGET)

    assert [ledger.announcements.get(f"sanco:{n}") is None for n in (1, 2)] == [False, True]
    assert rows(ledger, "past_announcements") == 0
    page = ledger.pages.get("sanco:2")
    assert page
    assert page.reason == "off-topic"


def test_it_forgets_once_a_day(ledger: Ledger, clock: Clock) -> None:
    ledger.announcements.forget(FORGET)
    leave_out(ledger, 1)
    ledger._db.execute("UPDATE announcements SET last_at = '2020-01-01T00:00:00+00:00'", ())
    ledger.announcements.forget(FORGET)
    assert rows(ledger, "announcements") == 1

    clock.days(1)
    ledger.announcements.forget(FORGET)
    assert rows(ledger, "announcements") == 0


def test_many_are_shortened_in_short_transactions(
    ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.store.tables.announcements._BATCH", 10)
    leave_out(ledger, *range(35))
    clock.days(20)
    ledger.announcements.forget(FORGET)

    assert (rows(ledger, "announcements"), rows(ledger, "past_announcements")) == (0, 35)


def test_what_is_left_out_is_counted_by_its_last_reason(ledger: Ledger) -> None:
    leave_out(ledger, 1, 2, 3)
    ledger.announcements.note(2, [(match(1), None, Reason.TOO_OLD), (match(2), 0.5, None)])
    ledger.announcements.note(3, [(match(3), 0.01, Reason.HOPELESS)] * 2)

    assert ledger.announcements.left_out("sanco") == {"too-old": 1, "hopeless": 1}
    assert ledger.announcements.hopeless() == 1


# Pages


def a_page(reason: Reason, steps: int = 3) -> PageRow:
    dropped = [["credit", "Ảnh: bạn đọc gửi"], ["credit", "Theo phóng viên"], ["link-list", "Xem thêm"]]
    return PageRow(
        key="sanco:1",
        url=match(1).url,
        outlet="sanco",
        verdict=reason.verdict,
        reason=reason.code,
        at=START,
        steps=[
            {"stage": f"s{n}", "passed": n < steps - 1, "says": "bóng đá", "seconds": 0.1, "dropped": dropped}
            for n in range(steps)
        ],
    )


@pytest.mark.parametrize(
    ("reason", "whole"),
    [(Reason.ON_TOPIC, True), (Reason.BORDERLINE, True), (Reason.OFF_TOPIC, False), (Reason.GONE, False)],
)
def test_steps_are_kept_whole_where_a_text_came_of_them_or_may(
    ledger: Ledger, reason: Reason, whole: bool
) -> None:
    ledger.pages.note(a_page(reason))

    page = ledger.pages.get("sanco:1")
    assert page
    last = {"stage": "s2", "passed": False, "says": "bóng đá"}
    assert page.steps == (a_page(reason).steps if whole else [last])


def test_lines_dropped_are_counted_whatever_became_of_the_page(ledger: Ledger) -> None:
    counted = [
        {"outlet": "sanco", "rule": "credit", "lines": 2, "articles": 1},
        {"outlet": "sanco", "rule": "link-list", "lines": 1, "articles": 1},
    ]
    ledger.pages.note(a_page(Reason.BORDERLINE, 1))
    assert ledger.texts.deletions() == counted
    ledger.pages.note(a_page(Reason.OFF_TOPIC, 1))  # a person's decision, with the steps of before
    assert ledger.texts.deletions() == counted


def test_an_earlier_ledgers_pages_are_shortened_when_it_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path):
        pass
    steps = json.dumps(a_page(Reason.OFF_TOPIC).steps)
    with sqlite3.connect(path) as old:
        for statement in (
            "DROP TABLE counts",
            "DROP TABLE past_announcements",
            "DROP INDEX records_added",
            "DROP INDEX announcements_outlet",
            "CREATE INDEX announcements_outlet ON announcements (outlet, last_at)",
            "ALTER TABLE announcements DROP COLUMN mark",
            "CREATE INDEX announcements_hopeless ON announcements (outlet) WHERE reason = 'hopeless'",
            "CREATE INDEX announcements_foreign_slug ON announcements (outlet) WHERE reason = 'foreign-slug'",
            "DELETE FROM _sqlite_migrations WHERE name = 'm017_growth_ends'",
        ):
            old.execute(statement)
        for number, verdict in enumerate(("kept", "rejected", "gone")):
            old.execute(
                "INSERT INTO pages (key, url, outlet, verdict, reason, detail, at, attempts, steps) "
                "VALUES (?, '', 'sanco', ?, 'on-topic', '', '2026-03-01T00:00:00+00:00', 1, ?)",
                (f"sanco:{number}", verdict, steps if verdict != "gone" else "[]"),
            )
    old.close()

    with Ledger(path) as ledger:
        pages = [ledger.pages.get(f"sanco:{number}") for number in range(3)]
        lines = {row["rule"]: (row["lines"], row["articles"]) for row in ledger.texts.deletions()}
    assert [len(page.steps) for page in pages if page] == [3, 1, 0]
    assert pages[1]
    assert pages[1].steps == [{"stage": "s2", "passed": False, "says": "bóng đá"}]
    assert lines == {"credit": (12, 2), "link-list": (6, 2)}
