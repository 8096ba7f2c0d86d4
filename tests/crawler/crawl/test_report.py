"""When a run says that it is our own network that is down."""

import pytest

from crawler.crawl.report import is_network_down

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


def test_reports_of_earlier_releases_say_nothing() -> None:
    assert not is_network_down({"ben": False}, [{"song": {"announced": 3}}])
