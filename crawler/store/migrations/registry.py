"""The ledger's migrations, in order; their names are kept in each ledger. A released one is never changed."""

import sqlite3

from sqlite_utils import Database, Migrations

from crawler.errors import LedgerError
from crawler.store.migrations.m001_first_tables import m001_first_tables
from crawler.store.migrations.m002_back_catalogue import m002_back_catalogue
from crawler.store.migrations.m003_outlet_health import m003_outlet_health
from crawler.store.migrations.m004_experience import m004_experience
from crawler.store.migrations.m005_texts import m005_texts
from crawler.store.migrations.m006_channels import m006_channels
from crawler.store.migrations.m007_postings import m007_postings
from crawler.store.migrations.m008_furniture_days import m008_furniture_days
from crawler.store.migrations.m009_no_index_of_page_texts import m009_no_index_of_page_texts
from crawler.store.migrations.m010_frontier import m010_frontier
from crawler.store.migrations.m011_forget_lines_known_by_a_run import m011_forget_lines_known_by_a_run
from crawler.store.migrations.m012_watching_outlets import m012_watching_outlets
from crawler.store.migrations.m013_foreign_slugs import m013_foreign_slugs
from crawler.store.migrations.m014_max_age import m014_max_age
from crawler.store.migrations.m015_provenance import m015_provenance
from crawler.store.migrations.m016_lost_lines import m016_lost_lines
from crawler.store.migrations.m017_growth_ends import m017_growth_ends
from crawler.store.migrations.m018_channel_failure import m018_channel_failure

migrations = Migrations("gomtin")
for _migration in (
    m001_first_tables,
    m002_back_catalogue,
    m003_outlet_health,
    m004_experience,
    m005_texts,
    m006_channels,
    m007_postings,
    m008_furniture_days,
    m009_no_index_of_page_texts,
    m010_frontier,
    m011_forget_lines_known_by_a_run,
    m012_watching_outlets,
    m013_foreign_slugs,
    m014_max_age,
    m015_provenance,
    m016_lost_lines,
    m017_growth_ends,
    m018_channel_failure,
):
    migrations()(_migration)


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


def is_foreign(connection: sqlite3.Connection) -> bool:
    """Tell whether a database has tables, and none of them by these migrations."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if migrations.migrations_table not in tables:
        return bool(tables)
    sql = f"SELECT 1 FROM [{migrations.migrations_table}] WHERE migration_set = ?"  # noqa: S608 - a constant
    return not connection.execute(sql, (migrations.name,)).fetchone()


def upgrade(connection: sqlite3.Connection) -> None:
    """Apply what is missing, all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(Database(connection, execute_plugins=False))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.rollback()
