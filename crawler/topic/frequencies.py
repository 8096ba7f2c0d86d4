"""How common a term is in Vietnamese at large: what a topic is measured against."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, repeat
from typing import Protocol, Self

from crawler.text.normalize import normal_word, unmarked

RAREST = 9.0  # idf of what the background never saw; beyond it one rare name would outweigh a topic
TEXT_LENGTH = 350  # words of a text that idf speaks of
_PAIR_IS_RARER = 2.0  # a pair stands in about every seventh text (e^-2) that holds its rarer word
_WORTH = 500  # texts of the crawl that count as much as the word list


class Background(Protocol):
    """What a topic must know of the language: how telling a term is, and how an ordinary text reads.

    A term is one normal-form word, or two neighbours with a blank between.
    """

    def idf(self, term: str) -> float: ...
    def idfs(self, singles: Sequence[str], pairs: Sequence[str]) -> dict[str, float]: ...
    def ordinary_text(self, length: int) -> str: ...
    def unmarked(self) -> "Background": ...


class WordFrequencies:
    """A background out of word frequencies alone: `shares` says which part of running text a word is.

    `text_length`, in words, turns them into the share of texts that hold the word.
    """

    def __init__(self, shares: Mapping[str, float], text_length: int = TEXT_LENGTH) -> None:
        self.shares = shares
        idf = {word: -math.log(-math.expm1(-share * text_length)) for word, share in shares.items()}
        self._measure(idf, {})

    def _measure(self, words: Mapping[str, float], counted: Mapping[str, float]) -> None:
        """Take the idf of words, and of terms that were counted and so need no guess."""
        self.word_idf = words
        self._counted = counted
        self._singles = {word: min(idf, RAREST) for word, idf in words.items()}
        self._singles.update(counted)
        most = RAREST - _PAIR_IS_RARER
        self._of_pairs = {word: idf + _PAIR_IS_RARER if idf < most else RAREST for word, idf in words.items()}

    @classmethod
    def vietnamese(cls) -> Self:
        from wordfreq import get_frequency_dict

        shares: dict[str, float] = {}
        for word, share in get_frequency_dict("vi").items():
            folded = normal_word(word)
            shares[folded] = shares.get(folded, 0.0) + share
        return cls(shares)

    def idf(self, term: str) -> float:
        """Return -log of the share of texts that hold the term; for a pair, a guess from its rarer word."""
        first, blank, second = term.partition(" ")
        if not blank or term in self._counted:
            return self._singles.get(term, RAREST)
        left, right = self._of_pairs.get(first, RAREST), self._of_pairs.get(second, RAREST)
        return left if left > right else right  # noqa: FURB136 - max costs twice as much, at each start

    def idfs(self, singles: Sequence[str], pairs: Sequence[str]) -> dict[str, float]:
        """Return the idf of a text's words in their order, and of the pairs of neighbours among them."""
        found = dict(zip(singles, map(self._singles.get, singles, repeat(RAREST)), strict=True))
        parts = pairwise(map(self._of_pairs.get, singles, repeat(RAREST)))
        # For every term of every text: max would cost twice as much.
        guesses = [left if left > right else right for left, right in parts]  # noqa: FURB136 - see above
        found.update(zip(pairs, map(self._counted.get, pairs, guesses), strict=True))
        return found

    def ordinary_text(self, length: int) -> str:
        """Return a text about nothing: each word as often as in the language, in no order."""
        picked = list(self._at_equal_steps(length))
        stride = round(len(picked) * 0.618) or 1
        while math.gcd(stride, len(picked)) > 1:
            stride += 1
        return " ".join(picked[index * stride % len(picked)] for index in range(len(picked)))

    def unmarked(self) -> "WordFrequencies":
        """Return the same for words spelt without their marks; what a crawl counted does not go into it."""
        shares: dict[str, float] = {}
        for word, share in self.shares.items():
            bare = unmarked(word)
            shares[bare] = shares.get(bare, 0.0) + share
        return WordFrequencies(shares)

    def _at_equal_steps(self, count: int) -> Iterator[str]:
        step = sum(self.shares.values()) / count
        reached, due = 0.0, step / 2
        for word, share in sorted(self.shares.items(), key=lambda item: -item[1]):
            reached += share
            while due < reached:
                yield word
                due += step


class CrawlFrequencies(WordFrequencies):
    """A word list corrected by what the outlets announce: `holders` says how many of `texts` hold a term."""

    def __init__(self, base: WordFrequencies, texts: int, holders: Mapping[str, int]) -> None:
        self.shares = base.shares
        self.texts = texts
        both = texts + _WORTH
        rarer = math.log(both / _WORTH)
        counted = {
            term: min(RAREST, -math.log((count + _WORTH * math.exp(-base.idf(term))) / both))
            for term, count in holders.items()
        }
        self._measure({word: idf + rarer for word, idf in base.word_idf.items()}, counted)
