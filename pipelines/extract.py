"""Stage: read the article out of a page, in a worker process."""

import asyncio
from dataclasses import replace
from typing import Self

from crawler.article import Article, Page
from crawler.crawl.session import Desk
from crawler.extraction.extract import read
from crawler.extraction.pool import Readers
from crawler.text.normalize import content_hash
from crawler.urls import article_key


class Extract:
    def __init__(self, readers: Readers) -> None:
        self.readers = readers

    @classmethod
    def for_run(cls, desk: Desk) -> Self:
        return cls(desk.readers)

    async def process_item(self, item: Page) -> Article:
        article: Article = await asyncio.wrap_future(self.readers.submit(read_and_hash, item))
        return replace(article, key=own_key(article, item))

    def says(self, item: Article) -> str:
        date = item.published.isoformat() if item.published else "no date"
        notes = "".join(f"; {note}" for note in item.notes)
        return f"“{item.title}”, {len(item.paragraphs)} paragraphs, {date}{notes}"


def read_and_hash(page: Page) -> Article:
    """Read a page; the hash is made here, too, because worker processes have the time."""
    article = read(page)
    return replace(article, normal_hash=content_hash(article.text))


def own_key(article: Article, page: Page) -> str:
    """Return the key of the address the page calls its own, when the outlet's shape recognises it."""
    if article.canonical and page.shape:
        key = article_key(article.canonical, page.shape)
        if key.startswith(f"{page.shape.outlet}:"):
            return key
    return page.key
