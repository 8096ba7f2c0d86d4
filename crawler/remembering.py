"""What later texts and runs need to know of a page that ended: its text, and when to look again."""

from typing import TYPE_CHECKING

from crawler.article import Article, Likeness, Page, Relation
from crawler.errors import Reason, Verdict
from crawler.rows import moment

if TYPE_CHECKING:
    from crawler.desk import Desk
    from crawler.pipeline import Outcome

_OWN_ARTICLE = frozenset({Reason.SAME_ARTICLE, Reason.CHANGED, Reason.UNCHANGED})
_COPIES = frozenset({Likeness.SAME, Likeness.NEAR})


def remember(desk: "Desk", page: Page | Article, outcome: "Outcome") -> None:
    """Note a page's text where the next ones are compared with it. Runs in the writing thread."""
    article, number = outcome.article, outcome.duplicate_of
    if outcome.record and article and isinstance(page, Page):
        desk.revisits.kept(page, article, outcome.record.number)
    if outcome.reason is Reason.CHANGED and article and article.normal_hash and number is not None:
        desk.ledger.versions.note(number, article.normal_hash, article.text, desk.run)
    elif outcome.verdict is Verdict.DUPLICATE and article and number is not None:
        if outcome.reason not in _OWN_ARTICLE:
            desk.corpus.neighbours.note_copy(article, number, moment(desk.now()))
    elif outcome.verdict is Verdict.QUARANTINED:
        _quarantine(desk, page, outcome)


def _quarantine(desk: "Desk", page: Page | Article, outcome: "Outcome") -> None:
    """Let an article wait for a person, unless a copy of it does."""
    article = outcome.article
    if article is None:
        desk.quarantine.add(page, outcome.reason, outcome.detail)
    elif not any(_waits(relation) for relation in article.relations):
        name = desk.quarantine.add(article, outcome.reason, outcome.detail)
        desk.corpus.neighbours.note_waiting(article, name, moment(desk.now()))


def _waits(relation: Relation) -> bool:
    return relation.number is None and relation.likeness in _COPIES
