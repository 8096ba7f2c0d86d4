"""Looks at a site that nobody declared yet, with the same politeness as at any outlet."""

from collections.abc import AsyncIterator
from typing import Any, ClassVar

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.config.models import Config
from crawler.fetching.failures import failure_of
from crawler.fetching.settings import scrapy_settings
from crawler.fetching.throttle import HostThrottle
from crawler.onboarding.site import ARTICLES, Site
from crawler.urls import host_of

_MAX_SECTIONS = 2  # pages asked to learn an outlet by
_MAX_FEEDS = 2  # of each kind, feeds and sitemaps
# Where Vietnamese systems have them, named or not.
_GUESSES = ("/robots.txt", "/sitemap.xml", "/rss/home.rss", "/rss/the-gioi.rss", "/rss/quoc-te.rss")


class SiteSpider(scrapy.Spider):
    """Asks for front page, robots.txt and sitemap; then for what they name: feeds, sections, articles."""

    name = "site"
    custom_settings: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter"
    }

    def __init__(self, throttle: HostThrottle, site: Site, urls: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.throttle = throttle
        self.site = site
        self.allowed_hosts = frozenset({site.host})
        self._urls = urls
        self._asked: set[str] = set()
        self._first = 0

    async def start(self) -> AsyncIterator[scrapy.Request]:
        home = f"https://{self.site.host}"
        urls = dict.fromkeys((*self._urls, f"{home}/"), False) | {home + path: True for path in _GUESSES}
        self._first = len(urls)
        for url, guess in urls.items():
            yield self._request(url, first=True, guess=guess)

    def _request(self, url: str, *, first: bool = False, guess: bool = False) -> scrapy.Request:
        self._asked.add(url)
        meta = {"first": first, "guess": guess}
        return scrapy.Request(url, callback=self.seen, errback=self.failed, meta=meta)

    async def seen(self, response: Response) -> AsyncIterator[scrapy.Request]:
        """Keep an answer; after the first ones, ask for what they led to."""
        if response.url.endswith("/robots.txt"):
            self.site.robots = response.text if hasattr(response, "text") else ""
        else:
            self.site.pages[response.url] = response.body
        for request in self._next(response.meta["first"]):
            yield request

    async def failed(self, failure: Failure) -> AsyncIterator[scrapy.Request]:
        """Note what could not be had."""
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        reason, detail, _ = failure_of(failure)
        if not request.meta["guess"]:
            self.site.missing.append(f"{request.url}: {reason.meaning} ({detail})")
        for following in self._next(request.meta["first"]):
            yield following

    def _next(self, first: bool) -> list[scrapy.Request]:
        self._first -= first
        if not first or self._first:
            return []
        site = self.site
        wanted = (
            *site.feeds[:_MAX_FEEDS],
            *site.sitemaps[:_MAX_FEEDS],
            *site.sections[:_MAX_SECTIONS],
            *site.articles[:ARTICLES],
        )
        return [self._request(url) for url in dict.fromkeys(wanted) if url not in self._asked]


def visit(config: Config, urls: tuple[str, ...]) -> Site:
    """Fetch what is needed to know the site of these addresses."""
    site = Site(host_of(urls[0]), live=True)
    throttle = HostThrottle(config.politeness.delay, config.politeness.requests_per_host)
    process = CrawlerProcess(scrapy_settings(config))
    process.crawl(SiteSpider, throttle=throttle, site=site, urls=urls)
    process.start()
    # What was learnt from the first pages is learnt again from all.
    return Site(site.host, live=True, pages=site.pages, robots=site.robots, missing=site.missing)
