"""What the seeds have in common, as weighted terms; says of a text how near it is to them, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nlargest
from operator import itemgetter
from typing import Self

from crawler import __version__
from crawler.article import Decision, Judgement
from crawler.text.normalize import normal_form
from crawler.topic.display import display_forms, top_terms
from crawler.topic.frequencies import Background, WordFrequencies
from crawler.topic.learning import OPENING, OPENING_SHARE, Adjustments, Learned, Sample, Scale, learn
from crawler.topic.terms import Vector, Wording, length, shared, unit

__all__ = ["Examined", "Scale", "Seed", "Thresholds", "Topic"]

_SHOWN_TERMS = 8
_ONE_TERM = 0.6  # of a score: so much a single term may make at least
_OF_A_SEED = 100  # terms by which a text is compared with a single seed
_NEAREST_SEEDS = 3  # told with a judgement
_OFTEN = 3  # a forbidden term this often in a text is what the text is about


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where decisions change on the calibrated scale. `hopeless` is for announcements: below, not fetched."""

    accept: float = 0.6
    borderline: float = 0.4
    hopeless: float = 0.08


@dataclass(frozen=True, slots=True)
class Seed:
    """One seed and its score on the topic of the others; None for an only seed."""

    name: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Examined(Judgement):
    """A topic's word on an article, and which seeds share most with it: (name, likeness from 0 to 1)."""

    nearest: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """Weighted terms, and two scales: one for articles, one for title with summary.

    `readable` are the terms as people write them. `agreement`, 0 to 1, says how alike the topics of two
    halves of the seeds are. `forbidden` are normal forms. Where more than `max_term_share` of a score comes
    from one term, the text may just name a country that the topic names, too: it is at most borderline.
    `in_seeds` says in which seeds a term is strong.
    """

    weights: Vector
    readable: Mapping[str, str]
    article: Scale
    opening: Scale
    background: Background
    thresholds: Thresholds
    seeds: tuple[Seed, ...]
    agreement: float
    influence: Adjustments
    forbidden: Mapping[str, str]
    max_term_share: float
    in_seeds: Mapping[str, Sequence[tuple[int, float]]]

    @classmethod
    def learn(
        cls,
        seeds: Sequence[str],
        background: Background | None = None,
        thresholds: Thresholds | None = None,
        *,
        names: Sequence[str] = (),
        influence: Adjustments | None = None,
    ) -> Self:
        """Learn from one text at least: title in the first line, lead in the second, where they have them."""
        background = background or WordFrequencies.vietnamese()
        influence = influence or Adjustments()
        samples = [Sample.of_seed(seed, background) for seed in seeds]
        learned = learn(samples, influence, background)
        written = display_forms([sample.wording for sample in samples], learned.weights.keys(), background)
        return cls(
            learned.weights,
            written,
            learned.article,
            learned.opening,
            background,
            thresholds or Thresholds(),
            _seeds(names or [f"seed {n}" for n in range(1, len(seeds) + 1)], samples, learned),
            learned.agreement,
            influence,
            {normal_form(term): term for term in influence.wishes.forbid},
            _one_term(samples, learned.weights, written),
            _in_seeds(samples),
        )

    @property
    def mark(self) -> bytes:
        """Return what is another whenever an announcement may be judged otherwise."""
        weights = [(term, f"{weight:.6g}") for term, weight in sorted(self.weights.items())]
        scale = [f"{raw:.6g}" for raw in (self.opening.ordinary, self.opening.typical)]
        measured_by = getattr(self.background, "texts", 0)
        parts = (__version__, weights, scale, self.thresholds, sorted(self.forbidden), measured_by)
        return blake2b(repr(parts).encode(), digest_size=16).digest()

    def judge(self, title: str, lead: str | None, text: str) -> Examined:
        """Judge an article by all of its text, and by title and lead, which are a large part of the score."""
        weights = Wording.of(text).weights(self.background)
        size = length(weights)
        nearest = self._nearest(weights, size)
        forbidden = self._forbidden(f"{title}\n{lead or ''}", text)
        if forbidden:
            return Examined(0.0, Decision.REJECT, ((f"forbidden: {forbidden}", 1.0),), nearest)
        rest = (1 - OPENING_SHARE) / size
        parts = {term: rest * part for term, part in shared(self.weights, weights).items()}
        for term, part in self._opening(title, lead or text).items():
            parts[term] = parts.get(term, 0.0) + OPENING_SHARE * part
        limits = self.thresholds
        score = self.article.calibrated(sum(parts.values()))
        decision = _decide(score, limits.accept, limits.borderline)
        terms = top_terms(parts, self.readable, _SHOWN_TERMS)
        if decision is Decision.ACCEPT and terms and terms[0][1] > self.max_term_share:
            decision = Decision.BORDERLINE
        return Examined(score, decision, terms, nearest)

    def judge_announcement(self, title: str, summary: str | None) -> Judgement:
        """Judge what an outlet says of an article not fetched yet. REJECT: it is not worth a request."""
        forbidden = self._forbidden(f"{title}\n{summary or ''}", "")
        if forbidden:
            return Judgement(0.0, Decision.REJECT, ((f"forbidden: {forbidden}", 1.0),))
        parts = self._opening(title, summary)
        limits = self.thresholds
        score = self.opening.calibrated(sum(parts.values()))
        decision = _decide(score, limits.accept, limits.hopeless)
        # Nearly all that is announced is hopeless, and nobody asks it for its terms.
        terms = () if decision is Decision.REJECT else top_terms(parts, self.readable, _SHOWN_TERMS)
        return Judgement(score, decision, terms)

    def _opening(self, title: str, lead: str | None) -> dict[str, float]:
        """Return what each term of title and lead adds to their likeness."""
        weights = Wording.of(f"{title}\n{lead or ''}", OPENING).weights(self.background)
        size = length(weights)
        return {term: part / size for term, part in shared(self.weights, weights).items()}

    def _nearest(self, text: Vector, size: float) -> tuple[tuple[str, float], ...]:
        likeness = [0.0] * len(self.seeds)
        for term in [term for term in text if term in self.in_seeds]:
            weight = text[term] / size
            for seed, its_weight in self.in_seeds[term]:
                likeness[seed] += weight * its_weight
        named = zip((seed.name for seed in self.seeds), likeness, strict=True)
        return tuple(nlargest(_NEAREST_SEEDS, named, key=itemgetter(1)))

    def _forbidden(self, opening: str, text: str) -> str | None:
        """Return a forbidden term that stands in title or lead, or often in the text."""
        if not self.forbidden:
            return None
        first, whole = f" {normal_form(opening)} ", f" {normal_form(text)} "
        return next(
            (
                shown
                for term, shown in self.forbidden.items()
                if f" {term} " in first or whole.count(f" {term} ") >= _OFTEN
            ),
            None,
        )


def _seeds(names: Sequence[str], samples: Sequence[Sample], learned: Learned) -> tuple[Seed, ...]:
    scores: list[float | None] = [learned.article.calibrated(raw) for raw, _ in learned.left_out]
    found = zip(names, scores or [None] * len(samples), strict=True)
    return tuple(Seed(name, score) for name, score in found)


def _one_term(samples: Sequence[Sample], weights: Vector, readable: Mapping[str, str]) -> float:
    """Return how much of a score one term may make: at least what it makes of a seed's."""
    found = [top_terms(shared(weights, sample.whole), readable, 1) for sample in samples]
    return max([_ONE_TERM, *(share for terms in found for _, share in terms)])


def _in_seeds(samples: Sequence[Sample]) -> dict[str, list[tuple[int, float]]]:
    """Return which seeds each of their strongest terms stands in, and with which weight."""
    found: dict[str, list[tuple[int, float]]] = {}
    for number, sample in enumerate(samples):
        terms = sample.whole
        strongest = unit({term: terms[term] for term in nlargest(_OF_A_SEED, terms, key=terms.__getitem__)})
        for term, weight in strongest.items():
            found.setdefault(term, []).append((number, weight))
    return found


def _decide(score: float, accept: float, borderline: float) -> Decision:
    if score >= accept:
        return Decision.ACCEPT
    return Decision.BORDERLINE if score >= borderline else Decision.REJECT
