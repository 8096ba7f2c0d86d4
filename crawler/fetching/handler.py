"""The one door: every request, page or robots.txt, first or redirected, leaves here or not at all."""

from asyncio import CancelledError
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.fetching.certificates import VerifyingPolicy
from crawler.fetching.checksums import note_checksums
from crawler.fetching.failures import failure_of
from crawler.fetching.responses import ends_whole, header, is_unpackable
from crawler.fetching.robotstxt import RULES_REQUEST
from crawler.fetching.scope import check
from crawler.fetching.spider import polite_spider
from crawler.urls import host_of

_MAX_IDLE_S = 4
# Our own limits, not the host's failure.
_OURS = (DownloadCancelledError, StopDownload, CancelledError)


class PoliteDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP(S) download handler behind scope and throttle.

    Only here a request is past all of Scrapy's queues: one that waited while its host began to rest stays.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory: Any = VerifyingPolicy(self._contextFactory)
        # Twisted would send a request again by itself, past the throttle, when an idle connection has died;
        # so none idles longer than servers keep it.
        self._pool.retryAutomatically = False
        self._pool.cachedConnectionTimeout = _MAX_IDLE_S

    async def download_request(self, request: Request) -> Response:
        spider = polite_spider(self._crawler)
        check(request.url, spider.allowed_hosts)
        host, throttle = host_of(request.url), spider.throttle
        async with throttle.slot(host, request.url):
            try:
                response = await self._download(request)
            except _OURS:
                raise
            except Exception as error:
                throttle.failed(host, request.url, failure_of(Failure(error)).reason)  # type: ignore[no-untyped-call]
                raise
            # Inside the slot: the next one already sees that the host rests.
            throttle.answered(host, request.url, response.status, header(response, "Retry-After"))
        return response

    async def _download(self, request: Request) -> Response:
        # What is lost is for us to judge: some servers leave out the end mark of a page that is whole.
        request.meta["download_fail_on_dataloss"] = False
        try:
            response = await super().download_request(request)
        except (DownloadConnectionRefusedError, CannotResolveHostError) as error:
            if proxy := request.meta.get("proxy"):
                # Behind a proxy it is the only one that is looked up and connected to.
                raise DownloadFailedError(f"the proxy {proxy} does not answer") from error
            raise
        except DownloadTimeoutError as error:
            if proxy := request.meta.get("proxy"):
                # One that closes the connection instead of opening a tunnel looks like that, too.
                raise DownloadTimeoutError(f"{error} It was asked through the proxy {proxy}.") from error
            raise
        if "dataloss" in response.flags and not ends_whole(response):
            raise ResponseDataLossError("the answer breaks off")
        if RULES_REQUEST in request.meta and not is_unpackable(response):
            raise ResponseDataLossError("its compressed body is cut off")
        note_checksums(request, response)
        return response
