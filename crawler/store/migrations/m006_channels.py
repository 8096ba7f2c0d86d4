"""What is remembered of channels."""

from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE polls (           -- feeds, sitemaps, listings, list APIs: channels.ChannelState
        outlet TEXT NOT NULL,
        channel TEXT NOT NULL,     -- its address
        asked_at TEXT NOT NULL,
        answered_at TEXT,
        read_at TEXT,              -- an answer "not modified" leaves it as it is
        turnover REAL,             -- seconds in which the whole list is replaced
        held BLOB NOT NULL,        -- four bytes for each article in it
        fresh INTEGER NOT NULL,    -- how many of them were new
        etag TEXT,
        last_modified TEXT,
        unchanged INTEGER NOT NULL,  -- answers "not modified" in a row
        trust REAL NOT NULL,
        standing TEXT NOT NULL,    -- channels.Backlog
        failures INTEGER NOT NULL, -- in a row
        failing_since TEXT,
        PRIMARY KEY (outlet, channel)
    )
    """,
)


def m006_channels(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
