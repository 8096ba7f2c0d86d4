"""Stage: an article that goes on at another page is not kept without it."""

from typing import TYPE_CHECKING, Self

from crawler.article import Article
from crawler.extraction.further_pages import refuse_unfinished

if TYPE_CHECKING:
    from crawler.crawl.reading import PageView


class Whole:
    """Behind the days asked for: the run fetches the further pages of what is wanted only."""

    @classmethod
    def from_session(cls, _view: "PageView") -> Self:
        return cls()

    def process_item(self, item: Article) -> Article:
        refuse_unfinished(item)
        return item

    def describe(self, _item: Article) -> str:
        return "read to its end"
