"""What later texts and runs need to know of a page that ended: its text, and when to look again."""

from typing import TYPE_CHECKING

from crawler.article import Article, Likeness, Page, Relation
from crawler.reasons import Reason, Verdict
from crawler.store.tables.columns import utc_text

if TYPE_CHECKING:
    from crawler.crawl.corpus_session import CorpusSession
    from crawler.pipeline import Outcome

_OWN_ARTICLE = frozenset({Reason.SAME_ARTICLE, Reason.CHANGED, Reason.UNCHANGED})
_COPIES = frozenset({Likeness.SAME, Likeness.NEAR})


def remember(corpus_session: "CorpusSession", page: Page | Article, outcome: "Outcome") -> None:
    """Note a page's text where the next ones are compared with it. Runs in the writing thread."""
    article, number = outcome.article, outcome.duplicate_of
    if outcome.record and article and isinstance(page, Page):
        corpus_session.revisits.kept(page, article, outcome.record.number)
    if outcome.reason is Reason.CHANGED and article and article.normal_hash and number is not None:
        corpus_session.ledger.versions.note(number, article.normal_hash, article.text, corpus_session.run)
    elif outcome.verdict is Verdict.DUPLICATE and article and number is not None:
        if outcome.reason not in _OWN_ARTICLE:
            corpus_session.corpus.duplicates.note_copy(article, number, utc_text(corpus_session.now()))
    elif outcome.verdict is Verdict.QUARANTINED:
        _quarantine(corpus_session, page, outcome)


def _quarantine(corpus_session: "CorpusSession", page: Page | Article, outcome: "Outcome") -> None:
    """Let an article wait for a person, unless a copy of it does."""
    article = outcome.article
    if article is None:
        corpus_session.quarantine.add(page, outcome.reason, outcome.detail)
    elif not any(_waits(relation) for relation in article.relations):
        name = corpus_session.quarantine.add(article, outcome.reason, outcome.detail)
        corpus_session.corpus.duplicates.note_waiting(article, name, utc_text(corpus_session.now()))


def _waits(relation: Relation) -> bool:
    return relation.number is None and relation.likeness in _COPIES
