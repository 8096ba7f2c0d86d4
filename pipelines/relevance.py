"""Stage: only what is on the seeds' topic goes on."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from crawler.article import Article, Decision, Judgement
from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.text.normalize import content_hash
from crawler.topic.topic import Examined, Topic

if TYPE_CHECKING:
    from crawler.crawl.corpus_session import CorpusSession

_SHOWN_TERMS = 5


class Relevance:
    def __init__(self, topic: Topic, turned_down: Callable[[str], bool] = lambda _: False) -> None:
        self.topic = topic
        self.turned_down = turned_down

    @classmethod
    def from_session(cls, corpus_session: "CorpusSession") -> Self:
        return cls(corpus_session.topic, corpus_session.ledger.counter_examples.has)

    def process_item(self, item: Article) -> Article:
        judgement = item.topic or self.topic.judge(item.title, item.lead, item.text)
        article = replace(item, topic=judgement)
        if self.turned_down(item.normal_hash or content_hash(item.text)):
            raise Rejected(Reason.REJECTED_BY_PERSON, self._compared(judgement), article=article)
        if judgement.decision is Decision.REJECT:
            raise Rejected(Reason.OFF_TOPIC, self._compared(judgement), article=article)
        if judgement.decision is Decision.BORDERLINE:
            raise Rejected(Reason.BORDERLINE, self._compared(judgement), article=article)
        return article

    def describe(self, item: Article) -> str:
        return self._compared(item.topic) if item.topic else ""

    def _compared(self, judgement: Judgement) -> str:
        """Return "score 0.31 < 0.40; ", the terms that made it, the nearest seeds and the limits."""
        limits = self.topic.thresholds
        if judgement.decision is Decision.BORDERLINE and judgement.score >= limits.accept:
            return f"nearly all of the score is one term; {_compared(judgement, '>=', limits.accept)}"
        sign, limit = {
            Decision.REJECT: ("<", limits.borderline),
            Decision.BORDERLINE: ("<", limits.accept),
            Decision.ACCEPT: (">=", limits.accept),
        }[judgement.decision]
        return f"{_compared(judgement, sign, limit)}; limits {limits.borderline:.2f} and {limits.accept:.2f}"


def _compared(judgement: Judgement, sign: str, limit: float) -> str:
    """Return "score 0.31 < 0.40; ", the terms that made the score, and the nearest seeds."""
    terms = ", ".join(f"{term} {share:.0%}" for term, share in judgement.terms[:_SHOWN_TERMS])
    # Two digits, cut: rounded up, a score just under the limit would read as one that reached it.
    score = f"score {int(judgement.score * 100) / 100:.2f} {sign} {limit:.2f}"
    nearest = judgement.nearest if isinstance(judgement, Examined) else ()
    near = ", ".join(f"{name.partition('_')[0]} {likeness:.2f}" for name, likeness in nearest)
    return "; ".join(filter(None, (score, terms, near and f"nearest seeds {near}")))
