"""The frontier: what is announced, wanted and not settled yet; and what earlier releases left open."""

from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE frontier (        -- one row per wanted article; gone once its page is settled
        key TEXT PRIMARY KEY,      -- the key it was announced under
        url TEXT NOT NULL,
        outlet TEXT NOT NULL,
        channel TEXT NOT NULL,     -- what announced it
        title TEXT,
        summary TEXT,
        published TEXT,
        section TEXT,
        added_at TEXT NOT NULL,    -- UTC, when it was first wanted
        due_at TEXT NOT NULL,      -- UTC, not asked for before
        tries INTEGER NOT NULL,    -- how often its page was asked for in vain
        reason TEXT                -- why the last try failed; null: never tried
    ) WITHOUT ROWID
    """,
    "CREATE INDEX frontier_due ON frontier (outlet, due_at)",  # what a run begins with
    # Earlier releases kept no list of their own: what failed, or was over the limit, and was still announced.
    """
    INSERT INTO frontier
    SELECT a.key, a.url, a.outlet, a.channel, a.title, a.summary, a.published, a.section,
           a.first_at, a.last_at, coalesce(p.attempts, 0), p.reason
    FROM announcements AS a LEFT JOIN pages AS p ON p.key = a.key
    WHERE p.verdict = 'failed' OR (p.key IS NULL AND (a.reason IS NULL OR a.reason = 'over-limit'))
    """,
)


def m010_frontier(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
