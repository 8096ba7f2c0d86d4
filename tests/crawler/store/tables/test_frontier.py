"""What the ledger keeps of what is wanted and not settled."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.article import Announcement
from crawler.reasons import Reason
from crawler.store.ledger import Ledger
from crawler.store.tables.frontier import NEVER_TRIED

NOW = datetime(2026, 11, 2, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db") as ledger:
        yield ledger


def wanted(number: int, *, title: str | None = None, published: datetime | None = None) -> Announcement:
    url = f"https://bao.vn/bai-{number}.html"
    return Announcement(url, f"bao:{number}", "bao", "https://bao.vn/rss", title, published=published)


def keys(ledger: Ledger, now: datetime = NOW, limit: int = 10) -> list[str]:
    return [row.announcement.key for row in ledger.frontier.due("bao", now, limit)]


def test_what_was_never_tried_comes_first_then_the_newest(ledger: Ledger) -> None:
    ledger.frontier.add([wanted(n, published=NOW - n * HOUR) for n in (3, 1, 2)], NOW)
    ledger.frontier.postpone("bao:1", NOW, Reason.SERVER_ERROR, tried=True)

    assert keys(ledger) == ["bao:2", "bao:3", "bao:1"]
    assert keys(ledger, limit=2) == ["bao:2", "bao:3"]
    assert ledger.frontier.due("vang", NOW, 10) == []


def test_what_is_postponed_is_due_in_its_time_and_announced_again_keeps_it(ledger: Ledger) -> None:
    ledger.frontier.add([wanted(1)], NOW)
    ledger.frontier.postpone("bao:1", NOW + HOUR, Reason.GONE, tried=True)
    ledger.frontier.add([wanted(1, title="Cầu mới thông xe")], NOW)

    assert keys(ledger) == []
    assert keys(ledger, NOW + HOUR) == ["bao:1"]
    row = ledger.frontier.rows(["bao:1", "bao:2"])["bao:1"]
    assert (row.announcement.title, row.tries, row.reason) == ("Cầu mới thông xe", 1, Reason.GONE)
    ledger.frontier.hasten(["bao:1"], NOW)
    assert keys(ledger) == ["bao:1"]


def test_what_is_settled_is_gone(ledger: Ledger) -> None:
    ledger.frontier.add([wanted(1), wanted(2)], NOW)
    ledger.frontier.settle("bao:1")

    assert ledger.frontier.counts() == {"bao": {NEVER_TRIED: 1}}
    assert keys(ledger) == ["bao:2"]
