"""The daemon: it starts, keeps time, takes a new configuration, says what needs a look, and ends."""

import asyncio
import contextlib
import faulthandler
import json
import logging
import os
import signal
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler import __version__
from crawler.config.schedule import Schedule
from crawler.daemon import reload
from crawler.daemon.jobs import Jobs
from crawler.daemon.notify import notify
from crawler.daemon.processes import GOMTIN
from crawler.daemon.reload import Settings
from crawler.daemon.systemd import JumpWatch, sd_notify
from crawler.daemon.web_process import serve
from crawler.errors import ConfigError
from crawler.monitoring.alarms import alarms_of
from crawler.monitoring.status import Overview, overview
from crawler.paths import StatePaths
from crawler.scheduling.clock import Clock
from crawler.scheduling.journal import Journal
from crawler.scheduling.runs import ActiveAlarm
from crawler.scheduling.timetable import Timetable
from crawler.timestamps import time_text

log = logging.getLogger("gomtin.daemon")

_HEARTBEAT_SECONDS = 10.0  # systemd's watchdog waits for some of them; the page doubts a daemon after six
_ALARM_CHECK_SECONDS = 60.0  # what is wrong is told within minutes, and looking costs milliseconds
_CLOCK_JUMP_SECONDS = 2.0  # less is a busy machine
_EXIT_SECONDS = 12.0  # from the request to end until nothing is waited for any more
_LAST_SECONDS = 14.5  # until the process ends, whatever hangs; it is promised in 15


class Daemon:
    """One timetable, for one corpus or several. `run` returns when told to stop."""

    def __init__(
        self,
        settings: Settings,
        source: Path,
        *,
        clock: Clock | None = None,
        port: int | None = None,
        program: Sequence[str] = GOMTIN,
    ) -> None:
        self._clock = clock or Clock()
        self._settings = settings
        self._source = source
        self._port = port
        self._folder = StatePaths.of(settings.config.corpus).folder
        self._journal = Journal(self._folder)
        self._jobs = Jobs(self._journal, self._folder, self._clock, program)
        self._timetable = Timetable(self._clock, self._due)
        self._good = StatePaths(self._folder).good_schedules
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._reloading = asyncio.Lock()
        self._failed = False

    async def run(self, problem: str | None = None) -> bool:
        """Work until `stop`; return whether that was the reason to end.

        `problem` is why the file itself is not what runs, if so.
        """
        # One thread that looks, not six: each has its own store of memory.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1, "look"))
        await self._jobs.end_orphans()
        self._journal.note(
            pid=str(os.getpid()),
            since=self._now(),
            heartbeat=self._now(),
            version=__version__,
            config_error=problem,
        )
        self._keep_good()
        self._timetable.start()
        self._set_timetable()
        for work in (self._beat(), self._check_alarms(), self._watch(), *self._page()):
            self._begin(work)
        sd_notify("READY=1", f"STATUS={len(self._settings.config.schedules)} schedules")
        log.info(
            "watching %s with %d schedules",
            self._settings.config.corpus,
            len(self._settings.config.schedules),
        )
        await self._stop.wait()
        await self._end()
        return not self._failed

    def stop(self) -> None:
        """Ask for the end; a second time: at once."""
        if self._stop.is_set():
            self._jobs.kill_all()
        else:
            log.info("stopping: children have 10 s to end")
            sd_notify("STOPPING=1")
            self._stop.set()

    def reload(self) -> None:
        self._begin(self._reload())

    def listen(self) -> None:
        """Take signals: TERM and INT end it, HUP reloads."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._told_to_end)
        loop.add_signal_handler(signal.SIGHUP, self.reload)

    def _told_to_end(self) -> None:
        if not self._stop.is_set():
            # Also if a thread hangs in a dead disk: say where, and end.
            faulthandler.dump_traceback_later(_LAST_SECONDS, exit=True)
        self.stop()

    def views(self) -> list[Overview]:
        """Look at every corpus, the first first."""
        return [overview(part, self._clock.now()) for part in self._settings.config.parts()]

    async def _end(self) -> None:
        self._timetable.pause()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_EXIT_SECONDS):
                await self._jobs.end_all()
                await self._jobs.wait_for_all()
        self._jobs.kill_all()
        self._timetable.end()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._journal.note(pid=None, next=None, heartbeat=self._now())
        self._journal.close()

    def _page(self) -> list[Coroutine[Any, Any, None]]:
        if not self._port:
            return []
        config = self._settings.config
        one = () if config.corpora else (config.corpus,)
        return [serve(self._port, self._good, self._settings.place, *one)]

    async def _due(self, schedule: Schedule, due: datetime) -> None:
        try:
            self._note_next()
            await self._jobs.run(schedule, due, self._settings, self._good)
        except Exception:
            # One schedule's bad luck is not another's: it is due again at its next time.
            log.exception("%s: the daemon failed on it", schedule.name)

    def _set_timetable(self) -> None:
        config = self._settings.config
        known = {schedule.name: schedule for schedule in config.schedules}
        self._timetable.set(config.schedules, config.timezone, self._jobs.seen(known))
        self._note_next()

    def _note_next(self) -> None:
        runs = {name: time_text(at) for name, at in self._timetable.next_runs().items()}
        self._journal.note(next=json.dumps(runs))

    async def _beat(self) -> None:
        """Write the heartbeat, and notice a clock that jumped."""
        jumps = JumpWatch(self._clock)
        while True:
            await asyncio.sleep(_HEARTBEAT_SECONDS)
            jump = jumps.jump()
            if abs(jump) > _CLOCK_JUMP_SECONDS * self._clock.speed:
                log.warning("the clock jumped by %.0f s; the timetable is set anew", jump)
                self._set_timetable()
            self._journal.note(heartbeat=self._now())
            self._note_next()
            sd_notify("WATCHDOG=1")

    async def _check_alarms(self) -> None:
        """Look for alarms, and tell each once."""
        while True:
            try:
                await self._tell(await asyncio.to_thread(self.views))
            except OSError as error:
                log.error("the alarms could not be looked at: %s: %s", error.filename, error.strerror)  # noqa: TRY400 - a folder that is away, no bug
            except Exception:
                log.exception("the alarms could not be looked at")
            await asyncio.sleep(_ALARM_CHECK_SECONDS)

    async def _tell(self, views: Sequence[Overview]) -> None:
        config, now = views[0].config.alarms, views[0].now
        told = self._journal.alarms()
        found = {alarm.name: alarm for alarm in alarms_of(views)}
        for name in told.keys() - found.keys():
            over = told[name]
            self._journal.clear_alarm(name)
            log.info("over: %s", over.message)
            await notify(config, _message("over", name, over))
        for name, alarm in found.items():
            since, last = (told[name].since, told[name].told) if name in told else (now, None)
            fresh = last is None or now - last >= config.repeat
            active = ActiveAlarm(since, alarm.message, alarm.vietnamese, now if fresh else last)
            if fresh:
                log.warning("alarm: %s", alarm.message)
                await notify(config, _message("alarm", name, active))
            self._journal.note_alarm(name, active)

    async def _watch(self) -> None:
        async for _ in reload.changes(self._source, self._stop, self._settings.body):
            await self._reload()

    async def _reload(self) -> None:
        async with self._reloading:
            await self._take_configuration()

    async def _take_configuration(self) -> None:
        try:
            fresh = await self._fresh()
        except ConfigError as error:
            log.warning("the new configuration is refused, the last good one stays:\n%s", error)
            self._journal.note(config_error=str(error))
            return
        self._journal.note(config_error=None)
        if fresh.config == self._settings.config and fresh.catalogue == self._settings.catalogue:
            return
        self._settings = fresh
        self._keep_good()
        self._set_timetable()
        log.info("took the new configuration: %d schedules", len(fresh.config.schedules))
        sd_notify(f"STATUS={len(fresh.config.schedules)} schedules")

    async def _fresh(self) -> Settings:
        """Read the file anew. Which corpora are kept is settled at the start."""
        now = self._settings.config
        fresh = await reload.settle(self._source, None if now.corpora else now.corpus)
        kept, wanted = ([part.corpus for part in config.parts()] for config in (now, fresh.config))
        if kept != wanted:
            raise ConfigError("it names other corpora than before; restart the daemon to change them")
        return fresh

    def _keep_good(self) -> None:
        try:
            reload.keep_good(self._settings, self._folder)
        except OSError as error:
            log.warning("%s cannot be written (%s); children read the one before", self._good, error.strerror)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.warning("a part of the daemon failed", exc_info=task.exception())
            self._failed = True
            self._stop.set()

    def _now(self) -> str:
        return time_text(self._clock.now())


def _message(kind: str, name: str, active: ActiveAlarm) -> dict[str, str]:
    return {
        "kind": kind,
        "name": name,
        "message": active.message,
        "message_vi": active.vietnamese,
        "since": time_text(active.since),
    }
