"""Scrapy's end of the pipeline: every page that was fetched is led through the stages and settled."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.article import Article, Page
from crawler.crawl.session import Desk
from crawler.errors import Reason
from crawler.pipeline import Outcome, Stage, Step, load_stages, walk
from crawler.settings import KEEPING, READING

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
        self._reading = load_stages(READING, desk)
        self._keeping = {editor: load_stages(KEEPING, editor) for editor in desk.editors}
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

    async def process_item(self, item: Page) -> Page:
        read = await _led(item, self._reading)
        outcomes = {
            editor: await _led(read.article, self._keeping[editor], read.steps)
            if read.passed and read.article
            else read
            for editor in self.desk.takers(item.key)
        }
        await self.desk.settle(item, outcomes)
        if not any(outcome.passed for outcome in outcomes.values()):
            raise DropItem("not kept", log_level="DEBUG")
        for request in await self._related(item):
            self._ask(request)
        return item


async def _led(item: Page | Article, stages: Sequence[Stage], before: Sequence[Step] = ()) -> Outcome:
    try:
        return await walk(item, stages, before)
    except Exception as error:
        log.exception("%s: the program failed on this page", item.url)
        return Outcome(Reason.BUG, f"{type(error).__name__}: {error}", ())
