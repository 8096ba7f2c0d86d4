"""What crawling teaches: background, topic updates, counter-examples, yields, samples."""

from sqlite_utils import Database

_STATEMENTS = (
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


def m004_experience(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
