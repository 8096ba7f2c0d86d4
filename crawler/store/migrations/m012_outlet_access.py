"""What became of an outlet's latest pages is asked for after every run."""

from sqlite_utils import Database

_STATEMENTS = ("CREATE INDEX pages_outlet ON pages (outlet, at)",)


def m012_outlet_access(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
