"""How seeds become weights: what they share, sharpened by surely kept texts, corrected by people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise
from statistics import median
from typing import Self

from crawler.text.normalize import nfc_clean, normal_form
from crawler.topic.frequencies import TEXT_LENGTH, Background
from crawler.topic.terms import Vector, Wording, cosine, unit, vector

_FROM_SEEDS = 600  # the strongest terms; more of them change no score
_FROM_OTHERS = 1000  # the strongest terms; kept texts and counter-examples share less than seeds do
_MOST_TERMS = 1000
_SPARED = 2  # a counter-example's term counts when it is more than so often as strong as in the topic
_WHOLE = 200  # words of a text that says enough of its topic
OPENING = 60  # words of title and lead
OPENING_SHARE = 0.4  # of an article's score

# The least that texts of one topic score against each other. Seeds that stay below have too little in common,
# or are too few, to measure by: a scale that short would let strangers in.
_LEAST_ARTICLE = 0.20
_LEAST_OPENING = 0.12  # score; as for articles, of title and lead alone

_NO_TITLE = ("ảnh:", "photo:")


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a person wants of the terms: in words as written."""

    add: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    weight: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What shapes the weights beside the seeds. Vectors have length 1, shares are relative to the seeds'."""

    feedback: Vector = field(default_factory=dict)
    feedback_share: float = 0.0
    against: Vector = field(default_factory=dict)
    against_share: float = 0.0
    wishes: Overrides = field(default_factory=Overrides)

    def shape(self, seeds: Vector) -> Vector:
        """Return the topic's weights, length 1."""
        weights = dict(seeds)
        for term, weight in self.feedback.items():
            weights[term] = weights.get(term, 0.0) + self.feedback_share * weight
        self._turn_down(weights)
        strongest = max(weights.values(), default=0.0)
        weights |= {term: strongest for wish in self.wishes.add for term in _terms_of(wish)}
        for wish, factor in self.wishes.weight.items():
            for term in _terms_of(wish):
                weights[term] = weights.get(term, 0.0) * factor
        kept = {term: weight for term, weight in weights.items() if weight > 0}
        against = {term: weight for term, weight in weights.items() if weight < 0}
        # Not nlargest: it is three times as slow when most are wanted, and this runs once for each seed.
        strongest_first = sorted(kept, key=kept.__getitem__, reverse=True)
        return unit({term: kept[term] for term in strongest_first[:_MOST_TERMS]} | against)

    def _turn_down(self, weights: dict[str, float]) -> None:
        """Let terms count against a text that are strong in counter-examples and not in the topic."""
        # What a counter-example shares with the topic is why somebody had to decide on it.
        topic = unit(weights) if self.against else {}
        for term, weight in self.against.items():
            own = weight - _SPARED * topic.get(term, 0.0)
            if own > 0:
                weights[term] = weights.get(term, 0.0) - self.against_share * own


@dataclass(frozen=True, slots=True)
class Scale:
    """Raw scores of an ordinary text, 0 when calibrated, and of a typical seed, 1."""

    ordinary: float
    typical: float

    def calibrated(self, raw: float) -> float:
        return max(0.0, (raw - self.ordinary) / (self.typical - self.ordinary))


@dataclass(frozen=True, slots=True)
class Sample:
    """A text as its two vectors: all of it, and title with lead."""

    whole: Vector
    opening: Vector
    wording: Wording

    @classmethod
    def of(cls, title: str, lead: str | None, text: str, background: Background) -> Self:
        wording = Wording.of(text)
        return cls(wording.vector(background), opening_vector(title, lead, background), wording)

    @classmethod
    def of_seed(cls, seed: str, background: Background) -> Self:
        """Take a text as it stands in a corpus: title in the first line, lead in the second."""
        text = _without_noise(seed)
        title, _, rest = text.partition("\n")
        return cls.of(title, rest.partition("\n")[0], text, background)

    def likeness(self, weights: Vector) -> tuple[float, float]:
        """Return the raw scores of the article and of its opening alone."""
        whole, opening = cosine(weights, self.whole), cosine(weights, self.opening)
        return (1 - OPENING_SHARE) * whole + OPENING_SHARE * opening, opening


class Consensus:
    """Sums over texts' vectors, from which the weights with or without one of them follow."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self.sums: dict[str, float] = {}
        self.holders: Counter[str] = Counter()
        for each in vectors:
            self.holders.update(each.keys())
            for term, weight in each.items():
                self.sums[term] = self.sums.get(term, 0.0) + weight
        self.strongest = nlargest(
            _FROM_SEEDS, self.sums, key=lambda term: self.sums[term] * self.holders[term]
        )

    def weights(self, without: Vector | None = None) -> Vector:
        """Return mean weight times share of texts with the term: what one text alone says counts little."""
        left = without or {}
        return unit(
            {
                term: (self.sums[term] - left.get(term, 0.0)) * (self.holders[term] - (term in left))
                for term in self.strongest
            }
        )


def common(texts: Sequence[str], background: Background) -> Vector:
    """Return what many texts share, far less strictly than seeds; a short text counts as the part it is."""
    sums: dict[str, float] = {}
    holders: Counter[str] = Counter()
    for text in texts:
        wording = Wording.of(text)
        part = min(1.0, len(wording.singles) / _WHOLE)
        found = wording.vector(background)
        holders.update(found.keys())
        for term, weight in found.items():
            sums[term] = sums.get(term, 0.0) + part * weight
    weighed = {term: weight * (holders[term] / len(texts)) ** 0.25 for term, weight in sums.items()}
    return unit({term: weighed[term] for term in nlargest(_FROM_OTHERS, weighed, key=weighed.__getitem__)})


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights, their two scales, and what each seed scores on the others: (article, opening), raw."""

    weights: Vector
    article: Scale
    opening: Scale
    left_out: tuple[tuple[float, float], ...]
    agreement: float


def learn(samples: Sequence[Sample], influence: Adjustments, background: Background) -> Learned:
    """Weigh the terms of the seeds, then measure what a text about nothing and each left-out seed scores."""
    consensus = Consensus([sample.whole for sample in samples])
    weights = influence.shape(consensus.weights())
    about_nothing = background.ordinary_text(TEXT_LENGTH)
    article, opening = Sample.of("", about_nothing, about_nothing, background).likeness(weights)
    left_out: tuple[tuple[float, float], ...] = ()
    if len(samples) > 1:
        left_out = tuple(
            sample.likeness(influence.shape(consensus.weights(without=sample.whole))) for sample in samples
        )
    articles, openings = zip(*(left_out or [(_LEAST_ARTICLE, _LEAST_OPENING)]), strict=True)
    return Learned(
        weights,
        Scale(article, max(_LEAST_ARTICLE, median(articles))),
        Scale(opening, max(_LEAST_OPENING, median(openings))),
        left_out,
        _agreement(samples),
    )


def opening_vector(title: str, lead: str | None, background: Background) -> Vector:
    return vector(f"{title}\n{lead or ''}", background, first=OPENING)


def _agreement(samples: Sequence[Sample]) -> float:
    """Return how alike the topics of two halves of the seeds are, as if each half had all of them: 0 to 1."""
    if len(samples) < 2:  # noqa: PLR2004 - two halves
        return 0.0
    halves = (Consensus([sample.whole for sample in samples[start::2]]).weights() for start in (0, 1))
    alike = cosine(*halves)
    return 2 * alike / (1 + alike)


def _terms_of(wish: str) -> list[str]:
    """Return the terms that a word or phrase consists of."""
    words = normal_form(wish).split()
    return [" ".join(pair) for pair in pairwise(words)] or words


def _without_noise(seed: str) -> str:
    """Return the seed's lines, each once, without a photo or date line before the title."""
    lines = list(dict.fromkeys(line for line in nfc_clean(seed).split("\n") if line))
    return "\n".join(lines[1:] if len(lines) > 1 and _is_no_title(lines[0]) else lines)


def _is_no_title(line: str) -> bool:
    return not any(letter.isalpha() for letter in line) or any(mark in line.lower() for mark in _NO_TITLE)
