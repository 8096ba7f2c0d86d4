"""Stage: an article is from the days that were asked for, by its own date."""

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Self

from crawler.article import Article
from crawler.crawl.frontier import Window
from crawler.errors import Rejected

if TYPE_CHECKING:
    from crawler.crawl.reading import PageView


class DateWindow:
    """An announcement's date may be missing or the time of a change; only the page tells. No date passes."""

    def __init__(self, window: Window, zone: tzinfo = UTC) -> None:
        self.window = window
        self.zone = zone

    @classmethod
    def from_session(cls, view: "PageView") -> Self:
        return cls(view.window, view.zone)

    def process_item(self, item: Article) -> Article:
        reason = self.window.misses(item.published)
        if reason and item.published:
            raise Rejected(reason, self._published(item.published), article=item)
        return item

    def describe(self, item: Article) -> str:
        return self._published(item.published) if item.published else "no date; not judged by it"

    def _published(self, moment: datetime) -> str:
        return f"published {moment.astimezone(self.zone):%Y-%m-%d %H:%M}"
