import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlite_utils import Database
from support.storing import REPO

from crawler.article import Announcement
from crawler.errors import LedgerError
from crawler.reasons import Reason
from crawler.store.ledger import Ledger
from crawler.store.migrations import registry
from crawler.store.tables.pages import PageRow

NOW = datetime(2026, 11, 5, 7, 30, tzinfo=UTC)
HANOI = timezone(timedelta(hours=7))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", now=lambda: NOW) as ledger:
        yield ledger


def a_page(key: str = "tin:1", reason: Reason = Reason.OFF_TOPIC) -> PageRow:
    return PageRow(
        key=key,
        url=f"https://tin.example/{key}",
        outlet="tin",
        verdict=reason.verdict,
        reason=reason.code,
        detail="điểm 0.12",
        at=NOW,
        title="Chợ cá sớm",
        run=4,
        normal_hash=f"hash of {key}",
        steps=[{"stage": "extract", "passed": True, "says": "12 đoạn"}],
    )


def an_announcement(key: str = "tin:1") -> Announcement:
    return Announcement(
        url=f"https://tin.example/{key}",
        key=key,
        outlet="tin",
        channel="https://tin.example/rss",
        title="Chợ cá sớm",
        published=datetime(2026, 11, 5, 14, 0, tzinfo=HANOI),
    )


# Pages and announcements


def test_a_page_comes_back_as_it_was_noted(ledger: Ledger) -> None:
    ledger.pages.note(a_page())

    assert ledger.pages.get("tin:1") == a_page()
    assert ledger.pages.get("https://tin.example/tin:1") == a_page()
    assert ledger.pages.get("tin:2") is None
    assert ledger.records.get(10**30) is None


def test_a_page_has_one_row_and_its_attempts_are_counted(ledger: Ledger) -> None:
    for reason in (Reason.TIMEOUT, Reason.TIMEOUT, Reason.ON_TOPIC):
        ledger.pages.note(a_page(reason=reason))

    page = ledger.pages.get("tin:1")
    assert page == replace(a_page(reason=Reason.ON_TOPIC), attempts=3)
    assert ledger.pages.counts() == {("kept", "on-topic"): 1}


def test_known_answers_by_the_key_that_was_asked(ledger: Ledger) -> None:
    ledger.pages.note(a_page("tin:1"))
    ledger.pages.note(a_page("tin:2"))
    ledger.pages.note_alias("tin.example/cu/1", "tin:1")

    known = ledger.pages.known({"tin:1", "tin:3", "tin.example/cu/1"})

    assert known == {"tin:1": a_page("tin:1"), "tin.example/cu/1": a_page("tin:1")}
    assert ledger.pages.get("tin.example/cu/1") == a_page("tin:1")
    assert ledger.pages.known([]) == {}
    assert len(ledger.pages.known([f"tin:{n}" for n in range(100_000)])) == 2


def test_a_text_that_no_database_takes_is_noted_all_the_same(ledger: Ledger) -> None:
    ledger.pages.note(replace(a_page(), detail="hỏng \ud83d", steps=[{"says": "\udc00"}]))

    page = ledger.pages.get("tin:1")
    assert page
    assert page.detail == "hỏng ?"


def test_an_announcement_keeps_its_last_decision_and_its_first_time(tmp_path: Path) -> None:
    clock = iter(NOW + timedelta(days=n) for n in range(9))
    with Ledger(tmp_path / "ledger.db", now=lambda: next(clock)) as ledger:
        ledger.announcements.note(
            1, [(an_announcement(), 0.1, Reason.HOPELESS), (an_announcement("tin:2"), None, None)]
        )
        ledger.announcements.note(2, [(an_announcement(), 0.7, None)])
        ledger.announcements.note(2, [])

        row = ledger.announcements.get("tin:1")
        assert row
        assert (row.run, row.score, row.reason) == (2, 0.7, None)
        assert (row.first_at, row.last_at) == (NOW, NOW + timedelta(days=1))
        assert row.published == an_announcement().published
        assert row.published.utcoffset() == timedelta(hours=7)
        assert ledger.announcements.get("tin:3") is None


# Runs and hosts


def test_a_run_is_open_until_it_is_finished(ledger: Ledger) -> None:
    first = ledger.runs.start("crawl", ["tin"], NOW)
    second = ledger.runs.start("crawl", ["tin", "báo"], NOW)
    ledger.runs.finish(first, {"kept": 2, "vấn đề": []}, True, NOW + timedelta(minutes=1))

    newest, oldest = ledger.runs.latest(10)
    assert (newest.id, newest.outlets, newest.ended, newest.ok, newest.report) == (
        second,
        ["tin", "báo"],
        None,
        None,
        None,
    )
    assert (oldest.id, oldest.ok, oldest.report) == (first, True, {"kept": 2, "vấn đề": []})
    assert oldest.ended == NOW + timedelta(minutes=1)
    assert ledger.runs.latest(1) == [newest]


def test_a_host_rests(ledger: Ledger) -> None:
    assert ledger.hosts.rest("tin.example") is None

    ledger.hosts.set_rest("tin.example", NOW, "Retry-After: 60")
    ledger.hosts.set_rest("tin.example", NOW + timedelta(hours=1), "429")

    assert ledger.hosts.rest("tin.example") == NOW + timedelta(hours=1)


# The file


def test_the_ledger_is_safe_by_its_settings(ledger: Ledger) -> None:
    connection = ledger._db._writer
    assert connection
    settings = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in
                ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")}  # fmt: skip
    assert settings == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30_000, "foreign_keys": 1}


def test_what_need_not_be_flushed_by_itself_leaves_the_next_transaction_as_it_was(ledger: Ledger) -> None:
    def synchronous(db: sqlite3.Connection) -> int:
        return int(db.execute("PRAGMA synchronous").fetchone()[0])

    def fails(_: sqlite3.Connection) -> None:
        raise ValueError

    assert ledger.transaction(synchronous, flushed=False) == 1
    assert ledger.transaction(synchronous) == 2
    with pytest.raises(ValueError):  # noqa: PT011 - our own
        ledger.transaction(fails, flushed=False)
    assert ledger.transaction(synchronous) == 2
    assert ledger.transaction(lambda _: ledger.transaction(synchronous, flushed=False)) == 2


def test_look_ups_use_indexes(ledger: Ledger) -> None:
    connection = ledger._db._reader
    assert connection
    for sql in (
        "SELECT max(number) FROM records",
        *(f"SELECT * FROM records WHERE {name} = ?" for name in ("number", "name", "normal_hash", "key")),
        "SELECT 1 FROM records WHERE sha256 BETWEEN ? AND ? || 'g'",
        "SELECT name FROM records WHERE origin = 'seed'",
        "SELECT * FROM pages WHERE url = ?",
        "SELECT p.* FROM json_each(?) a LEFT JOIN aliases b ON alias = a.value "  # noqa: ISC004 - one statement
        "JOIN pages p ON p.key = coalesce(b.key, a.value)",
    ):
        plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", ("",) * sql.count("?")).fetchall()
        scans = [row["detail"] for row in plan if row["detail"].startswith("SCAN")]
        assert all("INDEX" in scan or "VIRTUAL TABLE" in scan for scan in scans), (sql, scans)


def test_closing_twice_is_fine_and_using_it_after_says_so(ledger: Ledger) -> None:
    ledger.close()
    ledger.close()

    with pytest.raises(LedgerError, match="closed"):
        ledger.pages.get("tin:1")


# Migrations


@pytest.fixture
def later_migration() -> Iterator[None]:
    @registry.migrations()
    def m900_test_only(db: Database) -> None:
        db.conn.execute("ALTER TABLE records ADD COLUMN mood TEXT")

    yield
    registry.migrations._migrations.pop()


def columns(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    names = [row[1] for row in connection.execute("PRAGMA table_info(records)")]
    connection.close()
    return names


@pytest.mark.usefixtures("later_migration")
def test_a_blank_ledger_gets_all_migrations(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.db").close()

    assert "mood" in columns(tmp_path / "ledger.db")


def test_an_old_ledger_is_upgraded_with_all_it_holds(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with Ledger(tmp_path / "ledger.db") as old:
        old.pages.note(a_page())
    assert "mood" not in columns(tmp_path / "ledger.db")
    request.getfixturevalue("later_migration")

    with Ledger(tmp_path / "ledger.db") as new:
        assert new.pages.get("tin:1") == a_page()
    assert "mood" in columns(tmp_path / "ledger.db")


def test_a_failing_migration_leaves_the_old_ledger(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    Ledger(tmp_path / "ledger.db").close()
    request.getfixturevalue("later_migration")

    @registry.migrations()
    def m901_fails(db: Database) -> None:
        db.conn.execute("ALTER TABLE nothing ADD COLUMN mood TEXT")

    with pytest.raises(sqlite3.OperationalError, match="nothing"):
        Ledger(tmp_path / "ledger.db")
    registry.migrations._migrations.pop()

    assert "mood" not in columns(tmp_path / "ledger.db")


def test_a_newer_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    @registry.migrations()
    def m999_of_tomorrow(db: Database) -> None:
        db.conn.execute("CREATE TABLE tomorrow (x)")

    Ledger(tmp_path / "ledger.db").close()
    registry.migrations._migrations.pop()
    before = (tmp_path / "ledger.db").read_bytes()

    with pytest.raises(LedgerError, match="upgrade gomtin"):
        Ledger(tmp_path / "ledger.db")
    assert (tmp_path / "ledger.db").read_bytes() == before


def test_several_processes_may_create_the_ledger_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from datetime import *;"
        "from crawler.store.ledger import Ledger;"
        "sys.stdin.readline(); print(Ledger(Path(sys.argv[1])).runs.start('crawl', [], datetime.now(UTC)))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "ledger.db")]
    writers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPO, text=True)
        for _ in range(4)
    ]
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()

    assert sorted(writer.communicate()[0].strip() for writer in writers) == ["1", "2", "3", "4"]


def test_an_unreadable_disk_is_not_taken_for_damage() -> None:
    from crawler.store.database import check

    class Unreadable:
        def execute(self, _: str) -> "Unreadable":
            return self

        def fetchone(self) -> tuple[str]:
            return ("Tree 4 page 6: unable to get the page. error code=266",)

    with pytest.raises(sqlite3.DatabaseError) as failed:
        check(Unreadable(), "quick_check")  # type: ignore[arg-type]
    assert failed.value.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR


# Transactions


def test_what_is_written_inside_a_transaction_is_part_of_it(ledger: Ledger) -> None:
    def broken_off(_: sqlite3.Connection) -> None:
        ledger.pages.note(a_page())
        ledger.frontier.add([an_announcement()], NOW)
        raise LookupError

    def whole(_: sqlite3.Connection) -> int:
        ledger.pages.note(a_page())
        ledger.frontier.add([an_announcement("tin:2")], NOW)
        assert ledger.pages.get("tin:1") is None  # what is read is what is committed
        return 7

    with pytest.raises(LookupError):
        ledger.transaction(broken_off)
    assert ledger.pages.get("tin:1") is None
    assert not ledger.frontier.rows(["tin:1"])
    assert ledger.transaction(whole) == 7
    assert ledger.pages.get("tin:1")
    assert list(ledger.frontier.rows(["tin:1", "tin:2"])) == ["tin:2"]
