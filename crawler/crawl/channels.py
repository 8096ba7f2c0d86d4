"""An outlet's channels in one run: asked when due, under conditions where they may be, read, and settled."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discovery.announcements import Channel, Found, Kind, Source, filled
from crawler.discovery.apis import parse_api
from crawler.discovery.feeds import parse_feed
from crawler.discovery.listings import parse_listing
from crawler.discovery.sitemaps import parse_sitemap
from crawler.errors import Rejected
from crawler.fetching.failures import failure_of
from crawler.fetching.responses import content_type_of, meta_of, redirect_problem
from crawler.reasons import Reason
from crawler.validators import NO_VALIDATORS, validators_of

if TYPE_CHECKING:
    from crawler.article import Announcement
    from crawler.outlets.outlet import Outlet

MOST_SITEMAPS = 20  # of one outlet in one run: a chain of indexes may never end
DEEPEST_SITEMAP = 2
FIRST = 1_000  # priority before every article
_NOT_MODIFIED = 304

_PARSERS = {
    Kind.FEED: parse_feed,
    Kind.SITEMAP: parse_sitemap,
    Kind.LISTING: parse_listing,
    Kind.API: parse_api,
}


class OutletChannels:
    """What an outlet announces in one run. `announced` are the keys of all that was judged so far."""

    def __init__(self, outlet: "Outlet") -> None:
        self.announced: set[str] = set()
        self._outlet = outlet
        self._session = outlet.session
        self._heard: dict[str, Announcement] = {}
        self._sitemaps: set[str] = set()
        self._unread: dict[str, Channel] = {}

    async def requests(self) -> AsyncIterator[scrapy.Request]:
        """Ask the declared channels that are due; after the last answer, what is worth it."""
        outlet = self._outlet
        self._sitemaps.update(outlet.sitemaps)
        kinds = (
            (Kind.FEED, outlet.feeds),
            (Kind.SITEMAP, outlet.sitemaps),
            (Kind.LISTING, outlet.listings),
            (Kind.API, outlet.apis),
        )
        for request in self._due([Channel(url, kind) for kind, urls in kinds for url in urls]):
            yield request
        # Where none is due, no answer will do it.
        for request in await self._worth_asking():
            yield request

    def _due(self, channels: list[Channel]) -> list[scrapy.Request]:
        """Return the requests for those channels that are due; note that the others are left out."""
        polling, name = self._session.polling, self._outlet.name
        due = [channel for channel in channels if polling.is_due(name, channel.url)]
        self._unread.update((channel.url, channel) for channel in due)
        for channel in channels:
            if channel not in due:
                problem = polling.standing_problem(name, channel.url)
                held = 0 if problem else polling.held(name, channel.url)
                self._session.channel(name, channel.url, held, problem, heard=False)
        return [self._request(channel, polling.conditions(name, channel.url)) for channel in due]

    def _request(
        self, channel: Channel, conditions: dict[str, str], *, checks: bool = False
    ) -> scrapy.Request:
        """Ask a channel. With `checks`, it has just said that it is as it was."""
        meta = {"channel": channel, "checks": checks}
        if conditions:
            meta["handle_httpstatus_list"] = [_NOT_MODIFIED]
        return scrapy.Request(
            channel.url,
            callback=self.answered,
            errback=self.failed,
            priority=FIRST,
            headers=conditions,
            meta=meta,
        )

    async def answered(self, response: Response) -> AsyncIterator[scrapy.Request]:
        """Read what a channel announces, in a worker process; after the last, ask for what is worth it."""
        channel: Channel = response.meta["channel"]
        if response.status == _NOT_MODIFIED:
            if not self._session.polling.believes(self._outlet.name, channel.url):
                self._ask_again(channel)
                return
            polling, name = self._session.polling, self._outlet.name
            await self._session.write(polling.unchanged, name, channel.url)
            self._ended(channel, polling.held(name, channel.url), heard=False)
        else:
            for request in await self._take(channel, response):
                yield request
        for request in await self._worth_asking():
            yield request

    def _ask_again(self, channel: Channel) -> None:
        """Read a channel that says it is as it was. Not as the next step of a chain: its depth is limited."""
        engine = self._outlet.crawler.engine
        assert engine
        engine.crawl(self._request(channel, {}, checks=True))

    async def _take(self, channel: Channel, response: Response) -> list[scrapy.Request]:
        """Take what a channel announces, and return the requests for the sitemaps it names."""
        try:
            found = await self.read(channel, response)
        except Exception as error:
            self._ended(channel, problem=f"the program failed on it: {error!r}")
            raise
        for announcement in found.announcements:
            self._heard[announcement.key] = filled(self._heard.get(announcement.key), announcement)
        await self._remember(channel, found, response)
        new = self._new_sitemaps(channel, found.sitemaps)
        requests = self._due([Channel(url, Kind.SITEMAP, channel.depth + 1) for url in new])
        self._ended(channel, len(found.announcements), found.problem)
        return requests

    async def _remember(self, channel: Channel, found: Found, response: Response) -> None:
        polling, write, name = self._session.polling, self._session.write, self._outlet.name
        if found.problem and not found.announcements:
            await write(polling.failed, name, channel.url)
            return
        await write(
            polling.read,
            name,
            channel.url,
            found.announcements,
            NO_VALIDATORS if found.problem else validators_of(response.headers),
            checked=response.meta["checks"],
            index=bool(found.sitemaps),
        )

    async def read(self, channel: Channel, response: Response, links: str = "") -> Found:
        """Read the answer of a channel in a worker process; `links` overrule the outlet's listing_links."""
        source = self._source(channel, response, links or self._outlet.listing_links)
        try:
            work = self._session.workers.submit(_PARSERS[channel.kind], response.body, source)
            found: Found = await asyncio.wrap_future(work)
        except Rejected as error:
            return Found(problem=str(error))
        return replace(found, problem=found.problem or redirect_problem(channel, response))

    def _source(self, channel: Channel, response: Response, links: str) -> Source:
        window = self._session.window()
        return Source(
            channel=channel.url,
            url=response.url,
            article_pattern=self._outlet.article_pattern,
            zone=self._outlet.zone,
            now=self._session.now(),
            since=window.start,
            until=window.end,
            links=links or None,
            content_type=content_type_of(response),
        )

    def _new_sitemaps(self, channel: Channel, urls: tuple[str, ...]) -> list[str]:
        if channel.depth >= DEEPEST_SITEMAP:
            return []
        room = MOST_SITEMAPS - len(self._sitemaps)
        new = [url for url in urls if url not in self._sitemaps][: max(0, room)]
        self._sitemaps.update(new)
        return new

    async def _worth_asking(self) -> list[scrapy.Request]:
        """Return what to fetch, once every channel is read.

        Not before: what a sitemap announces by title alone may look hopeless until a feed adds a summary.
        """
        if self._unread:
            return []
        heard = [announcement for key, announcement in self._heard.items() if key not in self.announced]
        self.announced.update(self._heard)
        self._heard.clear()
        worth = [*await self._session.select(heard), *self._session.due_revisits(self._outlet.name)]
        return [self._outlet.article_request(*each) for each in worth]

    async def failed(self, failure: Failure) -> AsyncIterator[scrapy.Request]:
        """Note that a channel did not answer."""
        channel: Channel = meta_of(failure)["channel"]
        reason, detail, _ = failure_of(failure)
        await self._session.write(self._session.polling.failed, self._outlet.name, channel.url, reason)
        self._ended(channel, problem=f"{reason.meaning}: {detail}")
        for request in await self._worth_asking():
            yield request

    def _ended(
        self, channel: Channel, found: int = 0, problem: str | None = None, *, heard: bool = True
    ) -> None:
        self._unread.pop(channel.url, None)
        self._session.channel(self._outlet.name, channel.url, found, problem, heard=heard)

    def close(self, reason: str) -> None:
        """Note what was never read: a run that is stopped drops its queue in silence."""
        for channel in tuple(self._unread.values()):
            self._ended(channel, problem=f"{Reason.STOPPED.meaning} ({reason})")
