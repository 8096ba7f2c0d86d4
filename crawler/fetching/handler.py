"""The one door: every request, page or robots.txt, first or redirected, leaves here or not at all."""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.fetching.scope import check
from crawler.fetching.spider import polite_spider
from crawler.urls import host_of

_IDLE_SECONDS = 4


class PoliteDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP(S) download handler behind guard and throttle.

    Only here a request is past all of Scrapy's queues: one that waited while its host began to rest stays.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Twisted would send a request again by itself, past the throttle, when an idle connection has died;
        # so none idles longer than servers keep it.
        self._pool.retryAutomatically = False
        self._pool.cachedConnectionTimeout = _IDLE_SECONDS

    async def download_request(self, request: Request) -> Response:
        spider = polite_spider(self._crawler)
        check(request.url, spider.allowed_hosts)
        host = host_of(request.url)
        async with spider.throttle.turn(host):
            response = await super().download_request(request)
            # Inside the turn: the next one already sees that the host rests.
            retry_after = response.headers.get("Retry-After")
            spider.throttle.answered(
                host, response.status, retry_after.decode("latin-1") if retry_after else None
            )
        return response
