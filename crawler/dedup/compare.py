"""One text against one known text: what of it stands there, what is new, whether it tells other news."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from crawler.article import Likeness
from crawler.text.facts import is_other_news
from crawler.text.normalize import normal_form, one_style
from crawler.text.shingles import Overlap, overlap, shingles_of

_LEAST_CONTAINED = 0.5  # less of a text in the other, and nobody asks whether it is a copy
_KNOWN_SENTENCE = 2 / 3  # of its pairs of words in one sentence there: the rest is a change of wording
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"’')\]]*\s+|\n")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`new_words` of the new text are in sentences that the known text does not say; `new_share` of all.

    `sampled`: all of it is estimated from one shingle in so many.
    """

    overlap: Overlap
    new_words: int
    new_share: float
    other_news: bool = False
    sampled: bool = False


def compare(new: str, old: str) -> Comparison:
    ours, theirs = shingles_of(new), shingles_of(old)
    measured = overlap(ours, theirs)
    if measured.contained < _LEAST_CONTAINED:
        return _by_runs(new, measured)
    count = new_words(new, old)
    return Comparison(measured, count, count / max(1, ours.tokens), is_other_news(new, old))


def estimated(new: str, measured: Overlap) -> Comparison:
    """Compare by fingerprints alone: the known text is no more, or both are as long as books."""
    return replace(_by_runs(new, measured), sampled=True)


def _by_runs(new: str, measured: Overlap) -> Comparison:
    share = 1 - measured.contained
    return Comparison(measured, round(share * len(new.split())), share)


def new_words(new: str, old: str) -> int:
    """Count the words of a text's sentences that the other has not, edited or as they are.

    A sentence put together from phrases that stand apart there says something new.
    """
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, sentence in enumerate(_sentences(old)):
        for pair in set(pairwise(sentence)):
            holders[pair].append(number)
    return sum(
        len(sentence) for sentence in _sentences(new) if _share_in_one(sentence, holders) < _KNOWN_SENTENCE
    )


def _share_in_one(sentence: list[str], holders: dict[tuple[str, str], list[int]]) -> float:
    """Return the most of a sentence's pairs of words that one sentence holds; one word is no sentence."""
    pairs = set(pairwise(sentence))
    if not pairs:
        return 1.0
    shared = Counter(number for pair in pairs for number in holders.get(pair, ()))
    return max(shared.values(), default=0) / len(pairs)


def _sentences(text: str) -> Iterator[list[str]]:
    for sentence in _SENTENCE_END.split(text):
        if form := one_style(normal_form(sentence)):
            yield form.split(" ")


def is_one_text(one: str, other: str) -> bool:
    """Whether two texts are states of one: half of the shorter stands in the other, or more."""
    return overlap(shingles_of(one), shingles_of(other)).likeness not in (None, Likeness.STORY)
