"""One crawl: the asked-for outlets in one Scrapy process, politely in parallel, to a Report."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

# First of all that uses Scrapy: its deprecated names look up who imports them, frame by frame of the stack,
# which takes a third of a second below our own imports.
import scrapy.core.downloader.contextfactory  # noqa: F401

from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import learn_topic
from crawler.crawl.corpora import open_corpora
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.options import CrawlOptions
from crawler.crawl.outlet_locks import lock_outlets
from crawler.crawl.outlet_watch import fallen_silent, loss_since, never_any_good, questioned, withheld
from crawler.crawl.report import OutletReport, Report, is_network_down, outlet_report
from crawler.crawl.session import CrawlSession
from crawler.crawl.shared_ledgers import SharedLedgers
from crawler.crawl.stats import OutletStats
from crawler.crawl.stopping import StopRequest
from crawler.crawl.writer import Writer
from crawler.errors import ConfigError, CorpusError
from crawler.extraction.pool import WorkerPool
from crawler.fetching.settings import scrapy_settings
from crawler.fetching.throttle import HostThrottle
from crawler.monitoring.causes import Problem, by_cause
from crawler.outlets.loader import Outlets
from crawler.outlets.outlet import Outlet
from crawler.store.tables.runs import RunRow
from crawler.topic.topic import Topic

if TYPE_CHECKING:
    from scrapy.crawler import Crawler, CrawlerProcess

log = logging.getLogger("gomtin")

_STAGES = {"ITEM_PIPELINES": {"crawler.crawl.item_pipeline.StagePipeline": 0}}
_STALL_STEP_S = 0.05  # between two looks whether the reactor is late; below what a person notices
_EARLIER_RUNS = 20  # looked at to see whether anybody answers
_GRACE_S = 8.0  # for open transfers after a signal; systemd and the daemon wait longer before they kill


def crawl(
    config: Config,
    outlets: Outlets,
    options: CrawlOptions,
    watch: Callable[[CrawlSession], object] = lambda _: None,
) -> tuple[Report, ...]:
    """Run the outlets once for all configured corpora, and return a report for each.

    `watch` is called with the session before the start. Of several corpora, one that cannot be opened is left
    out, and one that fails on the way takes no further part. Raises ConfigError when no corpus has seeds to
    learn a topic from; CorpusError when all of them fail.
    """
    began = time.monotonic()
    with StopRequest() as stop, ExitStack() as stack:
        parts, unusable = open_corpora(config, outlets, stack)
        free, left_out = lock_outlets(outlets, [corpus.folder for _, corpus in parts], stack)
        stop.check()
        learnt, without_seeds = _topics(parts)
        stop.check()
        workers = stack.enter_context(
            WorkerPool(
                config.reading.workers,
                config.reading.seconds,
                config.reading.megabytes,
                [topic for *_, topic in learnt],
            )
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
                write=write.for_corpus(),
            )
            for part, corpus, topic in learnt
        ]
        session = CrawlSession(
            config,
            options,
            corpus_sessions,
            workers=workers,
            throttle=_throttle(config, corpus_sessions),
            write=write,
        )
        watch(session)
        with _untold(CorpusError):
            stall = _crawl_all(scrapy_settings(config) | _STAGES, free, session, stop)
        seconds = time.monotonic() - began
        reports: list[Report] = []
        for corpus_session in session.corpus_sessions:
            with corpus_session.write.guarded():
                reports.append(
                    _report(
                        session, corpus_session, free, seconds, stall, stopped=stop.heard, left_out=left_out
                    )
                )
        if not reports:
            others = (why for _, why in (*without_seeds, *unusable))
            raise CorpusError("\n".join([*(str(one.write.failure) for one in corpus_sessions), *others]))
        _warn_of_channels(session)
        failed = [_failed(one, seconds) for one in corpus_sessions if one.write.failure]
        without_topic = (_excluded(corpus, options, why) for corpus, why in without_seeds)
        left = (Report(folder, 0, {}, 0.0, excluded=why) for folder, why in unusable)
        return (*reports, *without_topic, *failed, *left)


def _topics(
    parts: Sequence[tuple[Config, Corpus]],
) -> tuple[list[tuple[Config, Corpus, Topic]], list[tuple[Corpus, str]]]:
    """Learn what each corpus is about; return those that have no seeds, and what to do, too.

    Raises ConfigError when that is all of them.
    """
    learnt: list[tuple[Config, Corpus, Topic]] = []
    without_seeds: list[tuple[Corpus, str]] = []
    for part, corpus in parts:
        try:
            learnt.append((part, corpus, learn_topic(corpus, part)))
        except ConfigError as error:
            without_seeds.append((corpus, str(error)))
    if not learnt:
        raise ConfigError("; ".join(why for _, why in without_seeds))
    return learnt, without_seeds


def _excluded(corpus: Corpus, options: CrawlOptions, why: str) -> Report:
    """Put on record that a corpus took no part in a run."""
    runs = corpus.ledger.runs
    report = Report(corpus.folder, runs.start(options.command, [], datetime.now(UTC)), {}, 0.0, excluded=why)
    runs.finish(report.run, report.as_json(), report.ok, datetime.now(UTC))
    return report


def _failed(corpus_session: CorpusSession, seconds: float) -> Report:
    """Put on record, where that can be, that a corpus failed on the way."""
    why = str(corpus_session.write.failure)
    report = Report(corpus_session.corpus.folder, corpus_session.run, {}, seconds, excluded=why)
    with suppress(CorpusError):
        runs = corpus_session.ledger.runs
        runs.finish(corpus_session.run, report.as_json(), report.ok, datetime.now(UTC))
    return report


def _throttle(config: Config, corpus_sessions: Sequence[CorpusSession]) -> HostThrottle:
    """Let hosts rest that asked for it in a run for any of the corpora."""
    ledgers = SharedLedgers([one.ledger for one in corpus_sessions], [one.write for one in corpus_sessions])

    def rest(host: str) -> datetime | None:
        return max(filter(None, ledgers.each(lambda ledger: ledger.hosts.rest(host))), default=None)

    def set_rest(host: str, until: datetime, why: str) -> None:
        ledgers.each(lambda ledger: ledger.hosts.set_rest(host, until, why))

    return HostThrottle(
        config.politeness.delay,
        config.politeness.requests_per_host,
        rest=rest,
        set_rest=set_rest,
        zone=ZoneInfo(config.timezone),
    )


def _warn_of_channels(session: CrawlSession) -> None:
    """Say once for each cause which channels brought nothing: on a bad day they are hundreds."""
    broken = [
        Problem(f"{outlet} {channel.url}", channel.problem)
        for outlet, stats in session.stats_by_outlet.items()
        for channel in stats.channels
        if channel.problem and channel.heard
    ]
    for sentence in by_cause(broken, "channels"):
        log.warning("%s", sentence)


def _report(
    session: CrawlSession,
    corpus_session: CorpusSession,
    outlets: Outlets,
    seconds: float,
    stall: float,
    *,
    stopped: bool,
    left_out: tuple[Problem, ...],
) -> Report:
    """Close the run of one corpus. Raises CorpusError."""
    reached = {name: session.throttle.reached(outlet.allowed_hosts) for name, outlet in outlets.items()}
    earlier = corpus_session.ledger.runs.latest(_EARLIER_RUNS)
    wants_login = session.throttle.wants_login()
    report = Report(
        corpus_session.corpus.folder,
        corpus_session.run,
        {
            name: replace(
                _outlet_report(session, corpus_session, outlet, reached[name]),
                examined=corpus_session.examined[name],
                dropped=corpus_session.dropped[name],
            )
            for name, outlet in outlets.items()
        },
        seconds,
        stall,
        stopped=stopped,
        network_down=wants_login or is_network_down(reached, _by_outlet(earlier)),
        replaced=wants_login or session.throttle.is_replaced(),
        left_out=left_out,
        loss=loss_since(earlier, corpus_session.corpus),
    )
    corpus_session.ledger.announcements.forget(corpus_session.config.ledger.forget)
    corpus_session.ledger.runs.finish(corpus_session.run, report.as_json(), report.ok, datetime.now(UTC))
    return report


def _outlet_report(
    session: CrawlSession, corpus_session: CorpusSession, outlet: type[Outlet], reached: bool | None
) -> OutletReport:
    name, known = outlet.name, corpus_session.ledger.channels.of(outlet.name)
    unverified = questioned(session, outlet, known)
    silent = fallen_silent(session, corpus_session, name, unverified, known)
    return outlet_report(
        session.stats_by_outlet.get(name, OutletStats()),
        corpus_session.reasons[name],
        outlet.floor,
        unverified,
        withheld(corpus_session, name) or corpus_session.health.problem(name) or silent,
        reached,
        never_any_good(session, outlet, known),
        session.polling.left_out[name],
    )


def _by_outlet(runs: Sequence[RunRow]) -> Iterator[dict[str, Any]]:
    """Yield what the runs that have ended report of each outlet; some commands, as intake, ask none."""
    for run in runs:
        if run.report and "outlets" in run.report:
            yield run.report["outlets"]


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


@contextmanager
def _untold(kind: type[Exception]) -> Iterator[None]:
    """Log no error of this kind while the block runs: the run ends by it, and says so once."""

    def is_told(record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], kind))

    handlers = tuple(logging.getLogger().handlers)
    for handler in handlers:
        handler.addFilter(is_told)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(is_told)


def _bugs(crawler: "Crawler") -> int:
    """Return how often the program itself failed in a crawl: in a callback, or before the first request."""
    if crawler.spider is None:
        return 1
    failed_to_start = bool(crawler.stats.get_value("finish_reason") == "start_error")
    return int(crawler.stats.get_value("spider_exceptions/count", 0)) + failed_to_start


class _ReactorWatch:
    """Measures how late the reactor calls back, and ends it when asked: gently, after a grace at once.

    That all corpora failed ends it like a signal: nothing that is fetched could be kept.
    """

    def __init__(self, process: "CrawlerProcess", session: CrawlSession, stop: StopRequest) -> None:
        self.longest_stall = 0.0
        self._process = process
        self._session = session
        self._throttle = session.throttle
        self._stop_request = stop
        self._stopping = False
        self._ends: list[asyncio.Task[None]] = []
        self._due = 0.0

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._stop_request.tell(lambda: loop.call_soon_threadsafe(self._stop))
        # Scrapy ends its spiders then; nothing may wait for its turn any longer.
        loop.call_later(self._session.config.crawl.deadline.total_seconds(), self._throttle.stop)
        self._next_tick(loop)

    def _next_tick(self, loop: asyncio.AbstractEventLoop) -> None:
        self._due = loop.time() + _STALL_STEP_S
        loop.call_later(_STALL_STEP_S, self._tick, loop)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        self.longest_stall = max(self.longest_stall, loop.time() - self._due)
        self._next_tick(loop)
        if self._stopping:
            self._end_spiders()
        elif not self._session.corpus_sessions:
            self._stop()

    def _stop(self) -> None:
        if self._stopping:
            self._force()
            return
        self._stopping = True
        if self._session.corpus_sessions:
            log.warning("stopping: open transfers have %d s to end", _GRACE_S)
        self._throttle.stop()
        self._end_spiders()
        _reactor().callLater(_GRACE_S, self._force)

    def _end_spiders(self) -> None:
        """End those that are open. Asked to end one that is only opening, Scrapy would never end it."""
        running = [one for one in self._process.crawlers if one.crawling and one.engine.running]
        self._ends += [asyncio.ensure_future(one.stop_async()) for one in running]

    def _force(self) -> None:
        """End also what workers are at: the reactor waits for every page that is under way."""
        self._session.workers.close(kill=True)
        with suppress(RuntimeError):  # it ends already
            _reactor().stop()


def _reactor() -> Any:
    from twisted.internet import reactor  # only after Scrapy has chosen which

    return reactor
