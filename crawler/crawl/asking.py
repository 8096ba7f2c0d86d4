"""Asking one thing and waiting for its answer, inside a spider's start: for archives and checks."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.crawl.channel_reader import ChannelReader
from crawler.discovery.announcements import Channel, Found
from crawler.fetching.failures import failure_of
from crawler.reasons import Reason

T = TypeVar("T")

FIRST_PRIORITY = 1_000  # before every article
# Scrapy has no event for "nothing is under way", so it is looked at, as seldom as a waiting run can bear.
_BUSY_CHECK_S = 2.0
_IDLE_CHECK_S = 0.2


@dataclass(frozen=True, slots=True)
class Answer:
    """What asking brought: what a channel holds, an answer that is no channel's, or why there is none."""

    found: Found = field(default_factory=Found)
    response: Response | None = None
    reason: Reason | None = None
    detail: str = ""


NO_ANSWER = Answer(reason=Reason.STOPPED)


class Question(NamedTuple):
    """A request, to be yielded, and what will hold its answer."""

    request: Request
    answer: asyncio.Future[Answer]


class Asking:
    """Makes questions for one crawl, and waits for their answers as long as its engine may bring them."""

    def __init__(self, engine: ExecutionEngine, reader: ChannelReader) -> None:
        self._engine = engine
        self._reader = reader

    def channel(self, channel: Channel, links: str = "") -> Question:
        """Ask what a channel holds; `links` overrule the outlet's listing_links."""

        async def read(response: Response) -> Answer:
            found = await self._reader.read(channel, response, links)
            led_away = found.problem and response.url != channel.url and not found.announcements
            return Answer(found, response, Reason.REDIRECTED_AWAY if led_away else None, response.url)

        return _question(channel.url, read)

    def page(self, url: str) -> Question:
        """Ask for any page."""

        async def read(response: Response) -> Answer:
            return Answer(response=response)

        return _question(url, read)

    async def wait_for(self, future: asyncio.Future[T], otherwise: T) -> T:
        """Wait for as long as Scrapy has anything under way that may end what is waited for."""
        while not (await asyncio.wait({future}, timeout=_BUSY_CHECK_S))[0]:
            if not self.is_busy():
                return otherwise
        return future.result()

    async def wait_idle(self) -> None:
        """Wait until nothing is under way."""
        while self.is_busy():  # noqa: ASYNC110 - Scrapy has no event for it
            await asyncio.sleep(_IDLE_CHECK_S)

    def is_busy(self) -> bool:
        """Whether a request is waiting or out, or an answer is being worked on."""
        engine = self._engine
        # Not by their truth: an empty scheduler is false.
        assert engine.scheduler is not None
        assert engine.scraper.slot is not None
        idle = engine.scraper.slot.is_idle() and not engine.downloader.active
        return not idle or engine.scheduler.has_pending_requests()


def _question(url: str, read: Callable[[Response], Awaitable[Answer]]) -> Question:
    future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

    async def answered(response: Response) -> None:
        try:
            future.set_result(await read(response))
        except Exception as error:
            future.set_result(Answer(reason=Reason.BUG, detail=repr(error)))
            raise

    async def failed(failure: Failure) -> None:
        reason, detail, _ = failure_of(failure)
        future.set_result(Answer(reason=reason, detail=detail))

    return Question(Request(url, callback=answered, errback=failed, priority=FIRST_PRIORITY), future)
