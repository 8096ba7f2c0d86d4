"""Growth has an end: steps kept whole only where a text came of them, announcements forgotten; counters."""

from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE counts (          -- what stats would else count by reading everything
        what TEXT NOT NULL,        -- tables/counts.py: Count
        outlet TEXT NOT NULL,
        name TEXT NOT NULL,        -- the reason or the rule, '' for none
        n INTEGER NOT NULL,
        PRIMARY KEY (what, outlet, name)
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO counts
    SELECT 'lines-dropped', pages.outlet, line.value ->> 0, count(*)
    FROM pages, json_each(pages.steps) AS step, json_each(step.value, '$.dropped') AS line
    GROUP BY pages.outlet, line.value ->> 0
    """,
    """
    INSERT INTO counts
    SELECT 'articles-with-dropped', pages.outlet, line.value ->> 0, count(DISTINCT pages.key)
    FROM pages, json_each(pages.steps) AS step, json_each(step.value, '$.dropped') AS line
    GROUP BY pages.outlet, line.value ->> 0
    """,
    # A page that became no text and waits for nobody is told by its reason and its last step.
    """
    UPDATE pages SET steps = json_array(json_remove(json_extract(steps, '$[#-1]'), '$.dropped', '$.seconds'))
    WHERE verdict NOT IN ('kept', 'quarantined') AND json_array_length(steps) > 0
    """,
    """
    INSERT INTO counts SELECT 'left-out', outlet, reason, count(*) FROM announcements
    WHERE reason IS NOT NULL GROUP BY outlet, reason
    """,
    "DROP INDEX announcements_outlet",
    "CREATE INDEX announcements_outlet ON announcements (outlet)",  # its latest titles
    "DROP INDEX announcements_hopeless",
    "DROP INDEX announcements_foreign_slug",
    "ALTER TABLE announcements ADD COLUMN mark INTEGER",  # of the topic and the words it was decided by
    """
    CREATE TABLE past_announcements (  -- left out, and shown by no channel for a while
        key INTEGER PRIMARY KEY,   -- eight bytes of a hash of its key
        day INTEGER NOT NULL,      -- it was last shown, from 1970-01-01 on
        reason TEXT NOT NULL,
        mark INTEGER
    )
    """,
    "INSERT INTO counts SELECT 'versions', '', '', count(*) FROM versions",
    """
    INSERT INTO counts SELECT kind, coalesce(outlet, ''), '', count(*) FROM texts
    GROUP BY kind, coalesce(outlet, '')
    """,
    """
    INSERT INTO counts
    SELECT 'clusters', '', '', count(*) FROM (
        SELECT 1 FROM texts GROUP BY cluster HAVING sum(kind IN ('kept', 'copy'))
    )
    """,
    """
    INSERT INTO counts
    SELECT 'clusters-of-several', '', '', count(*) FROM (
        SELECT 1 FROM texts GROUP BY cluster HAVING sum(kind IN ('kept', 'copy')) AND count(*) > 1
    )
    """,
    """
    INSERT INTO counts
    SELECT 'clusters-of-several-outlets', '', '', count(*) FROM (
        SELECT 1 FROM texts GROUP BY cluster
        HAVING sum(kind IN ('kept', 'copy')) AND count(DISTINCT outlet) > 1
    )
    """,
    """
    INSERT INTO counts
    SELECT 'first', outlet, '', count(*) FROM (
        SELECT outlet, count(*) OVER (PARTITION BY cluster) > 1 AS several, row_number() OVER (
            PARTITION BY cluster ORDER BY published IS NULL, datetime(published), at, id
        ) AS rank
        FROM texts WHERE kind IN ('kept', 'copy')
    ) WHERE several AND rank = 1 AND outlet != '' GROUP BY outlet
    """,
    "CREATE INDEX records_added ON records (added_at, origin, gone_at)",  # counts, and those of the last days
)


def m017_growth_ends(db: Database) -> None:
    for statement in _STATEMENTS:
        db.conn.execute(statement)
