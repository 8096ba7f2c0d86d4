"""A month of eight schedules against the demo's newsroom, under a faster clock; prints what came of it.

By hand, from the project's folder: `python tests/crawler/daemon/month.py [DAYS [SPEED [FOLDER]]]`.
"""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler import config
from crawler.daemon.timetable import following
from crawler.newsroom import demo
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish
from crawler.newsroom.story import load_stories

HERE = Path(__file__).resolve()
SCHEDULES = """\
corpus: corpus
contact: demo@gomtin.example
outlet_modules: [spiders.demo]
politeness: {delay: 0.2, requests_per_host: 100}
alarms: {free_megabytes: 10}
schedules:
  - {name: news, every: 6h}
  - {name: river, every: 5h, outlets: [bensong]}
  - {name: family, every: 8h, outlets: [vccorp]}
  - {name: noon, at: "12:00", outlets: [tinsommai, gocpho]}
  - {name: workdays, cron: "30 7 * * 1-5", outlets: [thoicuoc]}
  - {name: archive, do: back-catalogue, since: 2026-09-01, days: 2, every: 1d}
  - {name: check, do: verify, at: "04:15"}
  - {name: digest, do: report, at: "08:00"}
end: true
"""


def figures(pid: int) -> tuple[float, int, int]:
    """Return MB of memory, open files, and children that wait to be reaped."""
    status = Path(f"/proc/{pid}/status").read_text()
    memory = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    zombies = 0
    for child in children:
        try:
            zombies += Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            continue
    return memory, len(list(Path(f"/proc/{pid}/fd").iterdir())), zombies


def month(days: float, speed: float, folder: Path) -> None:
    corpus = folder / "corpus"
    shutil.copytree(HERE.parents[3] / "corpus", corpus)
    schedules = folder / "schedules.yaml"
    schedules.write_text(SCHEDULES, encoding="utf-8")
    with Newsroom() as newsroom:
        papers = [outlet.paper for outlet in demo.build(newsroom, load_stories(), datetime.now(UTC))]
        began = datetime.now(UTC)
        daemon = subprocess.Popen(
            [sys.executable, str(HERE.with_name("fastclock.py")), str(speed), str(schedules), str(corpus)],
            env=os.environ | newsroom.environment(),
            cwd=folder,
            stderr=(folder / "daemon.log").open("w"),
        )
        samples = []
        real = days * 86400 / speed
        first = time.monotonic()
        while time.monotonic() - first < real:
            day = (time.monotonic() - first) * speed / 86400
            for paper in papers:
                # News comes: the oldest quarter is there on the first day, the newest on the last.
                count = round(len(paper.prints) * (0.25 + 0.75 * min(1, day / (days * 0.9))))
                publish(newsroom, replace(paper, prints=paper.prints[-count:]))
            time.sleep(min(15, real / 20))
            samples.append(figures(daemon.pid))
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(60)
        report(folder, newsroom, began, days, speed, samples)
        print(f"exit of the daemon: {daemon.returncode}")


def report(
    folder: Path,
    newsroom: Newsroom,
    began: datetime,
    days: float,
    speed: float,
    samples: list[tuple[float, int, int]],
) -> None:
    whole = config.load(folder / "schedules.yaml")
    database = sqlite3.connect(folder / "corpus" / ".gomtin" / "daemon.db")
    end = began + timedelta(days=days)
    print(
        f"{days} days at {speed:.0f} times the speed\n| schedule | timing | due | done | other ends | twice |"
    )
    for schedule in whole.schedules:
        rows = database.execute(
            "SELECT due, outcome FROM runs WHERE schedule = ?", (schedule.name,)
        ).fetchall()
        due, moment = [], began if schedule.every else following(schedule, whole.timezone, began)
        while moment <= end:
            due.append(moment)
            moment = following(schedule, whole.timezone, moment)
        ends = Counter(outcome for _, outcome in rows)
        done = ends.pop("done", 0)
        twice = len(rows) - len({d for d, _ in rows})
        print(f"| {schedule.name} | {schedule.timing} | {len(due)} | {done} | {dict(ends)} | {twice} |")
    seen: dict[str, list[float]] = {}
    for visit in newsroom.log:
        seen.setdefault(visit.request.host, []).append(visit.at)
    print("| host | requests | most in one hour of that clock | least seconds between two, real |")
    for host, times in sorted(seen.items()):
        hours = Counter(int((at - min(times)) * speed // 3600) for at in times)
        gaps = sorted(b - a for a, b in zip(sorted(times), sorted(times)[1:], strict=False))
        print(f"| {host} | {len(times)} | {max(hours.values())} | {gaps[0] if gaps else 0:.3f} |")
    texts = len(list((folder / "corpus").glob("[0-9]*_*.txt")))
    print(f"texts in the folder: {texts}")
    left_out = Counter(
        re.findall(r"(\S+): due, but its last run is not over", (folder / "daemon.log").read_text())
    )
    print(f"due while the last run was not over, left out: {dict(left_out)}")
    memory = [sample[0] for sample in samples]
    tenth = max(1, len(memory) // 10)
    print(
        f"memory of the daemon: first {memory[0]:.1f} MB, after a tenth {memory[tenth]:.1f}, "
        f"last {memory[-1]:.1f}, most {max(memory):.1f}; "
        f"open files {min(s[1] for s in samples)}-{max(s[1] for s in samples)}; "
        f"children not reaped {max(s[2] for s in samples)}"
    )


if __name__ == "__main__":
    arguments = [float(word) for word in sys.argv[1:3]] + [30.0, 1000.0][len(sys.argv[1:3]) :]
    if len(sys.argv) > 3:
        Path(sys.argv[3]).mkdir(parents=True)
        month(arguments[0], arguments[1], Path(sys.argv[3]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            month(arguments[0], arguments[1], Path(temporary))
