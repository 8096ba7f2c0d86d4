"""Outlet: a news site, declared as data in one file; everything an outlet does is done here."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.article import Announcement, ArticlePattern, Page, ReadingRules
from crawler.crawl import asking
from crawler.crawl.backfill import Backfill
from crawler.crawl.channels import OutletChannels
from crawler.crawl.check_spider import Check
from crawler.crawl.related import linked_articles
from crawler.fetching.failures import failure_of
from crawler.fetching.responses import content_type_of, is_html, meta_of
from crawler.outlets.archives import Archive
from crawler.outlets.validation import check_data, check_outlet
from crawler.reasons import Reason
from crawler.urls import clean_url, matches

if TYPE_CHECKING:
    from crawler.crawl.check import CheckDesk
    from crawler.crawl.session import CrawlSession

_FEEDS_HOLD = timedelta(days=3)


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
    archives        where its back catalogue is, kinds of outlets.archives.Archive; asked for with --since
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
    article_pattern: ClassVar[ArticlePattern]
    allowed_hosts: ClassVar[frozenset[str]]

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        check_data(cls)
        cls.abstract = abstract
        if not abstract:
            cls.article_pattern = check_outlet(cls)
            cls.allowed_hosts = frozenset(cls.hosts)

    def __init__(self, session: "CrawlSession", check: "CheckDesk | None" = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = session
        self.channels = OutletChannels(self)
        self._check = check
        self._waiting: dict[str, Announcement] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Ask every channel; for a window of days, walk the archives; for a check, ask the least."""
        ways = self._ways()
        for way in ways:
            async for request in way:
                yield request
            if len(ways) > 1:
                # What the channels announced must be settled before the archives announce it again.
                await asking.wait_idle(self)

    def _ways(self) -> list[AsyncIterator[scrapy.Request]]:
        if self._check:
            return [Check(self, self._check).requests()]
        if self.session.options.revisit_only:
            return [self._looks()]
        if not (self.archives and self.session.options.since):
            return [self.channels.requests()]
        walk = Backfill(self).requests()
        return [self.channels.requests(), walk] if self._recent() else [walk]

    def _recent(self) -> bool:
        """Whether the window reaches into the days that feeds and news sitemaps hold."""
        end = self.session.window().end
        return end is None or end > self.session.now() - _FEEDS_HOLD

    async def _looks(self) -> AsyncIterator[scrapy.Request]:
        """Ask for the kept articles whose next look is due, and for nothing else."""
        self.session.stats(self.name).looks_only = True
        for announcement, priority in self.session.due_revisits(self.name):
            yield self.article_request(announcement, priority)

    def article_request(self, announcement: Announcement, priority: int) -> scrapy.Request:
        """Ask for an article; from now on it ends with a verdict."""
        self._waiting[announcement.key] = announcement
        return scrapy.Request(
            announcement.url,
            callback=self.parse_article,
            errback=self.article_failed,
            priority=priority,
            headers=self.session.conditions(announcement.key),
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
        elif url is None or not matches(url, self.article_pattern):
            await self._ended(announcement, Reason.REDIRECTED_AWAY, response.url, response.status)
        else:
            del self._waiting[announcement.key]
            self.session.note_validators(announcement.key, response.headers)
            yield self.page_of(announcement, response)

    def page_of(self, announcement: Announcement, response: Response) -> Page:
        """Pack an answer into a Page."""
        return Page(
            url=clean_url("", response.url) or announcement.url,
            key=announcement.key,
            outlet=self.name,
            body=response.body,
            content_type=content_type_of(response),
            fetched_at=self.session.now(),
            rules=self.reading,
            article_pattern=self.article_pattern,
            announcement=announcement,
        )

    async def related(self, page: Page) -> list[scrapy.Request]:
        """Return what to fetch of a kept page's links: the most promising, one step from the announced."""
        linked = await linked_articles(self, page)
        unheard = [each for each in linked if each.key not in self.channels.announced]
        best = self.session.promising(unheard)
        self.channels.announced.update(each.key for each in best)
        return [self.article_request(*worth) for worth in await self.session.select(best)]

    async def article_failed(self, failure: Failure) -> None:
        """Note that an article could not be had."""
        await self._ended(meta_of(failure)["announcement"], *failure_of(failure))

    async def closed(self, reason: str) -> None:
        """Give what was still waiting its verdict: a run that is stopped drops its queue in silence."""
        if self._check:
            return
        self.channels.close(reason)
        for announcement in tuple(self._waiting.values()):
            await self._ended(announcement, Reason.STOPPED, reason)
        await self.session.write(self.session.polling.settle, self.name)

    async def _ended(
        self, announcement: Announcement, reason: Reason, detail: str, status: int | None = None
    ) -> None:
        if self._waiting.pop(announcement.key, None):
            await self.session.failed(announcement, reason, detail, status)
