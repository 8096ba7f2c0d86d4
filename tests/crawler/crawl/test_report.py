"""When a run says that it is our own network that is down."""

from collections import Counter

import pytest

from crawler.crawl.report import is_network_down, outlet_report
from crawler.crawl.stats import ChannelStats, OutletStats

Shares = dict[str, bool | None]


@pytest.mark.parametrize(
    ("now", "before", "down"),
    [
        ({"ben": False, "song": False}, [], True),
        ({"ben": False, "song": None}, [], False),
        ({"ben": False, "song": True}, [], False),
        ({"ben": None, "song": None}, [], False),
        ({"ben": False}, [{"song": False}], True),
        ({"ben": False}, [{"ben": False}, {"ben": False}], False),
        ({"ben": False}, [{"song": None}, {"song": False}], True),
        ({"ben": False}, [{"khac": True}, {"song": False}], False),
        ({"ben": None}, [{"song": False, "khac": False}], False),
    ],
)
def test_two_outlets_must_be_silent_and_none_answer(now: Shares, before: list[Shares], down: bool) -> None:
    earlier = [{name: {"reached": reached} for name, reached in run.items()} for run in before]

    assert is_network_down(now, earlier) is down


def test_what_was_read_in_part_is_not_called_unread() -> None:
    def problem(*found: int) -> str | None:
        channels = [
            ChannelStats(f"https://bao.example/{n}", count, "it is cut off") for n, count in enumerate(found)
        ]
        return outlet_report(OutletStats(announced=sum(found), channels=channels), Counter(), 1).problem

    assert problem(2, 0) == "read in part only: it is cut off"
    assert problem(0, 0) == "nothing could be read: it is cut off"


def test_reports_of_earlier_releases_say_nothing() -> None:
    assert not is_network_down({"ben": False}, [{"song": {"announced": 3}}])
