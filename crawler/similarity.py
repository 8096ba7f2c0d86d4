"""How much of a text stands in another one: runs of five words, and a fixed eighth of them to search by."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Self

from crawler.article import Likeness
from crawler.text import tokens

RUN = 5  # words
LEAST_TOKENS = 100  # shorter texts are found again letter by letter only, or as parts of longer ones
_LEAST_PART = 40  # tokens; a shorter part is a quotation
_RATE = 8  # one fingerprint in so many is searched by
_BASE = 0x1E3779B97F4A7C15 % ((1 << 61) - 1)
_PRIME = (1 << 61) - 1
_OUT = pow(_BASE, RUN, _PRIME)

_SAME_TEXT = 0.6  # of all runs shared: always the same text
_INSIDE = 0.8  # of the runs of one in the other: a part of it
_EDITED = 0.5
_SAME_STORY = 0.2


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text as a set of fingerprints, one for each run of words. `tokens` is its length."""

    tokens: int
    runs: frozenset[int]

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """Draw normal-form words."""
        return cls(len(words), frozenset(_runs(words)))

    @property
    def is_short(self) -> bool:
        return self.tokens < LEAST_TOKENS

    @property
    def prints(self) -> list[int]:
        """The fingerprints to be found by, of a run always or never; a short text has none."""
        return [] if self.is_short else self.sought

    @property
    def sought(self) -> list[int]:
        """The fingerprints to search with; a short text may be a part of a longer one."""
        if self.tokens < _LEAST_PART:
            return []
        return sorted(run for run in self.runs if run % _RATE == 0)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shares of runs: of both together, of the new text in the old one, of the old one in the new."""

    jaccard: float
    contained: float
    containing: float

    @property
    def likeness(self) -> Likeness | None:
        """The class this overlap stands for; None when the texts are two stories."""
        most = max(self.contained, self.containing)
        steps = (
            (self.jaccard >= _SAME_TEXT, Likeness.NEAR),
            (self.contained >= _INSIDE, Likeness.CONTAINED),
            (self.containing >= _INSIDE, Likeness.CONTAINS),
            (most >= _EDITED, Likeness.EDITED),
            (most >= _SAME_STORY, Likeness.STORY),
        )
        return next((likeness for holds, likeness in steps if holds), None)


@lru_cache(maxsize=64)
def sketch(text: str) -> Sketch:
    """Return a text's fingerprints; the last ones are kept: one stage after another asks for them."""
    return Sketch.of(tokens(text))


def overlap(new: Sketch, old: Sketch) -> Overlap:
    return estimate(len(new.runs & old.runs), len(new.runs), len(old.runs))


def estimate(shared: int, new: int, old: int) -> Overlap:
    """Return the overlap that counts of fingerprints, or of a fixed share of them, stand for."""
    return Overlap(shared / max(1, new + old - shared), shared / max(1, new), shared / max(1, old))


def _runs(words: Sequence[str]) -> set[int]:
    """Roll over the words. A text shorter than a run is one run."""
    hashes = [_hash(word) for word in words]
    value = 0
    for each in hashes[:RUN]:
        value = (value * _BASE + each) % _PRIME
    found = {value}
    for gone, each in zip(hashes, hashes[RUN:], strict=False):
        value = (value * _BASE + each - gone * _OUT) % _PRIME
        found.add(value)
    return found


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest()) % _PRIME
