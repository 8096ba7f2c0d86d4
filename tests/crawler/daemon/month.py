"""Eight schedules against the demo's newsroom for a month of a faster clock; prints what came of it.

By hand: `python tests/crawler/daemon/month.py [DAYS [SPEED [FOLDER]]]`. The clock runs SPEED times faster and
skips the hours in which nothing is due, as a machine that sleeps would. Exit status 1: something was amiss.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from crawler.config import loading
from crawler.config.schedule import Schedule
from crawler.newsroom import demo
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish
from crawler.newsroom.story import load_stories
from crawler.scheduling.due import following

TESTS = Path(__file__).resolve().parents[2]
DELAY = 0.2
BUDGET = 100
LATE = timedelta(hours=1)
HALF_A_DAY = timedelta(hours=12)
SCHEDULES = """\
corpus: corpus
contact: demo@gomtin.example
outlet_modules: [spiders.demo]
politeness: {{delay: {delay}, requests_per_host: {budget}}}
children: {{logs: 1000}}
alarms: {{free_megabytes: 10}}
schedules:
  - {{name: news, every: 12h}}
  - {{name: river, every: 1d, outlets: [bensong]}}
  - {{name: family, every: 1d, outlets: [vccorp]}}
  - {{name: noon, at: "12:00", outlets: [tinsommai, gocpho]}}
  - {{name: workdays, cron: "30 7 * * 1-5", outlets: [thoicuoc]}}
  - {{name: archive, do: back-catalogue, since: {since}, days: 2, every: 1d, outlets: [bensong]}}
  - {{name: check, do: verify, at: "04:15"}}
  - {{name: digest, do: report, at: "08:00"}}
end: true
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """The daemon's process at a moment. `files` counts its open files, or is None while children run."""

    memory: float
    files: int | None
    unreaped: frozenset[str]


@dataclass(frozen=True, slots=True)
class Run:
    due: datetime
    started: datetime
    outcome: str


@dataclass(slots=True)
class Month:
    """What a month came to; `amiss` lists what should not be."""

    folder: Path
    clock: list[tuple[float, datetime]] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    amiss: list[str] = field(default_factory=list)

    def look_at_the_clock(self) -> datetime | None:
        """Return the simulated time as the daemon wrote it down last."""
        path = self.folder / "clock.log"
        lines = path.read_text().split("\n")[:-1] if path.exists() else []
        for line in lines[len(self.clock) :]:
            at, now = line.split()
            self.clock.append((float(at), datetime.fromisoformat(now)))
        return self.clock[-1][1] if self.clock else None

    def simulated(self, at: float) -> datetime:
        return self.clock[max(0, bisect_right(self.clock, at, key=lambda pair: pair[0]) - 1)][1]

    def expect(self, true: bool, sentence: str) -> None:
        if not true:
            self.amiss.append(sentence)


def sample(pid: int) -> Sample:
    status = Path(f"/proc/{pid}/status").read_text()
    memory = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    unreaped = set()
    for child in children:
        with suppress(OSError):
            if Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                unreaped.add(child)
    files = None if children else len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return Sample(memory, files, frozenset(unreaped))


def live(days: float, speed: float, folder: Path) -> Month:
    month = Month(folder)
    shutil.copytree(TESTS.parent / "corpus", folder / "corpus")
    since = (datetime.now(UTC) - timedelta(days=80 + 2 * days)).date().isoformat()
    schedules = folder / "schedules.yaml"
    schedules.write_text(SCHEDULES.format(delay=DELAY, budget=BUDGET, since=since), encoding="utf-8")
    program = (sys.executable, "-P", str(TESTS / "support" / "clocks.py"), "fast", str(speed))
    with Newsroom() as newsroom, (folder / "daemon.log").open("w") as log:
        papers = [outlet.paper for outlet in demo.build(newsroom, load_stories(), datetime.now(UTC))]
        environment = os.environ | newsroom.environment() | {"PYTHONPATH": str(TESTS.parent)}
        daemon = subprocess.Popen(
            [*program, str(schedules), str(folder / "corpus")], env=environment, cwd=folder, stderr=log
        )
        while (now := month.look_at_the_clock()) is None:
            time.sleep(0.1)
        first = now
        while now - first < timedelta(days=days) and daemon.poll() is None:
            for paper in papers:
                # News comes: the oldest quarter is there on the first day, the newest on the last.
                gone = min(1.0, (now - first) / timedelta(days=days * 0.9))
                count = round(len(paper.prints) * (0.25 + 0.75 * gone))
                publish(newsroom, replace(paper, prints=paper.prints[-count:]))
            month.samples.append(sample(daemon.pid))
            time.sleep(1)
            now = month.look_at_the_clock() or now
        daemon.send_signal(signal.SIGTERM)
        month.expect(daemon.wait(60) == 0, f"exit status of the daemon: {daemon.returncode}")
        _show_runs(month, first, now)
        _show_hosts(month, newsroom)
    _show_process(month)
    return month


def _show_runs(month: Month, first: datetime, end: datetime) -> None:
    whole = loading.load(month.folder / "schedules.yaml")
    days = (end - first) / timedelta(days=1)
    real = month.clock[-1][0] - month.clock[0][0]
    print(f"{days:.1f} days in {real:.0f} s: {days * 86400 / real:.0f} times the speed on average")
    print("| schedule | timing | due | done | other ends | twice | latest start after due |")
    with closing(sqlite3.connect(month.folder / "corpus" / ".gomtin" / "daemon.db")) as database:
        for schedule in whole.schedules:
            rows = database.execute(
                "SELECT due, started, outcome FROM runs WHERE schedule = ? ORDER BY id", (schedule.name,)
            )
            runs = [Run(datetime.fromisoformat(d), datetime.fromisoformat(s), o) for d, s, o in rows]
            due = _moments(schedule, whole.timezone, runs, first, end)
            ends = Counter(run.outcome for run in runs)
            done = ends.pop("done", 0) + ends.pop("needs a look", 0)
            twice = len(runs) - len({bisect_right(due, run.due) for run in runs})
            late = max((run.started - _before(due, run.due) for run in runs), default=LATE)
            print(
                f"| {schedule.name} | {schedule.timing} | {len(due)} | {done} | {dict(ends)} | {twice} "
                f"| {late / timedelta(minutes=1):.0f} min |"
            )
            # What was due at the very end may have been stopped with the daemon.
            open_end = bool(ends.get("stopped")) or bool(due and end - due[-1] < LATE)
            month.expect(len(due) - done <= open_end, f"{schedule.name}: {len(due)} due, {done} done")
            month.expect(not twice, f"{schedule.name}: {twice} twice")
            month.expect(late < HALF_A_DAY, f"{schedule.name}: started {late} late")
    texts = len(list((month.folder / "corpus").glob("[0-9]*_*.txt")))
    print(f"texts in the folder: {texts}")


def _moments(
    schedule: Schedule, zone: str, runs: list[Run], first: datetime, end: datetime
) -> list[datetime]:
    """Return when it was due: by the clock, or an interval after the last time."""
    if schedule.every:
        found = [first, *(run.due + schedule.every for run in runs)]
        return [moment for moment in found if moment <= end]
    found, moment = [], following(schedule, zone, first)
    while moment <= end:
        found.append(moment)
        moment = following(schedule, zone, moment)
    return found


def _before(due: list[datetime], moment: datetime) -> datetime:
    """Return the last due moment that was over."""
    return due[max(0, bisect_right(due, moment) - 1)]


def _show_hosts(month: Month, newsroom: Newsroom) -> None:
    seen: dict[str, list[float]] = {}
    for visit in newsroom.log:
        seen.setdefault(visit.request.host, []).append(visit.at)
    print("| host | requests | most in one hour of that clock | least seconds between two, real |")
    for host, times in sorted(seen.items()):
        hours = Counter(month.simulated(at).replace(minute=0, second=0, microsecond=0) for at in times)
        least = min(later - sooner for sooner, later in pairwise(sorted(times)))
        print(f"| {host} | {len(times)} | {max(hours.values())} | {least:.3f} |")
        month.expect(least >= DELAY, f"{host}: two requests within {least:.3f} s")


def _show_process(month: Month) -> None:
    memory = [each.memory for each in month.samples]
    warm = memory[len(memory) // 10]
    files = Counter(each.files for each in month.samples if each.files is not None)
    usual = files.most_common(1)[0][0] if files else 0
    unreaped = [each.unreaped for each in month.samples]
    lasting = sum(bool(before & after) for before, after in pairwise(unreaped))
    print(
        f"memory of the daemon: first {memory[0]:.1f} MB, after a tenth {warm:.1f}, last {memory[-1]:.1f}, "
        f"most {max(memory):.1f}; open files while nothing runs {dict(sorted(files.items()))}; "
        f"children not reaped at two looks in a row: {lasting}"
    )
    month.expect(max(memory) < 60, "more than 60 MB")
    month.expect(memory[-1] - warm < 2, f"memory grew by {memory[-1] - warm:.1f} MB")
    month.expect(max(files, default=0) - usual <= 1, f"open files: {dict(files)}")
    month.expect(not lasting, "children were not reaped")


def main() -> None:
    days, speed = [float(word) for word in sys.argv[1:3]] + [30.0, 1000.0][len(sys.argv[1:3]) :]
    if len(sys.argv) > 3:
        Path(sys.argv[3]).mkdir(parents=True, exist_ok=True)
        month = live(days, speed, Path(sys.argv[3]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            month = live(days, speed, Path(temporary))
    for sentence in month.amiss:
        print(f"amiss: {sentence}")
    sys.exit(bool(month.amiss))


if __name__ == "__main__":
    main()
