"""A ledger that was closed as it should be is opened without reading all of it; others are looked through."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from support.storing import Storing, an_article

from crawler.cli import COMMANDS
from crawler.command_group import group
from crawler.corpus.corpus import Corpus
from crawler.corpus.verify import verify
from crawler.errors import LedgerError
from crawler.paths import StatePaths
from crawler.store import database


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that read a whole file, as SQLite ran them."""
    seen: list[str] = []
    connect = database._connection

    def heard(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **kwargs)  # type: ignore[arg-type]
        connection.set_trace_callback(lambda sql: seen.append(sql) if "_check" in sql else None)
        return connection

    monkeypatch.setattr(database, "_connection", heard)
    return seen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of forty texts, closed as it should be."""
    folder = tmp_path / "corpus"
    with Corpus.open(folder) as corpus:
        for number in range(40):
            corpus.add(an_article(number))
    return folder


def damaged(folder: Path, *, silently: bool) -> None:
    """Overwrite the pages behind the first ones; `silently`: as a disk does that loses them."""
    ledger = StatePaths.of(folder).ledger
    before = ledger.stat()
    with ledger.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\0" * (before.st_size - 8 * 4096))
    if silently:
        os.utime(ledger, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_aside(folder: Path) -> int:
    return len(list(StatePaths.of(folder).folder.glob("ledger.corrupt-*.db")))


def test_nothing_is_looked_through_after_a_clean_end(folder: Path, looks: list[str]) -> None:
    for number in (40, 41):
        with Corpus.open(folder) as corpus:
            corpus.add(an_article(number))
    with Corpus.open(folder), Corpus.open(folder):
        pass

    assert looks == []


def test_nothing_is_looked_through_beside_one_who_has_it_open(folder: Path, looks: list[str]) -> None:
    with Corpus.open(folder) as corpus:
        corpus.add(an_article(50))
        corpus.ledger.transaction(lambda _: None)
        with sqlite3.connect(StatePaths.of(folder).ledger) as other:
            other.execute("PRAGMA wal_checkpoint")
        other.close()
        with Corpus.open(folder):
            pass
    with Corpus.open(folder):
        pass

    assert looks == []


def restored(folder: Path) -> None:
    """Put an earlier state of the file in its place."""
    ledger = StatePaths.of(folder).ledger
    data = ledger.read_bytes()
    ledger.unlink()
    ledger.write_bytes(data)


def unmarked(folder: Path) -> None:
    StatePaths.of(folder).ledger_mark.unlink()


def written_by_others(folder: Path) -> None:
    with sqlite3.connect(StatePaths.of(folder).ledger) as other:
        other.execute("INSERT INTO meta VALUES ('other', 1)")
    other.close()


@pytest.mark.parametrize("end", [restored, unmarked, written_by_others])
def test_it_is_looked_through_once_after_any_other_end(
    folder: Path, looks: list[str], end: Callable[[Path], None]
) -> None:
    end(folder)

    for _ in range(2):
        with Corpus.open(folder):
            pass

    assert looks == ["PRAGMA quick_check(1)"]


def test_it_is_looked_through_after_a_kill_that_may_have_left_it_half_written(
    tmp_path: Path, looks: list[str]
) -> None:
    folder = tmp_path / "corpus"
    with Storing() as storing:
        pid = storing.fork(folder, range(100))
        storing.go()
        storing.some_lines(70)  # enough for SQLite to write its log into the file now and then
        os.kill(pid, 9)
        storing.lines()

    with Corpus.open(folder):
        pass

    assert looks == ["PRAGMA quick_check(1)"]
    assert verify(folder) == []


def test_damage_is_seen_at_once_and_the_ledger_rebuilt(folder: Path) -> None:
    damaged(folder, silently=False)

    with Corpus.open(folder) as corpus:
        assert put_aside(folder) == 1
        assert corpus.add(an_article(40)).number == 40
    assert verify(folder) == []


def test_silent_damage_is_seen_when_it_is_met(folder: Path) -> None:
    damaged(folder, silently=True)

    with Corpus.open(folder) as corpus:
        assert [record.number for record in corpus.ledger.records.all()] == list(range(40))
        assert corpus.add(an_article(40)).number == 40
    assert put_aside(folder) == 1
    assert verify(folder) == []


def test_verify_sees_silent_damage_and_has_it_mended(folder: Path) -> None:
    damaged(folder, silently=True)

    assert [(finding.kind, finding.severity) for finding in verify(folder)] == [("ledger", "problem")]
    verify(folder, repair=True)

    assert put_aside(folder) == 1
    assert verify(folder) == []


def test_damage_met_in_use_ends_what_relies_on_the_ledger(folder: Path) -> None:
    with Corpus.open(folder) as corpus:
        corpus.ledger.must_stay()
        damaged(folder, silently=False)
        with pytest.raises(LedgerError, match=r"ledger\.db: damaged while it was in use .*; nothing more is"):
            corpus.add(an_article(40))
        assert put_aside(folder) == 0

    Corpus.open(folder).close()
    assert put_aside(folder) == 1


@pytest.mark.parametrize("harm", ["none", "silent", "plain", "lost", "empty"])
def test_what_only_shows_changes_nothing(
    folder: Path, harm: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    if harm in ("silent", "plain"):
        damaged(folder, silently=harm == "silent")
    elif harm == "lost":
        StatePaths.of(folder).ledger.unlink()
    elif harm == "empty":
        StatePaths.of(folder).ledger.write_bytes(b"")
    before = {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}

    for arguments in ("status", "status --json", "stats", "why 3", "verify", "history 3", "outlets --json"):
        with contextlib.suppress(LedgerError):
            group(COMMANDS).main([*arguments.split(), "--corpus", str(folder)], standalone_mode=False)
    out, err = capsys.readouterr()
    told = [out, *caplog.messages]
    shown = {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}

    assert shown == before
    assert ("verify --repair" in "".join(told)) == (harm != "none")
    assert ("verify --repair" in err) == (harm in ("silent", "plain", "empty"))  # by outlets
    assert ("texts: cannot be told" in out) == (harm != "none")


def test_an_empty_ledger_is_a_lost_one(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    StatePaths.of(folder).ledger.write_bytes(b"")
    assert [(finding.kind, finding.severity) for finding in verify(folder)] == [("ledger", "problem")]

    with Corpus.open(folder) as corpus:
        assert corpus.ledger.records.lost_at()
    assert "the file is empty" in caplog.text
    assert verify(folder) == []


@pytest.mark.parametrize("pragma", ["quick_check", "integrity_check"])
def test_damage_is_told_on_one_line(folder: Path, pragma: str, caplog: pytest.LogCaptureFixture) -> None:
    damaged(folder, silently=False)
    connection = sqlite3.connect(StatePaths.of(folder).ledger)
    with pytest.raises(sqlite3.DatabaseError) as found, contextlib.closing(connection):
        database.check(connection, pragma)
    Corpus.open(folder).close()

    assert "\n" not in str(found.value)
    assert not any("\n" in message for message in caplog.messages)


@pytest.mark.parametrize("value", ["'xxxxxxxxT08:00'", "CAST(x'54ff20' AS TEXT)"])
def test_damage_that_only_values_show_is_told_and_what_to_do(folder: Path, value: str) -> None:
    with contextlib.closing(sqlite3.connect(StatePaths.of(folder).ledger)) as ledger, ledger:
        ledger.execute(f"UPDATE records SET added_at = {value} WHERE number = 7")

    with (
        Corpus.open(folder) as corpus,
        pytest.raises(LedgerError, match=r"damaged.*put it back from a backup"),
    ):
        list(corpus.ledger.records.all())
