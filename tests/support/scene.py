"""A daemon whose clock can be set, a newsroom that prints more and more, and what they promise."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from conftest import command_environment
from support.keeping import Keeping, keeping

from crawler.corpus.verify import verify
from crawler.newsroom import demo
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish
from crawler.newsroom.story import load_stories

FULL = os.environ.get("GOMTIN_FULL") == "1"
PATIENCE = 120.0  # seconds; a safety, no test measures time by it
TEN_TO_NOON = "2026-03-04T11:50:00+07:00"
HEAD = """\
corpus: corpus
contact: a@gomtin.example
outlet_modules: [spiders.demo]
politeness: {delay: 0}
reading: {workers: 1}
alarms: {free_megabytes: 1}
schedules:
- {name: news, every: 1h, outlets: [bensong]}
"""
END = "end: true\n"
_CLOCKS = Path(__file__).with_name("clocks.py")
_HOUR = 3600.0


class News:
    """The demo's papers, which print a little more from time to time."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._papers = [each.paper for each in demo.build(newsroom, load_stories(), datetime.now(UTC))]
        self._shown = 2
        self.more(0)

    def more(self, count: int = 2) -> None:
        self._shown += count
        for paper in self._papers:
            publish(self._newsroom, replace(paper, prints=paper.prints[-self._shown :]))


def promises_broken(corpus: Path, before: dict[str, bytes]) -> list[str]:
    """Return how the folder, since it was as in `before`, broke promises 1 to 3; `before` is renewed."""
    found = []
    names = sorted(path.name for path in corpus.glob("[0-9]*_*.txt"))
    texts = {name: (corpus / name).read_bytes() for name in names}
    fresh = [name for name in names if name not in before]
    numbers = [int(name.split("_")[0]) for name in names]
    highest = max((int(name.split("_")[0]) for name in before), default=-1)
    found += [f"half: {n}" for n in fresh if sha256(texts[n]).hexdigest()[:16] != n.split("_")[1][:16]]
    found += [f"lost or changed: {name}" for name, data in before.items() if texts.get(name) != data]
    found += [f"a number again: {n}" for n in fresh if before and int(n.split("_")[0]) <= highest]
    if len(set(numbers)) < len(numbers) or len(set(texts.values())) < len(texts):
        found.append("twice")
    with closing(sqlite3.connect(f"file:{corpus}/.gomtin/ledger.db?mode=ro", uri=True, timeout=60)) as ledger:
        rows = ledger.execute("SELECT name FROM records WHERE gone_at IS NULL").fetchall()
    found += [f"acknowledged and not there: {name}" for (name,) in rows if not (corpus / name).exists()]
    before.update(texts)
    return found


@dataclass(slots=True)
class Scene:
    """A daemon whose clock can be set, and a newsroom."""

    place: Path
    daemon: Keeping
    news: News
    texts: dict[str, bytes]

    def ends(self, schedule: str = "news") -> list[str]:
        """Return how its runs ended, oldest first."""
        rows = self.daemon.rows(
            f"SELECT outcome FROM runs WHERE schedule = '{schedule}' AND ended IS NOT NULL ORDER BY id"
        )
        return [str(row[0]) for row in rows]

    def until(self, true: Callable[[], bool]) -> None:
        self.daemon.until(true, PATIENCE)

    def turn(self, hours: float) -> None:
        """Set the clock on or back."""
        turn(self.place, hours)

    def child(self) -> int:
        """Print some more, let it be due, and return the child that runs then."""
        self.news.more()
        self.turn(1)
        return self.running()

    def running(self, schedule: str = "news") -> int:
        def pids() -> list[int]:
            sql = f"SELECT pid FROM runs WHERE schedule = '{schedule}' AND ended IS NULL AND pid > 0"
            return [int(str(row[0])) for row in self.daemon.rows(sql)]

        self.until(lambda: pids() != [])
        return pids()[0]

    def until_run(self, number: int) -> None:
        self.until(lambda: self.daemon.rows(f"SELECT 1 FROM runs WHERE id >= {number}") != [])

    def settle(self, runs: int) -> list[str]:
        """Wait for so many ends; look a while whether there are more; return them all."""
        self.until(lambda: len(self.ends()) >= runs)
        beats(self.daemon)
        return self.ends()


def turn(place: Path, hours: float) -> None:
    file = place / "clock"
    fresh = place / "clock.new"
    fresh.write_text(str(float(file.read_text()) + hours * _HOUR))
    fresh.replace(file)


def beats(daemon: Keeping, count: int = 8) -> None:
    """Wait until the daemon has looked at its clock some more times."""
    for _ in range(count):
        seen = daemon.state("heartbeat")
        daemon.until(lambda seen=seen: daemon.state("heartbeat") != seen)  # type: ignore[misc]


@contextmanager
def scene(
    place: Path,
    newsroom: Newsroom,
    news: News,
    schedules: str,
    *before: str,
    at: str = TEN_TO_NOON,
    **more: str,
) -> Iterator[Scene]:
    """Let a daemon live, with `before` as the words before its command."""
    (place / "schedules.yaml").write_text(schedules)
    if not (place / "clock").exists():
        off = datetime.fromisoformat(at) - datetime.now(UTC)
        (place / "clock").write_text(str(off.total_seconds()))
    program = (*before, sys.executable, "-P", str(_CLOCKS), "set", "clock", "schedules.yaml", "corpus")
    environment = command_environment(newsroom, **({} if FULL else {"GRACE": "1"}), **more)
    texts: dict[str, bytes] = {}
    promises_broken(place / "corpus", texts)
    with keeping(place, environment, program=program) as daemon:
        yield Scene(place, daemon, news, texts)


def problems(corpus: Path) -> list[str]:
    return [finding.message for finding in verify(corpus) if finding.severity == "problem"]


def row(fault: str, due: int, ends: Sequence[str], broken: Sequence[str]) -> None:
    """Print a line of the table, and insist on it."""
    ran = len(ends)
    held = "; ".join(broken) or "hold"
    print(f"| {fault:38} | {due:3} | {ran:3} | {max(0, ran - due)} | {held} | {', '.join(ends)} |")
    assert ran == due, f"{fault}: {due} due, {ends}"
    assert not broken
