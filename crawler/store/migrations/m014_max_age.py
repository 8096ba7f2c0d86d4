"""How long an outlet says that a channel's list stays as it is."""

from sqlite_utils import Database


def m014_max_age(db: Database) -> None:
    db.conn.execute("ALTER TABLE polls ADD COLUMN max_age REAL")  # seconds; null: it does not say
