"""What a person decides about quarantined texts: kept and a seed, never again, or another try."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from crawler.article import Announcement
from crawler.corpus.corpus import Corpus
from crawler.corpus.quarantine import Quarantine, Quarantined
from crawler.errors import ConfigError, Rejected
from crawler.pipeline import Step
from crawler.reasons import Reason
from crawler.store.tables.counter_examples import CounterExample
from crawler.store.tables.frontier import PERSON
from crawler.store.tables.pages import PageRow


@dataclass(frozen=True, slots=True)
class Pending:
    """A quarantined entry with the number people call it by; it keeps the number for ever."""

    number: int
    entry: Quarantined


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """What came of a decision: the reason now on record, and a line for people."""

    number: int
    reason: Reason
    says: str


class Review:
    """The quarantine of a corpus, and what may be done with it."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._ledger = corpus.ledger
        self._quarantine = Quarantine(corpus.folder)

    def waiting(self) -> list[Pending]:
        """Return all that waits, by number."""
        entries = self._quarantine.list()
        numbers = self._ledger.waiting.numbers([entry.id for entry in entries])
        return sorted(
            (Pending(numbers[entry.id], entry) for entry in entries), key=lambda waiting: waiting.number
        )

    def chosen(self, numbers: Sequence[int]) -> list[Pending]:
        """Return the entries with these numbers. Raises ConfigError when one does not wait."""
        waiting = {each.number: each for each in self.waiting()}
        missing = [str(number) for number in numbers if number not in waiting]
        if missing:
            raise ConfigError(f"{', '.join(missing)}: not in quarantine; see: gomtin quarantine list")
        return [waiting[number] for number in dict.fromkeys(numbers)]

    def accept(self, waiting: Pending) -> ReviewOutcome:
        """Number the text at once and make it a seed. Raises ConfigError for a page without an article."""
        article = waiting.entry.article
        if article is None:
            raise ConfigError(
                f"{waiting.number}: there is no article in it ({waiting.entry.reason}); "
                f"reject it, or have it fetched again with: gomtin quarantine retry {waiting.number}"
            )
        try:
            record = self._corpus.add(article, origin="accepted")
        except Rejected as known:
            detail = f"accepted by a person; {known.detail}"
            return self._settle(waiting, known.reason, detail, duplicate_of=known.duplicate_of)
        return self._settle(
            waiting, Reason.ACCEPTED_BY_PERSON, f"kept as {record.name}", number=record.number
        )

    def reject(self, waiting: Pending) -> ReviewOutcome:
        """Never take this text again; an article counts as an example of what the topic is not."""
        entry = waiting.entry
        article = entry.article
        if article is not None:
            self._ledger.counter_examples.add(
                CounterExample(
                    entry.normal_hash or entry.id, entry.key, entry.title, article.text, datetime.now(UTC)
                )
            )
        return self._settle(waiting, Reason.REJECTED_BY_PERSON, "rejected by a person")

    def retry(self, waiting: Pending) -> ReviewOutcome:
        """Let the next run fetch the page again."""
        entry = waiting.entry
        if not entry.outlet:
            raise ConfigError(
                f"{waiting.number}: this text was offered by a person, there is no page to fetch: "
                "accept or reject it"
            )
        decided = self._settle(waiting, Reason.RETRY, "to be fetched again by the next run")
        wanted = Announcement(entry.url, entry.key, entry.outlet, PERSON, entry.title or None)
        self._ledger.frontier.add([wanted], datetime.now(UTC))
        return decided

    def _settle(
        self,
        waiting: Pending,
        reason: Reason,
        detail: str,
        *,
        number: int | None = None,
        duplicate_of: int | None = None,
    ) -> ReviewOutcome:
        entry = waiting.entry
        before = self._ledger.pages.get(entry.key)
        step = Step("person", passed=number is not None, says=detail, seconds=0.0)
        self._ledger.pages.note(
            PageRow(
                key=before.key if before else entry.key,
                url=entry.url,
                outlet=entry.outlet,
                verdict=reason.verdict,
                reason=reason.code,
                detail=detail,
                at=datetime.now(UTC),
                number=number,
                duplicate_of=duplicate_of,
                title=entry.title,
                run=before.run if before else None,
                normal_hash=entry.normal_hash,
                steps=[*(before.steps if before else ()), asdict(step)],
            )
        )
        self._ledger.frontier.settle(entry.key)
        self._quarantine.remove(entry.id)
        return ReviewOutcome(waiting.number, reason, detail)
