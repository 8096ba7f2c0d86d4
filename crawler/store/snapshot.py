"""The records of a ledger as they are at one moment, read without the right to write and without a trace."""

from contextlib import closing
from pathlib import Path

from crawler.article import Record
from crawler.store.database import read_only, readable_errors
from crawler.store.tables import records

_TIMEOUT_S = 5.0  # SQLite's own default; readers of a WAL wait for nobody but a recovery


def records_by_name(path: Path) -> dict[str, Record]:
    """Return the records of the ledger at `path` by file name; none where there is no ledger.

    Raises LedgerError for a ledger that cannot be read.
    """
    if not path.exists():
        return {}
    with readable_errors(path), closing(read_only(path, _TIMEOUT_S, leave_no_trace=True)) as connection:
        return records.by_name(connection)
