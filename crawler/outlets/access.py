"""Whether an outlet still gives its articles: refused, walled and timed out ones are its problem."""

from collections import Counter
from collections.abc import Mapping

from crawler.reasons import Reason, Verdict

ENOUGH = 5  # articles asked for; fewer say nothing of an outlet
_WITHHELD_SHARE = 0.5

# What a person asked for, or what we failed at, says nothing of the outlet.
_OURS = frozenset({Reason.BUG, Reason.RETRY})


def is_asked(reason: Reason) -> bool:
    """Tell whether an article that ended so was asked for, or would have been if its host answered at all."""
    return reason is Reason.HOST_FAILING or (
        reason.host_was_asked and reason.verdict is not Verdict.SKIPPED and reason not in _OURS
    )


def is_withheld(reason: Reason) -> bool:
    """Tell whether the outlet gave no article where one was asked for."""
    return is_asked(reason) and (reason.obstacle is not None or reason.verdict is Verdict.FAILED)


def withheld_in(reasons: Mapping[Reason, int]) -> str | None:
    """Return the sentence on an outlet half or more of whose articles could not be had, or None."""
    asked = Counter({reason: count for reason, count in reasons.items() if is_asked(reason)})
    withheld = Counter({reason: count for reason, count in asked.items() if is_withheld(reason)})
    if asked.total() < ENOUGH or withheld.total() < _WITHHELD_SHARE * asked.total():
        return None
    counts = ", ".join(f"{count} {reason.code}" for reason, count in withheld.most_common())
    return f"{withheld.total()} of {asked.total()} articles could not be had: {counts}"
