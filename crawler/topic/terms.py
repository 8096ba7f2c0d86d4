"""A text as weighted terms: its syllables and the pairs of neighbouring ones."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from crawler.text.normalize import normal_word, words
from crawler.topic.frequencies import TEXT_LENGTH, Background

_PAIR = 1.5  # two syllables are mostly one Vietnamese word, a single one rarely is
_OFTEN = 3.0  # a term said ever so often counts as so many: else one name, repeated, makes a text's topic

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text's words as written, without numbers, and the terms they make: single ones and neighbours."""

    written: Sequence[str]
    singles: Sequence[str]
    pairs: Sequence[str]

    @classmethod
    def of(cls, text: str, first: int | None = None) -> Self:
        """Take a text apart, or its `first` words."""
        # Numbers say when and how many, not what about.
        written = [word for word in words(text) if not word.isdigit()][:first]
        singles = [normal_word(word) for word in written]
        return cls(written, singles, [f"{left} {right}" for left, right in pairwise(singles)])

    def weights(self, background: Background) -> dict[str, float]:
        """Weigh the terms: how often here, how rare elsewhere."""
        weights = background.idfs(self.singles, self.pairs)
        for term, n in Counter(self.singles).items():
            if n > 1:
                weights[term] *= _OFTEN * n / (n + _OFTEN - 1)
        for term, n in Counter(self.pairs).items():
            weights[term] *= _PAIR if n == 1 else _PAIR * _OFTEN * n / (n + _OFTEN - 1)
        return weights

    def vector(self, background: Background) -> Vector:
        """Weigh the terms; length 1."""
        return unit(self.weights(background))


def vector(text: str, background: Background, first: int | None = None) -> Vector:
    """Weigh the terms of the text, or of its `first` words."""
    return Wording.of(text, first).vector(background)


def length(weights: Vector) -> float:
    """Return the length of a vector; 1 for one without terms, so that it can be divided by."""
    return math.hypot(*weights.values()) or 1.0


def unit(weights: Vector) -> Vector:
    """Return the vector at length 1."""
    whole = length(weights)
    return {term: weight / whole for term, weight in weights.items()}


def shared(one: Vector, other: Vector) -> Vector:
    """Return what each term adds to the likeness of two vectors; the sum is their cosine."""
    if len(one) > len(other):
        one, other = other, one
    return {term: weight * other[term] for term, weight in one.items() if term in other}


def cosine(one: Vector, other: Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum([weight * other[term] for term, weight in one.items() if term in other])


def term_sets(announced: Iterable[str]) -> Iterator[set[str]]:
    """Yield the terms of as many announcements at a time as make a text of ordinary length.

    Announcements, not articles: which articles are read is decided by the topic already.
    """
    terms: set[str] = set()
    length = 0
    for text in announced:
        wording = Wording.of(text)
        terms.update(wording.singles, wording.pairs)
        length += len(wording.singles)
        if length >= TEXT_LENGTH:
            yield terms
            terms, length = set(), 0
