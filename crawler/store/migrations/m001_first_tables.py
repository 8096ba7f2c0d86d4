"""Records, pages, announcements, runs, hosts."""

from sqlite_utils import Database

# Times are ISO 8601 text; all but `published`, which keeps the outlet's own offset, are in UTC.
_STATEMENTS = (
    """
    CREATE TABLE records (         -- one row per numbered text; never deleted, so no number is used twice
        name TEXT PRIMARY KEY,     -- NNN_<16 hex>.txt
        number INTEGER NOT NULL,   -- not unique: a person may put a second file under a number
        sha256 TEXT NOT NULL,      -- of the file's bytes when they were taken in
        normal_hash TEXT NOT NULL, -- text/normalize.py
        origin TEXT NOT NULL,      -- seed, crawl, intake, adopted
        added_at TEXT NOT NULL,
        title TEXT NOT NULL,
        outlet TEXT,
        url TEXT,
        key TEXT,                  -- names the article: urls.article_key
        published TEXT,
        canonical TEXT,            -- the address the page gave itself
        section TEXT,
        authors TEXT,              -- JSON list
        score REAL,                -- of the topic, when it was taken in
        run INTEGER,
        gone_at TEXT               -- when verify --repair noted that the file was deleted
    )
    """,
    "CREATE INDEX records_number ON records (number, name)",  # the next number; records in order
    "CREATE INDEX records_normal_hash ON records (normal_hash)",  # is this text known?
    "CREATE INDEX records_key ON records (key)",  # is this article kept?
    "CREATE INDEX records_sha256 ON records (sha256)",  # has a half-done store a row?
    "CREATE INDEX records_seeds ON records (name) WHERE origin = 'seed'",
    """
    CREATE TABLE pages (           -- one row per article: how its page ended the last time
        key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        outlet TEXT NOT NULL,
        verdict TEXT NOT NULL,     -- reasons.Verdict
        reason TEXT NOT NULL,      -- reasons.Reason.code
        detail TEXT NOT NULL,
        at TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        number INTEGER,            -- the record it became
        duplicate_of INTEGER,      -- the record it repeats
        title TEXT,
        http_status INTEGER,
        run INTEGER,
        normal_hash TEXT,          -- of the text that was read, kept or not
        steps TEXT NOT NULL        -- JSON list: what each stage said
    )
    """,
    "CREATE INDEX pages_url ON pages (url)",  # why URL
    "CREATE INDEX pages_normal_hash ON pages (normal_hash)",  # was this text judged before?
    "CREATE INDEX pages_reason ON pages (verdict, reason)",  # counts
    """
    CREATE TABLE aliases (         -- other keys an article was announced under
        alias TEXT PRIMARY KEY,
        key TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE announcements (   -- one row per article: what was last decided about its announcement
        key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        outlet TEXT NOT NULL,
        channel TEXT NOT NULL,
        title TEXT,
        summary TEXT,
        published TEXT,
        section TEXT,
        score REAL,                -- of the topic, on title and summary
        reason TEXT,               -- why it was not fetched; null: it was worth fetching
        run INTEGER NOT NULL,
        first_at TEXT NOT NULL,
        last_at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        command TEXT NOT NULL,
        outlets TEXT NOT NULL,     -- JSON list
        started TEXT NOT NULL,
        ended TEXT,                -- null: still running, or cut off
        ok INTEGER,
        report TEXT                -- JSON
    )
    """,
    """
    CREATE TABLE hosts (
        host TEXT PRIMARY KEY,
        rest_until TEXT,           -- no request before
        rest_why TEXT
    )
    """,
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",  # folder_mtime: see corpus/reconcile.py
)


def m001_first_tables(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
