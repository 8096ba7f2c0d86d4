"""Who announced an article, and when first, in few bytes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.article import RELATED, AnnouncedBy, Announcement, related_channel
from crawler.reasons import Reason
from crawler.store.ledger import Ledger

NOW = datetime(2026, 11, 2, 7, tzinfo=UTC)
FEED, SITEMAP = "https://bao.vn/rss", "https://bao.vn/sitemap.xml"


class Clock:
    at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", now=clock) as opened:
        yield opened


def by(channel: str, number: int = 1) -> Announcement:
    return Announcement(f"https://bao.vn/{number}", f"bao:{number}", "bao", channel, title="Nước lên")


def hear(ledger: Ledger, *announced: Announcement, new: bool = True) -> None:
    if new:
        ledger.announcements.note(1, [(announced[0], None, None)])
    ledger.announcements.note_channels(1, announced)


def test_every_channel_is_noted_once_with_its_first_time(ledger: Ledger, clock: Clock) -> None:
    hear(ledger, by(FEED), by(SITEMAP))
    clock.at += timedelta(hours=1)
    hear(ledger, by(SITEMAP), by("https://bao.vn/muc"), by(FEED), new=False)

    assert ledger.announcements.announced_by(["bao:1"]) == [
        AnnouncedBy(FEED, NOW),
        AnnouncedBy(SITEMAP, NOW),
        AnnouncedBy("https://bao.vn/muc", NOW + timedelta(hours=1)),
    ]
    assert ledger.announcements.announced_by(["bao:2"]) == []


def test_pages_that_link_to_an_article_are_one_channel(ledger: Ledger) -> None:
    hear(ledger, by(related_channel("https://bao.vn/8")), by(related_channel("https://bao.vn/9")))

    assert ledger.announcements.announced_by(["bao:1"]) == [AnnouncedBy(RELATED, NOW)]


def test_what_is_known_and_was_never_announced_gets_its_row(ledger: Ledger) -> None:
    hear(ledger, by(FEED), new=False)

    row = ledger.announcements.get("bao:1")
    assert row
    assert (row.channel, row.reason) == (FEED, None)
    assert ledger.announcements.announced_by(["bao:1"]) == [AnnouncedBy(FEED, NOW)]


def test_an_article_under_another_key_was_announced_there_too(ledger: Ledger, clock: Clock) -> None:
    ledger.pages.note_alias("bao:2", "bao:1")
    hear(ledger, by(FEED, 2))
    clock.at += timedelta(hours=1)
    hear(ledger, by(SITEMAP), by(FEED))

    assert ledger.announcements.announced_by(["bao:1"]) == [
        AnnouncedBy(FEED, NOW),
        AnnouncedBy(SITEMAP, NOW + timedelta(hours=1)),
    ]


def test_before_all_were_noted_the_last_one_is_told(ledger: Ledger, clock: Clock) -> None:
    ledger.announcements.note(1, [(by(FEED), None, Reason.OVER_LIMIT)])
    clock.at += timedelta(days=1)
    hear(ledger, by(SITEMAP), new=False)

    told = ledger.announcements.announced_by(["bao:1"])
    assert [each.channel for each in told] == [FEED, SITEMAP]
    assert told[0].first_at == NOW


def test_a_channel_of_an_announcement_costs_eight_bytes(ledger: Ledger) -> None:
    some = [by(f"https://bao.vn/muc-{n}", number) for number in range(200) for n in range(5)]
    ledger.announcements.note(1, [(by(FEED, number), None, None) for number in range(200)])
    ledger.announcements.note_channels(1, some)

    def sizes(db: object) -> list[int]:
        return [row[0] for row in db.execute("SELECT length(announced_by) FROM announcements")]  # type: ignore[attr-defined]

    assert set(ledger.transaction(sizes)) == {40}
