"""Asking one thing and waiting for its answer, inside a spider's start: for walks and checks."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discovery.announcements import Channel, Found
from crawler.fetching.failures import failure_of
from crawler.reasons import Reason

if TYPE_CHECKING:
    from crawler.outlets.outlet import Outlet

T = TypeVar("T")

FIRST = 1_000  # priority before every article
_PATIENCE = 2.0
_CALM = 0.2


@dataclass(frozen=True, slots=True)
class Answer:
    """What asking brought: what a channel holds, an answer that is no channel's, or why there is none."""

    found: Found = field(default_factory=Found)
    response: Response | None = None
    reason: Reason | None = None
    detail: str = ""


Asked = tuple[Request, asyncio.Future[Answer]]


def channel(outlet: "Outlet", asked: Channel, links: str = "") -> Asked:
    """Return the request for a channel, to be yielded, and what will hold its answer."""

    async def read(response: Response) -> Answer:
        found = await outlet.channels.read(asked, response, links)
        led_away = found.problem and response.url != asked.url and not found.announcements
        return Answer(found, response, Reason.REDIRECTED_AWAY if led_away else None, response.url)

    return _asked(asked.url, read)


def page(url: str) -> Asked:
    """Return the request for any page, to be yielded, and what will hold its answer."""

    async def read(response: Response) -> Answer:
        return Answer(response=response)

    return _asked(url, read)


def _asked(url: str, read: Callable[[Response], Awaitable[Answer]]) -> Asked:
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

    return Request(url, callback=answered, errback=failed, priority=FIRST), future


async def wait_for(outlet: "Outlet", future: asyncio.Future[T], otherwise: T) -> T:
    """Wait for as long as Scrapy has anything under way that may end what is waited for."""
    while not (await asyncio.wait({future}, timeout=_PATIENCE))[0]:
        if not is_busy(outlet):
            return otherwise
    return future.result()


async def wait_idle(outlet: "Outlet") -> None:
    """Wait until nothing is under way."""
    while is_busy(outlet):  # noqa: ASYNC110 - Scrapy has no event for it
        await asyncio.sleep(_CALM)


def is_busy(outlet: "Outlet") -> bool:
    """Whether a request is waiting or out, or an answer is being worked on."""
    engine = outlet.crawler.engine
    # Not by their truth: an empty scheduler is false.
    assert engine is not None
    assert engine.scheduler is not None
    assert engine.scraper.slot is not None
    idle = engine.scraper.slot.is_idle() and not engine.downloader.active
    return not idle or engine.scheduler.has_pending_requests()
