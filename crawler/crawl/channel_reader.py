"""What an outlet's channels hold: their answers read in a worker process, for crawls and for checks."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.crawl.frontier import Window
from crawler.discovery.announcements import Channel, Found, Source
from crawler.discovery.kinds import PARSERS
from crawler.errors import Rejected
from crawler.extraction.pool import WorkerPool
from crawler.fetching.responses import content_type_of
from crawler.outlets.outlet import Outlet


class ChannelReader:
    """Reads the channels of one outlet. What lies outside the `window` a sitemap need not tell."""

    def __init__(
        self,
        outlet: type[Outlet],
        workers: WorkerPool,
        window: Callable[[], Window],
        now: Callable[[], datetime],
    ) -> None:
        self._outlet = outlet
        self._workers = workers
        self._window = window
        self._now = now

    async def read(self, channel: Channel, response: Response, links: str = "") -> Found:
        """Read the answer of a channel; `links` overrule the outlet's listing_links."""
        source = self._source(channel, response, links or self._outlet.listing_links)
        try:
            work = self._workers.submit(PARSERS[channel.kind], response.body, source)
            found: Found = await asyncio.wrap_future(work)
        except Rejected as error:
            return Found(problem=str(error))
        return replace(found, problem=found.problem or _redirect_problem(channel, response))

    def _source(self, channel: Channel, response: Response, links: str) -> Source:
        window = self._window()
        return Source(
            channel=channel.url,
            url=response.url,
            article_pattern=self._outlet.article_pattern,
            zone=self._outlet.zone,
            now=self._now(),
            since=window.start,
            until=window.end,
            links=links or None,
            content_type=content_type_of(response),
            declared=channel.depth == 0,
        )


def _redirect_problem(channel: Channel, response: Response) -> str | None:
    """A closed section leads to the front page, whose announcements look healthy."""
    front = urlsplit(response.url).path in {"", "/"}
    asked_for_it = urlsplit(channel.url).path in {"", "/"}
    return f"the address leads to the front page {response.url}" if front and not asked_for_it else None
