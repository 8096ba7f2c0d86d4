"""An outlet's channels in one run: asked when due, under conditions where they may be, read, and settled."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.article import Announcement
from crawler.crawl.asking import FIRST_PRIORITY
from crawler.crawl.channel_reader import ChannelReader
from crawler.crawl.session import CrawlSession
from crawler.discovery.announcements import Channel, Found, Kind, SkipReason, filled, left_out
from crawler.fetching.failures import failure_of
from crawler.fetching.responses import meta_of
from crawler.outlets.declared import declared_channels
from crawler.outlets.outlet import Outlet
from crawler.reasons import Reason
from crawler.validators import NO_VALIDATORS, max_age_of, validators_of

MOST_SITEMAPS = 20  # of one outlet in one run: a chain of indexes may never end
DEEPEST_SITEMAP = 2  # indexes above it


class OutletChannels:
    """What an outlet announces in one run. `announced` are the keys of all that was judged so far.

    `article_request` makes the request for an article, `ask` sends one that is no step of a chain.
    """

    def __init__(
        self,
        outlet: type[Outlet],
        session: CrawlSession,
        reader: ChannelReader,
        *,
        article_request: Callable[[Announcement, int], scrapy.Request],
        ask: Callable[[scrapy.Request], None],
    ) -> None:
        self.announced: set[str] = set()
        self._outlet = outlet
        self._session = session
        self._reader = reader
        self._article_request = article_request
        self._ask = ask
        self._heard: dict[str, Announcement] = {}
        self._heard_by: list[Announcement] = []  # each as often as a channel announced it
        self._sitemaps: set[str] = set()
        self._unread: dict[str, Channel] = {}

    async def requests(self) -> AsyncIterator[scrapy.Request]:
        """Ask the declared channels that are due; after the last answer, what is worth it."""
        self._sitemaps.update(self._outlet.sitemaps)
        for request in self._due(declared_channels(self._outlet)):
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
            meta["handle_httpstatus_list"] = [HTTPStatus.NOT_MODIFIED]
        return scrapy.Request(
            channel.url,
            callback=self.answered,
            errback=self.failed,
            priority=FIRST_PRIORITY,
            headers=conditions,
            meta=meta,
        )

    async def answered(self, response: Response) -> AsyncIterator[scrapy.Request]:
        """Read what a channel announces, in a worker process; after the last, ask for what is worth it."""
        channel: Channel = response.meta["channel"]
        if response.status == HTTPStatus.NOT_MODIFIED:
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
        self._ask(self._request(channel, {}, checks=True))

    async def _take(self, channel: Channel, response: Response) -> list[scrapy.Request]:
        """Take what a channel announces, and return the requests for the sitemaps it names."""
        try:
            found = await self._reader.read(channel, response)
        except Exception as error:
            self._ended(channel, problem=f"the program failed on it: {error!r}")
            raise
        self._heard_by += found.announcements
        for announcement in found.announcements:
            self._heard[announcement.key] = filled(self._heard.get(announcement.key), announcement)
        new, left = self._new_sitemaps(channel, found.sitemaps)
        skipped = left_out(found.skip_reasons) + Counter({SkipReason.SITEMAP_OVER_LIMIT: left})
        await self._remember(channel, found, response, skipped)
        self._session.polling.count_left_out(self._outlet.name, skipped)
        requests = self._due([Channel(url, Kind.SITEMAP, channel.depth + 1) for url in new])
        self._ended(channel, len(found.announcements), found.problem)
        return requests

    async def _remember(
        self, channel: Channel, found: Found, response: Response, skipped: Counter[SkipReason]
    ) -> None:
        polling, write, name = self._session.polling, self._session.write, self._outlet.name
        if found.problem and not found.announcements:
            await write(polling.failed, name, channel.url, why=found.problem, skipped=skipped)
            return
        await write(
            polling.read,
            name,
            channel.url,
            found.announcements,
            NO_VALIDATORS if found.problem else validators_of(response.headers),
            checked=response.meta["checks"],
            index=bool(found.sitemaps),
            skipped=skipped,
            max_age=max_age_of(response.headers),
        )

    def _new_sitemaps(self, channel: Channel, urls: tuple[str, ...]) -> tuple[list[str], int]:
        """Return which of the sitemaps that an index names are asked, and how many are left out."""
        unknown = [url for url in urls if url not in self._sitemaps]
        room = MOST_SITEMAPS - len(self._sitemaps) if channel.depth < DEEPEST_SITEMAP else 0
        new = unknown[: max(0, room)]
        self._sitemaps.update(new)
        return new, len(unknown) - len(new)

    async def _worth_asking(self) -> list[scrapy.Request]:
        """Return what to fetch, once every channel is read.

        Not before: what a sitemap announces by title alone may look hopeless until a feed adds a summary.
        """
        if self._unread:
            return []
        heard = [announcement for key, announcement in self._heard.items() if key not in self.announced]
        self.announced.update(self._heard)
        self._heard.clear()
        by, self._heard_by = self._heard_by, []
        worth = [*await self._session.select(heard, by), *self._session.due_revisits(self._outlet.name)]
        return [self._article_request(*candidate) for candidate in worth]

    async def failed(self, failure: Failure) -> AsyncIterator[scrapy.Request]:
        """Note that a channel did not answer."""
        channel: Channel = meta_of(failure)["channel"]
        reason, detail, _ = failure_of(failure)
        why, failed = f"{reason.meaning}: {detail}", self._session.polling.failed
        await self._session.write(failed, self._outlet.name, channel.url, reason, why=why)
        self._ended(channel, problem=why)
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
