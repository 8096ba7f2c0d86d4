"""One corpus of several users: whoever runs a command, everybody else can go on."""

import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Done, command_environment, lay_out, texts_of
from support.keep_all import AT_ONCE
from support.users import User, need_users, run_as

from crawler.newsroom.demo import build
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories

FULL = bool(os.environ.get("GOMTIN_FULL"))
ROOT = User(0, 0, 0o077)
SERVICE = User(64001, 64000, 0o077)
COLLEAGUE = User(64002, 64000, 0o022)
SCHEDULES = f"{AT_ONCE}end: true\n"


@dataclass(frozen=True)
class Shared:
    """A corpus folder of the service's, with the newsroom as its web."""

    home: Path
    newsroom: Newsroom

    @property
    def corpus(self) -> Path:
        return self.home / "corpus"

    def run(self, user: User, *args: str) -> Done:
        return run_as(user, self.home, command_environment(self.newsroom), *args)

    def give(self, mode: int, user: User = SERVICE) -> None:
        for path in (self.corpus, *self.corpus.iterdir()):
            os.chown(path, user.uid, user.gid)
        self.corpus.chmod(mode)


@pytest.fixture
def shared() -> Iterator[Shared]:
    need_users(ROOT, SERVICE, COLLEAGUE)
    # Not below pytest's own folder, which only root may enter.
    with tempfile.TemporaryDirectory() as name, Newsroom() as newsroom:
        home = Path(name)
        home.chmod(0o755)
        newsroom.bundle.parent.chmod(0o755)
        (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
        lay_out(home / "corpus")
        build(newsroom, load_stories(), datetime.now(UTC))
        yield Shared(home, newsroom)


def locked_out(folder: Path, user: User) -> list[str]:
    """Return what of the program's state a user of the folder could not use."""
    found = []
    for path in (folder / ".gomtin", *(folder / ".gomtin").rglob("*")):
        status = path.lstat()
        owner, group = status.st_uid == user.uid, status.st_gid == user.gid
        bits = status.st_mode >> (6 if owner else 3 if group else 0) & 0o7
        wanted = 0o7 if stat.S_ISDIR(status.st_mode) else 0o6
        if bits & wanted != wanted:
            found.append(f"{path.name}: {stat.filemode(status.st_mode)} {status.st_uid}:{status.st_gid}")
    return found


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("mode", "turns"),
    [
        (0o2775, (ROOT, SERVICE, COLLEAGUE, *((ROOT, COLLEAGUE, SERVICE) if FULL else ()))),
        *([(0o775, (COLLEAGUE, SERVICE, ROOT, COLLEAGUE))] if FULL else []),
    ],
)
def test_root_service_and_colleague_in_turns(shared: Shared, mode: int, turns: tuple[User, ...]) -> None:
    shared.give(mode)
    before = texts_of(shared.corpus)

    for turn, user in enumerate(turns, 1):
        crawled = shared.run(user, "crawl", "--json", "--limit", str(turn))
        assert crawled.code == 0, (turn, user, crawled.err)
        # All of them write, so that what any leaves shut would be met.
        for command in (["topic", "--edit"], ["quarantine"], ["verify"]) if FULL or turn == 1 else ():
            done = shared.run(user, *command)
            assert (done.code, done.err) == (0, ""), (turn, user, command)
        assert [locked_out(shared.corpus, other) for other in (SERVICE, COLLEAGUE)] == [[], []], (turn, user)
        after = texts_of(shared.corpus)
        assert before.items() <= after.items()
        before = after

    modes = {path.stat().st_mode & 0o777 for path in shared.corpus.glob("*.txt")}
    assert len(before) > 8 + len(turns)
    assert modes == {0o644, 0o664}, "the seeds' own, and that of the folder"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_root_leaves_belongs_to_the_folders_owner(shared: Shared) -> None:
    shared.give(0o755)

    assert shared.run(ROOT, "crawl", "--json", "--limit", "1").code == 0

    owners = {(path.stat().st_uid, path.stat().st_gid) for path in shared.corpus.rglob("*")}
    assert owners == {(SERVICE.uid, SERVICE.gid)}
    assert shared.run(SERVICE, "crawl", "--json", "--limit", "2").code == 0
    refused = shared.run(COLLEAGUE, "crawl")
    assert refused.code == 1
    assert refused.err.count("\n") == 1
    assert "permission" in refused.err


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_what_cannot_be_opened_is_left_out_with_a_sentence(shared: Shared) -> None:
    shared.give(0o2775)
    assert shared.run(SERVICE, "crawl", "--json", "--limit", "1").code == 0
    lock = shared.corpus / ".gomtin" / "locks" / "bensong.lock"
    private = shared.corpus / "090_00000000000000aa.txt"
    private.write_text("Một bản tin của người khác\nChưa ai được đọc.", encoding="utf-8")
    for path in (lock, private):
        os.chown(path, ROOT.uid, ROOT.gid)
        path.chmod(0o600)

    done = shared.run(SERVICE, "crawl", "--json", "--limit", "3")

    assert done.code == 1
    assert sorted(done.last["outlets"]) == ["gocpho", "phuongdong", "thoicuoc", "tinsommai"]
    told = done.err.splitlines()
    assert [line.partition(": ")[2] for line in told if "bensong" in line] == [
        "bensong: left out: corpus/.gomtin/locks/bensong.lock: cannot be locked: Permission denied"
    ]
    assert sum(private.name in line for line in told) == 1
    numbers = [int(name[:3]) for name in texts_of(shared.corpus.parent / "corpus")]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) > 90
