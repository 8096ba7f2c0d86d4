"""Pages of kept articles, looked at again in this run: what is due, how to ask, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from crawler.article import Announcement, Article, Page
from crawler.corpus import Corpus
from crawler.errors import Reason, Verdict
from crawler.ledger import utc_now
from crawler.pipeline import Outcome
from crawler.visits import Visit

LAST = -1  # priority: whatever is new comes first
_MOST = 50  # of one outlet in one run
_NOT_MODIFIED = 304
_LONGEST_MARK = 200
State = tuple[str | None, str | None]


class Revisits:
    """One run's looks at pages that were kept before. The record and its row stay as they are.

    `ages` are those of schedules.yaml; without any, nothing is looked at again.
    """

    def __init__(self, corpus: Corpus, ages: Sequence[timedelta], run: int) -> None:
        self._corpus = corpus
        self._visits = corpus.ledger.visits
        self._ages = ages
        self._run = run
        self._asked: set[str] = set()
        self._under_way: dict[str, Visit] = {}
        self._states: dict[str, State] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._under_way

    def wanted(self, announcements: Sequence[Announcement]) -> list[tuple[Announcement, int]]:
        """Return what to look at again at the outlet of these announcements, which may say what changed."""
        if not self._ages or not announcements:
            return []
        outlet = announcements[0].outlet
        found = self._visits.due(outlet, _MOST) if outlet not in self._asked else []
        self._asked.add(outlet)
        visits = {visit.announcement.key: visit for visit in (*found, *self._moved(announcements))}
        new = {key: visit for key, visit in visits.items() if key not in self._under_way}
        self._under_way |= new
        return [(visit.announcement, LAST) for visit in new.values()]

    def _moved(self, announcements: Iterable[Announcement]) -> list[Visit]:
        """Return the kept articles that changed since, as a sitemap says; none sooner than the first age."""
        now = utc_now()
        changed = {each.key: each.changed for each in announcements if each.changed and each.changed <= now}
        visits = self._visits.of(list(changed))
        soonest = now - min(self._ages)
        return [v for key, v in visits.items() if v.last_at < changed[key] and v.last_at <= soonest]

    def headers(self, key: str) -> dict[str, str]:
        """Return the conditions to ask for a page under."""
        visit = self._under_way.get(key)
        return visit.headers if visit else {}

    def saw(self, key: str, headers: Mapping[str, bytes | None]) -> None:
        """Keep what an answer's headers call the state of the page."""
        etag, modified = headers.get("ETag"), headers.get("Last-Modified")
        self._states[key] = (_word(etag), _word(modified))

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
            if (visit.etag, visit.last_modified) == self._states.get(page.key):
                self._visits.disbelieve(page.outlet)
        if reason in (Reason.CHANGED, Reason.UNCHANGED):
            self._note_state(page.key, key)
        self._visits.looked(key, reason, self._ages)
        return reason

    def failed(self, key: str, reason: Reason, status: int | None) -> Reason:
        """Write down that a page could not be had, or that its outlet says it is as it was."""
        self._under_way.pop(key)
        ended = Reason.UNCHANGED if status == _NOT_MODIFIED else reason
        gone = ended.verdict is Verdict.GONE
        self._visits.looked(key, ended, () if gone else self._ages)
        return ended

    def _note_state(self, asked: str, key: str) -> None:
        state = self._states.pop(asked, (None, None))
        if any(state):
            self._visits.note_state(key, *state)


_REASONS = {
    Reason.SAME_ARTICLE: Reason.UNCHANGED,
    Reason.SAME_TEXT: Reason.UNCHANGED,
    Reason.CHANGED: Reason.CHANGED,
    # It was in the window when it was kept.
    Reason.TOO_OLD: Reason.UNCHANGED,
}


def _word(header: bytes | None) -> str | None:
    return header.decode() if header and header.isascii() and len(header) <= _LONGEST_MARK else None
