"""Runs of schedules: each a child, each in the journal, none harming another."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.config.schedule import Schedule
from crawler.daemon.command_line import Job, job_of
from crawler.daemon.notify import notify
from crawler.daemon.outlet_locks import OutletLocks
from crawler.daemon.processes import GOMTIN, Child, Exit, end_orphan
from crawler.daemon.reload import Settings
from crawler.paths import StatePaths
from crawler.scheduling.clock import Clock
from crawler.scheduling.due import LastRun
from crawler.scheduling.journal import Journal
from crawler.scheduling.locks import crawled_elsewhere
from crawler.scheduling.runs import FirstSeen, Run, RunOutcome

log = logging.getLogger("gomtin.daemon")

_RETRY_SECONDS = 2.0  # between two looks whether others still crawl the outlets
_FEWEST_RUNS = 60  # of each schedule that stay in the journal, however few logs do
_ELSEWHERE = "another gomtin crawls its outlets now; it runs when that is done"


class Jobs:
    """Starts children, and knows which run now and how each schedule's last run went."""

    def __init__(self, journal: Journal, folder: Path, clock: Clock, program: Sequence[str] = GOMTIN) -> None:
        self.last: dict[str, LastRun] = journal.last_runs()
        self.children: dict[str, Child] = {}
        self.stopping = False
        self._journal = journal
        self._folder = folder
        self._clock = clock
        self._program = program
        self._locks = OutletLocks()
        self._next = journal.next_run()

    async def end_orphans(self) -> None:
        """End what a daemon that died left running; what it owed is due still."""
        for run in self._journal.unfinished():
            await end_orphan(run.pid, run.pid_born)
            self._journal.ended(
                replace(run, ended=self._clock.now(), outcome=RunOutcome.CUT_OFF, detail="the daemon ended")
            )

    async def run(self, schedule: Schedule, due: datetime, settings: Settings, good: Path) -> None:
        """Run a schedule once, as soon as its outlets are free, and put it into the journal."""
        zone = ZoneInfo(settings.config.timezone)
        today = self._clock.now().astimezone(zone).date()
        job = job_of(schedule, settings, good, today, self._reached(schedule))
        if job is None:
            log.info("%s: its back-catalogue is complete; nothing to do", schedule.name)
            return
        folders = [StatePaths.of(part.corpus).folder for part in settings.config.parts()]
        async with self._locks.hold(job.holds):
            end = await self._run_when_free(schedule, due, job, folders)
        if end:
            await self._report(schedule, settings, end)
            self._forget_old(schedule.name, settings.config.children.logs)

    async def _run_when_free(
        self, schedule: Schedule, due: datetime, job: Job, folders: Sequence[Path]
    ) -> Exit | None:
        """Run when nobody else crawls the outlets; None when the daemon was told to end before."""
        noted = False
        while not self.stopping:
            if crawled_elsewhere(folders, job.holds):
                if not noted:
                    self._defer(self._new(schedule, due), job)
                noted = True
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            run, end = await self._child(schedule, due, job)
            # Somebody may have been faster than the child.
            if end.outcome is RunOutcome.FAILED and crawled_elsewhere(folders, job.holds):
                end = replace(end, outcome=RunOutcome.DEFERRED, detail=_ELSEWHERE)
                noted = True
            self._close(run, end, job)
            if end.outcome is not RunOutcome.DEFERRED:
                return end
        return None

    def _new(self, schedule: Schedule, due: datetime) -> Run:
        now = self._clock.now()
        name = f"logs/{schedule.name}/{now:%Y%m%dT%H%M%SZ}-{self._next}"
        run = Run(self._next, schedule.name, schedule.timing, due, now, name)
        self._next += 1
        return run

    def _defer(self, run: Run, job: Job) -> None:
        self._journal.started(run)
        self._close(run, Exit(RunOutcome.DEFERRED, 0, _ELSEWHERE, None), job)

    async def _child(self, schedule: Schedule, due: datetime, job: Job) -> tuple[Run, Exit]:
        run = self._new(schedule, due)
        self.last[schedule.name] = LastRun(due, run.started, schedule.timing)
        try:
            child = await Child.start(job.command, self._folder / run.log, job.limits, self._program)
        except OSError as error:
            self._journal.started(run)
            why = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
            return run, Exit(RunOutcome.FAILED, -1, f"no process could be started: {why}", None)
        run = replace(run, pid=child.pid, pid_born=child.born)
        self.children[schedule.name] = child
        self._journal.started(run)
        log.info("%s: started as process %d", schedule.name, child.pid)
        try:
            if self.stopping:
                await child.end(RunOutcome.STOPPED)
            return run, await child.wait()
        finally:
            del self.children[schedule.name]

    def _close(self, run: Run, end: Exit, job: Job) -> None:
        run = replace(
            run,
            ended=self._clock.now(),
            outcome=end.outcome,
            exit=end.exit,
            detail=end.detail,
            report=end.report,
        )
        self.last[run.schedule] = LastRun(run.due, run.started, run.timing, not end.outcome.owed)
        if job.reaches and end.outcome.worked:
            self._journal.note(**{f"back {run.schedule}": job.reaches.isoformat()})
        self._journal.ended(run)
        well = end.outcome.worked or end.outcome is RunOutcome.DEFERRED
        level = logging.INFO if well else logging.WARNING
        log.log(level, "%s: %s%s", run.schedule, end.outcome, f": {end.detail}" if end.detail else "")

    def _reached(self, schedule: Schedule) -> date | None:
        word = self._journal.state().get(f"back {schedule.name}")
        return date.fromisoformat(word) if word else None

    async def _report(self, schedule: Schedule, settings: Settings, end: Exit) -> None:
        if schedule.do == "report" and end.report is not None:
            await notify(settings.config.alarms, {"kind": "report", "schedule": schedule.name, **end.report})

    def _forget_old(self, name: str, keep: int) -> None:
        self._journal.forget(max(keep, _FEWEST_RUNS))
        folder = StatePaths(self._folder).logs / name
        with contextlib.suppress(OSError):
            runs = sorted({path.name.partition(".")[0] for path in folder.iterdir()}, key=_number)
            for old in runs[:-keep]:
                for path in folder.glob(f"{old}.*"):
                    path.unlink(missing_ok=True)

    async def end_all(self) -> None:
        """Ask every child to end, and end those that do not."""
        self.stopping = True
        await asyncio.gather(*(child.end(RunOutcome.STOPPED) for child in tuple(self.children.values())))

    async def wait_for_all(self) -> None:
        """Wait until every child's end is in the journal."""
        await self._locks.wait_until_free()

    def kill_all(self) -> None:
        self.stopping = True
        for child in tuple(self.children.values()):
            child.kill_because(RunOutcome.STOPPED)

    def seen(self, schedules: Mapping[str, Schedule]) -> dict[str, LastRun]:
        """Return the last runs; a schedule that never ran is owed from when it was first seen."""
        state = self._journal.state()
        for name, schedule in schedules.items():
            seen = FirstSeen.read(state, name)
            if seen is None or seen.timing != schedule.timing:
                seen = FirstSeen(schedule.timing, self._clock.now())
                self._journal.note(**seen.as_state(name))
            if name not in self.last and not schedule.every:
                self.last[name] = LastRun(seen.at, seen.at, schedule.timing)
        return self.last


def _number(name: str) -> int:
    return int(name.rpartition("-")[2]) if name.rpartition("-")[2].isdigit() else 0
