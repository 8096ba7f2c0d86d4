"""robots.txt: no page of a host is asked for before its rules are read, and none against them.

Scrapy's own middleware lets requests through while robots.txt is loading, and reads an error page as consent.
Here all requests of a host await one task, and rules that cannot be read mean: leave the host alone.
"""

import asyncio
import codecs
import logging
import re
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.fetching.scope import NotFetched
from crawler.reasons import Reason
from crawler.urls import host_of

log = logging.getLogger("gomtin")

AGENT = "gomtin"
LARGEST = 512 * 1024

_RULES_REQUEST = "robots_rules"
_FIRST = 1000  # priority before every page
_NOT_NOW = {408, 425, 429}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# RFC 9309 compares product tokens: what follows one in its line ("/2.1", " (news)") is no part of it.
_AGENT_LINE = re.compile(r"^([ \t]*user-?agent[ \t]*:[ \t]*[a-z_-]+)[^\r\n]*", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says to us: its rules, or the `refusal` that follows from not having them."""

    parsed: Protego = field(default_factory=Protego)
    refusal: Reason | None = None
    detail: str = ""


class Robots:
    """Scrapy downloader middleware in the place of RobotsTxtMiddleware."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if _RULES_REQUEST in request.meta:
            return
        rules = await self._rules_for(request.url)
        if rules.refusal:
            raise NotFetched(rules.refusal, rules.detail)
        if not rules.parsed.can_fetch(request.url, AGENT):
            raise NotFetched(Reason.ROBOTS, request.url)

    async def _rules_for(self, url: str) -> Rules:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = asyncio.create_task(self._read(f"{site}/robots.txt"))
        # Shielded: one request that is given up must not take the rules from the others.
        return await asyncio.shield(self._rules[site])

    async def _read(self, url: str) -> Rules:
        request = Request(url, callback=NO_CALLBACK, priority=_FIRST, meta={_RULES_REQUEST: True})
        assert self._crawler.engine
        try:
            response = await self._crawler.engine.download_async(request)
        except NotFetched as refused:
            refusal = Reason.ROBOTS_UNREADABLE if refused.reason.host_was_asked else refused.reason
            rules = Rules(refusal=refusal, detail=refused.detail or url)
        except Exception as error:  # noqa: BLE001 - whatever keeps us from reading the rules, there are none to follow
            rules = Rules(refusal=Reason.ROBOTS_UNREADABLE, detail=f"{url}: {type(error).__name__}")
        else:
            rules = rules_in(response)
            self._slow_down(host_of(url), delay_asked(rules.parsed))
        if rules.refusal:
            log.warning("%s: %s", rules.detail, rules.refusal.meaning)
        return rules

    def _slow_down(self, host: str, seconds: float) -> None:
        spider: Any = self._crawler.spider
        spider.session.throttle.slow_down(host, seconds)


def delay_asked(parsed: Protego) -> float:
    """The seconds between two requests that Crawl-delay or Request-rate ask for, else 0."""
    rate = parsed.request_rate(AGENT)
    by_rate = rate.seconds / rate.requests if rate and rate.requests > 0 else 0.0
    return max(parsed.crawl_delay(AGENT) or 0.0, by_rate)


def rules_in(response: Response) -> Rules:
    """The rules an answer to /robots.txt means: 2xx is read, 4xx allows all, anything else forbids all."""
    status = response.status
    if 400 <= status < 500 and status not in _NOT_NOW:  # noqa: PLR2004 - the client error class
        return Rules()
    if not 200 <= status < 300:  # noqa: PLR2004 - the success class
        return Rules(refusal=Reason.ROBOTS_UNREADABLE, detail=f"{response.url}: {status}")
    text = decoded(response.body)
    if re.match(r"\s*<(?:!doctype|html|head|\?xml)", text, re.IGNORECASE):
        log.warning("%s is an HTML page; taken as missing", response.url)
        return Rules()
    return Rules(Protego.parse(_AGENT_LINE.sub(r"\1", text)))


def decoded(body: bytes) -> str:
    """The text of a robots.txt, at most its first 512 KiB, whole lines only."""
    if len(body) > LARGEST:
        log.warning("a robots.txt of %d bytes; its first %d are read", len(body), LARGEST)
        body = body[:LARGEST].rpartition(b"\n")[0]
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.removeprefix(mark).decode(encoding, "ignore").replace("\0", "")
    return body.decode("utf-8", "ignore").replace("\0", "")
