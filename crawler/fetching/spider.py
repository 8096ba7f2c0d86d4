"""What fetching needs to know of a spider, whatever it crawls for."""

from typing import Protocol, runtime_checkable

from scrapy.crawler import Crawler

from crawler.fetching.throttle import HostThrottle


@runtime_checkable
class PoliteSpider(Protocol):
    """A Scrapy spider whose requests leave for its own hosts only, each when the throttle says so."""

    allowed_hosts: frozenset[str]
    throttle: HostThrottle


def polite_spider(crawler: Crawler) -> PoliteSpider:
    """Return a crawler's spider. Raises TypeError for one that could not be kept polite."""
    spider: object = crawler.spider
    if not isinstance(spider, PoliteSpider):
        raise TypeError(f"{spider!r} has no hosts or no throttle")
    return spider
