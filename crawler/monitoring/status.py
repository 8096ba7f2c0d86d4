"""How everything stands, as one value: what status, the alarms, the page and the metrics show."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crawler import __version__
from crawler.config.models import Config
from crawler.config.schedule import Schedule
from crawler.paths import StatePaths
from crawler.scheduling import journal as scheduling_journal
from crawler.scheduling.due import following
from crawler.scheduling.locks import home_of, is_locked
from crawler.scheduling.runs import ActiveAlarm, FirstSeen, Run
from crawler.store import summary
from crawler.store.summary import LedgerSummary
from crawler.timestamps import read_time

_RECENT_RUNS = 400  # of all schedules; some weeks, which the last success of each must lie in


@dataclass(frozen=True, slots=True)
class DaemonState:
    """Whether a daemon keeps the corpus. `cut_off` is true when it ended without being told to."""

    alive: bool
    pid: int | None = None
    since: datetime | None = None
    heartbeat: datetime | None = None
    config_error: str | None = None
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One schedule: what, when, and how its last runs went (newest first)."""

    schedule: Schedule
    next: datetime | None
    running: Run | None
    runs: tuple[Run, ...]
    interval: timedelta
    seen: datetime | None

    @property
    def last(self) -> Run | None:
        return next((run for run in self.runs if run.outcome), None)

    @property
    def last_success(self) -> Run | None:
        return next((run for run in self.runs if run.outcome and run.outcome.worked), None)


@dataclass(frozen=True, slots=True)
class Overview:
    """How everything stands at one moment. `no_crawl`: why none can run, where that was looked at."""

    now: datetime
    config: Config
    daemon: DaemonState
    lines: tuple[Line, ...]
    ledger: LedgerSummary
    free_megabytes: int
    standing: Mapping[str, ActiveAlarm]
    no_crawl: tuple[str, ...] = ()
    version: str = __version__

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.config.timezone)


def overview(config: Config, now: datetime) -> Overview:
    """Look at the corpus of a configuration."""
    folder = StatePaths.of(config.corpus).folder
    with scheduling_journal.reading(home_of(folder)) as journal:
        state = journal.state() if journal else {}
        runs = journal.recent(_RECENT_RUNS) if journal else []
        standing = journal.alarms() if journal else {}
    daemon = _daemon(state, alive=is_locked(folder))
    next_runs = json.loads(state.get("next", "{}"))
    lines = tuple(
        _line(
            schedule,
            config.timezone,
            [run for run in runs if run.schedule == schedule.name],
            next_runs,
            state,
            daemon,
            now,
        )
        for schedule in config.schedules
    )
    return Overview(
        now=now,
        config=config,
        daemon=daemon,
        lines=lines,
        ledger=summary.read(config.corpus, ZoneInfo(config.timezone), now),
        free_megabytes=shutil.disk_usage(config.corpus).free // 1_000_000,
        standing=standing,
    )


def _daemon(state: Mapping[str, str], *, alive: bool) -> DaemonState:
    return DaemonState(
        alive=alive,
        pid=int(state["pid"]) if alive and "pid" in state else None,
        since=read_time(state.get("since")) if alive else None,
        heartbeat=read_time(state.get("heartbeat")),
        config_error=state.get("config_error"),
        # A daemon that was told to end forgets its number.
        cut_off=not alive and "pid" in state,
    )


def _line(
    schedule: Schedule,
    zone: str,
    runs: list[Run],
    next_runs: Mapping[str, Any],
    state: Mapping[str, str],
    daemon: DaemonState,
    now: datetime,
) -> Line:
    after = following(schedule, zone, now)
    return Line(
        schedule=schedule,
        next=read_time(next_runs.get(schedule.name)) if daemon.alive else None,
        running=runs[0] if daemon.alive and runs and runs[0].ended is None else None,
        runs=tuple(runs[:60]),
        interval=following(schedule, zone, after) - after,
        seen=seen.at if (seen := FirstSeen.read(state, schedule.name)) else None,
    )
