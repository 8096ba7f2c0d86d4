"""What cannot be asked for later: lead, language, fetched time, rights of a record; who announced what."""

from sqlite_utils import Database

_STATEMENTS = (
    "ALTER TABLE records ADD COLUMN lead TEXT",
    "ALTER TABLE records ADD COLUMN language TEXT",  # ISO 639-1
    "ALTER TABLE records ADD COLUMN fetched_at TEXT",  # UTC
    "ALTER TABLE records ADD COLUMN rights TEXT",  # JSON list: extraction/rights.py; null: not looked for
    """
    CREATE TABLE channel_numbers ( -- four bytes that stand for a channel's address
        number INTEGER PRIMARY KEY,
        channel TEXT NOT NULL UNIQUE
    )
    """,
    # One entry for each channel, in the order they announced it: its number, and when first, in seconds
    # since 1970, four bytes each. Null: announced before this was noted.
    "ALTER TABLE announcements ADD COLUMN announced_by BLOB",
)


def m015_provenance(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
