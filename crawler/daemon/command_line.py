"""What a schedule asks for, as the command line of its child."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from crawler.config.models import Config
from crawler.config.schedule import Schedule
from crawler.daemon.catalogue import chosen
from crawler.daemon.processes import Limits
from crawler.daemon.reload import Settings

_CLOSING_TIME = timedelta(minutes=5)  # a crawl ends itself at its own deadline; this is for the end
_DEFAULT_DEADLINE = timedelta(hours=1)  # of what asks no outlet; the slowest, verify, takes minutes
_WINDOW_DAYS = 7  # of one back-catalogue run, where the schedule does not say
_FLAGS = {"crawl": "--due", "revisit": "--revisit"}
_CRAWLS = (*_FLAGS, "back-catalogue")


@dataclass(frozen=True, slots=True)
class Job:
    """A command to run. `holds` are the outlets it asks, which one process at a time may do.

    `reaches` is the oldest day a back-catalogue run covers.
    """

    command: tuple[str, ...]
    limits: Limits
    holds: frozenset[str] = frozenset()
    reaches: date | None = None


def job_of(
    schedule: Schedule, settings: Settings, good: Path, today: date, reached: date | None
) -> Job | None:
    """Return the command of a schedule; None when its back-catalogue is complete."""
    config = settings.config
    names = chosen(schedule, settings.catalogue)
    common = (*settings.options(good), "--json", "--quiet")
    limits = Limits(config.children.megabytes, config.children.files, _deadline(schedule, config))
    if schedule.do in _FLAGS:
        return Job(("crawl", _FLAGS[schedule.do], *names, *common), limits, frozenset(names))
    if schedule.do == "back-catalogue":
        return _back(schedule, names, common, limits, reached or today + timedelta(days=1))
    if schedule.do == "check-outlets":
        return Job(("outlets", "--check", *names, *common), limits, frozenset(names))
    if schedule.do == "report":
        return Job(("status", *common), limits)
    return Job((schedule.do, *common), limits)


def _back(
    schedule: Schedule, names: tuple[str, ...], common: tuple[str, ...], limits: Limits, reached: date
) -> Job | None:
    assert schedule.since is not None
    if reached <= schedule.since:
        return None
    until = reached - timedelta(days=1)
    since = max(schedule.since, reached - timedelta(days=schedule.days or _WINDOW_DAYS))
    window = ("--since", since.isoformat(), "--until", until.isoformat())
    return Job(("crawl", *names, *window, *common), limits, frozenset(names), since)


def _deadline(schedule: Schedule, config: Config) -> timedelta:
    if schedule.deadline:
        return schedule.deadline
    return config.crawl.deadline + _CLOSING_TIME if schedule.do in _CRAWLS else _DEFAULT_DEADLINE
