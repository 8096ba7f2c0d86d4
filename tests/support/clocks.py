"""A daemon under another clock: `python clocks.py (fast SPEED | set FILE) SCHEDULES CORPUS`."""

import asyncio
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.daemon import daemon as life
from crawler.daemon import processes as children
from crawler.daemon.daemon import Daemon
from crawler.daemon.reload import settle
from crawler.logs import log_daemon
from crawler.paths import StatePaths
from crawler.scheduling.clock import Clock
from crawler.scheduling.locks import daemon_lock

# Children live by the machine's clock. By that hardly any time passes between their runs, and --due would
# leave out every channel.
_PATIENT = """
import sys
from crawler.daemon.child import main
sys.argv[:] = [word for word in sys.argv if word != "--due"]
main()
"""
CHILD = (sys.executable, "-P", "-c", _PATIENT)
_SOON = timedelta(minutes=15)
_STEP = 0.1


class SetClock(Clock):
    """The machine's clock, off by the seconds that a file says."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        return super().now() + self._off

    def on_machine(self, moment: datetime) -> datetime:
        return moment - self._off

    @property
    def _off(self) -> timedelta:
        return timedelta(seconds=float(self._file.read_text()))


class FastClock(Clock):
    """Runs so many times faster than the machine's, and can be set forward."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.start = datetime.now(UTC)
        self.skipped = timedelta(0)
        self._zero = time.monotonic()

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.elapsed()) + self.skipped

    def elapsed(self) -> float:
        return (time.monotonic() - self._zero) * self.speed

    def on_machine(self, moment: datetime) -> datetime:
        return datetime.now(UTC) + (moment - self.now()) / self.speed


async def skip_idle_hours(daemon: Daemon, clock: FastClock, log: Path) -> None:
    """Set the clock forward, close to the next due moment, while nothing runs; the log has each skip."""
    with log.open("w") as file:
        while True:
            print(time.monotonic(), clock.now().isoformat(), file=file, flush=True)
            await asyncio.sleep(_STEP)
            due = min(daemon._timetable.next_runs().values(), default=clock.now())
            idle = due - clock.now() - _SOON
            if idle > 4 * _SOON and not daemon._jobs._locks._running:
                clock.skipped += idle


async def live(clock: Clock, schedules: Path, corpus: Path) -> None:
    settings = await settle(schedules, corpus)
    folder = StatePaths.of(corpus).folder
    folder.mkdir(exist_ok=True)
    with daemon_lock(folder, clock.now()):
        log_daemon(StatePaths(folder).logs, 20, as_json=False)
        daemon = Daemon(settings, schedules, clock=clock, program=CHILD)
        daemon.listen()
        skipping = None
        if isinstance(clock, FastClock):
            skipping = asyncio.create_task(skip_idle_hours(daemon, clock, schedules.with_name("clock.log")))
        await daemon.run()
        if skipping:
            skipping.cancel()


if __name__ == "__main__":
    assert life._HEARTBEAT_SECONDS > _STEP
    life._HEARTBEAT_SECONDS = _STEP
    children.GRACE_SECONDS = float(os.environ.get("GRACE", children.GRACE_SECONDS))
    kind, value, source, kept = sys.argv[1:]
    asyncio.run(
        live(FastClock(float(value)) if kind == "fast" else SetClock(Path(value)), Path(source), Path(kept))
    )
