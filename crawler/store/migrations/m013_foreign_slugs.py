"""Announcements left out by the words of their addresses are counted without reading all others."""

from sqlite_utils import Database

_STATEMENTS = (
    "CREATE INDEX announcements_foreign_slug ON announcements (outlet) WHERE reason = 'foreign-slug'",
)


def m013_foreign_slugs(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
