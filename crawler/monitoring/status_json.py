"""An Overview as the JSON value of `gomtin status --json` and status.json."""

from typing import Any

from crawler.monitoring.alarms import alarms
from crawler.monitoring.causes import Problem, problems_as_json, problems_of
from crawler.monitoring.status import Line, Overview
from crawler.scheduling.runs import Run
from crawler.timestamps import time_text

_SHOWN_RUNS = 10  # the latest of the ledger, with their whole reports


def as_json(view: Overview) -> dict[str, Any]:
    """Return how everything stands, in plain values."""
    told = view.ledger
    found = alarms(view)
    return {
        "corpus": str(view.config.corpus),
        "at": time_text(view.now),
        "daemon": {
            "alive": view.daemon.alive,
            "pid": view.daemon.pid,
            "since": time_text(view.daemon.since),
            "heartbeat": time_text(view.daemon.heartbeat),
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
        "lost_lines": {f"{number:03d}": lines for number, lines in told.lost_lines.items()},
        "frontier": {outlet: dict(reasons) for outlet, reasons in told.frontier.items()},
        "texts_per_day": dict(told.per_day),
        "outlets": {
            outlet.name: {
                "announced": [run.announced for run in outlet.runs],
                "kept": [run.kept for run in outlet.runs],
                "problem": outlet.problem,
                "last_run": time_text(outlet.last_at),
            }
            for outlet in told.outlets
        },
        "free_megabytes": view.free_megabytes,
        "last_success": next((time_text(run.ended) for run in told.runs if run.ok), None),
        "runs": [run.as_json() for run in told.runs[:_SHOWN_RUNS]],
        **problems_as_json(problems(view)),
    }


def problems(view: Overview) -> list[Problem]:
    """Return what the last run of the ledger complained about."""
    told = view.ledger
    last = next((run for run in told.runs if run.ended and run.command != "dry-run"), None)
    return [] if last is None or last.ok else problems_of(last.report or {})


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.schedule.name,
        "do": line.schedule.do,
        "timing": line.schedule.timing,
        "running_since": time_text(line.running.started) if line.running else None,
        "next": time_text(line.next),
        "last": _run(line.last) if line.last else None,
        "last_success": time_text(line.last_success.started) if line.last_success else None,
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "run": run.id,
        "due": time_text(run.due),
        "started": time_text(run.started),
        "ended": time_text(run.ended),
        "outcome": run.outcome,
        "exit": run.exit,
        "detail": run.detail,
        "log": run.log,
    }
