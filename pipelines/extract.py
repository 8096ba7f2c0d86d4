"""Stage: read the article out of a page."""

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from crawler.article import Article, Page
from crawler.extraction.extract import extract
from crawler.text.normalize import content_hash
from crawler.urls import article_key

if TYPE_CHECKING:
    from crawler.crawl.reading import PageView


class Extract:
    @classmethod
    def from_session(cls, _view: "PageView") -> Self:
        return cls()

    def process_item(self, item: Page) -> Article:
        article = extract(item)
        return replace(article, key=own_key(article, item), normal_hash=content_hash(article.text))

    def describe(self, item: Article) -> str:
        date = item.published.isoformat() if item.published else "no date"
        notes = "".join(f"; {note}" for note in item.notes)
        return f"“{item.title}”, {len(item.paragraphs)} paragraphs, {date}{notes}"


def own_key(article: Article, page: Page) -> str:
    """Return the key of the address the page calls its own, when the outlet's pattern recognises it."""
    if article.canonical and page.article_pattern:
        key = article_key(article.canonical, page.article_pattern)
        if key.startswith(f"{page.article_pattern.outlet}:"):
            return key
    return page.key
