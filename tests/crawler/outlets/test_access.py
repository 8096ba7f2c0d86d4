"""When an outlet counts as one that gives its articles no more."""

import pytest

from crawler.outlets.access import is_asked, is_withheld, withheld_in
from crawler.reasons import Reason


def test_half_of_five_is_told_with_its_reasons() -> None:
    reasons = {Reason.FORBIDDEN: 2, Reason.CHALLENGE: 1, Reason.OFF_TOPIC: 2}

    assert withheld_in(reasons) == "3 of 5 articles could not be had: 2 forbidden, 1 challenge"


@pytest.mark.parametrize(
    "reasons",
    [
        {},
        {Reason.SERVER_ERROR: 4},
        {Reason.SERVER_ERROR: 5, Reason.ON_TOPIC: 6},
        {Reason.STOPPED: 9, Reason.RESTING: 9, Reason.OVER_BUDGET: 9, Reason.HOPELESS: 40, Reason.TIMEOUT: 2},
        {Reason.BUG: 20, Reason.TIMEOUT: 4},
        {Reason.BORDERLINE: 10, Reason.OUTLET_CHANGED: 10, Reason.NEWS_LIST: 10},
    ],
    ids=["nothing", "too few", "less than half", "not asked", "our own fault", "articles came"],
)
def test_what_is_no_refusal(reasons: dict[Reason, int]) -> None:
    assert withheld_in(reasons) is None


def test_a_host_that_is_left_alone_after_failures_counts_with_all_that_waits_for_it() -> None:
    told = withheld_in({Reason.SERVER_ERROR: 8, Reason.HOST_FAILING: 52})

    assert told == "60 of 60 articles could not be had: 52 host-failing, 8 server-error"


def test_every_reason_that_is_withheld_was_asked_for() -> None:
    assert all(is_asked(reason) for reason in Reason if is_withheld(reason))
    assert not any(is_withheld(reason) for reason in (Reason.ON_TOPIC, Reason.SAME_TEXT, Reason.WEATHER))
