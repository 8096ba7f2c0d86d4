"""When an outlet counts as changed, and when as mended."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.channel_state import ChannelState
from crawler.outlets.drift import Trait, drift_in
from crawler.outlets.silence import silence_in
from crawler.store.database import SharedDatabase
from crawler.store.tables.health import MOST_PAGES, ChannelHealth, Health, PageHealth

START = datetime(2026, 10, 1, 5, tzinfo=UTC)
LEAD = Trait.LEAD


def pages(course: str) -> list[PageHealth]:
    """Make a page for each sign, one a day: "." has all, "x" has no lead."""
    return [
        PageHealth(START + timedelta(days=day), 2000, frozenset({"lead"} if sign == "x" else ()))
        for day, sign in enumerate(course)
    ]


def test_five_pages_without_a_lead_are_a_change() -> None:
    assert drift_in(pages("." * 30 + "xxxx"), LEAD) is None

    found = drift_in(pages("." * 30 + "xxxxx"), LEAD)

    assert found
    assert found.sentence(UTC) == "pages without a lead since 2026-10-31, 5 of 5; last good 2026-10-30"


def test_the_count_goes_on_and_a_single_good_page_mends_nothing() -> None:
    found = drift_in(pages("." * 30 + "x" * 40 + ".x"), LEAD)

    assert found
    assert (found.bad, found.total) == (41, 42)
    assert found.last_good == START + timedelta(days=29)


def test_five_good_pages_in_a_row_mend_it() -> None:
    assert drift_in(pages("." * 30 + "x" * 40 + "....."), LEAD) is None


def test_what_an_outlet_never_had_is_not_missed() -> None:
    assert drift_in(pages("x" * 100), LEAD) is None
    assert drift_in(pages(".x" * 60 + "xxxxxxxx"), LEAD) is None


def test_too_few_pages_say_nothing() -> None:
    assert drift_in(pages("." * 10 + "xxxxx"), LEAD) is None


def test_single_pages_without_a_lead_are_usual() -> None:
    assert drift_in(pages(("." * 9 + "x") * 30), LEAD) is None


def test_the_book_keeps_the_latest_but_all_through_a_break(tmp_path: Path) -> None:
    with closing(SharedDatabase(tmp_path / "ledger.db")) as database:
        book = Health(database)
        for page in pages("." * (MOST_PAGES + 7)):
            book.note_page("bao", "", page, forget=True)
        assert len(book.pages("bao", "")) == MOST_PAGES

        for page in pages("x" * 20):
            book.note_page("bao", "", page, forget=False)

        assert len(book.pages("bao", "")) == MOST_PAGES + 20
        assert drift_in(book.pages("bao", ""), LEAD)
        assert book.pages("bao", "2019") == []


def test_a_silent_channel_is_told_after_three_runs() -> None:
    def runs(*found: int) -> list[ChannelHealth]:
        return [ChannelHealth(START + timedelta(days=day), n) for day, n in enumerate(found)]

    assert silence_in("https://bao.vn/rss", runs(40, 40, 38, 41, 40, 0, 0), UTC) is None
    assert silence_in("https://bao.vn/rss", runs(0, 0, 0, 0, 0, 0), UTC) is None
    silent = "https://bao.vn/rss announces nothing since 2026-10-06, in 3 runs; usually 40"
    assert silence_in("https://bao.vn/rss", runs(40, 40, 38, 41, 40, 0, 2, 0), UTC) == silent
    poll = ChannelState(asked_at=START, failures=3, failing_since=START, failure="HTTP 503")
    assert silence_in("https://bao.vn/rss", runs(40, 40, 38, 41, 40, 0, 2, 0), UTC, poll) == (
        f"{silent}; failing since 2026-10-01: HTTP 503"
    )
