"""Stage: an article of an outlet whose pages changed waits for a person, and so does a list of others."""

from typing import Self

from crawler.article import Article
from crawler.crawl.corpus_session import CorpusSession
from crawler.errors import Rejected
from crawler.outlets.drift import DriftMonitor
from crawler.reasons import Reason

_MOST_FOREIGN = 0.6  # of a text; a page that grew by teasers has .45, the outlet's front page nearly all


class Drift:
    """After relevance: only what would enter the corpus waits. `health` is None for texts from elsewhere."""

    def __init__(self, health: DriftMonitor | None) -> None:
        self.health = health

    @classmethod
    def from_session(cls, corpus_session: CorpusSession) -> Self:
        return cls(corpus_session.health if corpus_session.options.origin == "crawl" else None)

    def process_item(self, item: Article) -> Article:
        foreign = self.health.foreign_share(item) if self.health else 0.0
        if foreign >= _MOST_FOREIGN:
            detail = f"titles and leads of other articles make {foreign:.0%} of the text"
            raise Rejected(Reason.OTHER_ARTICLE, detail, article=item)
        doubt = self.health.doubt(item) if self.health else None
        if doubt:
            raise Rejected(Reason.OUTLET_CHANGED, doubt, article=item)
        return item

    def describe(self, item: Article) -> str:
        return f"the pages of {item.outlet} are as usual" if self.health else "a text from elsewhere"
