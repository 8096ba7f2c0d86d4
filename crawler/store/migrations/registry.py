"""The ledger's tables, as migrations in readable SQL. A migration that was ever released is never changed."""

import sqlite3

from sqlite_utils import Database, Migrations

from crawler.errors import LedgerError
from crawler.store.migrations import m005_texts as schema_texts
from crawler.store.migrations import m006_channels as schema_channels

migrations = Migrations("gomtin")

# Times are ISO 8601 text; all but `published`, which keeps the outlet's own offset, are in UTC.
_FIRST_TABLES = (
    """
    CREATE TABLE records (         -- one row per numbered text; never deleted, so no number is used twice
        name TEXT PRIMARY KEY,     -- NNN_<16 hex>.txt
        number INTEGER NOT NULL,   -- not unique: a person may put a second file under a number
        sha256 TEXT NOT NULL,      -- of the file's bytes when they were taken in
        normal_hash TEXT NOT NULL, -- text.content_hash
        origin TEXT NOT NULL,      -- seed, crawl, intake, adopted
        added_at TEXT NOT NULL,
        title TEXT NOT NULL,
        outlet TEXT,
        url TEXT,
        key TEXT,                  -- names the article: addresses.article_key
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
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",  # folder_mtime: see corpus.py
)


_BACK_CATALOGUE = (
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
_HEALTH = (
    """
    CREATE TABLE page_health (     -- what the latest pages of each outlet had; what an outlet's usual is
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        outlet TEXT NOT NULL,
        era TEXT NOT NULL,         -- '' for present pages, else the year they are from
        at TEXT NOT NULL,          -- published, or fetched where that is unknown
        length INTEGER NOT NULL,   -- characters of text
        lacks TEXT NOT NULL        -- JSON list of health.Trait
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


_EXPERIENCE = (
    "CREATE TABLE background_terms (term TEXT PRIMARY KEY, texts INTEGER NOT NULL) WITHOUT ROWID",
    # The counts a topic measures by: published from time to time, so that a topic can be learned again.
    "CREATE TABLE background_editions (texts INTEGER PRIMARY KEY, holders TEXT NOT NULL)",
    """
    CREATE TABLE topic_updates (   -- attempts to sharpen the topic by kept texts
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        records INTEGER NOT NULL,  -- texts there were
        basis TEXT NOT NULL,       -- hash of all else the topic came from
        members TEXT NOT NULL,     -- JSON list of names
        weights TEXT NOT NULL,     -- JSON: term to weight
        share REAL NOT NULL,       -- the seeds' is 1
        before TEXT NOT NULL,      -- JSON list: the seeds' left-out scores
        after TEXT NOT NULL,
        accepted INTEGER NOT NULL,
        why TEXT NOT NULL,
        undone_at TEXT
    )
    """,
    """
    CREATE TABLE counter_examples (  -- texts a person rejected
        normal_hash TEXT PRIMARY KEY,
        key TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
    "CREATE TABLE waiting (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL)",  # quarantine
    """
    CREATE TABLE yields (          -- where texts come from
        outlet TEXT NOT NULL,
        kind TEXT NOT NULL,        -- outlet, section, channel
        name TEXT NOT NULL,
        announced INTEGER NOT NULL,
        fetched INTEGER NOT NULL,
        kept INTEGER NOT NULL,
        PRIMARY KEY (outlet, kind, name)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE samples (         -- hopeless announcements fetched to see what is lost
        key TEXT PRIMARY KEY,
        outlet TEXT NOT NULL,
        score REAL NOT NULL,
        run INTEGER NOT NULL,
        at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX announcements_hopeless ON announcements (outlet) WHERE reason = 'hopeless'",
    "CREATE INDEX records_accepted ON records (name) WHERE origin = 'accepted'",
    "CREATE INDEX records_score ON records (score) WHERE score IS NOT NULL",  # the surest texts
)


@migrations()
def m001_first_tables(db: Database) -> None:
    for statement in _FIRST_TABLES:
        db.conn.execute(statement)


@migrations()
def m002_back_catalogue(db: Database) -> None:
    for statement in _BACK_CATALOGUE:
        db.conn.execute(statement)


@migrations()
def m003_outlet_health(db: Database) -> None:
    for statement in _HEALTH:
        db.conn.execute(statement)


@migrations()
def m004_experience(db: Database) -> None:
    for statement in _EXPERIENCE:
        db.conn.execute(statement)


@migrations()
def m005_texts(db: Database) -> None:
    for statement in schema_texts.TABLES:
        db.conn.execute(statement)
    db.conn.execute("ALTER TABLE records ADD COLUMN superseded_by INTEGER")  # `versions: latest`


@migrations()
def m006_channels(db: Database) -> None:
    for statement in schema_channels.TABLES:
        db.conn.execute(statement)


@migrations()
def m007_postings(db: Database) -> None:
    schema_texts.pack_fingerprints(db.conn)


@migrations()
def m008_furniture_days(db: Database) -> None:
    db.conn.execute("ALTER TABLE furniture ADD COLUMN day TEXT NOT NULL DEFAULT ''")  # it was heard on


@migrations()
def m009_no_index_of_page_texts(db: Database) -> None:
    db.conn.execute("DROP INDEX pages_normal_hash")  # nothing asks by it


@migrations()
def m010_forget_lines_known_by_a_run(db: Database) -> None:
    # A line was known by one of its runs of words: all that name one person were one line.
    db.conn.execute("DELETE FROM furniture")


def is_current(connection: sqlite3.Connection) -> bool:
    """Tell whether every migration is applied. Raises LedgerError for a ledger of a newer gomtin."""
    db = Database(connection, execute_plugins=False)
    applied = {migration.name for migration in migrations.applied(db)}
    with Database(memory=True, execute_plugins=False) as blank:
        known = {migration.name for migration in migrations.pending(blank)}
    if applied - known:
        raise LedgerError(
            "the ledger was written by a newer gomtin; upgrade gomtin, then run the command again"
        )
    return applied == known


def upgrade(connection: sqlite3.Connection) -> None:
    """Apply what is missing, all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(Database(connection, execute_plugins=False))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.rollback()
