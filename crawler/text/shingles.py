"""How much of a text stands in another one: by its shingles (Broder 1997), the runs of five words in it.

A fixed eighth of their hashes, its fingerprints, serves to search by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Self

from crawler.article import Likeness, Sketch
from crawler.text.normalize import one_style, whole_form

SHINGLE_WORDS = 5
LEAST_TOKENS = 100  # shorter texts are found again letter by letter only, or as parts of longer ones
_LEAST_PART = 40  # tokens; a shorter part is a quotation
RATE = 8  # one shingle in so many is searched by
_RATE_OF_LONG = 12  # one in so many is enough to find a long text by
_MANY = 48  # fingerprints to search with: of a long text
_PRIME = (1 << 61) - 1  # Mersenne's: sums of hashes stay evenly spread modulo it
_POWERS = [pow(0x1E3779B97F4A7C15, power, _PRIME) for power in reversed(range(SHINGLE_WORDS))]

_SAME_TEXT = 0.6  # of all shingles shared: always the same text
_INSIDE = 0.8  # of the shingles of one in the other: a part of it
_EDITED = 0.5  # of the shingles of one in the other: a version of it
_SAME_STORY = 0.2  # of the shingles of one in the other: the same event told by another


@dataclass(frozen=True, slots=True)
class Shingles:
    """A text as a set of fingerprints, one for each shingle. `tokens` is its length.

    `query` are those to search with, of a shingle always or never; short texts may be parts of longer ones.
    """

    tokens: int
    hashes: frozenset[int]
    query: tuple[int, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """Draw normal-form words."""
        found = frozenset(_hashes(words))
        query = sorted(each for each in found if each % RATE == 0) if len(words) >= _LEAST_PART else ()
        return cls(len(words), found, tuple(query))

    @classmethod
    def searched(cls, sketch: Sketch) -> Self:
        """Return what a text is searched for by, without its shingles: enough to look it up and index it."""
        return cls(sketch.tokens, frozenset(), sketch.fingerprints)

    @property
    def sketch(self) -> Sketch:
        return Sketch(self.tokens, self.query)

    @property
    def is_short(self) -> bool:
        return self.tokens < LEAST_TOKENS

    @property
    def rate(self) -> int:
        """One shingle in so many is a fingerprint to be found by."""
        return _RATE_OF_LONG if len(self.query) > _MANY else RATE

    @property
    def fingerprints(self) -> list[int]:
        """The fingerprints to be found by; a short text has none, a long one fewer than it searches with."""
        return [] if self.is_short else self.at(self.rate)

    def at(self, rate: int) -> list[int]:
        """Return those of the fingerprints to search with that texts of this rate are found by."""
        return [each for each in self.query if rate == RATE or each // RATE % 3]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shares of shingles: of both together, of the new text in the old one, of the old one in the new."""

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
def shingles_of(text: str) -> Shingles:
    """Return a text's fingerprints; the last ones are kept: one stage after another asks for them."""
    return Shingles.of(one_style(whole_form(text)).split())


def overlap(new: Shingles, old: Shingles) -> Overlap:
    return estimate(len(new.hashes & old.hashes), len(new.hashes), len(old.hashes))


def estimate(shared: int, new: int, old: int) -> Overlap:
    """Return the overlap that counts of fingerprints, or of a fixed share of them, stand for."""
    return Overlap(shared / max(1, new + old - shared), shared / max(1, new), shared / max(1, old))


def _hashes(words: Sequence[str]) -> tuple[int, ...]:
    """Hash each shingle, in order. A text shorter than one is a shingle itself."""
    if len(words) < SHINGLE_WORDS:
        last = enumerate(words, SHINGLE_WORDS - len(words))
        return (sum(_shares(word)[place] for place, word in last) % _PRIME,)
    first, second, third, fourth, fifth = zip(*map(_shares, words), strict=True)
    shares = zip(first, second[1:], third[2:], fourth[3:], fifth[4:], strict=False)
    return tuple((a + b + c + d + e) % _PRIME for a, b, c, d, e in shares)


@lru_cache(maxsize=1 << 14)
def _shares(word: str) -> tuple[int, ...]:
    """Return what a word adds to the hash of a shingle, by its place there."""
    value = _hash(word)
    return tuple(value * power % _PRIME for power in _POWERS)


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest()) % _PRIME
