"""What one run shares: the corpus, the topic, the readers, the pacing, and the count of what happened."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from functools import partial
from operator import itemgetter
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from crawler.article import Announcement, Article, Judgement, Page
from crawler.config import Config
from crawler.corpus import Corpus
from crawler.errors import Reason, Verdict
from crawler.fetching.pacing import Pacing
from crawler.fetching.seen import Window, worth_fetching
from crawler.furniture import Furniture
from crawler.health import Health
from crawler.ledger import PageRow
from crawler.options import Options
from crawler.pipeline import Outcome
from crawler.quarantine import Quarantine
from crawler.reading.pool import Readers
from crawler.remembering import remember
from crawler.revisits import Revisits
from crawler.tally import ChannelCount, Tally
from crawler.topic import Topic
from crawler.yields import Place, Yield, promise

log = logging.getLogger("gomtin")
P = ParamSpec("P")
T = TypeVar("T")

_MOST_RELATED = 5  # links followed from one kept page


class Desk:
    """One run's shared state. Lives in the reactor's thread; `write` hands work to the one writing thread."""

    def __init__(
        self,
        config: Config,
        options: Options,
        *,
        corpus: Corpus,
        topic: Topic,
        readers: Readers,
        pacing: Pacing,
        run: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.config = config
        self.options = options
        self.corpus = corpus
        self.ledger = corpus.ledger
        self.topic = topic
        self.readers = readers
        self.pacing = pacing
        self.run = run
        self.now = now
        self.quarantine = Quarantine(corpus.folder)
        self.health = Health(corpus.ledger.health, now, ZoneInfo(config.timezone))
        asked_for_more = options.since or options.until or options.limit is not None or options.dry_run
        self.revisits = Revisits(corpus, () if asked_for_more else config.dedup.revisit, run)
        self.furniture = Furniture(corpus.ledger.texts)
        self.tallies: dict[str, Tally] = {}
        self.listeners: list[Callable[[], None]] = []
        self._endings: dict[str, asyncio.Future[Reason]] = {}
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")

    async def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call that waits for the disk in the writing thread, one at a time, in order."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, lambda: call(*args, **kwargs))

    def close(self) -> None:
        """Wait for what is being written, then end the writing thread."""
        if not self.options.dry_run:
            self._writer.submit(self.furniture.keep)
        self._writer.shutdown()

    def tally(self, outlet: str) -> Tally:
        return self.tallies.setdefault(outlet, Tally())

    def window(self) -> Window:
        """Return the days asked for; without any, the newest ones of the configuration."""
        zone = ZoneInfo(self.config.timezone)
        since, until = self.options.since, self.options.until
        newest = self.now() - self.config.crawl.newest
        return Window(
            datetime.combine(since, time.min, zone) if since else newest if until is None else None,
            datetime.combine(until, time.min, zone) + timedelta(days=1) if until else None,
        )

    def channel(self, outlet: str, url: str, found: int, problem: str | None = None) -> None:
        """Note what one feed, sitemap or listing brought."""
        self.tally(outlet).channels.append(ChannelCount(url, found, problem))
        if problem:
            log.warning("%s: %s: %s", outlet, url, problem)

    async def worth(self, announcements: Sequence[Announcement]) -> list[tuple[Announcement, int]]:
        """Return what to fetch with its priority, best first; what is left out is noted with its reason."""
        if not announcements:
            return []
        tally = self.tally(announcements[0].outlet)
        known = self.ledger.known({announcement.key for announcement in announcements})
        sorted_out = worth_fetching(
            announcements,
            known=known,
            window=self.window(),
            judge=self.judge,
            hopeless=self.config.topic.hopeless,
            room=None if self.options.limit is None else max(0, self.options.limit - tally.asked),
            dry_run=self.options.dry_run,
            now=self.now(),
            promise=partial(promise, yields=self._yields(announcements[0].outlet)),
        )
        tally.announced += len(announcements)
        tally.asked += len(sorted_out.fetch)
        for _, _, reason in sorted_out.noted:
            if reason:
                tally.count(reason)
        await self.write(self.ledger.note_announcements, self.run, sorted_out.noted)
        await self.write(self.ledger.experience.note_samples, sorted_out.sampled, self.run, self.now())
        self._changed()
        return [*sorted_out.fetch, *self.revisits.wanted(announcements)]

    def _yields(self, outlet: str) -> dict[Place, Yield]:
        found = self.ledger.experience.yields(outlet)
        return {(each.outlet, each.kind, each.name): each for each in found}

    def promising(self, announcements: Iterable[Announcement]) -> list[Announcement]:
        """Return the few links of a kept page whose words promise another text on the topic."""
        judged = [(self.judge(announcement), announcement) for announcement in announcements]
        high = [(-judgement.score, found) for judgement, found in judged if judgement]
        best = sorted((pair for pair in high if -pair[0] >= self.topic.thresholds.accept), key=itemgetter(0))
        return [found for _, found in best[:_MOST_RELATED]]

    def judge(self, announcement: Announcement) -> Judgement | None:
        """Judge title and summary; None where there is nothing to judge."""
        if not announcement.title:
            return None
        return self.topic.judge_announcement(announcement.title, announcement.summary)

    def ending(self, key: str) -> asyncio.Future[Reason]:
        """Return what will hold the reason that the page asked for under this key ends with."""
        return self._endings.setdefault(key, asyncio.get_running_loop().create_future())

    def _tell(self, key: str, reason: Reason) -> None:
        future = self._endings.pop(key, None)
        if future and not future.done():
            future.set_result(reason)

    async def settle(self, page: Page | Article, outcome: Outcome) -> None:
        """Write down how a page ended. Every page comes here or to `failed` exactly once."""
        try:
            await self._settle(page, outcome)
        except BaseException:
            self._tell(page.key, Reason.BUG)
            raise
        self._tell(page.key, outcome.reason)

    async def _settle(self, page: Page | Article, outcome: Outcome) -> None:
        article = outcome.article
        if page.key in self.revisits and outcome.verdict is not Verdict.KEPT:
            reason = await self.write(self.revisits.settle, page, outcome)
            self.tally(page.outlet).fetched += 1
            self._count(page.outlet, reason)
            return
        row = PageRow(
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
        if outcome.reason not in _KNOWN_BY_ITS_OWN_ROW:
            await self._note(row, page.key)
        await self.write(remember, self, page, outcome)
        if self.options.origin == "crawl":
            await self.write(self.health.note(page.outlet, outcome.reason, article))
        if page.announcement:
            kept = outcome.verdict is Verdict.KEPT
            await self.write(self.ledger.experience.count_page, page.announcement, kept=kept)
        self.tally(page.outlet).fetched += 1
        self._count(page.outlet, outcome.reason)

    async def failed(
        self, announcement: Announcement, reason: Reason, detail: str = "", status: int | None = None
    ) -> None:
        """Write down that an announced page could not be had."""
        if announcement.key in self.revisits:
            ended = await self.write(self.revisits.failed, announcement.key, reason, status)
            self._count(announcement.outlet, ended)
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
        try:
            await self._note(row, announcement.key)
            self._count(announcement.outlet, reason)
        finally:
            self._tell(announcement.key, reason)

    async def _note(self, row: PageRow, asked: str) -> None:
        await self.write(self.ledger.note_page, row)
        if row.key != asked:
            # The page named another address as its own: the one it was asked under is known now, too.
            await self.write(self.ledger.note_alias, asked, row.key)

    def _count(self, outlet: str, reason: Reason) -> None:
        self.tally(outlet).count(reason)
        self._changed()

    def _changed(self) -> None:
        for listener in self.listeners:
            listener()


# The row of an article that was kept tells how it was kept; seeing the article again does not change that.
_KNOWN_BY_ITS_OWN_ROW = frozenset({Reason.SAME_ARTICLE, Reason.CHANGED})


def _title(article: Article | None, page: Page | Article) -> str | None:
    if article:
        return article.title
    return page.announcement.title if page.announcement else None
