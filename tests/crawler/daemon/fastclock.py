"""A daemon under a clock of another speed: `python fastclock.py SPEED SCHEDULES CORPUS`."""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.daemon.alone import alone
from crawler.daemon.clock import Clock
from crawler.daemon.life import Daemon
from crawler.daemon.logs import log_daemon
from crawler.daemon.overview import state_folder
from crawler.daemon.reload import settle


class FastClock(Clock):
    """Starts at a moment, and runs so many times faster than the machine's."""

    def __init__(self, speed: float, start: datetime | None = None) -> None:
        self.speed = speed
        self._machine = datetime.now(UTC)
        self._zero = time.monotonic()
        self.start = start or self._machine

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        return (time.monotonic() - self._zero) * self.speed

    def on_machine(self, moment: datetime) -> datetime:
        return self._machine + (moment - self.start) / self.speed


async def live(speed: float, schedules: Path, corpus: Path) -> None:
    settings = await settle(schedules, corpus)
    folder = state_folder(corpus)
    folder.mkdir(exist_ok=True)
    clock = FastClock(speed)
    with alone(folder, clock.now()):
        log_daemon(folder / "logs", 20, as_json=False)
        daemon = Daemon(settings, schedules, clock=clock)
        daemon.listen()
        await daemon.run()


if __name__ == "__main__":
    asyncio.run(live(float(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
