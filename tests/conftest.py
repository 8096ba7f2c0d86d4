"""What many tests share: a newsroom, a corpus folder with seeds, and the real command run against them."""

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import settings
from support.places import REPOSITORY, SHARED, TESTS
from support.warm import WarmCommand, warm_server

from crawler.article import ArticlePattern
from crawler.discovery.announcements import Source
from crawler.newsroom.server import Newsroom

COMMAND = (sys.executable, "-P", "-m", "crawler")
PATIENCE = 150  # seconds; a safety, no test measures time by it


# What takes longest goes first: a worker of the tests that gets such a file last keeps the others waiting.
_LONGEST = tuple(TESTS / "crawler" / part for part in ("daemon", "store", "topic"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with whole crawls and daemons; which tests run, and in which order within a file, stays."""
    items.sort(key=lambda item: item.path.parent != TESTS and item.path.parent not in _LONGEST)


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def last(self) -> dict[str, Any]:
        return self.lines[-1]


Press = Callable[..., Done]


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with the seeds of the repository's starter corpus."""
    return lay_out(tmp_path / "corpus")


def lay_out(folder: Path) -> Path:
    """Fill a new corpus folder with seeds; fixtures of wider scope use it with their own folder."""
    folder.mkdir(parents=True)
    seeds = sorted((REPOSITORY / "corpus").glob("[0-9]*_*.txt"))
    assert seeds, "the repository has lost its starter corpus"
    for seed in seeds:
        shutil.copy(seed, folder)
    return folder


def delete_at_once(folder: Path) -> None:
    """Delete a folder at one moment: while its files go one by one, it is a folder that lost a file."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder.rename(folder.with_name("away")))


def command_environment(newsroom: Newsroom | None, **more: str) -> dict[str, str]:
    """Return the variables of a child: this one's without any proxy, then the newsroom's."""
    clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    path = os.pathsep.join(filter(None, [str(REPOSITORY), clean.get("PYTHONPATH", "")]))
    # -P keeps the current folder off the path, so the repository has to be named.
    return clean | {"PYTHONPATH": path} | (newsroom.environment() if newsroom else {}) | more


def start_press(
    newsroom: Newsroom | None, cwd: Path, *args: str | Path, log: IO[str] | None = None, **env: str
) -> WarmCommand:
    """Start the real command in a process and a session of its own."""
    environment = command_environment(newsroom, **env)
    return warm_server().start([*map(str, args)], cwd, environment, log)


def run_press(newsroom: Newsroom | None, cwd: Path, *args: str | Path, **env: str) -> Done:
    """Run the real command to its end."""
    command = start_press(newsroom, cwd, *args, **env)
    try:
        out, err = command.communicate(PATIENCE)
    finally:
        command.kill()
    return Done(command.wait(), out, err)


@pytest.fixture
def press(newsroom: Newsroom, tmp_path: Path) -> Press:
    """Run the real command as a child process, from an empty folder, with the newsroom as its web."""
    return lambda *args, **env: run_press(newsroom, tmp_path, *args, **env)


def texts_of(folder: Path) -> dict[str, str]:
    """Return the texts of a corpus folder by file name."""
    return {path.name: path.read_bytes().decode("utf-8") for path in sorted(folder.glob("[0-9]*_*.txt"))}


# Nothing may be written into the repository while testing.
settings.register_profile("here", database=None, deadline=None)
settings.load_profile("here")


@pytest.fixture
def source() -> Callable[..., Source]:
    """Make the source of a channel of a fictional outlet; keywords change it."""
    article_pattern = ArticlePattern(
        "songnay",
        ("songnay.vn",),
        r"https://songnay\.vn/(?!video/)(?:[^/?#]+/)*[^/?#]+-(?P<id>\d{6})\.html(?:\?a=1&b=2)?",
    )

    def make(**changes: Any) -> Source:
        address = changes.get("channel", "https://songnay.vn/rss/the-gioi.rss")
        plain = Source(
            address, address, article_pattern, "Asia/Ho_Chi_Minh", datetime(2026, 7, 20, 5, 0, tzinfo=UTC)
        )
        return replace(plain, **changes)

    return make


@pytest.fixture(scope="session")
def pages() -> Path:
    if not (SHARED / "pages").is_dir():
        pytest.skip("the real pages beside the repository are not there")
    return SHARED / "pages"
