"""Stage: read the article out of a page, in a worker process."""

import asyncio
from dataclasses import replace
from typing import Self

from crawler.article import Article, Page
from crawler.crawl.session import CrawlSession
from crawler.extraction.extract import extract
from crawler.extraction.pool import WorkerPool
from crawler.text.normalize import content_hash
from crawler.urls import article_key


class Extract:
    def __init__(self, workers: WorkerPool) -> None:
        self.workers = workers

    @classmethod
    def from_session(cls, session: CrawlSession) -> Self:
        return cls(session.workers)

    async def process_item(self, item: Page) -> Article:
        article: Article = await asyncio.wrap_future(self.workers.submit(read_and_hash, item))
        return replace(article, key=own_key(article, item))

    def describe(self, item: Article) -> str:
        date = item.published.isoformat() if item.published else "no date"
        notes = "".join(f"; {note}" for note in item.notes)
        return f"“{item.title}”, {len(item.paragraphs)} paragraphs, {date}{notes}"


def read_and_hash(page: Page) -> Article:
    """Read a page; the hash is made here, too, because worker processes have the time."""
    article = extract(page)
    return replace(article, normal_hash=content_hash(article.text))


def own_key(article: Article, page: Page) -> str:
    """Return the key of the address the page calls its own, when the outlet's pattern recognises it."""
    if article.canonical and page.article_pattern:
        key = article_key(article.canonical, page.article_pattern)
        if key.startswith(f"{page.article_pattern.outlet}:"):
            return key
    return page.key
