"""One corpus's part in a run: what it wants of what is announced, and what becomes of the pages it gets."""

import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from operator import itemgetter
from zoneinfo import ZoneInfo

from crawler.article import Announcement, Article, Judgement, Likeness, Page, Relation
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.quarantine import Quarantine
from crawler.crawl.frontier import Selection, Sorted, Window, left_out_again, next_try, select
from crawler.crawl.options import CrawlOptions
from crawler.crawl.revisits import MOST_LOOKS, RevisitPlan
from crawler.crawl.writer import Writer
from crawler.outlets.drift import DriftMonitor
from crawler.pipeline import Outcome
from crawler.reasons import Reason, Verdict
from crawler.store.database import Connection
from crawler.store.tables.announcements import Decided
from crawler.store.tables.pages import PageRow
from crawler.store.tables.recurring_lines import RecurringLines
from crawler.store.tables.yields import Place, Yield, expected_yield
from crawler.text.line_checks import is_sentence
from crawler.timestamps import utc_text
from crawler.topic.topic import Topic

log = logging.getLogger("gomtin")

# Says, in their order, what the topic says of announcements by their words; None: nothing.
AnnouncementJudge = Callable[[Sequence[Announcement]], Awaitable[Sequence[Judgement | None]]]

_MOST_RELATED = 5  # links followed from one kept page


class CorpusSession:
    """Knows its corpus and its topic and nothing of fetching. Lives in the reactor's thread.

    A text is on the disk when it counts as kept. How pages end, and what is announced, is there with the next
    text or the run's end: a machine that loses its power has pages asked for again, in the order they were.

    `config` is the configuration as it holds for this corpus; `reasons` counts per outlet how pages ended,
    `examined` the articles among them, `dropped` those that lost prose, by rule;
    `shown` are the announcements that a dry run looked at.
    """

    def __init__(
        self,
        config: Config,
        options: CrawlOptions,
        *,
        corpus: Corpus,
        topic: Topic,
        run: int,
        write: Writer,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.config = config
        self.options = options
        self.corpus = corpus
        self.ledger = corpus.ledger
        self.topic = topic
        self.run = run
        self.write = write
        self.now = now
        self.quarantine = Quarantine(corpus.folder)
        self.health = DriftMonitor(corpus.ledger, now, ZoneInfo(config.timezone))
        most = config.politeness.requests_per_host if options.revisit_only else MOST_LOOKS
        self.revisits = RevisitPlan(corpus, () if options.partial else config.dedup.revisit, run, now, most)
        self.recurring_lines = RecurringLines(corpus.ledger.texts)
        self.reasons: defaultdict[str, Counter[Reason]] = defaultdict(Counter)
        self.examined: Counter[str] = Counter()
        self.dropped: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.shown: list[Sorted] = []
        self._decided: dict[str, Decided] = {}  # of what is left out again
        self._topic_mark = topic.mark
        self._seeds_lost = corpus.seed_loss() is not None

    # What is announced.

    async def sort_out(
        self, announcements: Sequence[Announcement], window: Window, judge: AnnouncementJudge
    ) -> Selection:
        """Say what this corpus wants of an outlet's announcements, and what it does not know yet.

        `judge` is asked once, for those whose words decide; titles may be long, and many.
        """
        keys = {announcement.key for announcement in announcements}
        is_open = self.ledger.frontier.rows(keys)  # a run begins with what is due of it
        # A dry run shows the score of everything; a sample is judged to be one.
        decided = {} if self.options.dry_run else self.ledger.announcements.decided(keys)
        known = self.ledger.pages.known(keys)
        before = partial(self._left_out, decided=decided)
        unsettled = [one for one in announcements if one.key not in known and one.key not in is_open]
        again = left_out_again(unsettled, window, before)
        passed_over = is_open.keys() | {one.key for one, _, _ in again}
        sort = partial(
            select,
            [announcement for announcement in announcements if announcement.key not in passed_over],
            known=known,
            window=window,
            hopeless=self.config.topic.hopeless,
            sampling=not self.options.dry_run,
            now=self.now(),
            expected_yield=partial(expected_yield, yields=self._yields(announcements[0].outlet)),
        )
        asked: list[Announcement] = []
        sort(judge=asked.append)
        judgements = iter(await judge(asked))
        self._decided |= {one.key: decided[one.key] for one, _, _ in again}
        return replace(sort(judge=lambda _: next(judgements)), again=again)

    def _left_out(self, announcement: Announcement, *, decided: Mapping[str, Decided]) -> Reason | None:
        """Return why an announcement was left out by the same words and the same topic."""
        before = decided.get(announcement.key)
        if before is None or before.reason is None or before.mark != self._mark(announcement):
            return None
        return Reason.find(before.reason)

    def _mark(self, announcement: Announcement) -> int:
        """Return what tells an announcement's words, and the topic they are judged by, from others."""
        words = repr((announcement.title, announcement.summary, announcement.url)).encode(errors="replace")
        return int.from_bytes(blake2b(words, digest_size=8, key=self._topic_mark).digest(), signed=True)

    def due(self, outlet: str, window: Window) -> list[Announcement]:
        """Return what of an outlet's articles was wanted before and is due now, the first to ask first."""
        rows = self.ledger.frontier.due(outlet, self.now(), self.config.politeness.requests_per_host)
        due = [row.announcement for row in rows]
        if self.options.only:
            return [announcement for announcement in due if announcement.key in self.options.only]
        if self.options.since or self.options.until:
            return [announcement for announcement in due if not window.misses(announcement.published)]
        return due

    async def note(self, outlet: str, sorted_out: Selection, heard: Sequence[Announcement]) -> None:
        """Write down what was announced, and by whom; count what is not fetched.

        `heard` is the same as every channel announced it, known or new.
        """
        if self.options.dry_run:
            self.shown += sorted_out.noted
        left_out = (*sorted_out.noted, *sorted_out.again)
        self.reasons[outlet].update(reason for _, _, reason in left_out if reason)
        again = {one.key: self._decided.pop(one.key) for one, _, _ in sorted_out.again}
        wanted = [each for each, _, reason in sorted_out.noted if reason in (None, Reason.OVER_LIMIT)]

        def write(_: Connection) -> None:
            self.ledger.announcements.note(self.run, sorted_out.noted, self._mark)
            self.ledger.announcements.note_channels(self.run, heard)
            self.ledger.frontier.add(wanted, self.now())
            self.ledger.samples.note(sorted_out.sampled, self.run, self.now())
            self.ledger.announcements.show(again)

        await self.write(self.ledger.transaction, write, flushed=False)

    def _yields(self, outlet: str) -> dict[Place, Yield]:
        return {(place.outlet, place.kind, place.name): place for place in self.ledger.yields.of(outlet)}

    async def promising(
        self, announcements: Sequence[Announcement], judge: AnnouncementJudge
    ) -> list[Announcement]:
        """Return the few links of a kept page whose words promise another text on the topic."""
        judged = zip(await judge(announcements), announcements, strict=True)
        limit = self.topic.thresholds.accept
        scored = [(judgement.score, link) for judgement, link in judged if judgement]
        best = sorted((pair for pair in scored if pair[0] >= limit), key=itemgetter(0), reverse=True)
        return [link for _, link in best[:_MOST_RELATED]]

    # How pages end.

    async def settle(self, page: Page | Article, outcome: Outcome) -> None:
        """Write down how a page ended for this corpus: all of it, or nothing."""
        if page.key in self.revisits and outcome.verdict is not Verdict.KEPT:
            if outcome.article:
                await self.write(self.recurring_lines.keep, outcome.article, self.now())
            self.reasons[page.outlet][await self.write(self.revisits.settle, page, outcome)] += 1
            return
        watched = self.options.origin == "crawl"
        health = self.health.note(page.outlet, outcome.reason, outcome.article) if watched else None
        row = self._row(page, outcome)
        _tell(row)

        def write(_: Connection) -> None:
            if outcome.article:
                self.recurring_lines.keep(outcome.article, self.now())
            self._forget_fault(page.key)
            if outcome.reason not in _KNOWN_BY_ITS_OWN_ROW:
                self.ledger.pages.note(row)
            elif kept_before := self._kept_before(row):
                self.ledger.pages.note(kept_before)
            if row.key != page.key:
                # The page named another address as its own: the one it was asked under is known now, too.
                self.ledger.pages.note_alias(page.key, row.key)
            self._close(page.key, outcome.reason)
            self._remember(page, outcome)
            if health:
                health()
            if page.announcement:
                kept = outcome.verdict is Verdict.KEPT
                self.ledger.yields.count_page(page.announcement, kept=kept)

        await self.write(self.ledger.transaction, write, flushed=False)
        self.reasons[page.outlet][outcome.reason] += 1
        if outcome.article:
            self.examined[page.outlet] += 1
            self.dropped[page.outlet].update(_rules_on_prose(outcome.article))

    def _kept_before(self, row: PageRow) -> PageRow | None:
        """Return the row of an article whose text is kept, where its run was killed before it wrote that."""
        known = self.ledger.pages.known([row.key]).get(row.key)
        if row.duplicate_of is None or (known and known.verdict == Verdict.KEPT):
            return None
        record = self.ledger.records.get(row.duplicate_of)
        if record is None or record.key != row.key:
            return None
        detail = "kept before; the run ended before it wrote that down"
        kept = replace(row, verdict=Verdict.KEPT, reason=Reason.ON_TOPIC.code, detail=detail)
        return replace(kept, number=record.number, duplicate_of=None)

    def _row(self, page: Page | Article, outcome: Outcome) -> PageRow:
        article = outcome.article
        return PageRow(
            key=article.key if article else page.key,
            url=page.url,
            outlet=page.outlet,
            verdict=outcome.verdict,
            reason=outcome.reason.code,
            detail=outcome.detail,
            at=self.now(),
            number=outcome.record.number if outcome.record else None,
            duplicate_of=outcome.duplicate_of,
            steps=[asdict(step) for step in outcome.steps],
            title=_title(article, page),
            run=self.run,
            normal_hash=article.normal_hash if article else None,
            published=article.published if article else None,
        )

    async def failed(
        self, announcement: Announcement, reason: Reason, detail: str = "", status: int | None = None
    ) -> None:
        """Write down that an announced page could not be had."""
        if announcement.key in self.revisits:
            ended = await self.write(self.revisits.failed, announcement.key, reason, status)
            self.reasons[announcement.outlet][ended] += 1
            return
        row = PageRow(
            key=announcement.key,
            url=announcement.url,
            outlet=announcement.outlet,
            verdict=reason.verdict,
            reason=reason.code,
            detail=detail,
            at=self.now(),
            http_status=status,
            title=announcement.title,
            run=self.run,
        )
        _tell(row)

        def write(_: Connection) -> None:
            self._forget_fault(announcement.key)
            self.ledger.pages.note(row)
            self._close(announcement.key, reason)

        await self.write(self.ledger.transaction, write, flushed=False)
        self.reasons[announcement.outlet][reason] += 1

    # In the writing thread: what later texts and runs need to know of a page that ended.

    def _remember(self, page: Page | Article, outcome: Outcome) -> None:
        """Note when to look again at a page, and its text where the next ones are compared with it."""
        article, number = outcome.article, outcome.duplicate_of
        if outcome.record and article and isinstance(page, Page):
            self.revisits.kept(page, article, outcome.record.number)
        if outcome.reason is Reason.CHANGED and article and article.normal_hash and number is not None:
            self.ledger.versions.note(number, article.normal_hash, article.text, self.run)
        elif outcome.verdict is Verdict.DUPLICATE and article and number is not None:
            if outcome.reason not in _OWN_ARTICLE:
                self.corpus.duplicates.note_copy(article, number, utc_text(self.now()))
        elif outcome.verdict is Verdict.QUARANTINED:
            self._quarantine(page, outcome)

    def _quarantine(self, page: Page | Article, outcome: Outcome) -> None:
        """Let an article wait for a person, unless a copy of it does."""
        article = outcome.article
        if article is None:
            self.quarantine.add(page, outcome.reason, outcome.detail)
        elif not any(_waits(relation) for relation in article.relations):
            name = self.quarantine.add(article, outcome.reason, outcome.detail)
            self.corpus.duplicates.note_waiting(article, name, utc_text(self.now()))

    def _close(self, key: str, reason: Reason) -> None:
        """Take an article out of the frontier, or note when its page is asked for again."""
        row = self.ledger.frontier.rows([key]).get(key)
        if row is None:
            return
        crawl = self.config.crawl
        give_up_at = row.added_at + crawl.give_up
        due_at = next_try(
            reason,
            row.tries,
            self.now(),
            retry=crawl.retry,
            give_up_at=give_up_at,
            topic_in_doubt=self._seeds_lost,
        )
        if due_at is None:
            self.ledger.frontier.settle(key)
        else:
            self.ledger.frontier.postpone(key, due_at, reason, tried=reason.page_was_asked)

    def _forget_fault(self, key: str) -> None:
        """Take out of quarantine what an earlier try at a page left there: it was asked for again."""
        before = self.ledger.pages.known([key]).get(key)
        reason = before and Reason.find(before.reason)
        if before and reason and reason.may_pass and reason.verdict is Verdict.QUARANTINED:
            self.quarantine.remove_page(before.key, before.normal_hash)


# The row of an article that was kept tells how it was kept; seeing the article again does not change that.
_KNOWN_BY_ITS_OWN_ROW = frozenset({Reason.SAME_ARTICLE, Reason.CHANGED})
_OWN_ARTICLE = frozenset({Reason.SAME_ARTICLE, Reason.CHANGED, Reason.UNCHANGED})
_COPIES = frozenset({Likeness.SAME, Likeness.NEAR})


def _waits(relation: Relation) -> bool:
    """Whether a known text is a copy of the same, and waits already."""
    return relation.number is None and relation.likeness in _COPIES


def _tell(row: PageRow) -> None:
    """Say in the run's log what kept a page from being an article."""
    reason = Reason.find(row.reason)
    if reason and (reason.verdict is Verdict.FAILED or reason.obstacle):
        log.info("%s: %s: %s: %s", row.outlet, row.url, row.reason, row.detail or reason.meaning)


def _title(article: Article | None, page: Page | Article) -> str | None:
    if article:
        return article.title
    return page.announcement.title if page.announcement else None


def _rules_on_prose(article: Article) -> set[str]:
    return {str(rule) for rule, line in article.dropped if is_sentence(line)}
