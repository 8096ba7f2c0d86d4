"""robots.txt: no page of a host is asked for before its rules are read, and none against them.

Scrapy's own middleware lets requests through while robots.txt is loading, and reads an error page as consent.
Here all requests of a host await one task, and rules that cannot be read mean: leave the host alone.
"""

import asyncio
import codecs
import logging
import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from crawler.fetching.failures import failure_of
from crawler.fetching.refusal import NotFetched
from crawler.fetching.spider import polite_spider
from crawler.reasons import Reason
from crawler.urls import host_of

log = logging.getLogger("gomtin")

AGENT = "gomtin"
_ANOTHER = "another"  # in the place of every name that is not ours
MAX_BYTES = 512 * 1024

RULES_REQUEST = "robots_rules"
_PRIORITY = 1000  # before every page
_NOT_NOW = {408, 425, 429}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AGENT_LINE = re.compile(r"user[ \t-]?agent[ \t]*[: \t]([^#]*)", re.IGNORECASE)
# RFC 9309 compares whole product tokens: what follows one in its line ("/2.1", " (news)") is no part of it.
_PRODUCT = re.compile(r"\A[a-z_-]++(?=$|[\s/(;,])", re.IGNORECASE)
_DELAY_LINE = re.compile(r"crawl[ \t-]?delay[ \t:]*([^#]*)", re.IGNORECASE)
_DELAY = re.compile(r"(\d{1,6})(?:[.,](\d{1,6}))?[ \t]*(ms|min|phút)?", re.IGNORECASE)
_UNITS_S = {"ms": 0.001, "min": 60.0, "phút": 60.0}


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
        if RULES_REQUEST in request.meta:
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
        request = Request(url, callback=NO_CALLBACK, priority=_PRIORITY, meta={RULES_REQUEST: True})
        assert self._crawler.engine
        try:
            response = await self._crawler.engine.download_async(request)
        except NotFetched as refused:
            refusal = Reason.ROBOTS_UNREADABLE if refused.reason.host_was_asked else refused.reason
            rules = Rules(refusal=refusal, detail=refused.detail or url)
        except Exception as error:  # noqa: BLE001 - whatever keeps us from reading the rules, there are none to follow
            why = failure_of(Failure(error)).detail  # type: ignore[no-untyped-call]
            rules = Rules(refusal=Reason.ROBOTS_UNREADABLE, detail=f"{url}: {why}")
        else:
            rules = rules_in(response)
            self._slow_down(host_of(url), delay_asked(rules.parsed))
        if rules.refusal:
            log.info("%s: %s", rules.detail, rules.refusal.meaning)
        return rules

    def _slow_down(self, host: str, seconds: float) -> None:
        polite_spider(self._crawler).throttle.slow_down(host, seconds)


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
    if re.match(r"\s*+<(?:!doctype|html|head|\?xml)", text, re.IGNORECASE):
        log.warning("%s is an HTML page; taken as missing", response.url)
        return Rules()
    return Rules(Protego.parse("\n".join(map(_as_read, text.splitlines()))))


def _as_read(line: str) -> str:
    """Return a line as Protego reads it rightly: it takes parts of our name for us, and "2s" for no delay."""
    line = line.strip()
    if agent := _AGENT_LINE.match(line):
        name = agent[1].strip()
        token = _PRODUCT.match(name)
        if token and token[0].lower() == AGENT:
            return f"User-agent: {AGENT}"
        return "User-agent: *" if name.split()[:1] == ["*"] else f"User-agent: {_ANOTHER}"
    if delay := _DELAY_LINE.match(line):
        return f"Crawl-delay: {_seconds(delay[1])}"
    return line


def _seconds(text: str) -> str:
    """Return a delay in seconds as Protego reads it; "" for none."""
    number = _DELAY.match(text.strip())
    if not number:
        return ""
    return f"{float(f'{number[1]}.{number[2] or 0}') * _UNITS_S.get((number[3] or '').lower(), 1.0):f}"


def decoded(body: bytes) -> str:
    """The text of a robots.txt, at most its first 512 KiB, whole lines only."""
    if len(body) > MAX_BYTES:
        log.warning("a robots.txt of %d bytes; its first %d are read", len(body), MAX_BYTES)
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.removeprefix(mark).decode(encoding, "ignore").replace("\0", "")
    return body.decode("utf-8", "ignore").replace("\0", "")
