"""Texts and how they are like each other, versions, visits, recurring lines."""

from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE texts (           -- every text that new ones are compared with
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,        -- kept; copy: repeats a kept one; waiting: was put in quarantine
        name TEXT NOT NULL,        -- file of a kept text, id of a waiting one, '' of a copy
        number INTEGER,            -- the record it is or repeats
        sha256 TEXT,               -- of a kept text's file when its fingerprints were taken
        normal_hash TEXT NOT NULL,
        key TEXT,
        outlet TEXT,
        url TEXT,
        title TEXT NOT NULL,
        published TEXT,
        at TEXT NOT NULL,          -- when it came here
        prints INTEGER NOT NULL,   -- how many fingerprints it has
        body BLOB,                 -- a copy's text, compressed
        cluster INTEGER NOT NULL   -- id of the first text here of those that are one text
    )
    """,
    "CREATE INDEX texts_normal_hash ON texts (normal_hash)",  # is this copy known?
    "CREATE INDEX texts_name ON texts (name) WHERE name != ''",
    "CREATE INDEX texts_number ON texts (number)",  # the cluster of a record
    "CREATE INDEX texts_cluster ON texts (cluster)",
    """
    CREATE TABLE fingerprints (    -- which texts have a run of words; one run in eight: shingles.py
        fingerprint INTEGER NOT NULL,
        text INTEGER NOT NULL,     -- texts.id
        PRIMARY KEY (fingerprint, text)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE links (           -- texts that are like each other
        text INTEGER NOT NULL,     -- texts.id of the later one
        of INTEGER NOT NULL,       -- texts.id of the earlier one
        likeness TEXT NOT NULL,    -- article.Likeness
        jaccard REAL NOT NULL,
        contained REAL NOT NULL,   -- share of the later one that stands in the earlier one
        containing REAL NOT NULL,
        PRIMARY KEY (text, of)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX links_of ON links (of)",
    """
    CREATE TABLE versions (        -- later states of kept articles; the first one is the file
        number INTEGER NOT NULL,   -- the record
        version INTEGER NOT NULL,  -- 2, 3, ...
        at TEXT NOT NULL,          -- when it was read
        normal_hash TEXT NOT NULL,
        body BLOB NOT NULL,        -- the text, compressed
        file TEXT,                 -- where it was written, with `versions: latest`
        run INTEGER,
        PRIMARY KEY (number, version)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE visits (          -- pages of kept articles, which may change
        key TEXT PRIMARY KEY,
        number INTEGER NOT NULL,
        url TEXT NOT NULL,
        outlet TEXT NOT NULL,
        published TEXT,
        last_at TEXT NOT NULL,     -- when it was last looked at
        looks INTEGER NOT NULL,
        due TEXT,                  -- when to look again; null: no more
        etag TEXT,
        last_modified TEXT,
        ended TEXT NOT NULL        -- reason the last look ended with
    ) WITHOUT ROWID
    """,
    "CREATE INDEX visits_number ON visits (number)",
    "CREATE INDEX visits_due ON visits (outlet, due) WHERE due IS NOT NULL",
    "CREATE TABLE unbelieved (outlet TEXT PRIMARY KEY) WITHOUT ROWID",  # their ETags stay when texts change
    """
    CREATE TABLE furniture (       -- lines that recur over articles of an outlet; digits are one sign
        outlet TEXT NOT NULL,
        line INTEGER NOT NULL,     -- hash of its shape
        article INTEGER NOT NULL,  -- hash of an article's key; no more of them than are needed
        PRIMARY KEY (outlet, line, article)
    ) WITHOUT ROWID
    """,
    "ALTER TABLE records ADD COLUMN superseded_by INTEGER",  # `versions: latest`
)


def m005_texts(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
