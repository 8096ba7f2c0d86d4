"""When a schedule is due: pure, from its timing, its last run and the time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.config.schedule import Schedule
from crawler.config.times import cron_trigger, is_every_hour

_MOMENT = timedelta(microseconds=1)  # the least a datetime can be later
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # what is due then is due never


@dataclass(frozen=True, slots=True)
class LastRun:
    """What is known of a schedule's last run. `complete` is false when it was cut off and is owed still."""

    due: datetime
    started: datetime
    timing: str
    complete: bool = True


def first_due(schedule: Schedule, zone: str, last: LastRun | None, now: datetime) -> datetime:
    """Return when a schedule is due next; a moment up to `now` means: it is owed, run it once, soon."""
    if last and not last.complete:
        return now
    if schedule.every:
        # A last run in the future means the clock was set back: wait one interval at most.
        return min(last.started + schedule.every, now + schedule.every) if last else now
    if last is None or last.timing != schedule.timing:
        return following(schedule, zone, max(now, last.due) if last else now)
    # What was missed before the last run started, that run has made up for.
    return _after_last(schedule, zone, max(last.due, last.started), now)


def following(schedule: Schedule, zone: str, moment: datetime) -> datetime:
    """Return the first due moment after a moment."""
    if schedule.every:
        return moment + schedule.every
    trigger = cron_trigger(schedule.cron_line, zone)
    found: datetime | None = trigger.get_next_fire_time(None, moment + _MOMENT)
    # An hour that comes twice, when summer time ends, counts once for a line that names hours.
    while found and found.fold and not is_every_hour(schedule.cron_line):
        found = trigger.get_next_fire_time(None, found.astimezone(UTC) + _MOMENT)
    return found.astimezone(UTC) if found else _NEVER


def _after_last(schedule: Schedule, zone: str, last: datetime, now: datetime) -> datetime:
    due = following(schedule, zone, last)
    regular = following(schedule, zone, now)
    gap = following(schedule, zone, regular) - regular
    # The clock was set back: do not run a moment twice, but do not stay silent for two intervals either.
    return regular if due - now > 2 * gap else due


def upcoming(
    schedules: Iterable[Schedule], zone: str, now: datetime, most: int
) -> list[tuple[datetime, Schedule]]:
    """Return what would run when, from a fresh start at `now`."""
    found: list[tuple[datetime, Schedule]] = []
    for schedule in schedules:
        moment = first_due(schedule, zone, None, now)
        for _ in range(most):
            if moment >= _NEVER:
                break
            found.append((moment, schedule))
            moment = following(schedule, zone, moment)
    return sorted(found, key=lambda pair: (pair[0], pair[1].name))[:most]
