"""Scrapy's end of the pipeline: every page that was fetched is led through the stages and settled."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Self
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.article import Announcement, FurtherPage, Page
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.frontier import Window
from crawler.crawl.reading import CorpusView, PageView, read
from crawler.crawl.session import CrawlSession
from crawler.crawl.spider import OutletSpider
from crawler.errors import CorpusError, Rejected
from crawler.extraction.further_pages import MOST_PAGES
from crawler.fetching.failures import Failed
from crawler.pipeline import Outcome, Stage, Step, load_stages, run_stages
from crawler.reasons import Reason, Verdict
from crawler.settings import KEEPING

log = logging.getLogger("gomtin")

_READ = "extract"  # the step of a page that no worker could bring to an end


class StagePipeline:
    """Scrapy item pipeline. Expects Page items of an OutletSpider."""

    def __init__(
        self,
        session: CrawlSession,
        related: Callable[[Sequence[Announcement]], Awaitable[list[Request]]],
        ask: Callable[[Request], None],
        further_page: Callable[[str], Awaitable[FurtherPage | Failed]],
    ) -> None:
        self.session = session
        asked = session.options.since or session.options.until
        window = session.window() if asked else Window(None, None)
        # An archive is asked for its own days; what its articles link to lies outside.
        follows_links = session.options.since is None
        self._view = PageView(window, ZoneInfo(session.config.timezone), follows_links)
        self._keeping = {
            corpus_session: load_stages(KEEPING, corpus_session) for corpus_session in session.all_corpora
        }
        self._place = {corpus_session: place for place, corpus_session in enumerate(session.all_corpora)}
        self._related = related
        self._ask = ask
        self._further_page = further_page

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider = crawler.spider
        assert isinstance(spider, OutletSpider)
        return cls(spider.session, spider.related, spider.ask, spider.further_page)

    async def process_item(self, item: Page) -> Page:
        views = self._views(item)
        outcomes: dict[CorpusSession, Outcome] = {}
        if views:
            for taker, outcome in zip(views, await self._read_whole(item, views), strict=True):
                with taker.write.guarded():
                    outcomes[taker] = await _kept(outcome, item, self._keeping[taker])
        await self.session.settle(item, outcomes)
        kept = [outcome.article for outcome in outcomes.values() if outcome.passed and outcome.article]
        if not kept:
            raise DropItem("not kept", log_level="DEBUG")
        for request in await self._related(kept[0].links):
            self._ask(request)
        return item

    def _views(self, page: Page) -> dict[CorpusSession, CorpusView]:
        """Return what a worker must know of each corpus that wants a page; nothing, where they all failed."""
        views: dict[CorpusSession, CorpusView] = {}
        for taker in self.session.wanted_by(page.key):
            with taker.write.guarded():
                views[taker] = CorpusView(taker.recurring_lines.of(page.outlet))
        return views

    async def _read_whole(self, page: Page, views: Mapping[CorpusSession, CorpusView]) -> list[Outcome]:
        """Read a page; where its article goes on, fetch the further pages and read it with them."""
        outcomes = await self._read(page, views)
        while (address := _goes_on(outcomes, page)) and len(page.further) + 1 < MOST_PAGES:
            found = await self._further_page(address)
            if isinstance(found, Failed):
                return [_without(found, address, outcome) for outcome in outcomes]
            page = replace(page, further=(*page.further, found))
            outcomes = await self._read(page, views)
        return outcomes

    async def _read(self, page: Page, views: Mapping[CorpusSession, CorpusView]) -> list[Outcome]:
        """Let a worker read a page; return an outcome for each corpus that wants it."""
        corpora = [(self._place[taker], view) for taker, view in views.items()]
        began = time.perf_counter()
        try:
            work = self.session.workers.submit(read, page, self._view, corpora)
            outcomes = await asyncio.wrap_future(work)
        except Rejected as end:  # the worker itself did not bring it to an end
            step = Step(_READ, False, str(end), time.perf_counter() - began)
            outcomes = [Outcome(end.reason, end.detail, (step,), end.article)]
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            outcomes = [_bug(page, error)]
        return outcomes if len(outcomes) == len(views) else outcomes * len(views)


def _goes_on(outcomes: Sequence[Outcome], page: Page) -> str | None:
    """Return where an article goes on that was read only to there, when that was not asked yet."""
    article = outcomes[0].article
    address = article.goes_on if article and outcomes[0].reason is Reason.HALF_TEXT else None
    return None if address in {further.asked for further in page.further} else address


def _without(failed: Failed, address: str, outcome: Outcome) -> Outcome:
    """Return how an article ends whose further page could not be had: as that did where that may pass."""
    detail = f"goes on at {address}: {failed.reason.meaning} ({failed.detail})"
    if failed.reason.verdict is Verdict.FAILED:
        return replace(outcome, reason=failed.reason, detail=detail, article=None)
    return replace(outcome, detail=detail)


async def _kept(read: Outcome, page: Page, stages: Sequence[Stage]) -> Outcome:
    """Lead what a worker read to its end. Raises CorpusError."""
    if not read.passed or read.article is None:
        return read
    try:
        return await run_stages(read.article, stages, read.steps)
    except CorpusError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return _bug(page, error)


def _bug(page: Page, error: Exception) -> Outcome:
    log.error("%s: the program failed on this page", page.url, exc_info=error)
    return Outcome(Reason.BUG, f"{type(error).__name__}: {error}", ())
