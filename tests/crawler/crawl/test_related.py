"""What a kept page links to: one step, only what is new and promises much."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from crawler.article import Announcement, Page, related_channel
from crawler.crawl.frontier import Window
from crawler.crawl.spider import OutletSpider
from crawler.discovery.listings import related_articles
from crawler.extraction.dom import parse
from crawler.fetching.throttle import HostThrottle
from crawler.outlets import Outlet

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LINKS = """<html><body><article><p>Bài chính.</p>
<h3><a href="/gia-ca-phe-100002.html">Giá cà phê lên cao</a></h3>
<h3><a href="/doi-bong-100003.html">Đội bóng thắng đậm</a></h3>
<h3><a href="/vuon-ca-phe-100004.html">Vườn cà phê khô hạn</a></h3>
<a href="https://elsewhere.example/ca-phe-100005.html">Cà phê ở nơi khác</a></article></body></html>"""


class SongNay(Outlet):
    name = "songnay_related"
    title = "Sông Này"
    hosts = ("songnay.example.vn",)
    feeds = ("https://songnay.example.vn/rss",)
    article_url = r"https://songnay\.example\.vn/[a-z-]+-(?P<id>\d{6})\.html"
    examples = ("https://songnay.example.vn/a-100001.html",)
    non_examples = ("https://songnay.example.vn/the-gioi",)
    floor = 1


@dataclass
class CrawlSession:
    """Finds coffee promising, and fetches all it is asked about."""

    workers: Any = None
    throttle: HostThrottle = field(default_factory=HostThrottle)
    options: Any = field(default_factory=lambda: SimpleNamespace(since=None))

    def now(self) -> datetime:
        return NOW

    def window(self) -> Window:
        return Window(None, None)

    def conditions(self, _key: str) -> dict[str, str]:
        return {}

    async def promising(self, announcements: Sequence[Announcement]) -> list[Announcement]:
        return [each for each in announcements if "cà phê" in (each.title or "")]

    async def select(self, announcements: Sequence[Announcement]) -> list[tuple[Announcement, int]]:
        return [(each, 70) for each in announcements]


def page(channel: str) -> Page:
    url = "https://songnay.example.vn/bai-chinh-100001.html"
    announcement = Announcement(url, "songnay_related:100001", "songnay_related", channel)
    kind = "text/html; charset=utf-8"
    return Page(
        url,
        announcement.key,
        "songnay_related",
        LINKS.encode(),
        kind,
        NOW,
        announcement=announcement,
        article_pattern=SongNay.article_pattern,
    )


def follow(spider: OutletSpider, channel: str) -> list[str]:
    links = related_articles(parse(LINKS), page(channel))
    requests = asyncio.run(spider.related(links))
    return [request.url.rpartition("/")[2] for request in requests]


def test_promising_links_of_the_same_outlet_are_asked_for_once() -> None:
    spider = OutletSpider(SongNay, CrawlSession())  # type: ignore[arg-type]
    feed = "https://songnay.example.vn/rss"
    assert follow(spider, feed) == ["gia-ca-phe-100002.html", "vuon-ca-phe-100004.html"]
    assert follow(spider, feed) == []


def test_it_is_one_step_only() -> None:
    spider = OutletSpider(SongNay, CrawlSession())  # type: ignore[arg-type]
    assert follow(spider, related_channel("https://songnay.example.vn/x-100009.html")) == []
