import contextlib
import json
import os
import shutil
import sqlite3
import tracemalloc
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from support.storing import an_article

from crawler.article import Record
from crawler.corpus.corpus import Corpus
from crawler.corpus.verify import Finding, verify
from crawler.errors import CorpusError, Rejected
from crawler.store.folder import name_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in {
        "000_00000000000000aa.txt": " Bản tin đầu\n\nĐoạn một.\n",
        "001_00000000000000ab.txt": "Bản tin sau",
    }.items():
        (folder / name).write_text(text)
    with Corpus.open(folder) as corpus:
        for number in range(3):
            corpus.add(an_article(number))
    return folder


@pytest.fixture
def record(folder: Path) -> Iterator[Record]:
    with Corpus.open(folder) as corpus:
        found = corpus.ledger.records.get(3)
    assert found
    yield found
    assert not list(folder.glob(".gomtin/tmp/*"))


def seen(findings: list[Finding]) -> set[tuple[str, str, str]]:
    return {(finding.kind, finding.name, finding.severity) for finding in findings}


def test_a_sound_corpus_gives_no_findings(folder: Path) -> None:
    assert verify(folder) == []
    assert verify(folder, repair=True) == []


def test_looking_changes_nothing(folder: Path) -> None:
    (folder / "009_00000000000000ad.txt").write_text("Bài lạ")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}

    verify(folder)

    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert {path: time for path, time in after.items() if not path.name.endswith(("-wal", "-shm"))} == before


def test_an_older_ledger_of_a_sound_corpus_is_no_problem(folder: Path) -> None:
    with contextlib.closing(sqlite3.connect(folder / ".gomtin" / "ledger.db")) as connection:
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm005_texts'")
        connection.commit()

    assert seen(verify(folder)) == {("ledger", "ledger.db", "info")}
    (folder / "004_ffffffffffffffff.txt").write_text("Bài lạ")
    assert ("unadopted", "004_ffffffffffffffff.txt", "problem") in seen(verify(folder))


def test_a_ledger_without_tables_is_like_none(folder: Path) -> None:
    (folder / ".gomtin" / "ledger.db").unlink()
    with contextlib.closing(sqlite3.connect(folder / ".gomtin" / "ledger.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")

    assert ("unadopted", "000_00000000000000aa.txt", "problem") in seen(verify(folder))


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="gomtin init"):
        verify(tmp_path / "nowhere")


def test_a_deleted_text_is_missed_until_that_is_accepted(folder: Path, record: Record) -> None:
    (folder / record.name).unlink()

    assert seen(verify(folder)) == {("missing", record.name, "problem")}
    assert [(f.kind, f.severity, f.repaired) for f in verify(folder, repair=True)] == [
        ("missing", "info", True)
    ]
    assert verify(folder) == []
    with Corpus.open(folder) as corpus:
        with pytest.raises(Rejected, match="same text"):
            corpus.add(an_article(1))
        assert corpus.ledger.records.counts() == {"seed": 2, "crawl": 2}


def test_a_deleted_text_that_is_put_back_counts_again(folder: Path, record: Record) -> None:
    text = (folder / record.name).read_bytes()
    (folder / record.name).unlink()
    verify(folder, repair=True)
    (folder / record.name).write_bytes(text)

    with Corpus.open(folder) as corpus:
        assert corpus.ledger.records.counts()["crawl"] == 3
    assert verify(folder) == []


def test_a_renamed_text_is_recognised(folder: Path, record: Record) -> None:
    name = f"017_{record.name[-20:]}"
    (folder / record.name).rename(folder / name)

    findings = verify(folder)

    assert seen(findings) == {
        ("missing", record.name, "problem"),
        ("unadopted", name, "problem"),
        ("gap", "005-016", "info"),
    }
    assert name in next(finding.message for finding in findings if finding.kind == "missing")


def test_an_edited_text_stays_edited(folder: Path, record: Record) -> None:
    (folder / record.name).write_text("Sửa tay\nMột đoạn.")

    assert seen(verify(folder)) == {("edited", record.name, "problem")}
    assert seen(verify(folder, repair=True)) == {("edited", record.name, "info")}
    assert (folder / record.name).read_text() == "Sửa tay\nMột đoạn."


def test_an_edited_seed_is_mentioned(folder: Path) -> None:
    (folder / "001_00000000000000ab.txt").write_text("Sửa tay\n\n")

    assert seen(verify(folder)) == {("edited", "001_00000000000000ab.txt", "info")}


@pytest.mark.parametrize("data", [b"", b"N\xe1\xbb", b"Tin\n", b"Tin\r\nmoi", "e\u0301".encode()])
def test_a_text_that_is_not_whole(folder: Path, record: Record, data: bytes) -> None:
    (folder / record.name).write_bytes(data)

    assert seen(verify(folder)) == {("half", record.name, "problem")}
    verify(folder, repair=True)
    assert (folder / record.name).read_bytes() == data


def test_of_two_empty_files_none_is_a_copy_of_the_other(folder: Path, record: Record) -> None:
    with Corpus.open(folder) as corpus:
        other = corpus.add(an_article(7))
    for name, nothing in ((record.name, b""), (other.name, b"\0\0\0")):
        (folder / name).write_bytes(nothing)

    assert [finding.kind for finding in verify(folder) if finding.severity == "problem"] == ["half", "half"]


def test_left_overs_of_dead_processes_are_dropped(folder: Path) -> None:
    for name in ("999999999-00000000000000aa", "999999999-00000000000000aa.json"):
        (folder / ".gomtin" / "tmp" / name).write_text("{}")

    assert {finding.kind for finding in verify(folder)} == {"half"}
    assert all(finding.repaired for finding in verify(folder, repair=True))
    assert verify(folder) == []


def test_one_text_twice(folder: Path, record: Record) -> None:
    shutil.copy(folder / record.name, folder / f"005_{record.name[-20:]}")
    shutil.copy(folder / "000_00000000000000aa.txt", folder / "001_00000000000000ff.txt")

    assert seen(verify(folder)) >= {
        ("duplicate", f"005_{record.name[-20:]}", "problem"),
        ("duplicate", "001_00000000000000ff.txt", "problem"),
    }


def test_seeds_may_repeat_each_other(tmp_path: Path) -> None:
    for name in ("000_00000000000000aa.txt", "000_00000000000000ab.txt"):
        (tmp_path / name).write_text("Cùng một bài")
    Corpus.open(tmp_path).close()

    assert seen(verify(tmp_path)) == {("duplicate", "000_00000000000000ab.txt", "info")}


def test_other_files_are_mentioned_and_left_alone(folder: Path, record: Record) -> None:
    (folder / "ghi chú.txt").write_text("Nhớ xem lại")
    (folder / "044_00000000000000ac.txt").mkdir()
    (folder / "045_00000000000000ac.txt").symlink_to(record.name)

    assert {(finding.kind, finding.severity) for finding in verify(folder, repair=True)} == {
        ("foreign", "info")
    }
    assert len(verify(folder)) == 3


def test_no_ledger_at_all(folder: Path) -> None:
    shutil.rmtree(folder / ".gomtin")

    assert seen(verify(folder)) == {("ledger", "ledger.db", "info")}
    assert not (folder / ".gomtin").exists()
    assert verify(folder, repair=True)[-1].repaired
    assert verify(folder) == []


@pytest.mark.parametrize("data", [b"no database at all, whatever it is" * 99, None])
def test_a_damaged_ledger(folder: Path, data: bytes | None) -> None:
    ledger = folder / ".gomtin" / "ledger.db"
    if data:
        ledger.write_bytes(data)
    else:
        with ledger.open("r+b") as file:
            file.seek(4096 * 3)
            file.write(os.urandom(4096))

    assert seen(verify(folder)) == {("ledger", "ledger.db", "problem")}
    assert list(folder.glob(".gomtin/*corrupt*")) == []
    assert all(finding.repaired for finding in verify(folder, repair=True))
    assert len(list(folder.glob(".gomtin/ledger.corrupt-*.db"))) == 1
    assert verify(folder) == []


def test_lines_lost_to_an_earlier_release_are_told_until_the_user_knows(folder: Path) -> None:
    ledger = folder / ".gomtin" / "ledger.db"
    says = ("2 lines dropped: recurring line; 1 line dropped: caption", "nothing to take out")
    with contextlib.closing(sqlite3.connect(ledger)) as connection:
        connection.execute("ALTER TABLE records DROP COLUMN lost_lines")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm016_lost_lines'")
        for number, what in enumerate(says, 3):
            steps = json.dumps([{"stage": "clean", "passed": True, "says": what}])
            connection.execute(
                "INSERT INTO pages (key, url, outlet, verdict, reason, detail, at, attempts, number, steps) "
                "VALUES (?, '', 'tin', 'kept', 'on-topic', '', '2026-11-01', 1, ?, ?)",
                (f"tin:{number}", number, steps),
            )
        connection.commit()
    assert [finding.kind for finding in verify(folder, repair=True) if not finding.repaired] == ["lost-lines"]
    [found] = verify(folder)
    assert (found.name, found.severity) == ("003", "info")
    assert "1 texts lost 2 lines" in found.message
    verify(folder, repair=True)
    assert verify(folder) == []


def test_verify_beside_a_running_process(folder: Path) -> None:
    with Corpus.open(folder) as corpus:
        for number in range(10, 14):
            corpus.add(an_article(number))
            assert verify(folder) == []


def test_its_memory_does_not_grow_with_the_folder(folder: Path) -> None:
    def most_bytes() -> int:
        tracemalloc.start()
        try:
            assert {finding.kind for finding in verify(folder)} == {"gap"}
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def put(numbers: range) -> None:
        for number in numbers:
            text = f"Chuyến phà số {number}\nRời bến lúc {number} giờ." + " Nước lên." * 300
            data = text.encode()
            (folder / name_for(number, sha256(data).hexdigest())).write_bytes(data)
        with Corpus.open(folder):
            pass

    verify(folder)  # imports
    put(range(100, 150))
    few = min(most_bytes() for _ in range(2))
    put(range(150, 650))

    # Their texts alone are three million bytes. What else a process does now and then is not measured.
    assert min(most_bytes() for _ in range(2)) < few + 300_000
