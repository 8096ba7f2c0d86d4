"""What the words of an address say of a topic, where an outlet announces an article by nothing else.

Half a year of feed items of three outlets, their titles turned into slugs: the slug tells the wanted from the
rest as well as the title itself does (AUC .967 and .968; tests/bench_slugs.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from crawler.article import Decision, Judgement
from crawler.text.normalize import unmarked
from crawler.topic.display import top_terms
from crawler.topic.frequencies import RAREST, Background
from crawler.topic.terms import Vector, Wording, length, shared
from crawler.topic.topic import Topic

# Below this part of the limit for titles a slug is clearly foreign. On the stream that leaves out half of all
# slugs and 7 of the 642 that are wanted; as with titles, a few of what is left out are fetched to see.
SLUG_SHARE = 0.4
_FEWEST_WORDS = 5  # that are known; fewer say nothing
_KNOWN_SHARE = 0.7  # of the words; below, they are not Vietnamese, or no words
_SHOWN_TERMS = 8

_WORD = re.compile(r"(?<![^\W_])[a-z]+(?![^\W_])")


def slug_words(url: str) -> list[str]:
    """Return the words an article's address spells, without marks and numbers; those of its wordiest part."""
    parts = unquote(urlsplit(url).path).rsplit(".", 1)[0].split("/")
    return max((_WORD.findall(unmarked(part)) for part in parts), key=len, default=[])


@dataclass(frozen=True)
class SlugTopic:
    """A topic for words without their marks. Made when first asked: most runs meet titles only."""

    topic: Topic

    def judge(self, words: Sequence[str]) -> Judgement | None:
        """Judge the words of an address; None when they are too few or too strange to say anything.

        The score is the raw likeness as part of a typical seed's title and lead: 0 shares nothing.
        """
        wording = Wording.of(" ".join(words))
        known = sum(self._background.idf(word) < RAREST for word in wording.singles)
        if known < max(_FEWEST_WORDS, _KNOWN_SHARE * len(wording.singles)):
            return None
        weights = wording.weights(self._background)
        size = length(weights)
        parts = {term: part / size for term, part in shared(self._weights, weights).items()}
        score = max(0.0, sum(parts.values()) / self.topic.opening.typical)
        limits = self.topic.thresholds
        if score < limits.hopeless * SLUG_SHARE:
            return Judgement(score, Decision.REJECT)
        decision = Decision.ACCEPT if score >= limits.accept else Decision.BORDERLINE
        return Judgement(score, decision, top_terms(parts, self._readable, _SHOWN_TERMS))

    @cached_property
    def _background(self) -> Background:
        return self.topic.background.unmarked()

    @cached_property
    def _weights(self) -> Vector:
        found: dict[str, float] = {}
        for term, weight in self.topic.weights.items():
            bare = unmarked(term)
            found[bare] = found.get(bare, 0.0) + weight
        return found

    @cached_property
    def _readable(self) -> dict[str, str]:
        return {unmarked(term): written for term, written in self.topic.readable.items()}
