"""What the latest pages and channels of each outlet had."""

from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE page_health (     -- what the latest pages of each outlet had; what an outlet's usual is
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        outlet TEXT NOT NULL,
        era TEXT NOT NULL,         -- '' for present pages, else the year they are from
        at TEXT NOT NULL,          -- published, or fetched where that is unknown
        length INTEGER NOT NULL,   -- characters of text
        lacks TEXT NOT NULL        -- JSON list of drift.Trait
    )
    """,
    "CREATE INDEX page_health_outlet ON page_health (outlet, era, id)",
    """
    CREATE TABLE channel_health (  -- what each channel announced in the latest runs
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        outlet TEXT NOT NULL,
        channel TEXT NOT NULL,
        at TEXT NOT NULL,
        found INTEGER NOT NULL
    )
    """,
    "CREATE INDEX channel_health_channel ON channel_health (outlet, channel, id)",
)


def m003_outlet_health(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
