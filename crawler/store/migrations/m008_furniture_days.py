"""The day a recurring line was last seen on."""

from sqlite_utils import Database

_STATEMENTS = ("ALTER TABLE furniture ADD COLUMN day TEXT NOT NULL DEFAULT ''",)


def m008_furniture_days(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
