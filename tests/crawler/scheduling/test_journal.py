"""What the daemon remembers, also when the disk does not want to."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.scheduling.journal import Journal, reading
from crawler.scheduling.runs import FirstSeen, Run, RunOutcome

NOW = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
RUN = Run(1, "news", "every 1h", NOW, NOW, "logs/news/1", pid=7, pid_born=9)


def test_runs_survive(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.started(RUN)
    journal.ended(replace(RUN, ended=NOW, outcome=RunOutcome.DONE, exit=0, report={"kept": 1}))
    journal.started(replace(RUN, id=2, due=NOW + timedelta(hours=1)))
    journal.close()

    again = Journal(tmp_path)
    assert again.next_run() == 3
    assert [run.id for run in again.unfinished()] == [2]
    assert not again.last_runs()["news"].complete
    assert [run.id for run in again.recent(5)] == [2, 1]
    first = again.run(1)
    assert first
    assert first.report == {"kept": 1}
    again.close()


def test_a_write_the_disk_refuses_is_kept_and_done_later(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    other = sqlite3.connect(journal.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    journal.started(RUN)
    assert journal.recent(1) == []
    other.execute("COMMIT")
    other.close()

    assert journal.flush()
    assert journal.recent(1) == [RUN]
    journal.close()


def test_a_damaged_diary_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "daemon.db").write_bytes(b"no database at all" * 100)
    journal = Journal(tmp_path)
    journal.note(pid="1")

    assert journal.state() == {"pid": "1"}
    assert len(list(tmp_path.glob("daemon.corrupt-*"))) == 1
    journal.close()


def test_old_runs_are_forgotten(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for number in range(1, 11):
        journal.started(replace(RUN, id=number))
    journal.forget(3)

    assert [run.id for run in journal.recent(20)] == [10, 9, 8]
    assert journal.next_run() == 11
    journal.close()


def test_nobody_was_here(tmp_path: Path) -> None:
    with reading(tmp_path) as journal:
        assert journal is None


def test_when_a_schedule_was_first_seen_is_read_as_it_was_written() -> None:
    seen = FirstSeen("cron 0 6|18 * * *", NOW)

    assert FirstSeen.read(seen.as_state("news"), "news") == seen
    assert FirstSeen.read({"seen news": f"every 1h|{NOW.isoformat()}"}, "news") == FirstSeen("every 1h", NOW)
    assert FirstSeen.read({}, "news") is None
