"""A text as weighted terms: its syllables and the pairs of neighbouring ones."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from crawler.background import Background
from crawler.text import normal_word, words

_PAIR = 1.5  # two syllables are mostly one Vietnamese word, a single one rarely is

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

    def vector(self, background: Background) -> Vector:
        """Weigh the terms: how often here, how rare elsewhere; length 1."""
        idf = background.idf
        singles, pairs = Counter(self.singles), Counter(self.pairs)
        weights = {term: (1 if n == 1 else 1 + math.log(n)) * idf(term) for term, n in singles.items()}
        weights.update(
            {term: _PAIR * (1 if n == 1 else 1 + math.log(n)) * idf(term) for term, n in pairs.items()}
        )
        return unit(weights)


def vector(text: str, background: Background, first: int | None = None) -> Vector:
    """Weigh the terms of the text, or of its `first` words."""
    return Wording.of(text, first).vector(background)


def unit(weights: Vector) -> Vector:
    """Return the vector at length 1."""
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def shared(one: Vector, other: Vector) -> Vector:
    """Return what each term adds to the likeness of two vectors; the sum is their cosine."""
    if len(one) > len(other):
        one, other = other, one
    return {term: weight * other[term] for term, weight in one.items() if term in other}


def cosine(one: Vector, other: Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum([weight * other[term] for term, weight in one.items() if term in other])
