"""Scrapy's end of the pipeline: every page that was fetched is led through the stages and settled."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.article import Article, Page
from crawler.crawl.session import CrawlSession
from crawler.crawl.spider import OutletSpider
from crawler.pipeline import Outcome, Stage, Step, load_stages, run_stages
from crawler.reasons import Reason
from crawler.settings import KEEPING, READING

log = logging.getLogger("gomtin")


class StagePipeline:
    """Scrapy item pipeline. Expects Page items of an OutletSpider."""

    def __init__(
        self,
        session: CrawlSession,
        related: Callable[[Page], Awaitable[list[Request]]],
        ask: Callable[[Request], None],
    ) -> None:
        self.session = session
        self._reading = load_stages(READING, session)
        self._keeping = {
            corpus_session: load_stages(KEEPING, corpus_session) for corpus_session in session.corpus_sessions
        }
        self._related = related
        self._ask = ask

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider = crawler.spider
        assert isinstance(spider, OutletSpider)
        return cls(spider.session, spider.related, spider.ask)

    async def process_item(self, item: Page) -> Page:
        read = await _lead(item, self._reading)
        outcomes = {
            corpus_session: await _lead(read.article, self._keeping[corpus_session], read.steps)
            if read.passed and read.article
            else read
            for corpus_session in self.session.wanted_by(item.key)
        }
        await self.session.settle(item, outcomes)
        if not any(outcome.passed for outcome in outcomes.values()):
            raise DropItem("not kept", log_level="DEBUG")
        for request in await self._related(item):
            self._ask(request)
        return item


async def _lead(item: Page | Article, stages: Sequence[Stage], before: Sequence[Step] = ()) -> Outcome:
    try:
        return await run_stages(item, stages, before)
    except Exception as error:
        log.exception("%s: the program failed on this page", item.url)
        return Outcome(Reason.BUG, f"{type(error).__name__}: {error}", ())
