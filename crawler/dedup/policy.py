"""What becomes of a text that is like a known one: the policy of schedules.yaml, applied. Pure."""

from collections.abc import Sequence
from typing import Protocol

from crawler.article import Likeness, Record, Relation
from crawler.errors import Rejected
from crawler.reasons import Reason

_REASONS = {
    Likeness.NEAR: Reason.NEAR_TEXT,
    Likeness.CONTAINED: Reason.CONTAINED,
    Likeness.CONTAINS: Reason.CONTAINS,
    Likeness.EDITED: Reason.EDITED,
}


class Policy(Protocol):
    """Per likeness: "duplicate" or "keep". `versions`: "latest" writes each state of an article."""

    @property
    def near(self) -> str: ...
    @property
    def contained(self) -> str: ...
    @property
    def contains(self) -> str: ...
    @property
    def edited(self) -> str: ...
    @property
    def versions(self) -> str: ...


def judged(own: Sequence[Record], relations: Sequence[Relation], policy: Policy) -> Rejected | None:
    """Return why a text that is not known is not kept; None when it is.

    `own` are the records of the same article: the text is a version of it, whatever else it is like.
    """
    if own and policy.versions == "first":
        first = own[0]
        similarity = next((each.similarity for each in relations if each.number == first.number), 0.0)
        detail = f"kept as {first.name}, which stays as it is; see: gomtin history {first.number}"
        return Rejected(Reason.CHANGED, detail, duplicate_of=first.number, similarity=round(similarity, 4))
    numbers = {record.number for record in own}
    for each in relations:
        if each.number in numbers:
            continue
        reason = _REASONS.get(each.likeness)
        if reason and each.number is not None and getattr(policy, each.likeness.value) == "duplicate":
            return Rejected(
                reason, told(each), duplicate_of=each.number, similarity=round(each.similarity, 4)
            )
    return None


def told(relation: Relation) -> str:
    """Return one relation in words."""
    known = _named(relation.number)
    if relation.likeness is Likeness.CONTAINED:
        return f"{relation.contained:.0%} of it stands in {known}"
    if relation.likeness is Likeness.CONTAINS:
        return f"{relation.containing:.0%} of {known} stands in it"
    if relation.likeness is Likeness.STORY:
        return f"the story of {known}: {relation.similarity:.0%} of the shorter text is the same"
    return (
        f"{relation.jaccard:.0%} of it and {known} is the same, {relation.similarity:.0%} of the shorter text"
    )


def _named(number: int | None) -> str:
    if number is None:
        return "a text that waits in quarantine"
    return f"record {number}" if number >= 0 else "one offered before"
