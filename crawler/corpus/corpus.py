"""The folder of numbered texts: numbers them, writes them whole, reads them; the folder is the truth.

One text is stored in one ledger transaction, which all processes take in turn:

    BEGIN IMMEDIATE, catch up with the folder, look up the hash
    write .gomtin/tmp/<pid>-<hash> and <pid>-<hash>.json (what it is), fsync
    look for like texts, insert the row, link() to the final name, unlink the temporary name, fsync the folder
    insert the fingerprints and links
    COMMIT, unlink <pid>-<hash>.json

A crash before link() leaves nothing in the folder. A crash after it leaves the .json: whoever comes next,
a running process or a new one, adopts the text with all that was known of it before storing anything.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from crawler.article import Article, Record
from crawler.corpus.reconcile import Reconciler
from crawler.dedup import policy as dedup_policy
from crawler.dedup.index import DuplicateIndex
from crawler.errors import CorpusError, Rejected
from crawler.files import read_regular
from crawler.paths import StatePaths
from crawler.reasons import Reason
from crawler.store.database import Connection, readable_errors
from crawler.store.folder import Folder, as_text, defect, name_for, number_of, order
from crawler.store.ledger import Ledger
from crawler.store.seeds import SeedLoss, is_sound
from crawler.store.tables import records, versions
from crawler.store.tables.postings import rows_of
from crawler.store.tables.records import as_record
from crawler.timestamps import utc_now, utc_text


@dataclass(frozen=True, slots=True)
class _Entered:
    """What one transaction came to; `settled`: staged texts, accounted for when it is committed.

    `refused`: why the text is not kept, though it is not known; `record` is then the one it repeats.
    """

    record: Record
    new: bool
    settled: list[Path]
    refused: Rejected | None = None


class Corpus:
    """One corpus folder and its ledger. Safe to use from several threads and processes."""

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        state: StatePaths | None = None,
        only_show: bool = False,
    ) -> None:
        self.folder = folder
        self._files = Folder(folder, state)
        with readable_errors(folder):
            self._files.make()
        self.ledger = Ledger(self._files.state.ledger, now=now, only_show=only_show)
        self._reconciler = Reconciler(self._files, now)
        self.duplicates = DuplicateIndex(self.ledger.texts, self._files)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        state: StatePaths | None = None,
        only_show: bool = False,
    ) -> Self:
        """Open a folder, make its ledger if it has none, and bring it up to date with its files.

        `state` is where the program's state is, if it is not to be in the folder.
        """
        corpus = cls(folder, now=now, state=state, only_show=only_show)
        try:
            with readable_errors(folder):
                corpus._reconciler.scan(corpus.ledger, only_show=only_show)
                corpus.duplicates.index()
        except BaseException:
            corpus.close()
            raise
        return corpus

    @classmethod
    @contextmanager
    def to_show(cls, folder: Path) -> "Iterator[Corpus]":
        """Open a folder to show what is in it: one without a ledger is left without, a damaged one as it is.

        Raises LedgerError for a damaged ledger, with what to do.
        """
        with ExitStack() as stack:
            state, own = None, StatePaths.of(folder)
            if not os.path.lexists(own.ledger) and not any(Folder(folder).odd()):
                state = StatePaths.of(Path(stack.enter_context(TemporaryDirectory(prefix="gomtin-"))))
                state.folder.mkdir()
                with suppress(FileNotFoundError):
                    state.seeds.write_bytes(read_regular(own.seeds))
            yield stack.enter_context(cls.open(folder, state=state, only_show=True))

    @classmethod
    def init(
        cls, folder: Path, seeds_from: Path | None = None, *, now: Callable[[], datetime] = utc_now
    ) -> Self:
        """Start a corpus, or open it; take over the .txt files of another folder as seeds."""
        corpus = cls.open(folder, now=now)
        try:
            if seeds_from:
                corpus.take_over(_texts_in(seeds_from))
        except BaseException:
            corpus.close()
            raise
        return corpus

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.ledger.close()

    def check_file_system(self) -> None:
        """Raise CorpusError where texts could not appear whole, before work is done for nothing."""
        with readable_errors(self.folder):
            self._files.check_file_system()

    def path(self, record: Record) -> Path:
        return self.folder / record.name

    def text(self, record: Record) -> str | None:
        """Return a record's text as it is now; None when its file was deleted."""
        with readable_errors(self.path(record)):
            data = self._files.read(record.name)
        return None if data is None else as_text(data)

    def seeds(self) -> list[tuple[str, str]]:
        """Return name and text of all seeds that still hold one, in order."""
        with readable_errors(self.folder):
            texts = [(name, self._files.read(name)) for name in sorted(self._files.seeds() or (), key=order)]
            recorded = self.ledger.records.recorded_seeds()
        return [(name, as_text(data)) for name, data in texts if data and is_sound(data, recorded.get(name))]

    def seed_loss(self) -> SeedLoss | None:
        """Return how many seeds are lost, where that is half of them or more."""
        with readable_errors(self.folder):
            return SeedLoss.of(self._files, self.ledger.records.recorded_seeds())

    def add(
        self,
        article: Article,
        *,
        origin: str = "crawl",
        run: int | None = None,
        policy: dedup_policy.Policy | None = None,
    ) -> Record:
        """Store an article as the next numbered text: number, file and row appear together or not at all.

        Raises Rejected(SAME_TEXT) when the corpus holds the text, or held it before somebody deleted it; with
        a policy, also for what the policy does not let in beside the texts that are there at this moment.
        """
        data = article.text.encode(errors="surrogatepass")
        wrong = defect(data)
        if wrong:
            raise Rejected(Reason.BUG, f"the text is not in the corpus's form: {wrong}")
        intent = self._reconciler.intent(data, origin, article, run)
        entered = self._enter(lambda db: self._add(db, article, intent, policy))
        if entered.refused:
            raise entered.refused
        if not entered.new:
            known = entered.record
            detail = f"same text as {known.name}"
            raise Rejected(Reason.SAME_TEXT, detail, duplicate_of=known.number, similarity=1.0)
        return entered.record

    def take_over(self, files: Iterable[Path]) -> list[Record]:
        """Copy texts into the corpus as seeds, byte for byte; names of the corpus's form stay where free."""
        return [self._take_over(path) for path in files]

    def _take_over(self, path: Path) -> Record:
        with readable_errors(path):
            data = path.read_bytes()
        intent = self._reconciler.intent(data, "seed")
        return self._enter(lambda db: self._add_seed(db, path.name, data, intent)).record

    def _enter(self, work: Callable[[Connection], _Entered]) -> _Entered:
        with readable_errors(self.folder):
            entered = self.ledger.transaction(work)
        for staged in entered.settled:
            self._files.discard(staged)
        return entered

    # Inside the transaction

    def _add(
        self, db: Connection, article: Article, intent: dict[str, Any], policy: dedup_policy.Policy | None
    ) -> _Entered:
        settled = self._reconciler.catch_up(db)
        self.duplicates.catch_up(db)
        known = records.with_hash(db, intent["normal_hash"])
        if known:
            return _Entered(known, False, settled)
        look = self.duplicates.look(rows_of(db), article.text, article.sketch)
        own = records.with_key(db, article.key)
        refused = dedup_policy.judged(own, look.relations, policy) if policy else None
        if refused:
            refused.article = replace(article, relations=look.relations)
            repeated = records.with_number(db, refused.duplicate_of or 0)
            assert repeated
            return _Entered(repeated, False, settled, refused)
        entered = self._store(db, article.text.encode(), intent, settled)
        if entered.new:
            self.duplicates.catch_up(db, given={entered.record.name: look})
            if own:
                self._supersede(db, own[-1], entered.record, article.text)
        return entered

    def _supersede(self, db: Connection, old: Record, new: Record, text: str) -> None:
        """Note that an article's latest state has a file of its own; the old file stays what it is."""
        records.supersede(db, old.number, new.number)
        at = utc_text(new.added_at)
        versions.note(db, old.number, new.normal_hash, text, at, file=new.name)

    def _add_seed(self, db: Connection, name: str, data: bytes, intent: dict[str, Any]) -> _Entered:
        settled = self._reconciler.catch_up(db)
        self.duplicates.catch_up(db)
        known = records.with_sha256(db, intent["sha256"])
        if known:
            self._reconciler.note_seeds(db, {known.name})
            return _Entered(replace(known, origin="seed"), False, settled)
        number = number_of(name)
        wanted = name if number is not None and records.with_number(db, number) is None else None
        entered = self._store(db, data, intent, settled, wanted)
        self.duplicates.catch_up(db)
        return entered

    def _store(
        self,
        db: Connection,
        data: bytes,
        intent: dict[str, Any],
        settled: list[Path],
        wanted: str | None = None,
    ) -> _Entered:
        if self._files.seeds() is None:
            self._files.note_seeds(set())  # from now on, a lost ledger does not make every text a seed
        staged = self._files.stage(data, intent)
        number = self._reconciler.next_number(db)
        while True:
            name = wanted or name_for(number, intent["sha256"])
            row = intent | {"name": name, "number": number_of(name)}
            records.insert(db, row)
            try:
                self._files.publish(staged, name)
                break
            except FileExistsError:
                # Another tool took the name just now.
                records.take_back(db, name)
                self._reconciler.adopt(db)
                known = records.with_hash(db, intent["normal_hash"])
                if known:
                    return _Entered(known, False, [*settled, staged])
                wanted, number = None, max(number + 1, self._reconciler.next_number(db))
        if intent["origin"] in ("seed", "accepted"):
            self._reconciler.note_seeds(db, {name})
        self._reconciler.note_given(db)
        records.set_folder_mtime(db, self._files.changed_at())
        return _Entered(as_record(row), True, [*settled, staged])


def _texts_in(folder: Path) -> list[Path]:
    with readable_errors(folder):
        texts = [path for path in folder.iterdir() if path.suffix == ".txt" and path.is_file()]
    if not texts:
        raise CorpusError(f"{folder}: no .txt files to take over as seeds")
    return sorted(texts, key=lambda path: (number_of(path.name) is None, order(path.name)))
