"""What a reason says of the request beside its verdict."""

import pytest

from crawler.reasons import Reason, Verdict


def test_codes_are_unique_and_lead_back() -> None:
    assert len({reason.code for reason in Reason}) == len(Reason)
    assert all(Reason.from_code(reason.code) is reason for reason in Reason)
    assert Reason.find("of-tomorrow") is None


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason.obstacle and not reason.may_pass])
def test_what_an_obstacle_kept_from_us_is_asked_for_again(reason: Reason) -> None:
    assert reason.verdict is Verdict.FAILED


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason.may_pass])
def test_a_fault_that_passes_has_an_end(reason: Reason) -> None:
    assert reason.verdict in (Verdict.GONE, Verdict.REJECTED, Verdict.QUARANTINED)


def test_a_host_that_was_not_asked_was_not_asked_for_the_page() -> None:
    held_back = {reason.code for reason in Reason if not reason.host_was_asked}

    assert held_back == {"resting", "host-failing", "over-budget", "stopped"}
    assert {reason.code for reason in Reason if not reason.page_was_asked} == {
        *held_back,
        "robots-unreadable",
    }
