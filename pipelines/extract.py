"""Stage: read the article out of a page, in a worker process."""

import asyncio
from dataclasses import replace
from typing import Self

from crawler.article import Article, Page
from crawler.crawl.session import CrawlSession
from crawler.extraction.extract import extract
from crawler.extraction.pool import WorkerPool
from crawler.text.normalize import content_hash
from crawler.timestamps import time_text
from crawler.urls import article_key


class Extract:
    def __init__(self, workers: WorkerPool) -> None:
        self.workers = workers

    @classmethod
    def from_session(cls, session: CrawlSession) -> Self:
        return cls(session.workers)

    async def process_item(self, item: Page) -> Article:
        article: Article = await asyncio.wrap_future(self.workers.submit(read_and_hash, item))
        return with_named(article, item)

    def describe(self, item: Article) -> str:
        date = time_text(item.published) or "no date"
        notes = "".join(f"; {note}" for note in item.notes)
        return f"“{item.title}”, {len(item.paragraphs)} paragraphs, {date}{notes}"


def read_and_hash(page: Page) -> Article:
    """Read a page; the hash is made here, too, because worker processes have the time."""
    article = extract(page)
    return replace(article, normal_hash=content_hash(article.text))


def with_named(article: Article, page: Page) -> Article:
    """Note which other article of the outlet a page calls itself; where the outlet led there, it is that."""
    if not article.canonical or not page.article_pattern:
        return article
    key = article_key(article.canonical, page.article_pattern)
    if key == page.key or not key.startswith(f"{page.article_pattern.outlet}:"):
        return article
    led_there = key == article_key(page.url, page.article_pattern)
    return replace(article, key=key) if led_there else replace(article, named=key)
