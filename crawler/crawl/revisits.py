"""Pages of kept articles, looked at again in this run: what is due, how to ask, and what came of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from crawler.article import Announcement, Article, Page
from crawler.corpus.corpus import Corpus
from crawler.crawl.frontier import Candidate
from crawler.pipeline import Outcome
from crawler.reasons import Reason, Verdict
from crawler.store.tables.revisits import Revisit
from crawler.timestamps import utc_now
from crawler.validators import Validators, validators_of

LAST = -1  # priority: whatever is new comes first
MOST_LOOKS = 50  # of one outlet in one run that also asks for what is new
_NOT_MODIFIED = 304  # HTTP status, RFC 9110


class RevisitPlan:
    """One run's looks at pages that were kept before. The record and its row stay as they are.

    `ages` are those of schedules.yaml; without any, nothing is looked at again. `most` is of one outlet.
    """

    def __init__(
        self,
        corpus: Corpus,
        ages: Sequence[timedelta],
        run: int,
        now: Callable[[], datetime] = utc_now,
        most: int = MOST_LOOKS,
    ) -> None:
        self._corpus = corpus
        self._visits = corpus.ledger.revisits
        self._ages = ages
        self._run = run
        self._now = now
        self._most = most
        self._asked: set[str] = set()
        self._under_way: dict[str, Revisit] = {}
        self._states: dict[str, Validators] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._under_way

    def wanted(self, outlet: str, announcements: Sequence[Announcement] = ()) -> list[Candidate]:
        """Return what to look at again at an outlet, whose announcements may say what changed."""
        if not self._ages:
            return []
        due = self._visits.due(outlet, self._most) if outlet not in self._asked else []
        self._asked.add(outlet)
        visits = {visit.announcement.key: visit for visit in (*due, *self._moved(announcements))}
        new = {key: visit for key, visit in visits.items() if key not in self._under_way}
        self._under_way |= new
        return [Candidate(visit.announcement, LAST) for visit in new.values()]

    def _moved(self, announcements: Iterable[Announcement]) -> list[Revisit]:
        """Return the kept articles that their outlet says it changed; none sooner than the first age."""
        now = self._now()
        changed = {one.key: one.changed for one in announcements if one.changed and one.changed <= now}
        visits = self._visits.of(list(changed))
        soonest = now - min(self._ages)
        moved = [v for key, v in visits.items() if v.last_at < changed[key] and v.last_at <= soonest]
        return moved[: self._most]

    def headers(self, key: str) -> dict[str, str]:
        """Return the conditions to ask for a page under."""
        visit = self._under_way.get(key)
        return visit.headers if visit else {}

    def note_validators(self, key: str, headers: Mapping[str, bytes | None]) -> None:
        """Keep what an answer's headers call the state of the page."""
        self._states[key] = validators_of(headers)

    # In the writing thread.

    def kept(self, page: Page, article: Article, number: int) -> None:
        """Plan to look again at a page that was kept just now."""
        announcement = page.announcement or Announcement(page.url, article.key, page.outlet, "")
        own = Announcement(page.url, article.key, page.outlet, announcement.channel)
        self._visits.plan(own, number, article.published, self._ages)
        self._note_state(page.key, article.key)

    def settle(self, page: Page | Article, outcome: Outcome) -> Reason:
        """Write down what a look at a page came to; return the reason it counts under."""
        visit = self._under_way.pop(page.key)
        key = visit.announcement.key
        reason = _REASONS.get(outcome.reason) or (
            outcome.reason if outcome.verdict is Verdict.FAILED else Reason.UNREADABLE_NOW
        )
        article = outcome.article
        if reason is Reason.CHANGED and article and article.normal_hash:
            self._corpus.ledger.versions.note(visit.number, article.normal_hash, article.text, self._run)
            if visit.marks == self._states.get(page.key):
                self._visits.disbelieve(page.outlet)
        if reason in (Reason.CHANGED, Reason.UNCHANGED):
            self._note_state(page.key, key)
        self._visits.looked(key, reason, self._ages)
        return reason

    def failed(self, key: str, reason: Reason, status: int | None) -> Reason:
        """Write down that a page could not be had, or that its outlet says it is as it was."""
        self._under_way.pop(key)
        ended = Reason.UNCHANGED if status == _NOT_MODIFIED else reason
        if ended.page_was_asked:  # else it stays due
            gone = ended.verdict is Verdict.GONE
            self._visits.looked(key, ended, () if gone else self._ages)
        return ended

    def _note_state(self, asked: str, key: str) -> None:
        if marks := self._states.pop(asked, None):
            self._visits.note_state(key, marks)


_REASONS = {
    Reason.SAME_ARTICLE: Reason.UNCHANGED,
    Reason.SAME_TEXT: Reason.UNCHANGED,
    Reason.CHANGED: Reason.CHANGED,
    # It was in the window when it was kept.
    Reason.TOO_OLD: Reason.UNCHANGED,
}
