"""Looking whether outlets are alive and read right, with the fewest requests."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import scrapy
from scrapy.crawler import CrawlerProcess

from crawler.article import Announcement, Article
from crawler.config.models import Config
from crawler.crawl.asking import NO_ANSWER, Answer, Asking
from crawler.crawl.channel_reader import ChannelReader
from crawler.crawl.frontier import Window
from crawler.crawl.page import page_of
from crawler.discovery.announcements import Channel
from crawler.errors import Rejected
from crawler.extraction.extract import extract
from crawler.extraction.pool import WorkerPool
from crawler.fetching.settings import scrapy_settings
from crawler.fetching.throttle import HostThrottle
from crawler.outlets.declared import declared_channels
from crawler.outlets.drift import Trait, lacks
from crawler.outlets.loader import Outlets
from crawler.outlets.outlet import Outlet
from crawler.reasons import Reason

ARTICLES = 3  # read of each outlet
_SHARD_AGE = timedelta(days=40)  # a shard of that time is whole, and its outlet still keeps it


@dataclass(frozen=True, slots=True)
class ChannelCheck:
    """What one channel or shard answered. `dated` of the `found` announcements had a date."""

    kind: str
    url: str
    found: int
    dated: int
    problem: str | None
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """What was read out of one article; `lacks` are its missing traits, `problem` why there is no article."""

    url: str
    title: str | None
    length: int
    lacks: tuple[str, ...]
    problem: str | None


@dataclass(slots=True)
class OutletCheck:
    """One outlet's check."""

    channels: list[ChannelCheck] = field(default_factory=list)
    articles: list[ArticleCheck] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """What a person should look at; what nobody has verified is a question only."""
        broken = [f"{c.url}: {c.problem}" for c in self.channels if c.problem and not c.unverified]
        failed = [f"{a.url}: {a.problem}" for a in self.articles if a.problem]
        unread = failed if 2 * len(failed) > len(self.articles) else []  # one may be gone
        read = [article for article in self.articles if not article.problem]
        none = [trait.missing for trait in Trait if read and all(trait in a.lacks for a in read)]
        silent = (
            [] if self.articles or not any(c.found for c in self.channels) else ["no article could be read"]
        )
        return broken + unread + none + silent

    @property
    def questions(self) -> list[str]:
        return [f"{c.url}: {c.problem}" for c in self.channels if c.problem and c.unverified]

    def as_json(self) -> dict[str, Any]:
        return {
            "channels": [
                {"kind": c.kind, "url": c.url, "found": c.found, "dated": c.dated, "problem": c.problem}
                for c in self.channels
            ],
            "articles": [
                {
                    "url": a.url,
                    "title": a.title,
                    "length": a.length,
                    "lacks": list(a.lacks),
                    "problem": a.problem,
                }
                for a in self.articles
            ],
            "problems": self.problems,
            "questions": self.questions,
        }


class CheckSpider(scrapy.Spider):
    """Asks one outlet for the least, each thing when the one before has come; nothing is judged or kept."""

    name = "check"

    def __init__(
        self,
        outlet: type[Outlet],
        workers: WorkerPool,
        throttle: HostThrottle,
        result: OutletCheck,
        **kwargs: Any,
    ) -> None:
        super().__init__(outlet.name, **kwargs)
        self.outlet = outlet
        self.allowed_hosts = outlet.allowed_hosts
        self.throttle = throttle
        self._workers = workers
        self._result = result
        self._announced: dict[str, Announcement] = {}

    async def start(self) -> AsyncIterator[Any]:
        assert self.crawler.engine
        # Whatever a channel holds is of interest: the window is open.
        reader = ChannelReader(self.outlet, self._workers, lambda: Window(None, None), _now)
        asking = Asking(self.crawler.engine, reader)
        for channel, links, unverified in self._channels():
            request, future = asking.channel(channel, links)
            yield request
            self._note(channel, await asking.wait_for(future, NO_ANSWER), unverified=unverified)
        for announcement in list(self._announced.values())[:ARTICLES]:
            request, future = asking.page(announcement.url)
            yield request
            answer = await asking.wait_for(future, NO_ANSWER)
            self._result.articles.append(await self._read(announcement, answer))

    def _channels(self) -> Iterator[tuple[Channel, str, bool]]:
        """Yield the first channel of each kind, those first that somebody has seen answer, and one shard."""
        outlet, urls = self.outlet, set()
        for _, same_kind in groupby(declared_channels(outlet), attrgetter("kind")):
            channel = min(same_kind, key=lambda channel: channel.url in outlet.unverified)
            urls.add(channel.url)
            yield channel, "", channel.url in outlet.unverified
        then = (_now() - _SHARD_AGE).astimezone(ZoneInfo(outlet.zone))
        for archive in outlet.archives[:1]:
            segment = next(iter(archive.segments(then, then + timedelta(days=1))))
            channel = Channel(archive.address(segment, 0), archive.kind)
            if channel.url not in urls:
                yield channel, archive.links, archive.unverified

    def _note(self, channel: Channel, answer: Answer, *, unverified: bool) -> None:
        announcements = answer.found.announcements
        problem = f"{answer.reason.meaning}: {answer.detail}" if answer.reason else answer.found.problem
        dated = sum(announcement.published is not None for announcement in announcements)
        self._result.channels.append(
            ChannelCheck(channel.kind, channel.url, len(announcements), dated, problem, unverified)
        )
        for announcement in announcements:
            self._announced.setdefault(announcement.key, announcement)

    async def _read(self, announcement: Announcement, answer: Answer) -> ArticleCheck:
        """Read an article in a worker process, and tell what is in it."""
        if answer.reason or answer.response is None:
            reason = answer.reason or Reason.STOPPED
            return ArticleCheck(announcement.url, None, 0, (), f"{reason.meaning}: {answer.detail}")
        page = page_of(self.outlet, announcement, answer.response, _now())
        try:
            article: Article = await asyncio.wrap_future(self._workers.submit(extract, page))
        except Rejected as error:
            return ArticleCheck(page.url, None, 0, (), str(error))
        missing = tuple(trait.value for trait in Trait if trait in lacks(article, 0))
        return ArticleCheck(page.url, article.title, len(article.text), missing, None)


def check(config: Config, outlets: Outlets) -> dict[str, OutletCheck]:
    """Ask each outlet for its robots.txt, one channel of each kind, one shard and three articles."""
    with ExitStack() as stack:
        limits = config.reading
        workers = stack.enter_context(WorkerPool(limits.workers, limits.seconds, limits.megabytes))
        asked, zone = config.politeness, ZoneInfo(config.timezone)
        throttle = HostThrottle(asked.delay, asked.requests_per_host, zone=zone)
        checks = {name: OutletCheck() for name in outlets}
        process = CrawlerProcess(scrapy_settings(config))
        for name, outlet in outlets.items():
            process.crawl(CheckSpider, outlet=outlet, workers=workers, throttle=throttle, result=checks[name])
        process.start()
        return checks


def _now() -> datetime:
    return datetime.now(UTC)
