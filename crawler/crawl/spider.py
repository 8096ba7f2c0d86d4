"""OutletSpider crawls any outlet: it asks for pages and packs them; the stages say what is in them."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.article import Announcement, FurtherPage, Page
from crawler.crawl.asking import Asking
from crawler.crawl.backfill import Backfill
from crawler.crawl.backfill_page import BackfillContext
from crawler.crawl.channel_reader import ChannelReader
from crawler.crawl.channels import OutletChannels
from crawler.crawl.page import page_of
from crawler.crawl.session import CrawlSession
from crawler.crawl.stats import BackfillStats
from crawler.fetching.failures import Failed, failure_of, is_login, reason_of_status
from crawler.fetching.responses import content_type_of, is_html, meta_of
from crawler.fetching.robotstxt import LED_AWAY
from crawler.fetching.stand_in import LOGIN, host_mark, page_mark
from crawler.outlets.outlet import Outlet
from crawler.reasons import Reason
from crawler.urls import article_url, clean_url, host_of

_FEEDS_HOLD = timedelta(days=3)  # what feeds and news sitemaps reach back to at least


class OutletSpider(scrapy.Spider):
    """One outlet in one run. Every article that it asks for ends with exactly one verdict."""

    name = "outlet"

    def __init__(self, outlet: type[Outlet], session: CrawlSession, **kwargs: Any) -> None:
        super().__init__(outlet.name, **kwargs)
        self.outlet = outlet
        self.session = session
        self.allowed_hosts = outlet.allowed_hosts
        self.throttle = session.throttle
        self._reader = ChannelReader(outlet, session.workers, session.window, session.now)
        self.channels = OutletChannels(
            outlet, session, self._reader, article_request=self.article_request, ask=self.ask
        )
        self._waiting: dict[str, Announcement] = {}

    def ask(self, request: scrapy.Request) -> None:
        """Send a request that is no answer's next step."""
        assert self.crawler.engine
        self.crawler.engine.crawl(request)

    async def start(self) -> AsyncIterator[Any]:
        """Ask for what is due of the frontier, then every channel; for a window, walk the archives."""
        assert self.crawler.engine
        asking = Asking(self.crawler.engine, self._reader)
        if not self.session.options.revisit_only:
            for candidate in self.session.due(self.name):
                yield self.article_request(*candidate)
        ways = self._ways(asking)
        for way in ways:
            async for request in way:
                yield request
            if len(ways) > 1:
                # What the channels announced must be settled before the archives announce it again.
                await asking.wait_idle()

    def _ways(self, asking: Asking) -> list[AsyncIterator[scrapy.Request]]:
        if self.session.options.revisit_only:
            return [self._revisits()]
        if self.session.options.only:
            self.session.stats(self.name).looks_only = True
            return []
        if not (self.outlet.archives and self.session.options.since):
            return [self.channels.requests()]
        backfill = self._backfill(asking).requests()
        return [self.channels.requests(), backfill] if self._recent() else [backfill]

    def _backfill(self, asking: Asking) -> Backfill:
        stats = self.session.stats(self.name).backfill = BackfillStats()
        return Backfill(
            BackfillContext(
                self.outlet, self.session, self.session.window(), stats, asking, self.article_request
            )
        )

    def _recent(self) -> bool:
        """Whether the window reaches into the days that feeds and news sitemaps hold."""
        end = self.session.window().end
        return end is None or end > self.session.now() - _FEEDS_HOLD

    async def _revisits(self) -> AsyncIterator[scrapy.Request]:
        """Ask for the kept articles whose next look is due, and for nothing else."""
        self.session.stats(self.name).looks_only = True
        for candidate in self.session.due_revisits(self.name):
            yield self.article_request(*candidate)

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
        """Pack the bytes of an article's address into a Page."""
        announcement: Announcement = response.meta["announcement"]
        host = host_of(announcement.url)
        if not self.throttle.articles_differ(host):
            self.throttle.note_article(host, page_mark(response.url, response.body))
        url = article_url("", response.url, self.outlet.article_pattern)
        if not is_html(response):
            await self._ended(
                announcement, Reason.NOT_HTML, content_type_of(response) or "no type", response.status
            )
        elif url is None:
            await self._ended(announcement, Reason.REDIRECTED_AWAY, response.url, response.status)
        else:
            del self._waiting[announcement.key]
            self.session.note_validators(announcement.key, response.headers)
            yield page_of(self.outlet, announcement, response, self.session.now())

    async def related(self, links: Sequence[Announcement]) -> list[scrapy.Request]:
        """Return what to fetch of a kept page's links: the most promising, one step from the announced."""
        new = [link for link in links if link.key not in self.channels.announced]
        best = [link for link in await self.session.promising(new) if link.key not in self.channels.announced]
        self.channels.announced.update(link.key for link in best)
        return [self.article_request(*candidate) for candidate in await self.session.select(best)]

    async def further_page(self, url: str) -> FurtherPage | Failed:
        """Fetch a page on which an article goes on: by the same door as all others, as a part of its page."""
        assert self.crawler.engine
        try:
            response = await self.crawler.engine.download_async(scrapy.Request(url))
        except Exception as error:  # noqa: BLE001 - whatever it is, it has a name
            return failure_of(Failure(error))  # type: ignore[no-untyped-call]
        if response.status != HTTPStatus.OK:
            return Failed(reason_of_status(response.status), f"HTTP {response.status}", response.status)
        if not is_html(response):
            return Failed(Reason.NOT_HTML, content_type_of(response) or "no type")
        return FurtherPage(url, clean_url("", response.url) or url, response.body, content_type_of(response))

    async def article_failed(self, failure: Failure) -> None:
        """Note that an article could not be had."""
        announcement, failed = meta_of(failure)["announcement"], failure_of(failure)
        if failed.reason.host_was_asked:
            self.throttle.note_article(host_of(announcement.url), _mark_of(failure, failed))
        await self._ended(announcement, *failed)

    async def closed(self, reason: str) -> None:
        """Give what was still waiting its verdict: a run that is stopped drops its queue in silence."""
        self.channels.close(reason)
        for announcement in tuple(self._waiting.values()):
            await self._ended(announcement, Reason.STOPPED, reason)
        await self.session.write(self.session.polling.settle, self.name)

    async def _ended(
        self, announcement: Announcement, reason: Reason, detail: str, status: int | None = None
    ) -> None:
        if self._waiting.pop(announcement.key, None):
            await self.session.failed(announcement, reason, detail, status)


def _mark_of(failure: Failure, failed: Failed) -> str | None:
    """Return the mark of what kept an article from us, where it may do so for all hosts; None for others."""
    if failure.value is not None and is_login(failure.value):
        return LOGIN
    host = host_of(failed.detail) if failed.reason in LED_AWAY else ""
    return host_mark(host) if host else None
