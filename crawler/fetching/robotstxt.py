"""robots.txt: no page of a host is asked for before its rules are read, and none against them.

Scrapy's own middleware lets requests through while robots.txt is loading, and reads an error page as consent.
Here all requests of a host await one task, and rules that cannot be read mean: leave the host alone.
"""

import asyncio
import codecs
import logging
import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from crawler.fetching.durations import seconds_in
from crawler.fetching.failures import failure_of, is_login
from crawler.fetching.refusal import NotFetched
from crawler.fetching.spider import polite_spider
from crawler.fetching.stand_in import LOGIN, LOGIN_STATUS, NO_HOST, WANTS_LOGIN, host_mark, page_mark
from crawler.fetching.throttle import MAX_DELAY_S
from crawler.reasons import Reason
from crawler.urls import host_of, without_dot_segments

log = logging.getLogger("gomtin")

AGENT = "gomtin"
_ANOTHER = "another"  # in the place of every name that is not ours
MAX_BYTES = 512 * 1024

RULES_REQUEST = "robots_rules"
_PRIORITY = 1000  # before every page
# 202 promises an answer for later, 206 is a part that was not asked for.
_SUCCESS = frozenset(range(200, 300)) - {202, 206}
LED_AWAY = {Reason.FOREIGN_HOST, Reason.UNSAFE_ADDRESS}
_NOT_NOW = {408, 425, 429}
_KEPT_FROM_US = {401, 403, 451}
_NO_RULES = (
    "%s answers %d: there are no rules to read, so by RFC 9309 none hold; where the pages are refused, too, "
    "ask the outlet for leave, or switch it off"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GZIP = b"\x1f\x8b"
_GZIP_FORMAT = 31  # zlib's wbits for a gzip header and trailer
# Signs nobody sees, and those that only look like a colon, a hyphen or a blank.
_LOOKALIKES = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\0")) | {
    ord(sign): plain for sign, plain in zip("：\u2010\u2011\u2013\xa0\u3000", ":---  ", strict=True)
}
_RAW_BYTE = re.compile("[\udc80-\udcff]")  # one that is no UTF-8, as surrogateescape carries it
_WEB_PAGE = re.compile(
    r"<(?:!--.{0,2000}?-->\s{0,99}<)?(?:!doctype|html|head|\?xml)", re.IGNORECASE | re.DOTALL
)
_DISALLOWS = re.compile(r"\bdis{1,9}al{1,9}ow[ \t]{0,9}:", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
_AGENT_LINE = re.compile(r"user[ \t_-]?agent[ \t]*[:= \t]([^#]*)", re.IGNORECASE)
# RFC 9309 compares whole product tokens: what follows one in its line ("/2.1", " (news)") is no part of it.
_PRODUCT = re.compile(r"\A[a-z_-]++(?=$|[\s/(;:*])", re.IGNORECASE)
_DISALLOW_LINE = re.compile(r"(dis+al+ow)[ \t]*[: \t][ \t]*(\S.*)", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_SITE = re.compile(r"\Ahttps?://[^/?#]*", re.IGNORECASE)
_DELAY_LINE = re.compile(r"crawl[ \t_-]?delay[ \t:=]*([^#]*)", re.IGNORECASE)
_RATE_LINE = re.compile(r"request[ \t_-]?rate[ \t:=]*(\d{1,6})[ \t]*/[ \t]*([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says to us: its rules, or the `refusal` that follows from not having them.

    `is_page`: a web page answered, which is taken as none.
    """

    parsed: Protego = field(default_factory=Protego)
    refusal: Reason | None = None
    detail: str = ""
    is_page: bool = False

    def allow(self, url: str) -> bool:
        """Whether we may fetch an address, and what most servers take it for: nothing leads around a rule."""
        parts = urlsplit(url)
        single = parts._replace(path=_SLASHES.sub("/", parts.path)).geturl()
        seen_as = {url, without_dot_segments(url), without_dot_segments(single)}
        return all(self.parsed.can_fetch(each, AGENT) for each in seen_as)


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
        if not rules.allow(request.url):
            raise NotFetched(Reason.ROBOTS, request.url)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Refuse what answered for robots.txt, too: the host itself was not reached. Raises NotFetched."""
        if response.status == LOGIN_STATUS:
            self._note_stand_in(request.url, LOGIN)
            raise NotFetched(Reason.NETWORK, WANTS_LOGIN)
        throttle, host = polite_spider(self._crawler).throttle, host_of(request.url)
        suspected = None if RULES_REQUEST in request.meta else throttle.suspected(host)
        if suspected and suspected == page_mark(response.url, response.body):
            raise NotFetched(Reason.NETWORK, NO_HOST)
        if suspected:
            throttle.note_itself(host)
        return response

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
            if refused.reason in LED_AWAY:
                self._note_stand_in(url, host_mark(host_of(refused.detail)))
            refusal = Reason.ROBOTS_UNREADABLE if refused.reason.host_was_asked else refused.reason
            rules = Rules(refusal=refusal, detail=refused.detail or url)
        except Exception as error:  # noqa: BLE001 - whatever keeps us from reading the rules, there are none to follow
            why = failure_of(Failure(error)).detail  # type: ignore[no-untyped-call]
            if is_login(error):
                self._note_stand_in(url, LOGIN)
            rules = Rules(refusal=Reason.ROBOTS_UNREADABLE, detail=f"{url}: {why}")
        else:
            rules = rules_in(response)
            if rules.is_page and (mark := page_mark(response.url, response.body)):
                self._note_stand_in(url, mark)
            self._slow_down(host_of(url), delay_asked(rules.parsed))
        if rules.refusal:
            log.info("%s: %s", rules.detail, rules.refusal.meaning)
        return rules

    def _note_stand_in(self, url: str, mark: str) -> None:
        polite_spider(self._crawler).throttle.note_stand_in(host_of(url), mark)

    def _slow_down(self, host: str, seconds: float) -> None:
        polite_spider(self._crawler).throttle.slow_down(host, seconds)


def delay_asked(parsed: Protego) -> float:
    """The seconds between two requests that Crawl-delay or Request-rate ask for, else 0."""
    rate = parsed.request_rate(AGENT)
    by_rate = rate.seconds / rate.requests if rate and rate.requests > 0 else 0.0
    return max(parsed.crawl_delay(AGENT) or 0.0, by_rate)


def rules_in(response: Response) -> Rules:
    """The rules an answer to /robots.txt means: 2xx is read, 4xx allows all, anything else forbids all.

    A 2xx that says that this is not the file, or not all of it, is no answer either.
    """
    status = response.status
    if 400 <= status < 500 and status not in _NOT_NOW:  # noqa: PLR2004 - the client error class
        if status in _KEPT_FROM_US:
            log.warning(_NO_RULES, response.url, status)
        return Rules()
    if status not in _SUCCESS:
        return Rules(refusal=Reason.ROBOTS_UNREADABLE, detail=f"{response.url}: {status}")
    body = _unpacked(response.body)
    if body is None:
        return Rules(refusal=Reason.ROBOTS_UNREADABLE, detail=f"{response.url}: its gzip is cut off")
    text = decoded(body)
    if _WEB_PAGE.match(text.lstrip()) and not _DISALLOWS.search(text):
        log.info("%s is an HTML page; taken as missing", response.url)
        return Rules(is_page=True)
    lines = _TAG.sub("\n", text).splitlines()
    return Rules(Protego.parse("\n".join(read for line in lines for read in _as_read(line))))


def _unpacked(body: bytes) -> bytes | None:
    """Return a body that was served as a gzip file; None for one that is not all there."""
    if not body.startswith(_GZIP):
        return body
    inflate = zlib.decompressobj(_GZIP_FORMAT)
    try:
        content = inflate.decompress(body, MAX_BYTES + 1)
    except zlib.error:
        return None
    return content if inflate.eof or len(content) > MAX_BYTES else None


def _as_read(line: str) -> list[str]:
    """Return a line as Protego reads it rightly: it takes parts of our name for us, and "2s" for no delay."""
    line = line.strip()
    if agent := _AGENT_LINE.match(line):
        names = [name for part in agent[1].split(",") if (name := part.strip().strip("\"'"))]
        return [f"User-agent: {_agent(name)}" for name in names or [_ANOTHER]]
    if delay := _DELAY_LINE.match(line):
        seconds = seconds_in(delay[1])
        if seconds is None and delay[1][:1].isdecimal():
            seconds = MAX_DELAY_S  # it wants some, which cannot be read
        return [f"Crawl-delay: {'' if seconds is None else f'{seconds:f}'}"]
    if rate := _RATE_LINE.match(line):
        # As a delay: Protego knows few of its spellings, and of both the longer one counts.
        seconds = seconds_in(rate[2])
        return [f"Request-rate: {int(rate[1])}/{round(seconds)}"] if seconds else []
    if rule := _DISALLOW_LINE.match(line):
        return [f"{rule[1]}: {_path(rule[2])}"]
    return [line]


def _agent(name: str) -> str:
    token = _PRODUCT.match(name)
    if token and token[0].lower() == AGENT:
        return AGENT
    return "*" if name.split(maxsplit=1)[0] == "*" else _ANOTHER


def _path(text: str) -> str:
    """Return the path a rule forbids; also of a whole address, and where its first slash was forgotten."""
    path = _SITE.sub("", text.strip("\"'"))
    return path if path.startswith(("/", "*", "#")) else f"/{path}"


def decoded(body: bytes) -> str:
    """The text of a robots.txt, at most its first 512 KiB, whole lines only."""
    if len(body) > MAX_BYTES:
        log.warning("a robots.txt of %d bytes; its first %d are read", len(body), MAX_BYTES)
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    mark, encoding = next(((mark, name) for mark, name in _BOMS if body.startswith(mark)), (b"", "utf-8"))
    text = body.removeprefix(mark).decode(encoding, "surrogateescape" if encoding == "utf-8" else "ignore")
    # An address holds such a byte percent-encoded, and letters composed.
    text = _RAW_BYTE.sub(lambda found: f"%{ord(found[0]) - 0xDC00:02X}", text)
    return unicodedata.normalize("NFC", text.translate(_LOOKALIKES))
