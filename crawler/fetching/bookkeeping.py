"""Scrapy's end of the pipeline: every page that was fetched is led through the stages and settled."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.article import Page
from crawler.desk import Desk
from crawler.errors import Reason, Verdict
from crawler.pipeline import Outcome, load_stages, walk
from crawler.settings import STAGES

log = logging.getLogger("gomtin")


class Bookkeeping:
    """Scrapy item pipeline. Expects Page items of a spider that has a `desk`."""

    def __init__(
        self,
        desk: Desk,
        related: Callable[[Page], Awaitable[list[Request]]],
        ask: Callable[[Request], None],
    ) -> None:
        self.desk = desk
        self.stages = load_stages(STAGES, desk)
        self._related = related
        self._ask = ask

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider: Any = crawler.spider

        def ask(request: Request) -> None:
            # Only now: the engine makes its pipelines before it is known itself.
            assert crawler.engine
            crawler.engine.crawl(request)

        return cls(spider.desk, spider.related, ask)

    async def process_item(self, item: Page) -> Outcome:
        try:
            outcome = await walk(item, self.stages)
        except Exception as error:
            log.exception("%s: the program failed on this page", item.url)
            await self.desk.settle(item, Outcome(Reason.BUG, f"{type(error).__name__}: {error}", ()))
            raise
        await self.desk.settle(item, outcome)
        if outcome.verdict is not Verdict.KEPT:
            raise DropItem(outcome.reason.code, log_level="DEBUG")
        for request in await self._related(item):
            self._ask(request)
        return outcome
