"""Anchored feedback: surely kept texts sharpen the topic, as long as the seeds agree."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from statistics import fmean, median

from crawler.corpus.corpus import Corpus
from crawler.store.tables.topic_updates import Update
from crawler.topic.frequencies import Background
from crawler.topic.learning import Adjustments, Learned, Sample, common, learn

MOST_MEMBERS = 100  # texts, the nearest to what was learned
LEAST_MEMBERS = 5  # texts, before anything is learnt of them
_MOST_CANDIDATES = 300  # texts, of which the nearest to what was learned become members
_WEIGHT_SHARES = (0.5, 0.35, 0.2)  # of the seeds' weight; the first that the seeds agree to
_MIN_GROWTH = 0.2  # of the texts there were at the last attempt; less is not worth another one
# Of its score before: a single seed may fall so far; their median and mean may not fall at all.
_MIN_SEED_SCORE = 0.85


@dataclass(frozen=True, slots=True)
class SeedTopic:
    """What the topic is without feedback: seeds, the background they are measured by, what people said."""

    names: Sequence[str]
    seeds: Sequence[str]
    background: Background
    influence: Adjustments
    accept: float

    @property
    def basis(self) -> str:
        """Return a hash of it: when it changes, kept texts are looked at anew."""
        ingredients = {
            "seeds": sorted(self.names),
            "texts": getattr(self.background, "texts", 0),
            "accept": self.accept,
            "wishes": asdict(self.influence.wishes),
            "against": self.influence.against,
        }
        return sha256(json.dumps(ingredients, sort_keys=True).encode()).hexdigest()[:16]


def influence(anchor: SeedTopic, update: Update | None) -> Adjustments:
    """Return what shapes the topic when this update is in force."""
    if update is None:
        return anchor.influence
    return replace(anchor.influence, feedback=update.weights, feedback_share=update.share)


def is_due(corpus: Corpus, anchor: SeedTopic) -> bool:
    """Tell whether enough texts came since the last attempt, or what the seeds say has changed."""
    in_force, last = corpus.ledger.topic_updates.newest()
    there = corpus.ledger.records.total()
    if last is None:
        return there - len(anchor.seeds) >= LEAST_MEMBERS
    if there - last.records >= max(LEAST_MEMBERS, _MIN_GROWTH * last.records):
        return True
    return in_force is not None and last.basis != anchor.basis


def try_update(corpus: Corpus, anchor: SeedTopic, now: datetime) -> Update:
    """Let the surest kept texts sharpen the topic, if the seeds' own left-out scores do not fall; note it.

    The seeds alone choose first; what that sharpens chooses once more, beside the seeds alone again.
    """
    samples = [Sample.of_seed(seed, anchor.background) for seed in anchor.seeds]
    plain = learn(samples, anchor.influence, anchor.background)
    kept = _kept(corpus, anchor.background)
    blank = Update(
        at=now,
        records=corpus.ledger.records.total(),
        basis=anchor.basis,
        members=(),
        weights={},
        share=0.0,
        before=_rounded(raw for raw, _ in plain.left_out),
        after=(),
        accepted=False,
        why="",
    )
    update = _tried(blank, _members(kept, plain, anchor), samples, anchor, plain.agreement)
    if update.accepted:
        sharpened = learn(samples, influence(anchor, update), anchor.background)
        again = _tried(blank, _members(kept, sharpened, anchor), samples, anchor, plain.agreement)
        update = again if again.accepted else update
    corpus.ledger.topic_updates.note(update)
    return update


def _tried(
    blank: Update, members: Mapping[str, str], samples: Sequence[Sample], anchor: SeedTopic, agreement: float
) -> Update:
    blank = replace(blank, members=tuple(members))
    if len(samples) < 2:  # noqa: PLR2004 - one seed has no other to be compared with
        return replace(blank, why="a single seed cannot tell whether the topic drifts")
    if len(members) < LEAST_MEMBERS:
        return replace(blank, why=f"{len(members)} texts are sure enough, {LEAST_MEMBERS} are needed")
    common_terms = common(list(members.values()), anchor.background)
    weights = {term: round(weight, 6) for term, weight in common_terms.items()}
    after: tuple[float, ...] = ()
    # Seeds that hardly agree among themselves cannot vouch for much.
    for share in dict.fromkeys(round(min(share, agreement), 4) for share in _WEIGHT_SHARES):
        shaped = replace(anchor.influence, feedback=weights, feedback_share=share)
        learned = learn(samples, shaped, anchor.background)
        after = _rounded(raw for raw, _ in learned.left_out)
        if agree(blank.before, after):
            why = "the seeds' left-out scores did not fall"
            return replace(blank, weights=weights, share=share, after=after, accepted=True, why=why)
    return replace(blank, after=after, why="the seeds' own left-out scores would have fallen")


def agree(before: Sequence[float], after: Sequence[float]) -> bool:
    """Tell whether seeds fit their topic as well as before; one that never did has no say."""
    typical = median(before)
    fitting = [(old, new) for old, new in zip(before, after, strict=True) if old >= typical / 2]
    return (
        median(new for _, new in fitting) >= median(old for old, _ in fitting)
        and fmean(new for _, new in fitting) >= fmean(old for old, _ in fitting)
        and all(new >= _MIN_SEED_SCORE * old for old, new in fitting)
    )


def _kept(corpus: Corpus, background: Background) -> dict[str, tuple[str, Sample]]:
    """Return the surest kept texts by name, but those that were taken back."""
    ledger = corpus.ledger
    left_out = _taken_back(ledger.topic_updates.all())
    kept: dict[str, tuple[str, Sample]] = {}
    for name in ledger.records.highest_scores(_MOST_CANDIDATES):
        record = ledger.records.named(name)
        text = corpus.text(record) if record and name not in left_out else None
        if text:
            kept[name] = text, Sample.of_seed(text, background)
    return kept


def _members(kept: Mapping[str, tuple[str, Sample]], learned: Learned, anchor: SeedTopic) -> dict[str, str]:
    """Return name and text of those nearest to what was learned."""
    scored = {
        name: learned.article.calibrated(sample.likeness(learned.weights)[0])
        for name, (_, sample) in kept.items()
    }
    nearest = sorted(scored, key=lambda name: (-scored[name], name))[:MOST_MEMBERS]
    return {name: kept[name][0] for name in nearest if scored[name] >= anchor.accept}


def _taken_back(updates: Sequence[Update]) -> set[str]:
    """Return the texts that undone updates brought in: who takes an update back does not want them again."""
    names: set[str] = set()
    for index, update in enumerate(updates):
        if update.undone_at:
            earlier = next((each for each in updates[index + 1 :] if each.in_force), None)
            names |= set(update.members) - set(earlier.members if earlier else ())
    return names


def _rounded(scores: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(score, 4) for score in scores)
