"""The store under kill -9, failing system calls, other processes. GOMTIN_FULL=1: the full numbers."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from support import watching
from support.storing import REPO, Storing, an_article

from crawler.corpus.corpus import Corpus
from crawler.corpus.verify import verify
from crawler.errors import CorpusError
from crawler.store.folder import order

FULL = os.environ.get("GOMTIN_FULL") == "1"
STRACE = shutil.which("strace")
SYSCALLS = (
    "openat,write,pwrite64,pread64,fsync,fdatasync,link,unlink,close,ftruncate,rename,mkdir,flock,fcntl,mmap"
)


def check(folder: Path, acknowledged: dict[int, str]) -> dict[str, int]:
    """Assert promises 1 to 3 on a corpus without seeds; return the figures."""
    names = sorted((path.name for path in folder.glob("*.txt")), key=order)
    texts = {name: (folder / name).read_bytes() for name in names}
    half = [name for name, data in texts.items() if sha256(data).hexdigest()[:16] != name[-20:-4]]
    lost = [n for n, name in acknowledged.items() if texts.get(name, b"").decode() != an_article(n).text]
    numbers = [int(name.split("_")[0]) for name in names]

    assert half == []
    assert lost == []
    assert len(set(texts.values())) == len(texts), "one text twice"
    assert numbers == list(range(len(numbers))), "a number twice, or a gap"
    with Corpus.open(folder) as corpus:
        records = list(corpus.ledger.records.all())
    assert verify(folder) == []
    assert [record.name for record in records] == names
    assert {record.origin for record in records} <= {"crawl"}, (
        "an interrupted store lost what was known of it"
    )
    assert list((folder / ".gomtin" / "tmp").iterdir()) == []
    assert list((folder / ".gomtin").glob("*corrupt*")) == []
    return {"texts": len(names), "acknowledged": len(acknowledged), "lost": 0, "half": 0, "duplicate": 0}


@contextmanager
def watched(folder: Path) -> Iterator[dict[str, int]]:
    """Read the corpus all the while in another process."""
    folder.mkdir(exist_ok=True)
    figures: dict[str, int] = {}
    command = [sys.executable, watching.__file__, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        yield figures
        out, _ = reader.communicate()
    reads, half, *names = out.split()
    figures["reads"] = int(reads)
    assert int(half) == 0, names


def take_note(lines: list[list[str]], acknowledged: dict[int, str]) -> None:
    for word, *rest in lines:
        if word == "stored":
            assert int(rest[0]) not in acknowledged, "stored twice"
            acknowledged[int(rest[0])] = rest[1]


def kill_often(folder: Path, times: int) -> tuple[int, dict[int, str]]:
    """Kill storing processes at random moments; each new one is offered the last texts again, then others."""
    chance = random.Random(1)
    acknowledged: dict[int, str] = {}
    killed = 0
    with Storing() as storing:
        while killed < times or len(acknowledged) < 5 * times:
            start = max(acknowledged, default=0)
            pid = storing.fork(folder, range(max(0, start - 3), start + 400))
            storing.go()
            lines = storing.some_lines(chance.randrange(4 + 12))  # the first four are those offered again
            time.sleep(chance.uniform(0, 0.03))  # a moment between two texts
            os.kill(pid, 9)
            killed += 1
            rest, status = storing.lines()
            assert status == -9, rest[-1:]
            take_note(lines + rest, acknowledged)
    return killed, acknowledged


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_at_any_moment(tmp_path: Path) -> None:
    times = 300 if FULL else 12
    folder = tmp_path / "corpus"

    with watched(folder) as seen:
        killed, acknowledged = kill_often(folder, times)

    print(f"{killed} kills:", check(folder, acknowledged) | seen)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_four_writers_killed_at_any_moment(tmp_path: Path) -> None:
    rounds = 60 if FULL else 4
    folder = tmp_path / "corpus"
    chance = random.Random(2)
    acknowledged: dict[int, str] = {}

    with Storing() as a, Storing() as b, Storing() as c, Storing() as d, watched(folder) as seen:
        for _ in range(rounds):
            start = max(acknowledged, default=0)
            pids = [each.fork(folder, range(max(0, start - 4), start + 400)) for each in (a, b, c, d)]
            for each in (a, b, c, d):
                each.go()
            take_note(a.some_lines(6), acknowledged)  # four known ones, and two more, however slow they are
            time.sleep(chance.uniform(0, 0.3))
            for pid in chance.sample(pids, 4):
                time.sleep(chance.uniform(0, 0.05))
                os.kill(pid, 9)
            for each in (a, b, c, d):
                lines, _ = each.lines()
                take_note(lines, acknowledged)

    assert len(acknowledged) >= rounds
    print(f"{4 * rounds} kills of 4 writers:", check(folder, acknowledged) | seen)


def test_one_writer_dies_while_the_others_go_on(tmp_path: Path) -> None:
    # A text that was linked but not committed must be seen by a process that has long been running.
    folder = tmp_path / "corpus"
    with Corpus.open(folder) as corpus:
        corpus.add(an_article(0))
        interrupted = _linked_but_not_committed(corpus, folder)

        with pytest.raises(Exception, match="same text as 001_"):
            corpus.add(an_article(1))

    assert check(folder, {1: interrupted})["texts"] == 2


def _linked_but_not_committed(corpus: Corpus, folder: Path) -> str:
    """Leave what a kill between link and COMMIT leaves; the folder's time tells nothing."""
    before = folder.stat()
    text = an_article(1).text.encode()
    intent = corpus._reconciler.intent(text, "crawl", an_article(1), 7)
    staged = corpus._files.stage(text, intent)
    name = f"001_{sha256(text).hexdigest()[:16]}.txt"
    corpus._files.publish(staged, name)
    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))
    return name


# Single system calls


def traced(storing: Storing, folder: Path, *options: str) -> tuple[list[list[str]], int]:
    """Let a worker open a corpus and store three texts under strace."""
    assert STRACE
    pid = storing.fork(folder, range(3))
    command = [STRACE, "-f", "-p", str(pid), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr
        attached = strace.stderr.readline()
        if "attached" not in attached:
            os.kill(pid, 9)
            storing.lines()
            pytest.skip(f"strace may not attach: {attached}")
        storing.go()
        said = storing.lines()
        strace.stderr.read()
    return said


def points(storing: Storing, tmp_path: Path, wanted: int) -> list[tuple[str, int]]:
    """Return (system call, n-th time) of opening and storing; all of them, or evenly spread ones."""
    log = tmp_path / "strace.log"
    traced(storing, tmp_path / "pattern", "-o", str(log), "-e", f"trace={SYSCALLS}")
    seen: dict[str, int] = {}
    found = []
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r"\d+\s+(\w+)\(", line)
        if match and not re.match(r"\d+\s+write\(1,", line):
            seen[match[1]] = seen.get(match[1], 0) + 1
            found.append((match[1], seen[match[1]]))
        elif match:
            seen[match[1]] = seen.get(match[1], 0) + 1
    assert len(found) > 60
    return found if FULL else found[:: max(1, len(found) // wanted)]


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not STRACE, reason="strace is not installed")
def test_killed_at_single_system_calls(tmp_path: Path) -> None:
    with Storing() as storing:
        chosen = points(storing, tmp_path, wanted=12)
        for call, n in chosen:
            folder = tmp_path / f"{call}-{n}"
            acknowledged: dict[int, str] = {}
            lines, status = traced(
                storing, folder, "-o", "/dev/null", "-e", f"inject={call}:signal=KILL:when={n}"
            )
            assert status == -9, (call, n, lines)
            take_note(lines, acknowledged)
            lines, status = storing.store(folder, range(3))
            assert status == 0, (call, n, lines)
            take_note(lines, acknowledged)
            assert check(folder, acknowledged)["texts"] == 3, (call, n)
            shutil.rmtree(folder)
    print(f"killed at {len(chosen)} system calls: 0 violations")


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not STRACE, reason="strace is not installed")
def test_single_system_calls_fail(tmp_path: Path) -> None:
    ended = {0: 0, 3: 0}
    with Storing() as storing:
        chosen = points(storing, tmp_path, wanted=14)
        errors = ("ENOSPC", "EIO", "EACCES")
        for turn, (call, n) in enumerate(chosen):
            for error in errors if FULL else errors[turn % 3 :][:1]:
                if call == "mmap" and error == "EIO":
                    continue  # the system never answers so
                folder = tmp_path / f"{call}-{n}-{error}"
                acknowledged: dict[int, str] = {}
                lines, status = traced(
                    storing, folder, "-o", "/dev/null", "-e", f"inject={call}:error={error}:when={n}"
                )
                assert status in ended, (call, n, error, lines)
                ended[status] += 1
                take_note(lines, acknowledged)
                lines, status = storing.store(folder, range(3))
                assert status == 0, (call, n, error, lines)
                take_note(lines, acknowledged)
                assert check(folder, acknowledged)["texts"] == 3, (call, n, error)
                shutil.rmtree(folder)
    print(f"{sum(ended.values())} failing system calls: {ended[0]} without effect, {ended[3]} reported")


# The machine around it

CHILD = """
import contextlib, json, resource, sys
from pathlib import Path
from support.storing import an_article
from crawler.corpus.corpus import Corpus
from crawler.errors import CorpusError, Rejected
# Only now: Python itself needs more than some of these limits grant.
for name, value in json.loads(sys.argv[3]).items():
    resource.setrlimit(getattr(resource, name), tuple(value))
try:
    with Corpus.open(Path(sys.argv[1])) as corpus:
        for number in range(int(sys.argv[2])):
            with contextlib.suppress(Rejected):
                corpus.add(an_article(number))
except CorpusError as error:
    print(error)
    sys.exit(3)
"""


def run_child(folder: Path, texts: int, *before: str, **limits: tuple[int, int]) -> tuple[int, str]:
    done = subprocess.run(
        [*before, sys.executable, "-c", CHILD, str(folder), str(texts), json.dumps(limits)],
        env=os.environ | {"PYTHONPATH": f"{REPO}{os.pathsep}{REPO / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 3}, done.stderr
    return done.returncode, done.stdout


def complete(folder: Path, texts: int) -> None:
    assert run_child(folder, 0) == (0, "")
    with Corpus.open(folder) as corpus:
        for number in range(texts):
            if not corpus.ledger.records.with_key(f"tin:{number}"):
                corpus.add(an_article(number))
    assert check(folder, {})["texts"] == texts


def without_privileges() -> tuple[str, ...]:
    """Permissions bind everybody but root: begin as root without the right to overrule them."""
    if os.geteuid():
        return ()
    tool = shutil.which("setpriv")
    if not tool:
        pytest.skip("root without setpriv: permissions do not bind")
    return tool, "--bounding-set=-dac_override,-dac_read_search,-fowner", "--inh-caps=-all", "--"


@pytest.mark.parametrize("what", [".", ".gomtin", ".gomtin/tmp"])
def test_a_folder_that_may_not_be_written(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "corpus"
    with Corpus.open(folder) as corpus:
        corpus.add(an_article(0))
    (folder / what).chmod(0o555)

    status, said = run_child(folder, 3, *without_privileges())

    (folder / what).chmod(0o755)
    assert status == 3
    assert "permission" in said
    assert said.count("\n") == 1
    complete(folder, 3)


def test_too_few_open_files(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    limited = [run_child(folder, 3, RLIMIT_NOFILE=(limit, limit)) for limit in (4, 5, 6, 7, 8)]

    assert any(status == 3 for status, _ in limited)
    assert all(said.count("\n") == (1 if status else 0) for status, said in limited)
    complete(folder, 3)


def test_files_may_not_grow(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    Corpus.open(folder).close()
    limited = [run_child(folder, 3, RLIMIT_FSIZE=(size, size)) for size in (1000, 9000, 40_000, 200_000)]

    assert limited[0][0] == 3
    assert not list((folder / ".gomtin").glob("*corrupt*"))
    complete(folder, 3)


def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("may not mount a small disk")
    try:
        status, said = run_child(disk / "corpus", 120)

        assert status == 3
        assert "free some space" in said
        subprocess.run(["mount", "-o", "remount,size=40m", str(disk)], check=True)
        complete(disk / "corpus", 120)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_the_ledger_is_locked_by_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from crawler.store import locks

    folder = tmp_path / "corpus"
    Corpus.open(folder).close()
    monkeypatch.setattr(locks, "BUSY_TIMEOUT_S", 0.2)
    with Corpus.open(folder) as corpus:
        other = sqlite3.connect(folder / ".gomtin" / "ledger.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CorpusError, match="end that program and try again"):
            corpus.add(an_article(0))
        other.execute("ROLLBACK")
        other.close()
        corpus.add(an_article(0))

    assert check(folder, {})["texts"] == 1


def test_a_lock_of_some_seconds_is_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    Corpus.open(folder).close()
    holder = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); time.sleep(8 if sys.argv[2:] else 2)"
    )
    ledger = str(folder / ".gomtin" / "ledger.db")
    command = [sys.executable, "-c", holder, ledger, *(["long"] if FULL else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other, Corpus.open(folder) as corpus:
        assert other.stdout
        other.stdout.readline()
        assert corpus.ledger.records.get(0) is None  # workers do not wait
        assert corpus.add(an_article(0)).number == 0

    assert check(folder, {})["texts"] == 1
