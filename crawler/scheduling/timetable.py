"""The schedules as jobs. APScheduler holds the timetable and nothing else."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_MAX_INSTANCES, JobSubmissionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from crawler.config.schedule import Schedule
from crawler.scheduling.clock import Clock
from crawler.scheduling.due import LastRun, first_due, following

log = logging.getLogger("gomtin.daemon")

_BETWEEN_STARTS = timedelta(seconds=3)  # of runs that are due together: a start costs a second of processor


class Due(BaseTrigger):  # type: ignore[misc]  # APScheduler ships no types
    """APScheduler's view of one schedule: the next moment on the machine's clock, missed ones as one.

    A run that is owed starts later than it was due: `start` is when, `next` is what it is due for.
    """

    def __init__(self, schedule: Schedule, zone: str, clock: Clock, due: datetime, start: datetime) -> None:
        self.schedule = schedule
        self.zone = zone
        self.clock = clock
        self.next = due
        self.current = due
        self.start = start

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:  # noqa: ARG002 - the clock knows
        # APScheduler asks more than once about the same moment.
        if previous == self.clock.on_machine(self.start):
            self.current = self.next
            self.next = self.start = following(self.schedule, self.zone, max(self.start, self.clock.now()))
        return self.clock.on_machine(self.start)


Start = Callable[[Schedule, datetime], Awaitable[None]]


class Timetable:
    """The schedules as jobs of an AsyncIOScheduler. `start(schedule, due)` is awaited when one is due."""

    def __init__(self, clock: Clock, start: Start) -> None:
        self._clock = clock
        self._start = start
        self._zone = "UTC"
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._scheduler.add_listener(_still_running, EVENT_JOB_MAX_INSTANCES)

    def start(self) -> None:
        self._scheduler.start()

    def pause(self) -> None:
        """Start nothing any more; what runs is left alone."""
        self._scheduler.pause()

    def end(self) -> None:
        self._scheduler.shutdown(wait=False)

    def set(self, schedules: Iterable[Schedule], zone: str, last: Mapping[str, LastRun]) -> None:
        """Replace the timetable. A schedule that is running now keeps running, and is not started twice."""
        wanted = {schedule.name: schedule for schedule in schedules}
        for job in self._scheduler.get_jobs():
            if job.id not in wanted:
                self._scheduler.remove_job(job.id)
        now = self._clock.now()
        soon = now
        for name, schedule in wanted.items():
            due = first_due(schedule, zone, last.get(name), now)
            start = due
            if due <= now:
                start, soon = soon, soon + _BETWEEN_STARTS * self._clock.speed
            self._put(schedule, zone, due, start)

    def _put(self, schedule: Schedule, zone: str, due: datetime, start: datetime) -> None:
        trigger = Due(schedule, zone, self._clock, due, start)
        self._scheduler.add_job(
            self._run,
            trigger,
            args=(trigger,),
            id=schedule.name,
            replace_existing=True,
            next_run_time=self._clock.on_machine(start),
        )

    async def _run(self, trigger: Due) -> None:
        await self._start(trigger.schedule, trigger.current)

    def next_runs(self) -> dict[str, datetime]:
        return {job.id: job.trigger.next for job in self._scheduler.get_jobs()}


def _still_running(event: JobSubmissionEvent) -> None:
    log.warning("%s: due, but its last run is not over; left out", event.job_id)
