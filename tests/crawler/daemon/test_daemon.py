"""The daemon's life in one process: jumps of the clock, locked and full disks, alarms told, half files."""

import asyncio
import json
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.config import loading
from crawler.corpus.corpus import Corpus
from crawler.daemon import daemon as life
from crawler.daemon import reload
from crawler.daemon.catalogue import Entry
from crawler.daemon.daemon import Daemon
from crawler.daemon.reload import Settings
from crawler.errors import ConfigError
from crawler.scheduling.clock import Clock
from crawler.scheduling.journal import Journal
from crawler.scheduling.locks import daemon_lock

HOUR = timedelta(hours=1)
PROGRAM = "import sys; open(sys.argv[1] + '.ran', 'w').close(); print('{}')"
SCHEDULES = """\
corpus: corpus
outlet_modules: [spiders.demo]
alarms: {free_megabytes: 1}
schedules:
- {name: hourly, every: 1h, do: verify}
- {name: noon, at: "12:00", do: verify}
end: true
"""


class Settable(Clock):
    """A clock that starts at 11:50 in Hà Nội and can be set."""

    def __init__(self) -> None:
        start = datetime.fromisoformat("2026-03-04T11:50:00+07:00")
        self.by = start - super().now()

    def now(self) -> datetime:
        return super().now() + self.by

    def on_machine(self, moment: datetime) -> datetime:
        return moment - self.by


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(life, "_HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(life, "_ALARM_CHECK_SECONDS", 0.1)
    monkeypatch.setattr("crawler.scheduling.timetable._BETWEEN_STARTS", timedelta(0))
    with Corpus.open(tmp_path / "corpus"):
        pass
    (tmp_path / "schedules.yaml").write_text(SCHEDULES)
    (tmp_path / "program.py").write_text(PROGRAM)
    return tmp_path


def live(place: Path, scene: Callable[[Daemon, Settable], Awaitable[None]], **alarms: object) -> None:
    async def whole() -> None:
        path = place / "schedules.yaml"
        document = loading.parse(path.read_bytes(), path)
        told = document.config.alarms.model_copy(update=alarms)
        changed = document.config.model_copy(update={"alarms": told})
        settings = Settings(changed, {"bensong": Entry("own", "")}, path.read_bytes(), place)
        clock = Settable()
        daemon = Daemon(settings, path, clock=clock, program=(sys.executable, str(place / "program.py")))
        with daemon_lock(place / "corpus/.gomtin", clock.now()):
            living = asyncio.create_task(daemon.run())
            try:
                await scene(daemon, clock)
            finally:
                daemon.stop()
                assert await living

    asyncio.run(whole())


async def until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


def counts(daemon: Daemon) -> dict[str, int]:
    runs = [run.schedule for run in daemon._journal.recent(100) if run.ended]
    return {name: runs.count(name) for name in set(runs)}


def test_the_clock_goes_on_an_hour_and_back(place: Path) -> None:
    async def scene(daemon: Daemon, clock: Settable) -> None:
        await until(lambda: counts(daemon) == {"hourly": 1})
        clock.by += HOUR  # 12:50
        await until(lambda: counts(daemon) == {"hourly": 2, "noon": 1})
        clock.by -= HOUR  # 11:50 again
        await asyncio.sleep(1)
        clock.by += timedelta(minutes=11)  # noon a second time
        await asyncio.sleep(1)
        assert counts(daemon) == {"hourly": 2, "noon": 1}
        nearest = daemon._timetable.next_runs()["hourly"] - clock.now()
        assert timedelta(0) < nearest <= HOUR

    live(place, scene)


def test_after_eight_hours_of_sleep_each_runs_once(place: Path) -> None:
    async def scene(daemon: Daemon, clock: Settable) -> None:
        await until(lambda: counts(daemon) == {"hourly": 1})
        clock.by += 8 * HOUR
        await until(lambda: counts(daemon) == {"hourly": 2, "noon": 1})
        await asyncio.sleep(1)
        assert counts(daemon) == {"hourly": 2, "noon": 1}

    live(place, scene)


def test_a_locked_diary_loses_no_run(place: Path) -> None:
    async def scene(daemon: Daemon, clock: Settable) -> None:
        await until(lambda: counts(daemon) == {"hourly": 1})
        other = sqlite3.connect(daemon._journal.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        clock.by += HOUR
        await until(lambda: len(list(place.rglob("*.ran"))) == 3)
        assert counts(daemon) == {"hourly": 1}
        other.execute("COMMIT")
        other.close()
        await until(lambda: counts(daemon) == {"hourly": 2, "noon": 1})

    live(place, scene)


def test_a_locked_ledger_does_not_stop_it(place: Path) -> None:
    async def scene(daemon: Daemon, clock: Settable) -> None:
        other = sqlite3.connect(place / "corpus/.gomtin/ledger.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await until(lambda: counts(daemon) == {"hourly": 1})
        clock.by += HOUR
        await until(lambda: counts(daemon) == {"hourly": 2, "noon": 1})
        other.execute("ROLLBACK")
        other.close()

    live(place, scene)


def test_no_process_to_be_had_is_a_failed_run(place: Path) -> None:
    async def scene(daemon: Daemon, clock: Settable) -> None:
        daemon._jobs._program = ("/nowhere/gomtin",)
        clock.by += HOUR
        await until(lambda: any(run.outcome == "failed" for run in daemon._journal.recent(9)))
        daemon._jobs._program = (sys.executable, str(place / "program.py"))
        clock.by += HOUR
        await until(lambda: any(run.outcome == "done" for run in daemon._journal.recent(1)))

    live(place, scene)


def test_alarms_are_told_once_and_their_end_too(place: Path) -> None:
    told = place / "told"
    teller = place / "tell.py"
    teller.write_text(f"import sys; open({str(told)!r}, 'a').write(sys.stdin.read() + '\\n')")

    def messages() -> list[tuple[str, str]]:
        lines = told.read_text().splitlines() if told.exists() else []
        return [(json.loads(line)["kind"], json.loads(line)["name"]) for line in lines]

    async def scene(daemon: Daemon, clock: Settable) -> None:
        await until(lambda: counts(daemon) == {"hourly": 1})
        daemon._journal.note(config_error="schedules.yaml:1: no")
        await until(lambda: messages() == [("alarm", "configuration")])
        await asyncio.sleep(1)
        assert clock.now()
        daemon._journal.note(config_error=None)
        await until(lambda: messages() == [("alarm", "configuration"), ("over", "configuration")])

    live(place, scene, command=(sys.executable, str(teller)))


def test_a_file_cut_at_any_byte_changes_nothing(place: Path) -> None:
    path = place / "schedules.yaml"
    body = SCHEDULES.rstrip("\n").encode()

    async def scene() -> None:
        for cut in range(len(body)):
            path.write_bytes(body[:cut])
            with pytest.raises(ConfigError):
                await reload.settle(path)

    asyncio.run(scene())


def test_a_webhook_on_this_machine_is_refused() -> None:
    from crawler.daemon.webhook import post

    for host in ("127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254"):
        with pytest.raises(OSError, match="not on the public web"):
            post(f"https://{host}/hook", b"{}")


def test_last_runs_outlive_the_daemon(place: Path) -> None:
    async def first(daemon: Daemon, clock: Settable) -> None:
        await until(lambda: counts(daemon) == {"hourly": 1})
        assert clock.now()

    async def second(daemon: Daemon, clock: Settable) -> None:
        await asyncio.sleep(1)
        assert clock.now()
        assert counts(daemon) == {"hourly": 1}

    live(place, first)
    live(place, second)
    journal = Journal(place / "corpus/.gomtin")
    assert len(journal.recent(10)) == 1
    journal.close()
