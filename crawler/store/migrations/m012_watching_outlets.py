"""What the watch over outlets needs: since when channels are asked, what they skip, what pages measure."""

from sqlite_utils import Database

_STATEMENTS = (
    "CREATE INDEX pages_outlet ON pages (outlet, at)",  # what became of an outlet's latest articles
    "CREATE INDEX announcements_outlet ON announcements (outlet, last_at)",  # its latest titles
    "ALTER TABLE polls ADD COLUMN first_asked_at TEXT",
    "ALTER TABLE polls ADD COLUMN good_at TEXT",  # when it last announced anything
    "ALTER TABLE polls ADD COLUMN unreached_at TEXT",  # when its host did not answer; null: it did since
    "ALTER TABLE polls ADD COLUMN skipped TEXT",  # JSON: entries that were not taken, by SkipReason
    "UPDATE polls SET first_asked_at = min(asked_at, coalesce(failing_since, asked_at))",
    "UPDATE polls SET good_at = read_at WHERE length(held) > 0",
    "ALTER TABLE page_health ADD COLUMN measures TEXT",  # JSON, by drift.Measure
)


def m012_watching_outlets(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
