"""Why a channel brought nothing the last time it was asked."""

from sqlite_utils import Database


def m018_channel_failure(db: Database) -> None:
    db.conn.execute("ALTER TABLE polls ADD COLUMN failure TEXT")  # null: it does not fail
