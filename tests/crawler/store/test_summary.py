"""The ledger in figures, read by others than its writer: also an old one, and one that cannot be read."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.paths import StatePaths
from crawler.reasons import Reason
from crawler.store import summary
from crawler.store.ledger import Ledger
from crawler.store.migrations.registry import migrations
from crawler.store.snapshot import snapshot
from crawler.store.tables.pages import PageRow

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
MIGRATIONS = [
    "m001_first_tables",
    "m002_back_catalogue",
    "m003_outlet_health",
    "m004_experience",
    "m005_texts",
    "m006_channels",
    "m007_postings",
    "m008_furniture_days",
    "m009_no_index_of_page_texts",
    "m010_frontier",
    "m011_forget_lines_known_by_a_run",
    "m012_watching_outlets",
    "m013_foreign_slugs",
    "m014_max_age",
    "m015_provenance",
    "m016_lost_lines",
    "m017_growth_ends",
    "m018_channel_failure",
]
with Database(memory=True, execute_plugins=False) as _blank:
    REGISTERED = [migration.name for migration in migrations.pending(_blank)]
every_earlier = pytest.mark.parametrize("old", REGISTERED[1:], indirect=True, ids="before-{}".format)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    state = StatePaths.of(tmp_path)
    state.folder.mkdir()
    return state.ledger


def a_page() -> PageRow:
    reason = Reason.ON_TOPIC
    return PageRow(
        key="tin:1", url="https://tin.example/1", outlet="tin", verdict=reason.verdict, reason=reason.code,
        at=NOW, number=4, steps=[{"stage": "Store"}],
    )  # fmt: skip


def test_there_is_nothing_to_tell_without_a_ledger(tmp_path: Path) -> None:
    assert summary.read(tmp_path, UTC, NOW) == summary.LedgerSummary()
    assert summary.text(tmp_path, 4) is None
    assert not StatePaths.of(tmp_path).folder.exists()


def test_a_ledger_that_is_gone_is_told(tmp_path: Path, path: Path) -> None:
    StatePaths.of(tmp_path).seeds.write_text('{"seeds": []}', encoding="utf-8")

    assert "the ledger is lost" in (summary.read(tmp_path, UTC, NOW).problem or "")
    assert not path.exists()


def test_a_state_that_is_no_folder_is_told(tmp_path: Path) -> None:
    StatePaths.of(tmp_path).folder.write_text("x", encoding="utf-8")

    assert "no folder" in (summary.read(tmp_path, UTC, NOW).problem or "")


def test_it_is_read_beside_its_writer_who_waits_for_nobody(tmp_path: Path, path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.pages.note(a_page())
        run = ledger.runs.start("crawl", ["tin"], NOW)
        with Ledger(path, read_only=True) as reader:
            ledger.runs.finish(run, {"outlets": {"tin": {"announced": 3, "kept": 1}}}, True, NOW)
            assert reader.pages.get("tin:1") == a_page()
            assert reader.runs.latest(1)[0].ended == NOW
            with pytest.raises(AssertionError, match="read-only"):
                reader.pages.note(a_page())
        told = summary.read(tmp_path, UTC, NOW + timedelta(hours=1))

    assert told.pages == {("kept", "on-topic"): 1}
    assert [(outlet.name, outlet.runs[0].announced) for outlet in told.outlets] == [("tin", 3)]


def fill(connection: sqlite3.Connection) -> None:
    """Write a record and its page, with what the first gomtin knew of them."""
    connection.execute(
        "INSERT INTO records (name, number, sha256, normal_hash, origin, added_at, title, score) "
        "VALUES ('004_00000000000000ff.txt', 4, '', '', 'crawl', ?, 'Nước lũ rút', 0.8)",
        (NOW.isoformat(),),
    )
    connection.execute(
        "INSERT INTO pages (key, url, outlet, verdict, reason, detail, at, attempts, number, steps) "
        "VALUES ('tin:1', '', 'tin', 'kept', 'on-topic', '', ?, 1, 4, '[]')",
        (NOW.isoformat(),),
    )


def applied(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY name")]
    connection.close()
    return names


@pytest.fixture
def old(path: Path, request: pytest.FixtureRequest) -> Path:
    """A ledger that a gomtin before some migration wrote, with a record and its page."""
    connection = sqlite3.connect(path)
    migrations.apply(Database(connection, execute_plugins=False), stop_before=request.param)
    fill(connection)
    connection.commit()
    connection.close()
    return path


def test_a_run_that_was_stopped_says_nothing_of_the_outlets(tmp_path: Path, path: Path) -> None:
    share = {"announced": 3, "kept": 1, "problem": "announced 3 articles"}
    with Ledger(path) as ledger:
        for stopped in (False, True):
            run = ledger.runs.start("crawl", ["tin"], NOW)
            report = {"outlets": {"tin": share}, "problems": [], "stopped": stopped}
            ledger.runs.finish(run, report, ok=False, at=NOW)

    told = summary.read(tmp_path, UTC, NOW)

    assert [len(outlet.runs) for outlet in told.outlets] == [1]
    assert len(told.runs) == 2


@every_earlier
def test_a_ledger_of_an_earlier_gomtin_is_read_as_it_is(tmp_path: Path, old: Path) -> None:
    before = old.read_bytes()

    told = summary.read(tmp_path, UTC, NOW)
    text = summary.text(tmp_path, 4)

    assert (told.problem, told.newest_at, dict(told.per_day)["2026-03-02"]) == (None, NOW, 1)
    assert text is not None
    assert (text[0].score, text[1] and text[1].published) == (0.8, None)
    assert [record.title for record in snapshot(old).records.values()] == ["Nước lũ rút"]
    assert old.read_bytes() == before


@every_earlier
def test_a_ledger_of_an_earlier_gomtin_is_upgraded_with_all_it_holds(old: Path) -> None:
    with Ledger(old) as ledger:
        record, page = ledger.records.get(4), ledger.pages.get("tin:1")
        ledger.pages.note(a_page())

        assert record
        assert page
        assert (record.title, page.attempts, page.published) == ("Nước lũ rút", 1, None)
        assert ledger.pages.get("tin:1") == replace(a_page(), attempts=2)
    assert applied(old) == REGISTERED


@pytest.mark.parametrize(
    ("table", "column", "read"),
    [
        ("records", "published", lambda ledger: ledger.records.get(4).published),
        ("records", "outlet", lambda ledger: ledger.records.latest(1)[0].outlet),
        ("pages", "http_status", lambda ledger: ledger.pages.get("tin:1").http_status),
        ("texts", "outlet", lambda ledger: ledger.texts.with_hash("a4").outlet),
    ],
)
def test_a_column_that_is_not_there_yet_has_the_default_of_its_rows_type(
    path: Path, table: str, column: str, read: Callable[[Ledger], object]
) -> None:
    with Ledger(path):
        pass
    connection = sqlite3.connect(path)
    fill(connection)
    connection.execute(
        "INSERT INTO texts (kind, name, number, normal_hash, title, at, prints, cluster) "
        "VALUES ('kept', '004_00000000000000ff.txt', 4, 'a4', 'Nước lũ rút', ?, 9, 1)",
        (NOW.isoformat(),),
    )
    connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.commit()
    connection.close()

    with Ledger(path, read_only=True) as ledger:
        assert read(ledger) is None


def test_the_names_of_migrations_stay_as_ledgers_hold_them(path: Path) -> None:
    with Ledger(path):
        pass

    new = [name for name in REGISTERED if name not in MIGRATIONS]
    assert not new, f"name at the end of MIGRATIONS, in this file, what registry.py applies now: {new}"
    assert applied(path) == MIGRATIONS, "released migrations keep their names and their order"


@pytest.mark.parametrize("content", [b"no database, but long enough to be taken for one" * 50, b""])
def test_what_keeps_it_from_being_read_is_a_problem(tmp_path: Path, path: Path, content: bytes) -> None:
    path.write_bytes(content)

    assert (summary.read(tmp_path, UTC, NOW).problem or "").startswith("the ledger cannot be read: ")
    assert summary.text(tmp_path, 4) is None
    assert path.read_bytes() == content
