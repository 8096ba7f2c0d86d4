"""What a ledger knows of the texts at one moment, read without the right to write and without a trace."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from crawler.article import AnnouncedBy, Record
from crawler.store.database import UNTOUCHED_ADVICE, read_only, readable_errors
from crawler.store.tables import records
from crawler.store.tables.announcements import announced_by
from crawler.store.tables.postings import rows_of

_TIMEOUT_S = 5.0  # SQLite's own default; readers of a WAL wait for nobody but a recovery


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Records by file name, and by the key of an article which channels announced it."""

    records: Mapping[str, Record] = field(default_factory=dict)
    announced_by: Mapping[str, list[AnnouncedBy]] = field(default_factory=dict)


def snapshot(path: Path) -> Snapshot:
    """Return what the ledger at `path` knows; nothing where there is none, or an empty file.

    Raises LedgerError for a ledger that cannot be read.
    """
    if not path.exists() or not path.stat().st_size:
        return Snapshot()
    with (
        readable_errors(path, UNTOUCHED_ADVICE),
        closing(read_only(path, _TIMEOUT_S, leave_no_trace=True)) as connection,
    ):
        by_name = records.by_name(connection)
        keys = {record.key for record in by_name.values() if record.key}
        return Snapshot(by_name, announced_by(rows_of(connection), keys) if keys else {})
