"""Stage: an article is from the days that were asked for, by its own date."""

from datetime import UTC, datetime, tzinfo
from typing import Self
from zoneinfo import ZoneInfo

from crawler.article import Article
from crawler.crawl.frontier import Window
from crawler.crawl.session import CrawlSession
from crawler.errors import Rejected


class DateWindow:
    """An announcement's date may be missing or the time of a change; only the page tells. No date passes."""

    def __init__(self, window: Window, zone: tzinfo = UTC) -> None:
        self.window = window
        self.zone = zone

    @classmethod
    def from_session(cls, session: CrawlSession) -> Self:
        asked = session.options.since or session.options.until
        return cls(session.window() if asked else Window(None, None), ZoneInfo(session.config.timezone))

    def process_item(self, item: Article) -> Article:
        reason = self.window.misses(item.published)
        if reason and item.published:
            raise Rejected(reason, self._published(item.published), article=item)
        return item

    def describe(self, item: Article) -> str:
        return self._published(item.published) if item.published else "no date; not judged by it"

    def _published(self, moment: datetime) -> str:
        return f"published {moment.astimezone(self.zone):%Y-%m-%d %H:%M}"
