"""An Overview as figures for Prometheus."""

from collections.abc import Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from crawler.monitoring.alarms import alarms
from crawler.monitoring.status import Overview


@dataclass(frozen=True, slots=True, eq=False)
class _Figures(Collector):
    view: Overview

    def collect(self) -> Iterator[Metric]:
        yield from _whole(self.view)
        yield from _schedules(self.view)
        yield from _outlets(self.view)


def metrics(view: Overview) -> bytes:
    """Return the figures in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(view))
    return generate_latest(registry)


def _gauge(name: str, what: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"gomtin_{name}", what, labels=labels)


def _one(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"gomtin_{name}", what, value=value)


def _whole(view: Overview) -> Iterator[Metric]:
    daemon, told = view.daemon, view.ledger
    yield _one("daemon_up", "1 while a daemon keeps the corpus", daemon.alive)
    yield _one("configuration_ok", "0 while schedules.yaml is refused", daemon.config_error is None)
    yield _one("disk_free_bytes", "free space on the corpus's disk", view.free_megabytes * 1_000_000)
    yield _one("quarantine_waiting", "texts that wait for a person", told.waiting)
    if daemon.heartbeat:
        yield _one("heartbeat_timestamp_seconds", "last sign of life", daemon.heartbeat.timestamp())
    if told.newest_at:
        yield _one(
            "newest_text_timestamp_seconds", "when the newest text was added", told.newest_at.timestamp()
        )
    texts = _gauge("texts", "texts of the corpus", "origin")
    for origin, n in told.records.items():
        texts.add_metric([origin], n)
    yield texts
    pages = _gauge("pages", "pages by how they ended", "verdict", "reason")
    for (verdict, reason), n in told.pages.items():
        pages.add_metric([verdict, reason], n)
    yield pages
    waiting = _gauge("frontier", "articles that wait", "outlet", "reason")
    for outlet, reasons in told.frontier.items():
        for reason, n in reasons.items():
            waiting.add_metric([outlet, reason], n)
    yield waiting
    standing = _gauge("alarm", "1 for everything that needs a look", "name")
    for alarm in alarms(view):
        standing.add_metric([alarm.name], 1)
    yield standing


def _schedules(view: Overview) -> Iterator[Metric]:
    running = _gauge("schedule_running", "1 while the schedule runs", "schedule")
    success = _gauge("schedule_last_success_timestamp_seconds", "start of the last success", "schedule")
    upcoming = _gauge("schedule_next_timestamp_seconds", "when it is due", "schedule")
    seconds = _gauge("schedule_last_seconds", "how long its last run took", "schedule")
    for line in view.lines:
        name = [line.schedule.name]
        running.add_metric(name, bool(line.running))
        if line.last_success:
            success.add_metric(name, line.last_success.started.timestamp())
        if line.next:
            upcoming.add_metric(name, line.next.timestamp())
        if line.last and line.last.ended:
            seconds.add_metric(name, (line.last.ended - line.last.started).total_seconds())
    yield from (running, success, upcoming, seconds)


def _outlets(view: Overview) -> Iterator[Metric]:
    announced = _gauge("outlet_announced", "articles announced in its last run", "outlet")
    kept = _gauge("outlet_kept", "texts kept in its last run", "outlet")
    ok = _gauge("outlet_ok", "0 when its last run needs a look", "outlet")
    for outlet in view.ledger.outlets:
        announced.add_metric([outlet.name], outlet.runs[-1].announced)
        kept.add_metric([outlet.name], outlet.runs[-1].kept)
        ok.add_metric([outlet.name], outlet.problem is None)
    yield from (announced, kept, ok)
