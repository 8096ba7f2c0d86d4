"""The scope: no request leaves for anything but the outlet's own hosts on the public web."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.fetching.refusal import NotFetched
from crawler.fetching.spider import polite_spider
from crawler.reasons import Reason
from crawler.urls import bare_host, clean_url, host_of, without_login


def check(url: str, hosts: frozenset[str]) -> None:
    """Raise NotFetched unless `url` is public and on one of `hosts` or their www., m., amp. forms."""
    if clean_url("", url) is None:
        raise NotFetched(Reason.UNSAFE_ADDRESS, without_login(url))
    if bare_host(host_of(url)) not in {bare_host(host) for host in hosts}:
        raise NotFetched(Reason.FOREIGN_HOST, url)


class HostScope:
    """Scrapy downloader middleware, before all others. The outlet's hosts are its `allowed_hosts`."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self.hosts = hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(polite_spider(crawler).allowed_hosts)

    def process_request(self, request: Request) -> None:
        check(request.url, self.hosts)
