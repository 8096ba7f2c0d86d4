"""What is an alarm, and what is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.config.models import Config
from crawler.config.schedule import Schedule
from crawler.monitoring.alarms import alarms
from crawler.monitoring.status import DaemonState, Line, Overview
from crawler.scheduling.runs import Run, RunOutcome
from crawler.store.summary import LedgerSummary, OutletHealth, OutletRun

NOW = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEWS = Schedule.model_validate({"name": "news", "every": "1h"})
CHECK = Schedule.model_validate({"name": "check", "do": "verify", "at": "04:00"})


def line(schedule: Schedule, *ends: tuple[timedelta, RunOutcome]) -> Line:
    runs = tuple(
        Run(
            n,
            schedule.name,
            schedule.timing,
            NOW - ago,
            NOW - ago,
            "",
            NOW - ago,
            outcome=outcome,
            detail="so it is",
        )
        for n, (ago, outcome) in enumerate(ends)
    )
    return Line(schedule, NOW + HOUR, None, runs, HOUR if schedule is NEWS else 24 * HOUR, NOW - 100 * HOUR)


def outlet(*problems: str | None) -> OutletHealth:
    return OutletHealth("bensong", tuple(OutletRun(5, 1, problem) for problem in problems), NOW)


WELL = Overview(
    now=NOW,
    config=Config(corpus=Path("corpus")),
    daemon=DaemonState(alive=True, pid=1, since=NOW - HOUR, heartbeat=NOW),
    lines=(line(NEWS, (HOUR, RunOutcome.DONE)), line(CHECK, (HOUR, RunOutcome.DONE))),
    ledger=LedgerSummary(newest_at=NOW - HOUR, outlets=(outlet(None),)),
    free_megabytes=50_000,
    standing={},
)


def change(**values: Any) -> Callable[[], Overview]:
    return lambda: replace(WELL, **values)


def test_no_alarm_when_all_is_well() -> None:
    assert alarms(WELL) == []


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (change(daemon=DaemonState(alive=False, cut_off=True)), "daemon"),
        (change(daemon=replace(WELL.daemon, heartbeat=NOW - HOUR)), "daemon"),
        (change(daemon=replace(WELL.daemon, config_error="schedules.yaml:1: no")), "configuration"),
        (change(free_megabytes=100), "disk"),
        (
            change(lines=(line(NEWS, (HOUR, RunOutcome.KILLED), (5 * HOUR, RunOutcome.DONE)),)),
            "schedule news",
        ),
        (change(lines=(line(NEWS, (HOUR, RunOutcome.FAILED)),)), "schedule news"),
        (change(lines=(line(CHECK, (HOUR, RunOutcome.LOOK)),)), "schedule check"),
        (change(ledger=LedgerSummary(newest_at=NOW - 24 * 8 * HOUR)), "no text"),
        (change(ledger=LedgerSummary(waiting=501)), "quarantine"),
        (change(ledger=LedgerSummary(problem="the ledger cannot be read: no")), "ledger"),
        (change(ledger=LedgerSummary(outlets=(outlet("silent", "silent", "silent"),))), "outlet bensong"),
    ],
)
def test_an_alarm(view: Callable[[], Overview], name: str) -> None:
    found = alarms(view())

    assert [alarm.name for alarm in found] == [name]
    assert found[0].vietnamese != found[0].message
    assert any(letter in found[0].vietnamese for letter in "ạảấầậắặếềệịọốồộớờợụủứừựỹđă")


@pytest.mark.parametrize(
    "view",
    [
        change(daemon=DaemonState(alive=False)),
        change(lines=(line(NEWS, (HOUR, RunOutcome.LOOK)),)),
        change(lines=(line(NEWS, (HOUR, RunOutcome.KILLED), (2 * HOUR, RunOutcome.DONE)),)),
        change(ledger=LedgerSummary(outlets=(outlet("silent", "silent", None),))),
        change(ledger=LedgerSummary(outlets=(outlet(None, "silent", "silent"),))),
    ],
    ids=["told to end", "an outlet's trouble", "one bad run", "well again", "not yet three in a row"],
)
def test_no_alarm(view: Callable[[], Overview]) -> None:
    assert alarms(view()) == []
