"""Outlet: a news site, declared as data in one file; everything an outlet does is done here."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.addresses import clean_url, matches
from crawler.article import Announcement, Page, ReadingRules, Shape
from crawler.errors import Reason, Rejected
from crawler.fetching.failures import failure_of
from spiders import asking
from spiders.announcements import Channel, Found, Kind, Source, filled
from spiders.apis import parse_api
from spiders.archives import Archive
from spiders.checking import Check
from spiders.declaration import check_data, check_outlet
from spiders.feeds import parse_feed
from spiders.listings import parse_listing
from spiders.related import linked_articles
from spiders.responses import content_type_of, is_html, redirect_problem
from spiders.sitemaps import parse_sitemap
from spiders.walking import Walk

if TYPE_CHECKING:
    from crawler.checking import CheckDesk
    from crawler.desk import Desk

MOST_SITEMAPS = 20  # of one outlet in one run: a chain of indexes may never end
DEEPEST_SITEMAP = 2
CHANNELS_FIRST = 1_000
_FEEDS_HOLD = timedelta(days=3)

_PARSERS = {
    Kind.FEED: parse_feed,
    Kind.SITEMAP: parse_sitemap,
    Kind.LISTING: parse_listing,
    Kind.API: parse_api,
}


class Outlet(scrapy.Spider):
    """A news site. A subclass assigns the attributes below and defines nothing else.

    name, title     for commands and for people
    hosts           all hosts that serve it, the present one first
    family          the family of content systems it belongs to
    feeds           addresses of RSS and Atom feeds
    sitemaps        addresses of sitemaps, sitemap indexes and news sitemaps
    listings        addresses of section pages; listing_links is the CSS of their article links, "" for all
    scripted_links  where links call a script: a regular expression for the call, the address it means
    apis            addresses of list APIs, JSON or HTML fragments, that show the newest articles
    archives        where its back catalogue is: kinds of spiders.archives.Archive; asked for with --since
    article_url     regular expression for its whole article addresses; group "id" is its own number for them
    examples, non_examples   addresses that must, and must not, match it
    reading         where its pages hold what we read
    floor           the fewest announcements of a healthy run
    zone            of dates that name none
    enabled, off    False, and why, for an outlet that is not crawled
    unverified      which of its channels nobody has seen answer lately
    """

    title: ClassVar[str]
    hosts: ClassVar[tuple[str, ...]]
    family: ClassVar[str] = "own"
    feeds: ClassVar[tuple[str, ...]] = ()
    sitemaps: ClassVar[tuple[str, ...]] = ()
    listings: ClassVar[tuple[str, ...]] = ()
    listing_links: ClassVar[str] = ""
    scripted_links: ClassVar[tuple[str, ...]] = ()
    apis: ClassVar[tuple[str, ...]] = ()
    archives: ClassVar[tuple[Archive, ...]] = ()
    article_url: ClassVar[str]
    examples: ClassVar[tuple[str, ...]]
    non_examples: ClassVar[tuple[str, ...]]
    reading: ClassVar[ReadingRules] = ReadingRules()
    floor: ClassVar[int]
    zone: ClassVar[str] = "Asia/Ho_Chi_Minh"
    enabled: ClassVar[bool] = True
    off: ClassVar[str] = ""
    unverified: ClassVar[tuple[str, ...]] = ()

    abstract: ClassVar[bool] = True
    shape: ClassVar[Shape]
    allowed_hosts: ClassVar[frozenset[str]]

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        check_data(cls)
        cls.abstract = abstract
        if not abstract:
            cls.shape = check_outlet(cls)
            cls.allowed_hosts = frozenset(cls.hosts)

    def __init__(self, desk: "Desk", check: "CheckDesk | None" = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.desk = desk
        self._check = check
        self._heard: dict[str, Announcement] = {}
        self._announced: set[str] = set()
        self._sitemaps: set[str] = set()
        self._waiting: dict[str, Announcement] = {}
        self._unread: dict[str, Channel] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Ask every channel; for a window of days, walk the archives; for a check, ask the least."""
        if self._check:
            ways = [Check(self, self._check).requests()]
        elif self.archives and self.desk.options.since:
            ways = (
                [self._channel_requests(), Walk(self).requests()]
                if self._recent()
                else [Walk(self).requests()]
            )
        else:
            ways = [self._channel_requests()]
        for way in ways:
            async for request in way:
                yield request
            if len(ways) > 1:
                # What the channels announced must be settled before the archives announce it again.
                await asking.calm(self)

    def _recent(self) -> bool:
        """Whether the window reaches into the days that feeds and news sitemaps hold."""
        end = self.desk.window().end
        return end is None or end > self.desk.now() - _FEEDS_HOLD

    async def _channel_requests(self) -> AsyncIterator[scrapy.Request]:
        self._sitemaps.update(self.sitemaps)
        kinds = (
            (Kind.FEED, self.feeds),
            (Kind.SITEMAP, self.sitemaps),
            (Kind.LISTING, self.listings),
            (Kind.API, self.apis),
        )
        channels = [Channel(url, kind) for kind, urls in kinds for url in urls]
        self._unread.update((channel.url, channel) for channel in channels)
        for channel in channels:
            yield self._channel_request(channel)

    def _channel_request(self, channel: Channel) -> scrapy.Request:
        return scrapy.Request(
            channel.url,
            callback=self.parse_channel,
            errback=self.channel_failed,
            priority=CHANNELS_FIRST,
            meta={"channel": channel},
        )

    async def parse_channel(self, response: Response) -> AsyncIterator[scrapy.Request]:
        """Read what a channel announces, in a worker process; after the last, ask for what is worth it."""
        channel: Channel = response.meta["channel"]
        try:
            found = await self.read_channel(channel, response)
        except Exception as error:
            self._channel_read(channel, problem=f"the program failed on it: {error!r}")
            raise
        for announcement in found.announcements:
            self._heard[announcement.key] = filled(self._heard.get(announcement.key), announcement)
        for url in self._new_sitemaps(channel, found.sitemaps):
            more = self._unread[url] = Channel(url, Kind.SITEMAP, channel.depth + 1)
            yield self._channel_request(more)
        self._channel_read(channel, len(found.announcements), found.problem)
        for request in await self._worth_asking():
            yield request

    async def read_channel(self, channel: Channel, response: Response, links: str = "") -> Found:
        """Read the answer of a channel in a worker process; `links` overrule the outlet's listing_links."""
        source = self._source(channel, response, links or self.listing_links)
        try:
            work = self.desk.readers.submit(_PARSERS[channel.kind], response.body, source)
            found: Found = await asyncio.wrap_future(work)
        except Rejected as error:
            return Found(problem=str(error))
        return replace(found, problem=found.problem or redirect_problem(channel, response))

    async def _worth_asking(self) -> list[scrapy.Request]:
        """Return what to fetch, once every channel is read.

        Not before: what a sitemap announces by title alone may look hopeless until a feed adds a summary.
        """
        if self._unread:
            return []
        heard = [announcement for key, announcement in self._heard.items() if key not in self._announced]
        self._announced.update(self._heard)
        self._heard.clear()
        return [self.article_request(*worth) for worth in await self.desk.worth(heard)]

    def _source(self, channel: Channel, response: Response, links: str) -> Source:
        window = self.desk.window()
        return Source(
            channel=channel.url,
            url=response.url,
            shape=self.shape,
            zone=self.zone,
            now=self.desk.now(),
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

    async def channel_failed(self, failure: Failure) -> AsyncIterator[scrapy.Request]:
        """Note that a channel did not answer."""
        reason, detail, _ = failure_of(failure)
        self._channel_read(_meta(failure)["channel"], problem=f"{reason.meaning}: {detail}")
        for request in await self._worth_asking():
            yield request

    def _channel_read(self, channel: Channel, found: int = 0, problem: str | None = None) -> None:
        self._unread.pop(channel.url, None)
        self.desk.channel(self.name, channel.url, found, problem)

    def article_request(self, announcement: Announcement, priority: int) -> scrapy.Request:
        """Ask for an article; from now on it ends with a verdict."""
        self._waiting[announcement.key] = announcement
        return scrapy.Request(
            announcement.url,
            callback=self.parse_article,
            errback=self.article_failed,
            priority=priority,
            headers=self.desk.revisits.headers(announcement.key),
            meta={"announcement": announcement},
        )

    async def parse_article(self, response: Response) -> AsyncIterator[Page]:
        """Pack the bytes of an article's address into a Page; what is in them is for the stages to say."""
        announcement: Announcement = response.meta["announcement"]
        url = clean_url("", response.url)
        if not is_html(response):
            await self._ended(
                announcement, Reason.NOT_HTML, content_type_of(response) or "no type", response.status
            )
        elif url is None or not matches(url, self.shape):
            await self._ended(announcement, Reason.REDIRECTED_AWAY, response.url, response.status)
        else:
            del self._waiting[announcement.key]
            self.desk.revisits.saw(announcement.key, response.headers)
            yield self.page_of(announcement, response)

    def page_of(self, announcement: Announcement, response: Response) -> Page:
        """Pack an answer into a Page."""
        return Page(
            url=clean_url("", response.url) or announcement.url,
            key=announcement.key,
            outlet=self.name,
            body=response.body,
            content_type=content_type_of(response),
            fetched_at=self.desk.now(),
            rules=self.reading,
            shape=self.shape,
            announcement=announcement,
        )

    async def related(self, page: Page) -> list[scrapy.Request]:
        """Return what to fetch of a kept page's links: the most promising, one step from the announced."""
        linked = await linked_articles(self, page)
        unheard = [each for each in linked if each.key not in self._announced]
        best = self.desk.promising(unheard)
        self._announced.update(each.key for each in best)
        return [self.article_request(*worth) for worth in await self.desk.worth(best)]

    async def article_failed(self, failure: Failure) -> None:
        """Note that an article could not be had."""
        await self._ended(_meta(failure)["announcement"], *failure_of(failure))

    async def closed(self, reason: str) -> None:
        """Give what was still waiting its verdict: a run that is stopped drops its queue in silence."""
        for channel in tuple(self._unread.values()):
            self._channel_read(channel, problem=f"the run ended before it was read ({reason})")
        for announcement in tuple(self._waiting.values()):
            await self._ended(announcement, Reason.STOPPED, reason)

    async def _ended(
        self, announcement: Announcement, reason: Reason, detail: str, status: int | None = None
    ) -> None:
        if self._waiting.pop(announcement.key, None):
            await self.desk.failed(announcement, reason, detail, status)


def _meta(failure: Failure) -> dict[str, Any]:
    meta: dict[str, Any] = failure.request.meta  # type: ignore[attr-defined]  # Scrapy puts it there
    return meta
