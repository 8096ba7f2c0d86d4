"""Forget what recurs: a line was known by one of its runs of words, so all that name one person were one line."""

from sqlite_utils import Database

_STATEMENTS = ("DELETE FROM furniture",)


def m011_forget_lines_known_by_a_run(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
