"""An Overview as the JSON value of `gomtin status --json` and status.json."""

from datetime import datetime
from typing import Any

from crawler.monitoring.alarms import alarms
from crawler.monitoring.status import Line, Overview
from crawler.scheduling.runs import Run

_RUNS = 10


def as_json(view: Overview) -> dict[str, Any]:
    """Return how everything stands, in plain values."""
    told = view.chronicle
    found = alarms(view)
    return {
        "corpus": str(view.config.corpus),
        "at": _time(view.now),
        "daemon": {
            "alive": view.daemon.alive,
            "pid": view.daemon.pid,
            "since": _time(view.daemon.since),
            "heartbeat": _time(view.daemon.heartbeat),
            "config_error": view.daemon.config_error,
        },
        "schedules": [_line(line) for line in view.lines],
        "alarms": [
            {"name": alarm.name, "message": alarm.message, "message_vi": alarm.vietnamese} for alarm in found
        ],
        "counts": {
            "records": dict(told.records),
            "pages": [{"verdict": v, "reason": r, "pages": n} for (v, r), n in told.pages.items()],
        },
        "quarantined": told.waiting,
        "texts_per_day": dict(told.per_day),
        "outlets": {
            outlet.name: {
                "announced": [run.announced for run in outlet.runs],
                "kept": [run.kept for run in outlet.runs],
                "problem": outlet.problem,
                "last_run": _time(outlet.last_at),
            }
            for outlet in told.outlets
        },
        "free_megabytes": view.free_megabytes,
        "last_success": next((_time(run.ended) for run in told.runs if run.ok), None),
        "runs": [run.as_json() for run in told.runs[:_RUNS]],
        "problems": problems(view),
    }


def problems(view: Overview) -> list[str]:
    """Return what the last run of the ledger complained about."""
    told = view.chronicle
    last = next((run for run in told.runs if run.ended), None)
    return [] if last is None or last.ok else [str(p) for p in (last.report or {}).get("problems", [])]


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.schedule.name,
        "do": line.schedule.do,
        "timing": line.schedule.timing,
        "running_since": _time(line.running.started) if line.running else None,
        "next": _time(line.next),
        "last": _run(line.last) if line.last else None,
        "last_success": _time(line.last_success.started) if line.last_success else None,
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "run": run.id,
        "due": _time(run.due),
        "started": _time(run.started),
        "ended": _time(run.ended),
        "outcome": run.outcome,
        "exit": run.exit,
        "detail": run.detail,
        "log": run.log,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
