"""The records of a ledger as they are at one moment, read without the right to write and without a trace."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from crawler.article import Record
from crawler.store.database import check_files, readable_errors, refuse_foreign

_TIMEOUT_S = 5.0  # SQLite's own default; readers of a WAL wait for nobody but a recovery
_ROWS = (
    "SELECT number, name, sha256, normal_hash, origin, added_at, title, outlet, url, key, published"
    " FROM records"
)


def records_by_name(path: Path) -> dict[str, Record]:
    """Return the records of the ledger at `path` by file name; none where there is no ledger.

    Raises LedgerError for a ledger that cannot be read.
    """
    if not path.exists():
        return {}
    with readable_errors(path), closing(_connected(path)) as connection:
        refuse_foreign(connection, path)
        return {row["name"]: _record(row) for row in connection.execute(_ROWS)}


def _connected(path: Path) -> sqlite3.Connection:
    # Without a log of what is not yet in the file, the file is all there is; then it is opened as one that
    # nobody changes, for SQLite would want to make a log beside it, also to read.
    check_files(path)
    log = path.with_name(f"{path.name}-wal")
    mode = "mode=ro" if log.exists() else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=_TIMEOUT_S)
    connection.row_factory = sqlite3.Row
    return connection


def _record(row: sqlite3.Row) -> Record:
    return Record(
        number=row["number"],
        name=row["name"],
        sha256=row["sha256"],
        normal_hash=row["normal_hash"],
        origin=row["origin"],
        added_at=_moment(row["added_at"]),
        title=row["title"],
        outlet=row["outlet"],
        url=row["url"],
        key=row["key"],
        published=_moment(row["published"]) if row["published"] else None,
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
