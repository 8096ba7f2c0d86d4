"""The ledger: what happened to every page, in SQLite beside the texts. Holds one of each table.

Reading is safe from any thread and never waits for a writer; writing is one transaction a call.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from crawler.store.database import Connection, ReadOnlyDatabase, SharedDatabase
from crawler.store.tables.announcements import Announcements
from crawler.store.tables.backfill import BackfillProgress
from crawler.store.tables.background import Background
from crawler.store.tables.channels import Channels
from crawler.store.tables.counter_examples import CounterExamples
from crawler.store.tables.frontier import Frontier
from crawler.store.tables.health import Health
from crawler.store.tables.hosts import Hosts
from crawler.store.tables.pages import Pages
from crawler.store.tables.records import Records
from crawler.store.tables.revisits import Revisits
from crawler.store.tables.runs import Runs
from crawler.store.tables.samples import Samples
from crawler.store.tables.texts import Texts
from crawler.store.tables.topic_updates import TopicUpdates
from crawler.store.tables.versions import Versions
from crawler.store.tables.waiting import Waiting
from crawler.store.tables.yields import Yields
from crawler.timestamps import utc_now

T = TypeVar("T")

LOST = (
    "the ledger was lost and is made anew from the texts: what was to be fetched, how pages ended and what "
    "people decided is not in it, and texts that were deleted can be fetched again; put ledger.db back from "
    "a backup, or go on without"
)
_STATE_LOST = (
    "nothing tells where its {} texts came from (was .gomtin deleted?): all of them count as seeds and "
    "define the topic now; put .gomtin back from a backup, or leave only your seeds in .gomtin/seeds.json "
    "and delete .gomtin/ledger.db"
)


def loss_told(seeds: int = 0) -> str:
    """Return the sentence on a ledger that was lost; with it, the list that so many texts now stand in."""
    return _STATE_LOST.format(seeds) if seeds else LOST


class Ledger:
    """One ledger file. Safe to use from several threads and processes."""

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        read_only: bool = False,
        only_show: bool = False,
    ) -> None:
        """Open the file; make, upgrade or rebuild it where it must be. With `read_only`, only look at it.

        To `only_show` what is in it, raises LedgerError for a damaged one, and leaves it as it is.
        """
        self.path = path
        self._db = db = ReadOnlyDatabase(path) if read_only else SharedDatabase(path, only_show=only_show)
        self.records = Records(db)
        self.pages = Pages(db)
        self.announcements = Announcements(db, now)
        self.runs = Runs(db)
        self.hosts = Hosts(db)
        self.background = Background(db)
        self.topic_updates = TopicUpdates(db)
        self.counter_examples = CounterExamples(db)
        self.waiting = Waiting(db)
        self.samples = Samples(db)
        self.yields = Yields(db)
        self.backfill = BackfillProgress(db, now)
        self.frontier = Frontier(db)
        self.health = Health(db)
        self.texts = Texts(db)
        self.versions = Versions(db, now)
        self.revisits = Revisits(db, now)
        self.channels = Channels(db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def must_stay(self) -> None:
        """From now on raise LedgerError where the file was deleted or replaced, and make none anew."""
        self._db.must_stay = True

    def transaction(self, work: Callable[[Connection], T], *, flushed: bool = True) -> T:
        """Do the corpus's work in one transaction; twice, when the ledger had to be rebuilt.

        With `flushed` false it is on the disk with the next one: for what a run would find out again.
        """
        return self._db.write(work, flushed=flushed)
