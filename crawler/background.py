"""How common a term is in Vietnamese at large: what a topic is measured against."""

import math
from collections.abc import Iterator, Mapping
from typing import Protocol, Self

from crawler.text import normal_word

RAREST = 9.0  # idf of what the background never saw; beyond it one rare name would outweigh a topic
TEXT_LENGTH = 350  # words of a text that idf speaks of
_PAIR_IS_RARER = 2.0  # a pair stands in about every seventh text (e^-2) that holds its rarer word
_WORTH = 500  # texts of the crawl that count as much as the word list


class Background(Protocol):
    """What a topic must know of the language: how telling a term is, and how an ordinary text reads.

    A term is one normal-form word, or two neighbours with a blank between.
    """

    def idf(self, term: str) -> float: ...
    def ordinary_text(self, length: int) -> str: ...


class WordFrequencies:
    """A background out of word frequencies alone: `shares` says which part of running text a word is.

    `text_length`, in words, turns them into the share of texts that hold the word.
    """

    def __init__(self, shares: Mapping[str, float], text_length: int = TEXT_LENGTH) -> None:
        self.shares = shares
        self.word_idf = {word: -math.log(-math.expm1(-share * text_length)) for word, share in shares.items()}

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
        # Called for every term of every text: comparisons, because min and max cost twice as much.
        known = self.word_idf
        first, _, second = term.partition(" ")
        idf = known.get(first, RAREST)
        if second:
            other = known.get(second, RAREST)
            idf = (other if other > idf else idf) + _PAIR_IS_RARER  # noqa: FURB136 - see above
        return idf if idf < RAREST else RAREST  # noqa: FURB136 - see above

    def ordinary_text(self, length: int) -> str:
        """Return a text about nothing: each word as often as in the language, in no order."""
        picked = list(self._at_equal_steps(length))
        stride = round(len(picked) * 0.618) or 1
        while math.gcd(stride, len(picked)) > 1:
            stride += 1
        return " ".join(picked[index * stride % len(picked)] for index in range(len(picked)))

    def _at_equal_steps(self, count: int) -> Iterator[str]:
        step = sum(self.shares.values()) / count
        reached, due = 0.0, step / 2
        for word, share in sorted(self.shares.items(), key=lambda item: -item[1]):
            reached += share
            while due < reached:
                yield word
                due += step


class CrawlFrequencies:
    """A word list corrected by what the outlets announce: `holders` says how many of `texts` hold a term."""

    def __init__(self, base: WordFrequencies, texts: int, holders: Mapping[str, int]) -> None:
        self.texts = texts
        self._base = base
        self._words = base.word_idf
        both = texts + _WORTH
        self._rarer = math.log(both / _WORTH)
        self._idf = {
            term: min(RAREST, -math.log((count + _WORTH * math.exp(-base.idf(term))) / both))
            for term, count in holders.items()
        }

    def idf(self, term: str) -> float:
        # Called for every term of every text: the word list's own way is written out, a call costs more.
        known = self._idf.get(term)
        if known is not None:
            return known
        first, _, second = term.partition(" ")
        idf = self._words.get(first, RAREST)
        if second:
            other = self._words.get(second, RAREST)
            idf = (other if other > idf else idf) + _PAIR_IS_RARER  # noqa: FURB136 - see above
        idf += self._rarer
        return idf if idf < RAREST else RAREST  # noqa: FURB136 - see above

    def ordinary_text(self, length: int) -> str:
        return self._base.ordinary_text(length)
