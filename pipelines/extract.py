"""Stage: read the article out of a page."""

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from crawler.article import Article, Page
from crawler.discovery.listings import related_articles
from crawler.extraction.announced import refuse_other
from crawler.extraction.extract import document_of, extract
from crawler.timestamps import time_text
from crawler.urls import article_key

if TYPE_CHECKING:
    from crawler.crawl.reading import PageView


class Extract:
    def __init__(self, *, follows_links: bool = False) -> None:
        self._follows_links = follows_links

    @classmethod
    def from_session(cls, view: "PageView") -> Self:
        return cls(follows_links=view.follows_links)

    def process_item(self, item: Page) -> Article:
        document = document_of(item)
        # First, for reading takes the tree apart.
        links = related_articles(document.tree, item) if self._follows_links else ()
        found = with_named(replace(extract(item, document), links=links), item)
        elsewhere = found.named is not None or found.key != item.key
        refuse_other(found, item.key, elsewhere=elsewhere)
        return found

    def describe(self, item: Article) -> str:
        date = time_text(item.published) or "no date"
        notes = "".join(f"; {note}" for note in item.notes)
        return f"“{item.title}”, {len(item.paragraphs)} paragraphs, {date}{notes}"


def with_named(article: Article, page: Page) -> Article:
    """Note which other article of the outlet a page calls itself; where the outlet led there, it is that."""
    if not article.canonical or not page.article_pattern:
        return article
    key = article_key(article.canonical, page.article_pattern)
    if key == page.key or not key.startswith(f"{page.article_pattern.outlet}:"):
        return article
    led_there = key == article_key(page.url, page.article_pattern)
    return replace(article, key=key) if led_there else replace(article, named=key)
