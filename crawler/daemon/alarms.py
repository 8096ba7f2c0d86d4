"""What needs a look: a plain function of how everything stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from crawler.daemon.diary import Outcome
from crawler.daemon.overview import Line, Overview
from crawler.timing import spelled

_MARGIN = timedelta(minutes=5)
_STALE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that needs a look. `name` stays the same while it lasts."""

    name: str
    message: str


def alarms(view: Overview) -> list[Alarm]:
    """Return what needs a look, most urgent first."""
    return [*_daemon(view), *_disk(view), *_schedules(view), *_texts(view), *_outlets(view)]


def _daemon(view: Overview) -> Iterator[Alarm]:
    daemon = view.daemon
    if daemon.cut_off:
        yield Alarm("daemon", "the daemon ended without being told to; start it again")
    elif daemon.alive and daemon.heartbeat and view.now - daemon.heartbeat > _STALE:
        yield Alarm(
            "daemon",
            f"the daemon gives no sign of life since {daemon.heartbeat.isoformat(timespec='seconds')}",
        )
    if daemon.config_error:
        yield Alarm(
            "configuration", f"schedules.yaml is refused, the last good one stays: {daemon.config_error}"
        )
    if view.chronicle.problem:
        yield Alarm("ledger", view.chronicle.problem)


def _disk(view: Overview) -> Iterator[Alarm]:
    least = view.config.alarms.free_megabytes
    if view.free_megabytes < least:
        yield Alarm("disk", f"the corpus's disk is nearly full: less than {least} MB are free")


def _schedules(view: Overview) -> Iterator[Alarm]:
    if not view.daemon.alive:
        return
    for line in view.lines:
        name = line.schedule.name
        longest = line.interval * view.config.alarms.intervals + _MARGIN
        since = line.last_success.started if line.last_success else line.seen
        if since and view.now - since > longest:
            last = f"; last time: {line.last.outcome}: {line.last.detail}" if line.last else ""
            yield Alarm(
                f"schedule {name}", f"{name} has not worked since {since.isoformat(timespec='seconds')}{last}"
            )
        elif _found_something(line):
            assert line.last
            yield Alarm(f"schedule {name}", f"{name} found something: {line.last.detail}")


def _found_something(line: Line) -> bool:
    """Crawls find trouble with outlets, which has alarms of its own; checks speak for themselves."""
    return line.schedule.do in ("verify", "check-outlets") and bool(
        line.last and line.last.outcome is Outcome.LOOK
    )


def _texts(view: Overview) -> Iterator[Alarm]:
    longest = view.config.alarms.no_text
    newest = view.chronicle.newest_at
    if newest and view.lines and view.now - newest > longest:
        yield Alarm(
            "no text", f"no new text for more than {spelled(longest)}, since {newest.date().isoformat()}"
        )
    most = view.config.alarms.quarantined
    if view.chronicle.waiting > most:
        yield Alarm("quarantine", f"more than {most} texts wait for a person; see: gomtin quarantine")


def _outlets(view: Overview) -> Iterator[Alarm]:
    for outlet in view.chronicle.outlets:
        if outlet.problems_in_a_row >= view.config.alarms.outlet_runs:
            yield Alarm(
                f"outlet {outlet.name}",
                f"{outlet.name}: {outlet.problem}, {outlet.problems_in_a_row} runs in a row",
            )
