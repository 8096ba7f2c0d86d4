"""What one run shares: what is fetched, from where, for whom, and how each page ends."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from crawler.article import Announcement, Judgement, Page
from crawler.config.models import Config
from crawler.crawl.channel_memory import ChannelMemory
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.frontier import Candidate, Selection, Window, merge
from crawler.crawl.options import CrawlOptions
from crawler.crawl.reading import AnnouncedWords, judged
from crawler.crawl.shared_ledgers import SharedBackfillProgress, SharedLedgers
from crawler.crawl.stats import ChannelStats, OutletStats
from crawler.crawl.writer import Writer
from crawler.errors import Rejected
from crawler.extraction.pool import WorkerPool
from crawler.fetching.throttle import HostThrottle
from crawler.pipeline import Outcome
from crawler.reasons import Reason, Verdict

log = logging.getLogger("gomtin")

FRONTIER_FIRST = 900  # priority of what is due of the frontier: behind channels, before what they announce


class CrawlSession:
    """One run's shared state. Lives in the reactor's thread; `write` hands work to the one writing thread.

    A page is fetched once, for all `corpus_sessions`: one per corpus, with its own topic and ledger. One that
    fails takes no further part; `all_corpora` has it, too.
    """

    def __init__(
        self,
        config: Config,
        options: CrawlOptions,
        corpus_sessions: Sequence[CorpusSession],
        *,
        workers: WorkerPool,
        throttle: HostThrottle,
        write: Writer,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.config = config
        self.options = options
        self.all_corpora = tuple(corpus_sessions)
        self.workers = workers
        self.throttle = throttle
        self.write = write
        self.now = now
        ledgers = SharedLedgers(
            [corpus_session.ledger for corpus_session in corpus_sessions],
            [corpus_session.write for corpus_session in corpus_sessions],
        )
        self.progress = SharedBackfillProgress(ledgers)
        self.polling = ChannelMemory(ledgers, config, options, now)
        self.stats_by_outlet: dict[str, OutletStats] = {}
        self.listeners: list[Callable[[], None]] = []
        self._wanted_by: dict[str, list[CorpusSession]] = {}
        self._endings: dict[str, asyncio.Future[Reason]] = {}

    @property
    def corpus_sessions(self) -> tuple[CorpusSession, ...]:
        return tuple(one for one in self.all_corpora if one.write.failure is None)

    def stats(self, outlet: str) -> OutletStats:
        return self.stats_by_outlet.setdefault(outlet, OutletStats())

    def window(self) -> Window:
        """Return the days asked for; without any, the newest ones of the configuration."""
        zone = ZoneInfo(self.config.timezone)
        since, until = self.options.since, self.options.until
        newest = self.now() - self.config.crawl.newest
        return Window(
            datetime.combine(since, time.min, zone) if since else newest if until is None else None,
            datetime.combine(until, time.min, zone) + timedelta(days=1) if until else None,
        )

    def channel(
        self, outlet: str, url: str, found: int, problem: str | None = None, *, heard: bool = True
    ) -> None:
        """Note what one feed, sitemap or listing brought; not `heard`: what it held before."""
        self.stats(outlet).channels.append(ChannelStats(url, found, problem, heard))
        if problem and heard and not self.throttle.stopped:  # then it had no time
            log.info("%s: %s: %s", outlet, url, problem)  # warned of at the end, by cause

    # What to fetch.

    async def select(
        self, announcements: Sequence[Announcement], heard: Sequence[Announcement] | None = None
    ) -> list[Candidate]:
        """Return what to fetch, best first; what is left out is noted with its reason.

        `heard` is the same as every channel announced it, where those are several.
        """
        if not announcements:
            return []
        outlet, window = announcements[0].outlet, self.window()
        stats = self.stats(outlet)
        parts: dict[CorpusSession, Selection] = {}
        for corpus_session in self.corpus_sessions:
            with corpus_session.write.guarded():
                judge = partial(self._judge, corpus_session)
                parts[corpus_session] = await corpus_session.sort_out(announcements, window, judge)
        merged = merge(
            list(parts.values()),
            room=None if self.options.limit is None else max(0, self.options.limit - stats.asked),
            dry_run=self.options.dry_run,
        )
        stats.announced += len(announcements)
        stats.asked += len(merged.fetch)
        for corpus_session, part in zip(parts, merged.parts, strict=True):
            for announcement, _, reason in part.noted:
                if reason is None:
                    self._wanted_by.setdefault(announcement.key, []).append(corpus_session)
            with corpus_session.write.guarded():
                await corpus_session.note(outlet, part, announcements if heard is None else heard)
        self._changed()
        revisits = self.due_revisits(outlet, announcements)
        fetched = {candidate.announcement.key for candidate in merged.fetch}
        return [*merged.fetch, *(again for again in revisits if again.announcement.key not in fetched)]

    def due(self, outlet: str) -> list[Candidate]:
        """Return what any corpus wanted before and is due now, each page once, within the run's limit."""
        due: dict[str, Announcement] = {}
        if self.options.dry_run:
            return []
        for corpus_session in self.corpus_sessions:
            with corpus_session.write.guarded():
                for announcement in corpus_session.due(outlet, self.window()):
                    if announcement.key not in due and len(due) == self.options.limit:
                        break
                    due.setdefault(announcement.key, announcement)
                    self._wanted_by.setdefault(announcement.key, []).append(corpus_session)
        self.stats(outlet).asked += len(due)
        return [Candidate(announcement, FRONTIER_FIRST - at) for at, announcement in enumerate(due.values())]

    def due_revisits(self, outlet: str, announcements: Sequence[Announcement] = ()) -> list[Candidate]:
        """Return what to look at again at an outlet, once for all corpora that keep it."""
        due: list[Candidate] = []
        for corpus_session in self.corpus_sessions:
            wanted: list[Candidate] = []
            with corpus_session.write.guarded():
                wanted = corpus_session.revisits.wanted(outlet, announcements)
            for candidate in wanted:
                takers = self._wanted_by.setdefault(candidate.announcement.key, [])
                if not takers:
                    due.append(candidate)
                if corpus_session not in takers:
                    takers.append(corpus_session)
        return due

    async def promising(self, announcements: Sequence[Announcement]) -> list[Announcement]:
        """Return the few links of a kept page whose words promise another text on a topic."""
        by_key: dict[str, Announcement] = {}
        for corpus_session in self.corpus_sessions:
            best = await corpus_session.promising(announcements, partial(self._judge, corpus_session))
            by_key |= {announcement.key: announcement for announcement in best}
        return list(by_key.values())

    async def _judge(
        self, corpus_session: CorpusSession, announcements: Sequence[Announcement]
    ) -> Sequence[Judgement | None]:
        """Let a worker judge announcements by their words and the topic of one corpus."""
        if not announcements:
            return []
        words = [AnnouncedWords(each.title, each.summary, each.url) for each in announcements]
        place = self.all_corpora.index(corpus_session)  # of its topic in a worker
        try:
            return await asyncio.wrap_future(self.workers.submit(judged, words, place))
        except Rejected as end:  # their pages tell
            log.warning("%s: its announcements could not be judged: %s", announcements[0].outlet, end)
            return [None] * len(announcements)

    def conditions(self, key: str) -> dict[str, str]:
        """Return the headers to ask for a page under: those all who want it agree on."""
        asked = [corpus_session.revisits.headers(key) for corpus_session in self.wanted_by(key)]
        return asked[0] if asked and all(headers == asked[0] for headers in asked) else {}

    def note_validators(self, key: str, headers: Mapping[str, bytes | None]) -> None:
        """Keep what an answer's headers call the state of the page."""
        for corpus_session in self.wanted_by(key):
            corpus_session.revisits.note_validators(key, headers)

    def published(self, keys: Collection[str]) -> dict[str, datetime]:
        """Return when articles that are known were published, as far as that is known."""
        found: dict[str, datetime] = {}
        for corpus_session in self.corpus_sessions:
            with corpus_session.write.guarded():
                known = corpus_session.ledger.pages.known(keys)
                found |= {key: row.published for key, row in known.items() if row.published}
        return found

    # How it ends.

    def verdict_of(self, key: str) -> asyncio.Future[Reason]:
        """Return what will hold the reason that the page asked for under this key ends with."""
        return self._endings.setdefault(key, asyncio.get_running_loop().create_future())

    async def settle(self, page: Page, outcomes: Mapping[CorpusSession, Outcome]) -> None:
        """Write down how a page ended for each corpus. Every page comes here or to `failed` exactly once."""
        self._wanted_by.pop(page.key, None)
        ended = Reason.BUG
        try:
            with self._counting_bugs(page.outlet):
                for corpus_session, outcome in outcomes.items():
                    if corpus_session.write.failure is None:
                        with corpus_session.write.guarded():
                            await corpus_session.settle(page, outcome)
                ended = _run_reason([outcome.reason for outcome in outcomes.values()])
        finally:
            self.stats(page.outlet).fetched += 1
            self._tell(page.key, ended)

    async def failed(
        self, announcement: Announcement, reason: Reason, detail: str = "", status: int | None = None
    ) -> None:
        """Write down that an announced page could not be had."""
        try:
            with self._counting_bugs(announcement.outlet):
                for corpus_session in self.wanted_by(announcement.key):
                    with corpus_session.write.guarded():
                        await corpus_session.failed(announcement, reason, detail, status)
        finally:
            self._wanted_by.pop(announcement.key, None)
            self._tell(announcement.key, reason)

    @contextmanager
    def _counting_bugs(self, outlet: str) -> Iterator[None]:
        """Count for the report that the program failed in the block; the log has the traceback."""
        try:
            yield
        except Exception:
            self.stats(outlet).bugs += 1
            raise

    def wanted_by(self, key: str) -> tuple[CorpusSession, ...]:
        """Return whom the page asked for under this key is fetched for."""
        able = self.corpus_sessions
        return tuple(one for one in self._wanted_by.get(key, able) if one in able)

    def _tell(self, key: str, reason: Reason) -> None:
        future = self._endings.pop(key, None)
        if future and not future.done():
            future.set_result(reason)
        self._changed()

    def _changed(self) -> None:
        for listener in self.listeners:
            listener()


def _run_reason(reasons: Sequence[Reason]) -> Reason:
    """Return the reason that tells whether a page is done with: one that failed anywhere is not."""
    failed = [reason for reason in reasons if reason.verdict is Verdict.FAILED]
    return [*failed, *reasons, Reason.STOPPED][0]
