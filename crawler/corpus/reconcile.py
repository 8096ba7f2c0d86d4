"""Brings ledger and folder together: what others put there gets a row, seeds stay seeds."""

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from crawler.article import Article, Record
from crawler.store.database import Connection
from crawler.store.folder import Folder, as_text, number_of, order, title_of
from crawler.store.ledger import Ledger, loss_told
from crawler.store.tables import records
from crawler.store.tables.records import record_row
from crawler.text.normalize import content_hash

log = logging.getLogger("gomtin")

_SURELY_ANOTHER_TIME_NS = 2_000_000_000  # the clocks of some file systems go in steps of two seconds
_MANY_TEXTS = 1000  # they take seconds to read, so a person is told
Intent = dict[str, Any]


class Reconciler:
    """One corpus's folder and ledger. Methods that take a connection run inside the corpus's transaction."""

    def __init__(self, files: Folder, now: Callable[[], datetime]) -> None:
        self._files = files
        self._now = now
        self._remembered: set[str] | None = None

    def scan(self, ledger: Ledger, *, only_show: bool = False) -> None:
        """Bring the ledger up to date, and drop what was left over.

        A folder that is as it was when all of it was looked at is not listed again. To `only_show` what there
        is, nothing is written but rows of texts that have none.
        """
        if only_show and not self._files.intents() and self._files.names() <= ledger.records.names():
            self._remembered = self._files.seeds()
            return
        settled = [] if self._is_seen(ledger) else self._look(ledger)
        for staged in [*settled, *self._files.left_overs()]:
            self._files.discard(staged)

    def _is_seen(self, ledger: Ledger) -> bool:
        listed = self._files.seeds()
        if self._files.intents() or ledger.records.folder_seen() != _state(self._files.changed_at(), listed):
            return False
        self._remembered = listed
        return True

    def _look(self, ledger: Ledger) -> list[Path]:
        """Look at the whole folder. Texts are read before the lock is taken."""
        new = self._files.names() - ledger.records.names()
        if len(new) > _MANY_TEXTS:
            log.warning("%s: taking %d texts into the ledger", self._files.path, len(new))
        read = {name: record for name in new if (record := self._read(name))}
        return ledger.transaction(lambda db: self._adopt_all(db, read))

    def catch_up(self, db: Connection) -> list[Path]:
        """Adopt what appeared since the last text was stored; return what is settled once this is committed.

        Costs the same however many texts there are: only a crash, or another tool's change of the folder,
        makes it look through the folder. Staged texts are written under the lock, so all found are left over.
        """
        intents = self._files.intents()
        left = [intent for intent in intents.values() if not records.has_digits(db, intent["digits"])]
        if left or records.folder_mtime(db) != self._files.changed_at():
            self.adopt(db, intents=left)
        return list(intents)

    def adopt(
        self,
        db: Connection,
        *,
        read: dict[str, Record] | None = None,
        intents: Collection[Intent] = (),
    ) -> None:
        """Give every numbered text without a row its row; what is known of an interrupted store is kept."""
        began = time.time_ns()
        changed_at = self._files.changed_at()
        names = self._files.names()
        known = records.names(db)
        seeds = self._seeds(db, names, first=not known)
        if records.folder_mtime(db) is None:
            self._note_loss(db, names, seeds)
        meant = {intent.get("sha256"): intent for intent in intents}
        left_out = False
        for name in sorted(names - known, key=order):
            record = (read or {}).get(name) or self._read(name)
            if record is None:
                records.reserve(db, number_of(name) or 0)
                left_out = True
                continue
            row = _row(replace(record, origin="seed" if name in seeds else "adopted"))
            row |= {column: value for column, value in meant.get(record.sha256, {}).items() if column in row}
            records.insert(db, row | {"name": name, "number": record.number})
            log.info("%s: taken into the ledger, origin %s", name, row["origin"])
        records.note_back(db, names)
        self.note_seeds(db, seeds)
        self.note_given(db)
        records.set_folder_mtime(db, changed_at)
        # In the moment of a change, another one leaves the folder's time as it is.
        if not left_out and began - changed_at > _SURELY_ANOTHER_TIME_NS:
            records.set_folder_seen(db, _state(changed_at, self._files.seeds()))

    def _note_loss(self, db: Connection, names: set[str], seeds: set[str]) -> None:
        """Tell it when this ledger stands in the place of one that was lost."""
        listed = self._files.seeds() is not None
        taken = 0 if listed else len(seeds)
        if names and (listed or (seeds == names and self._files.seem_stored(names))):
            records.note_lost(db, self._now(), taken)
            log.warning("%s: %s", self._files.path, loss_told(taken))

    def next_number(self, db: Connection) -> int:
        """Return the number above all that were ever given, as the ledger says or the list beside it."""
        return max(records.next_number(db), self._files.given_below())

    def note_given(self, db: Connection) -> None:
        """Write down beside the ledger which numbers are given, for when it is lost."""
        number = records.next_number(db)
        if number > self._files.given_below():
            self._files.note_given_below(number)

    def note_seeds(self, db: Connection, names: set[str]) -> None:
        """Make these texts seeds, in the ledger and in the list beside it."""
        records.make_seeds(db, names)
        listed = self._files.seeds()
        seeds = (listed or set()) | names | records.seeds(db)
        if seeds != listed and records.any_there(db):
            self._files.note_seeds(seeds)
        self._remembered = seeds

    def intent(
        self, data: bytes, origin: str, article: Article | None = None, run: int | None = None
    ) -> Intent:
        """Return the row of a text to be stored, without name and number."""
        record = self._describe("", data, article.normal_hash if article else None)
        return _row(replace(record, origin=origin), article, run)

    def _adopt_all(self, db: Connection, read: dict[str, Record]) -> list[Path]:
        intents = self._files.intents()
        self.adopt(db, read=read, intents=intents.values())
        return list(intents)

    def _seeds(self, db: Connection, names: set[str], *, first: bool) -> set[str]:
        """Return which texts are seeds: what list and ledger say; all, where there was neither before."""
        listed = self._files.seeds()
        if listed is None and self._remembered:
            listed = self._remembered  # the list was deleted under this process
        return names if listed is None and first else records.seeds(db) | (listed or set())

    def _read(self, name: str) -> Record | None:
        data = self._files.read(name)
        if data is None:
            return None
        return replace(self._describe(name, data), added_at=self._files.written_at(name))

    def _describe(self, name: str, data: bytes, normal_hash: str | None = None) -> Record:
        text = as_text(data)
        return Record(
            number=number_of(name) or 0,
            name=name,
            sha256=sha256(data).hexdigest(),
            normal_hash=normal_hash or content_hash(text),
            origin="adopted",
            added_at=self._now(),
            title=title_of(text),
        )


def _state(changed_at: int, seeds: Collection[str] | None) -> str:
    """Return what tells a folder and its list of seeds from what they were."""
    listed = "none" if seeds is None else sha256("\n".join(sorted(seeds)).encode()).hexdigest()
    return f"{changed_at} {listed}"


def _row(record: Record, article: Article | None = None, run: int | None = None) -> Intent:
    if article:
        told = ("outlet", "url", "key", "published", "lead", "language", "fetched_at", "rights")
        record = replace(record, **{name: getattr(article, name) for name in told})
    row = record_row(record, article, run)
    del row["name"], row["number"]
    return row
