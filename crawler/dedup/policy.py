"""What becomes of a text that is like a known one: the policy of schedules.yaml, applied. Pure."""

from collections.abc import Sequence
from typing import Protocol

from crawler.article import Likeness, Record, Relation
from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.text.shingles import LEAST_TOKENS

_REASONS = {
    Likeness.NEAR: Reason.NEAR_TEXT,
    Likeness.CONTAINED: Reason.CONTAINED,
    Likeness.CONTAINS: Reason.CONTAINS,
    Likeness.EDITED: Reason.EDITED,
}

# Of a copy's words are in sentences of its own: title, lead and closing paragraph of an edited wire story
# come to about a seventh of it (the newsroom's). As many as make a text by themselves are never a copy's.
MOST_NEW_SHARE = 0.2


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
        shares = (each.contained for each in relations if each.kept and each.number == first.number)
        similarity = next(shares, 0.0)
        detail = f"kept as {first.name}, which stays as it is; see: gomtin history {first.number}"
        return Rejected(Reason.CHANGED, detail, duplicate_of=first.number, similarity=round(similarity, 4))
    numbers = {record.number for record in own}
    for each in relations:
        reason = _REASONS.get(each.likeness)
        if each.number in numbers or reason is None or not is_copy(each):
            continue
        if each.number is not None and getattr(policy, each.likeness.value) == "duplicate":
            share = round(each.contained, 4)
            return Rejected(reason, told(each), duplicate_of=each.number, similarity=share)
    return None


def is_copy(relation: Relation) -> bool:
    """Tell whether a text says no more than the record it is like.

    Likeness has a direction and is not handed on: what counts is the share of this text that stands in a text
    that was kept. Copies are evidence for nobody; a longer text with passages of its own is no copy of a
    shorter one; the same frame with other facts is other news.
    """
    says_more = relation.new_share > MOST_NEW_SHARE or relation.new_words >= LEAST_TOKENS
    return relation.kept and not relation.other_news and not says_more


def told(relation: Relation) -> str:
    """Return one relation in words: first of all the share of this text that stands in the other."""
    known = _named(relation.number)
    here = f"{'about ' * relation.sampled}{relation.contained:.0%} of it stands in {known}"
    if relation.other_news:
        return f"{here}; the facts differ"
    if relation.likeness is Likeness.STORY:
        return f"the story of {known}: {here}"
    return f"{here}, {relation.containing:.0%} of that in it; {relation.new_share:.0%} of it is new"


def _named(number: int | None) -> str:
    if number is None:
        return "a text that waits in quarantine"
    return f"record {number}" if number >= 0 else "one offered before"
