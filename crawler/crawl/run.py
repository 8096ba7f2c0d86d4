"""One crawl: the asked-for outlets in one Scrapy process, politely in parallel, to a Report."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import learn_topic
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.options import CrawlOptions
from crawler.crawl.report import Report, outlet_report
from crawler.crawl.session import CrawlSession
from crawler.crawl.stats import OutletStats
from crawler.crawl.stopping import StopRequest
from crawler.crawl.writer import Writer
from crawler.errors import ConfigError
from crawler.extraction.pool import WorkerPool
from crawler.fetching.settings import scrapy_settings
from crawler.fetching.throttle import HostThrottle
from crawler.outlets.loader import Outlets
from crawler.outlets.silence import silence_in
from crawler.paths import StatePaths
from crawler.store.locks import file_lock

if TYPE_CHECKING:
    from scrapy.crawler import Crawler, CrawlerProcess

log = logging.getLogger("gomtin")

_STAGES = {"ITEM_PIPELINES": {"crawler.crawl.item_pipeline.StagePipeline": 0}}
_STALL_STEP_S = 0.05  # between two looks whether the reactor is late; below what a person notices
_GRACE_S = 8.0  # for open transfers after a signal; systemd and the daemon wait longer before they kill


def crawl(
    config: Config,
    outlets: Outlets,
    options: CrawlOptions,
    watch: Callable[[CrawlSession], object] = lambda _: None,
) -> tuple[Report, ...]:
    """Run the outlets once for all configured corpora, and return a report for each.

    `watch` is called with the session before the start. Raises ConfigError when there are no seeds to learn a
    topic from; CorpusError when a folder fails.
    """
    began = time.monotonic()
    with StopRequest() as stop, ExitStack() as stack:
        parts = [(part, stack.enter_context(Corpus.open(part.corpus))) for part in config.parts()]
        free = _free(outlets, [corpus for _, corpus in parts], stack)
        stop.check()
        topics = [learn_topic(corpus, part) for part, corpus in parts]
        stop.check()
        workers = stack.enter_context(
            WorkerPool(config.reading.workers, config.reading.seconds, config.reading.megabytes, topics)
        )
        write = Writer()
        stack.callback(write.close)
        corpus_sessions = [
            CorpusSession(
                part,
                options,
                corpus=corpus,
                topic=topic,
                run=corpus.ledger.runs.start(options.command, sorted(free), datetime.now(UTC)),
                write=write,
            )
            for (part, corpus), topic in zip(parts, topics, strict=True)
        ]
        session = CrawlSession(
            config,
            options,
            corpus_sessions,
            workers=workers,
            throttle=_pacing(config, corpus_sessions),
            write=write,
        )
        watch(session)
        stall = _crawl_all(scrapy_settings(config) | _STAGES, free, session, stop)
        seconds = time.monotonic() - began
        return tuple(
            _report(session, corpus_session, free, seconds, stall, stopped=stop.heard)
            for corpus_session in corpus_sessions
        )


def _free(outlets: Outlets, corpora: Sequence[Corpus], stack: ExitStack) -> Outlets:
    """Keep other processes from crawling the outlets into these corpora; leave out those that one does."""

    def is_free(name: str) -> bool:
        locks = (StatePaths.of(corpus.folder).outlet_lock(name) for corpus in corpora)
        # Every lock is taken, also after one that another process has.
        return None not in [stack.enter_context(file_lock(lock)) for lock in locks]

    free = {name: outlet for name, outlet in outlets.items() if is_free(name)}
    if not free:
        raise ConfigError("another gomtin crawls these outlets into this corpus now; nothing to do")
    for name in sorted(outlets.keys() - free.keys()):
        log.warning("%s: another gomtin crawls it into this corpus now; left out", name)
    return free


def _pacing(config: Config, corpus_sessions: Sequence[CorpusSession]) -> HostThrottle:
    """Let hosts rest that asked for it in a run for any of the corpora."""
    ledgers = [corpus_session.ledger for corpus_session in corpus_sessions]

    def rest(host: str) -> datetime | None:
        return max((until for ledger in ledgers if (until := ledger.hosts.rest(host))), default=None)

    def set_rest(host: str, until: datetime, why: str) -> None:
        for ledger in ledgers:
            ledger.hosts.set_rest(host, until, why)

    return HostThrottle(
        config.politeness.delay, config.politeness.requests_per_host, rest=rest, set_rest=set_rest
    )


def _report(
    session: CrawlSession,
    corpus_session: CorpusSession,
    outlets: Outlets,
    seconds: float,
    stall: float,
    *,
    stopped: bool,
) -> Report:
    """Close the run of one corpus."""
    report = Report(
        corpus_session.corpus.folder,
        corpus_session.run,
        {
            name: outlet_report(
                session.stats_by_outlet.get(name, OutletStats()),
                corpus_session.reasons[name],
                outlet.floor,
                outlet.unverified,
                corpus_session.health.problem(name)
                or fallen_silent(session, corpus_session, name, outlet.unverified),
            )
            for name, outlet in outlets.items()
        },
        seconds,
        stall,
        stopped=stopped,
    )
    corpus_session.ledger.runs.finish(corpus_session.run, report.as_json(), report.ok, datetime.now(UTC))
    return report


def fallen_silent(
    session: CrawlSession, corpus_session: CorpusSession, outlet: str, unverified: Collection[str]
) -> str | None:
    """Note for a corpus what the channels brought; return the sentence on the first that is silent, or None.

    Runs for chosen days say nothing of a channel: it announces what they did not ask for.
    """
    if session.options.since or session.options.until or session.throttle.stopped:
        return None
    book, zone = corpus_session.ledger.health, ZoneInfo(session.config.timezone)
    sentences = []
    for channel in session.stats(outlet).channels:
        if channel.heard:
            book.note_channel(outlet, channel.url, session.now(), channel.found)
        if channel.url not in unverified:
            sentences.append(silence_in(channel.url, book.channel(outlet, channel.url), zone))
    return next(filter(None, sentences), None)


def _crawl_all(settings: dict[str, Any], outlets: Outlets, session: CrawlSession, stop: StopRequest) -> float:
    """Start a crawler per outlet, wait for all; return the longest stall (s)."""
    from scrapy.crawler import CrawlerProcess

    from crawler.crawl.spider import OutletSpider

    process = CrawlerProcess(settings)
    crawlers = {name: process.create_crawler(OutletSpider) for name in outlets}
    for name, crawler in crawlers.items():
        process.crawl(crawler, outlet=outlets[name], session=session)
    watch = _ReactorWatch(process, session, stop)
    _reactor().callLater(0, watch.start)
    process.start(install_signal_handlers=False)
    stop.forget()
    for name, crawler in crawlers.items():
        session.stats(name).bugs += _bugs(crawler)
    return watch.longest_stall


def _bugs(crawler: "Crawler") -> int:
    """Return how often the program itself failed in a crawl: in a callback, or before the first request."""
    if crawler.spider is None:
        return 1
    failed_to_start = bool(crawler.stats.get_value("finish_reason") == "start_error")
    return int(crawler.stats.get_value("spider_exceptions/count", 0)) + failed_to_start


class _ReactorWatch:
    """Measures how late the reactor calls back, and ends it when asked: gently, after a grace at once."""

    def __init__(self, process: "CrawlerProcess", session: CrawlSession, stop: StopRequest) -> None:
        self.longest_stall = 0.0
        self._process = process
        self._session = session
        self._pacing = session.throttle
        self._stop_request = stop
        self._stopping = False
        self._due = 0.0

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._stop_request.tell(lambda: loop.call_soon_threadsafe(self._stop))
        # Scrapy ends its spiders then; nothing may wait for its turn any longer.
        loop.call_later(self._session.config.crawl.deadline.total_seconds(), self._pacing.stop)
        self._next_tick(loop)

    def _next_tick(self, loop: asyncio.AbstractEventLoop) -> None:
        self._due = loop.time() + _STALL_STEP_S
        loop.call_later(_STALL_STEP_S, self._tick, loop)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        self.longest_stall = max(self.longest_stall, loop.time() - self._due)
        self._next_tick(loop)

    def _stop(self) -> None:
        if self._stopping:
            self._force()
            return
        self._stopping = True
        log.warning("stopping: open transfers have %d s to end", _GRACE_S)
        self._pacing.stop()
        self._process.stop()
        _reactor().callLater(_GRACE_S, self._force)

    def _force(self) -> None:
        """End also what workers are at: the reactor waits for every page that is under way."""
        self._session.workers.close(kill=True)
        with suppress(RuntimeError):  # it ends already
            _reactor().stop()


def _reactor() -> Any:
    from twisted.internet import reactor  # only after Scrapy has chosen which

    return reactor
