"""What a dry run has let pass so far, in memory: the next texts are compared with it as with a corpus."""

from collections import Counter
from dataclasses import replace

from crawler.article import Article, Relation
from crawler.dedup.compare import compare
from crawler.dedup.policy import Policy, judged
from crawler.pipeline import Outcome
from crawler.reasons import Reason
from crawler.text.shingles import shingles_of

_LEAST_SHARED_SHINGLES = 2  # one alone is chance


class DryRunIndex:
    """Texts that would have been kept."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._hashes: set[str | None] = set()
        self._texts: list[str] = []
        self._holders: dict[int, list[int]] = {}

    def judge(self, article: Article, outcome: Outcome) -> Outcome:
        """Return the outcome as it would be with those texts in the corpus."""
        if outcome.reason is not Reason.ON_TOPIC:
            return outcome
        if article.normal_hash in self._hashes:
            detail = "same text as one offered before"
            return replace(outcome, reason=Reason.SAME_TEXT, detail=detail, similarity=1.0)
        end = judged((), self._relations(article.text), self._policy)
        if end:
            return replace(outcome, reason=end.reason, detail=end.detail, similarity=end.similarity)
        self._take(article)
        return outcome

    def _relations(self, text: str) -> list[Relation]:
        new = shingles_of(text)
        shared = Counter(
            holder for each in (() if new.is_short else new.query) for holder in self._holders.get(each, ())
        )
        found = []
        for index, count in shared.most_common():
            compared = compare(text, self._texts[index])
            measured = compared.overlap
            if count >= _LEAST_SHARED_SHINGLES and measured.likeness:
                shares = measured.jaccard, measured.contained, measured.containing
                more = compared.new_words, compared.new_share, compared.other_news
                found.append(Relation(index, -1, measured.likeness, *shares, *more))
        return sorted(found, key=lambda each: -each.similarity)

    def _take(self, article: Article) -> None:
        self._hashes.add(article.normal_hash)
        for each in shingles_of(article.text).fingerprints:
            self._holders.setdefault(each, []).append(len(self._texts))
        self._texts.append(article.text)
