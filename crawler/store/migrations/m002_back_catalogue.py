"""How far the windows of outlets' archives were walked."""

from sqlite_utils import Database

_STATEMENTS = (
    "ALTER TABLE pages ADD COLUMN published TEXT",  # the article's own date, where its page was read
    """
    CREATE TABLE archive_progress (  -- how far a window of an outlet's archive was walked
        outlet TEXT NOT NULL,
        archive TEXT NOT NULL,       -- its template
        since TEXT NOT NULL,         -- the window's days; '' is open
        until TEXT NOT NULL,
        leg TEXT NOT NULL,
        next_page INTEGER NOT NULL,  -- every announcement of the pages before it is settled or not wanted
        done INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (outlet, archive, since, until, leg)
    ) WITHOUT ROWID
    """,
)


def m002_back_catalogue(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
