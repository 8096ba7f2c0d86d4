"""Stage: read the article out of a page, in a worker process."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Self

from crawler.article import Article, Page
from crawler.crawl.session import CrawlSession
from crawler.dedup.compare import is_one_text
from crawler.extraction.extract import extract
from crawler.extraction.pool import WorkerPool
from crawler.text.normalize import content_hash
from crawler.urls import article_key


class Extract:
    """`texts_of` returns the texts known of an article, by its key."""

    def __init__(self, workers: WorkerPool, texts_of: Callable[[str], Iterable[str]] = lambda _: ()) -> None:
        self.workers = workers
        self.texts_of = texts_of

    @classmethod
    def from_session(cls, session: CrawlSession) -> Self:
        return cls(session.workers, session.texts_of)

    async def process_item(self, item: Page) -> Article:
        article: Article = await asyncio.wrap_future(self.workers.submit(read_and_hash, item))
        return self._under_its_key(article, item)

    def _under_its_key(self, article: Article, page: Page) -> Article:
        """Believe a page that calls itself another article only when its text is like that one's.

        Systems give whole series of pages the canonical address of one: their articles would end as versions
        of it. Where no text is known there, the page stands for itself, and its twin is found by its text.
        """
        key = named_key(article, page)
        if key is None:
            return article
        texts = list(self.texts_of(key))
        led_there = key == article_key(page.url, page.article_pattern)
        if led_there or any(is_one_text(article.text, text) for text in texts):
            return replace(article, key=key)
        doubt = "tells another text" if texts else "is not known"
        note = f"not believed: it calls itself {article.canonical}, which {doubt}"
        return replace(article, notes=(*article.notes, note))

    def describe(self, item: Article) -> str:
        date = item.published.isoformat() if item.published else "no date"
        notes = "".join(f"; {note}" for note in item.notes)
        return f"“{item.title}”, {len(item.paragraphs)} paragraphs, {date}{notes}"


def read_and_hash(page: Page) -> Article:
    """Read a page; the hash is made here, too, because worker processes have the time."""
    article = extract(page)
    return replace(article, normal_hash=content_hash(article.text))


def named_key(article: Article, page: Page) -> str | None:
    """Return the key of the article of the outlet a page calls itself, where it was asked for as another."""
    if article.canonical and page.article_pattern:
        key = article_key(article.canonical, page.article_pattern)
        if key != page.key and key.startswith(f"{page.article_pattern.outlet}:"):
            return key
    return None
