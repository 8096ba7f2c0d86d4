"""One text against one known text: what of it stands there, what is new, whether it tells other news."""

from dataclasses import dataclass

from crawler.article import Likeness
from crawler.text.facts import is_other_news
from crawler.text.shingles import Overlap, new_share, overlap, shingles_of

_LEAST_CONTAINED = 0.5  # less of a text in the other, and nobody asks whether it is a copy


@dataclass(frozen=True, slots=True)
class Comparison:
    """`new_share`: of the new text's words, those in passages the known text does not have."""

    overlap: Overlap
    new_share: float
    other_news: bool = False

    @classmethod
    def estimated(cls, measured: Overlap) -> "Comparison":
        """Compare by fingerprints alone: the known text is no more."""
        return cls(measured, 1 - measured.contained)


def compare(new: str, old: str) -> Comparison:
    ours, theirs = shingles_of(new), shingles_of(old)
    measured = overlap(ours, theirs)
    if measured.contained < _LEAST_CONTAINED:
        return Comparison(measured, 1 - measured.contained)
    return Comparison(measured, new_share(ours, theirs), is_other_news(new, old))


def is_one_text(one: str, other: str) -> bool:
    """Whether two texts are states of one: half of the shorter stands in the other, or more."""
    return overlap(shingles_of(one), shingles_of(other)).likeness not in (None, Likeness.STORY)
