"""Looking whether outlets are alive and read right, with the fewest requests."""

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from crawler.article import Article, Page
from crawler.config.models import Config
from crawler.crawl.frontier import Window
from crawler.crawl.options import CrawlOptions
from crawler.errors import Rejected
from crawler.extraction.extract import extract
from crawler.extraction.pool import WorkerPool
from crawler.fetching.throttle import HostThrottle
from crawler.outlets.drift import Trait, lacks
from crawler.outlets.loader import Outlets
from crawler.settings import scrapy_settings

if TYPE_CHECKING:
    from scrapy import Spider

ARTICLES = 3  # read of each outlet


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
        extract = [article for article in self.articles if not article.problem]
        none = [trait.missing for trait in Trait if extract and all(trait in a.lacks for a in extract)]
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


class CheckDesk:
    """What outlets find in the place of a run's session: nothing is judged, kept or written down."""

    def __init__(self, config: Config, workers: WorkerPool, throttle: HostThrottle) -> None:
        self.config = config
        self.options = CrawlOptions(dry_run=True)
        self.workers = workers
        self.throttle = throttle
        self.checks: dict[str, OutletCheck] = {}

    def window(self) -> Window:
        """Return the open window: whatever a channel holds is of interest."""
        return Window(None, None)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def check(self, outlet: str) -> OutletCheck:
        return self.checks.setdefault(outlet, OutletCheck())

    async def extract(self, page: Page) -> ArticleCheck:
        """Read a page in a worker process, and tell what is in it."""
        try:
            article: Article = await asyncio.wrap_future(self.workers.submit(extract, page))
        except Rejected as error:
            return ArticleCheck(page.url, None, 0, (), str(error))
        missing = tuple(trait.value for trait in Trait if trait in lacks(article, 0))
        return ArticleCheck(page.url, article.title, len(article.text), missing, None)


def check(config: Config, outlets: Outlets) -> dict[str, OutletCheck]:
    """Ask each outlet for its robots.txt, one channel of each kind, one shard and three articles."""
    from scrapy.crawler import CrawlerProcess

    with ExitStack() as stack:
        limits = config.reading
        workers = stack.enter_context(WorkerPool(limits.workers, limits.seconds, limits.megabytes))
        session = CheckDesk(
            config, workers, HostThrottle(config.politeness.delay, config.politeness.requests_per_host)
        )
        process = CrawlerProcess(scrapy_settings(config) | {"ITEM_PIPELINES": {}})
        for outlet in outlets.values():
            process.crawl(cast("type[Spider]", outlet), session=session, check=session)
        process.start()
        return {name: session.check(name) for name in outlets}
