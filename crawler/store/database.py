"""One SQLite file that several processes and threads share. No business logic.

Readers never wait for writers. Writers hold a shared lock on the file's folder, so that whoever creates,
upgrades or replaces the file (exclusive lock) is alone. Only SQLite's errors 11 and 26 mean damage. The whole
file is looked through when it was not closed as it should be, and when damage is met; else verify does.
"""

import contextlib
import errno
import logging
import os
import re
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from crawler.errors import CorpusError, LedgerError
from crawler.files import check_regular, identity_of, make_file, make_folder, share
from crawler.store import locks
from crawler.store.clean_end import CleanEnd
from crawler.store.folder import SameFolder
from crawler.store.locks import BUSY_ADVICE, folder_lock
from crawler.store.migrations.registry import is_current, is_foreign, upgrade

log = logging.getLogger("gomtin")
T = TypeVar("T")
Connection = sqlite3.Connection  # in signatures elsewhere: what is done is part of its transaction

_CHECK_HEAD = "*** in database main ***\n"  # stands over what SQLite's checks find
_READER_TIMEOUT_S = 5.0  # status and page say rather that they cannot read than wait
_READER_CACHE_KIB = 1024  # the page's process stays small
_FILES = ("", "-wal", "-shm")  # endings of the files of one database
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_ADVICE = {
    sqlite3.SQLITE_BUSY: BUSY_ADVICE,
    sqlite3.SQLITE_LOCKED: "another program holds it; end that program and try again",
    sqlite3.SQLITE_FULL: "the disk is full; free some space, then run the same command again",
    sqlite3.SQLITE_READONLY: "it may not be written; check the permissions of the folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check permissions, free space and the limit of open files",
    sqlite3.SQLITE_PERM: "it may not be opened; check the permissions of the folder",
    sqlite3.SQLITE_PROTOCOL: "it cannot be locked; keep the corpus on a local disk, not in a network folder",
    sqlite3.SQLITE_IOERR: "the disk does not read or write it; check the disk and its free space",
}
_GONE_ADVICE = "its disk or network folder is not there any more; mount it again"
_LOCAL_ADVICE = (
    "its file system lacks locks or hard links; keep the corpus on a local disk (ext4, xfs, btrfs…)"
)
_ERRNO_ADVICE = {
    errno.ENOSPC: "the disk is full; free some space, then run the same command again",
    errno.EDQUOT: "the disk quota is used up; free some space, then run the same command again",
    errno.EACCES: "permission denied; check the permissions of the folder",
    errno.EPERM: "not permitted; check the folder's permissions, and that its file system has hard links",
    errno.EROFS: "the file system is read-only; mount it for writing or choose another folder",
    errno.EMFILE: "too many open files; raise the limit (ulimit -n)",
    errno.EIO: "the disk does not read or write it; check the disk",
    **dict.fromkeys((errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV), _GONE_ADVICE),
    **dict.fromkeys((errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EXDEV, errno.EMLINK), _LOCAL_ADVICE),
}
_NO_TEXT = "Could not decode to UTF-8"  # Python's own words; SQLite looks at no text
_IN_TEXT_ADVICE = "put it back from a backup, or move it away: the next command makes it anew from the texts"
_IN_USE_ADVICE = "nothing more is written; the next command makes it anew from the texts"
_REBUILT_ADVICE = "run the command again, it is rebuilt from the folder"
UNTOUCHED_ADVICE = (
    "nothing was changed; put it back from a backup, or have it put aside and made anew from the texts with: "
    "gomtin verify --repair"
)


class DamagedError(LedgerError):
    """Raised when SQLite says that the file's bytes are no database any more; it is then rebuilt."""


class OlderError(LedgerError):
    """Raised for what a ledger that was not upgraded yet does not hold."""


@contextlib.contextmanager
def readable_errors(path: Path, damaged: str = _REBUILT_ADVICE) -> Iterator[None]:
    """Turn what SQLite and the system complain about into one line that says what to do.

    `damaged`: what to do about a damaged file.
    """
    try:
        yield
    except sqlite3.Error as error:
        code, said = getattr(error, "sqlite_errorcode", 0) & 0xFF, " ".join(str(error).split())
        if code in _DAMAGE:
            raise DamagedError(f"{path}: damaged ({said}); {damaged}") from error
        if said.startswith(_NO_TEXT):
            raise LedgerError(f"{path}: damaged ({said}); {_IN_TEXT_ADVICE}") from error
        if code in _ADVICE:
            raise LedgerError(f"{path}: {_ADVICE[code]} ({error})") from error
        raise
    except OSError as error:
        advice = _ERRNO_ADVICE.get(error.errno or 0, error.strerror or str(error))
        raise CorpusError(f"{error.filename or path}: {advice}") from error


class SharedDatabase:
    """The connections of one process: one that writes, one that reads.

    A file that vanishes is made anew and one that is damaged put aside and made anew, unless it `must_stay`:
    for those who rely on what they wrote into it. Opened to `only_show`, a damaged one is left as it is.
    """

    _damage_advice = _REBUILT_ADVICE

    def __init__(self, path: Path, *, only_show: bool = False) -> None:
        self.path = path
        self._only_show = only_show
        self._writing = threading.RLock()
        self._reading = threading.RLock()
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._folders = SameFolder(path.parent.parent)
        self._end = CleanEnd(path, path.with_suffix(".mark"))
        self._doubted = False
        self.must_stay = False
        try:
            with readable_errors(self.path, self._damage_advice):
                self._open()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        with self._writing, self._reading:
            for connection in (self._reader, self._writer):
                if connection:
                    connection.close()
            self._end.leave(sound=self._file is not None and not self._doubted)
            self._reader = self._writer = self._file = None

    def rows(self, sql: str, parameters: Any = ()) -> list[sqlite3.Row]:
        """Return what is committed; a damaged file is replaced, and answers from the new one."""
        try:
            return self._rows(sql, parameters)
        except DamagedError as error:
            self._replace(error)
            return self._rows(sql, parameters)

    def write(self, work: Callable[[sqlite3.Connection], T], *, flushed: bool = True) -> T:
        """Do the work in one transaction, alone; a damaged file is replaced, the work done again.

        Inside another work it is part of that one's transaction. What `rows` returns is committed before.
        What is not `flushed` to the disk by itself is so with the next work that is: should the machine
        lose its power before, all since the last flushed one is undone, in order, and nothing before.
        """
        with self._writing:
            if self._writer and self._writer.in_transaction:
                return work(self._writer)
            try:
                with self._transaction(flushed=flushed) as connection:
                    return work(connection)
            except DamagedError as error:
                self._replace(error)
                with self._transaction(flushed=flushed) as connection:
                    return work(connection)

    def execute(self, sql: str, parameters: Any) -> None:
        """Do one statement in a transaction of its own."""
        self.write(lambda db: db.execute(sql, parameters))

    def reopen(self) -> None:
        """Look through the whole file, on which damage was met, and replace it where it is damaged."""
        with self._writing, readable_errors(self.path):
            self._doubted = True
            self._open()
            self._doubted = False

    def _replace(self, error: DamagedError) -> None:
        """Look through the whole file and replace it where it is damaged, unless it must stay."""
        if self.must_stay:
            self._doubted = True
            how = f"damaged while it was in use ({_said(error)})"
            raise LedgerError(f"{self.path}: {how}; {_IN_USE_ADVICE}") from error
        self.reopen()

    def _rows(self, sql: str, parameters: Any) -> list[sqlite3.Row]:
        with self._reading, readable_errors(self.path, self._damage_advice):
            if self._reader is None:
                raise LedgerError(f"{self.path}: closed")
            return self._reader.execute(sql, parameters).fetchall()

    @contextlib.contextmanager
    def _transaction(self, *, flushed: bool) -> Iterator[sqlite3.Connection]:
        with self._writing, readable_errors(self.path), self._folders.needed():
            if self._writer is None:
                raise LedgerError(f"{self.path}: closed")
            if not self.path.exists():
                raise self._vanished("deleted")
            with folder_lock(self.path.parent, exclusive=False):
                if self._file != identity_of(self.path):
                    raise self._vanished("replaced")
                if not flushed:
                    self._writer.execute("PRAGMA synchronous=NORMAL")
                try:
                    self._writer.execute("BEGIN IMMEDIATE")
                    yield self._writer
                    self._writer.execute("COMMIT")
                finally:
                    if self._writer.in_transaction:
                        self._writer.rollback()
                    if not flushed:
                        self._writer.execute("PRAGMA synchronous=FULL")

    def _vanished(self, how: str) -> LedgerError:
        if self.must_stay:
            return LedgerError(f"{self.path}: {how} while it was in use; {_IN_USE_ADVICE}")
        return DamagedError(f"{self.path}: was {how}")

    def _open(self) -> None:
        self._folders.check()
        make_folder(self.path.parent)
        self._folders = SameFolder(self.path.parent.parent, self.path.parent)
        with folder_lock(self.path.parent, exclusive=False), contextlib.suppress(DamagedError):
            if self.path.exists() and self._connect():
                return
        with folder_lock(self.path.parent, exclusive=True):
            if not self._connect_or_rebuild():
                assert self._writer is not None
                self._writer.execute("PRAGMA journal_mode=WAL")
                upgrade(self._writer)
                self._share()

    def _connect_or_rebuild(self) -> bool:
        with contextlib.suppress(DamagedError):
            return self._connect()
        # SQLite calls a disk that does not read damage, too; then this raises, or the second try is fine.
        for suffix in ("", "-wal"):
            with contextlib.suppress(FileNotFoundError), open(f"{self.path}{suffix}", "rb") as file:  # noqa: PTH123 - suffixes are no Path's business
                while file.read(1 << 20):
                    pass
        try:
            return self._connect()
        except DamagedError as error:
            if self._only_show:
                raise LedgerError(f"{self.path}: damaged ({_said(error)}); {UNTOUCHED_ADVICE}") from error
            self._put_aside(error)
            return self._connect()

    def _connect(self) -> bool:
        """Connect anew; return whether the tables are the present ones. Raises DamagedError."""
        self.close()
        with self._reading, readable_errors(self.path):
            try:
                check_files(self.path)
                refuse_empty(self.path)
                trusted = self._end.enter() and not self._doubted
                make_file(self.path)
                self._writer = writer = _connection(str(self.path), timeout_s=locks.BUSY_TIMEOUT_S)
                writer.execute("PRAGMA synchronous=FULL")
                writer.execute("PRAGMA foreign_keys=ON")
                if not trusted:
                    check(writer, "quick_check")
                refuse_foreign(writer, self.path)
                current = is_current(writer) and writer.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
                self._reader = _connection(str(self.path), timeout_s=locks.BUSY_TIMEOUT_S)
                self._reader.execute("PRAGMA query_only=ON")
                self._file = identity_of(self.path)
            except BaseException:
                self.close()
                raise
        self._share()
        return current

    def _share(self) -> None:
        for ending in _FILES:
            share(Path(f"{self.path}{ending}"))

    def _put_aside(self, error: DamagedError) -> None:
        aside = self.path.with_name(f"{self.path.stem}.corrupt-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.db")
        outcome = " and is made anew"
        for suffix in _FILES:
            file = Path(f"{self.path}{suffix}")
            with contextlib.suppress(FileNotFoundError):
                if file.stat().st_size:
                    file.rename(f"{aside}{suffix}")
                    outcome = f"; kept as {aside.name}, rebuilt from the folder"
                else:
                    file.unlink()
        log.error("the ledger was damaged (%s)%s", _said(error), outcome)


class ReadOnlyDatabase(SharedDatabase):
    """An existing file read beside its writers, as it is: also one that an older gomtin wrote."""

    _damage_advice = UNTOUCHED_ADVICE

    def write(self, work: Callable[[sqlite3.Connection], T], *, flushed: bool = True) -> T:
        raise AssertionError(f"{self.path}: read-only, {work}, {flushed=}")

    def rows(self, sql: str, parameters: Any = ()) -> list[sqlite3.Row]:
        """Return what is committed. Raises OlderError for what an earlier gomtin did not know yet."""
        try:
            return self._rows(sql, parameters)
        except sqlite3.OperationalError as error:
            raise OlderError(
                f"{self.path}: of an older gomtin; the next crawl upgrades it ({error})"
            ) from error

    def _open(self) -> None:
        self._reader = read_only(self.path, _READER_TIMEOUT_S, leave_no_trace=True)
        self._reader.execute(f"PRAGMA cache_size=-{_READER_CACHE_KIB}")


def _said(error: DamagedError) -> str:
    """Return on one line what SQLite said of the damage."""
    return " ".join(str(error.__cause__ or error).split())


def check(connection: sqlite3.Connection, pragma: str) -> None:
    """Look through the whole file. Raises what SQLite would raise on meeting the damage."""
    answer = str(connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0]).removeprefix(_CHECK_HEAD)
    if answer == "ok":
        return
    # A page that the disk does not give is reported like a damaged one, with the error's number.
    code = re.search(r"error code[ =](\d+)", answer)
    error = sqlite3.DatabaseError(answer)
    error.sqlite_errorcode = int(code[1]) if code else sqlite3.SQLITE_CORRUPT
    raise error


def _connection(address: str, *, timeout_s: float, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, timeout=timeout_s, isolation_level=None, check_same_thread=False, uri=uri
    )
    connection.row_factory = sqlite3.Row
    return connection


def read_only(
    path: Path, timeout_s: float = locks.BUSY_TIMEOUT_S, *, leave_no_trace: bool = False
) -> sqlite3.Connection:
    """Connect to an existing ledger as `reader` does.

    Raises LedgerError for a foreign database, and SQLite's own error of damage for an empty file.
    """
    connection = reader(path, timeout_s, leave_no_trace=leave_no_trace)
    try:
        refuse_empty(path)
        refuse_foreign(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def reader(path: Path, timeout_s: float, *, leave_no_trace: bool = False) -> sqlite3.Connection:
    """Connect to an existing file without the right to change it. Raises OSError for no regular file.

    Also to read, SQLite makes a log and its index beside the file; who may not write must not leave what
    locks out those who may. Without a log, the file is all there is, and is read as one that nobody changes.
    A log without its index was left by a writer that is gone; who cannot make the index, or wants to
    `leave_no_trace`, reads a copy of both. Beside a writer, SQLite notes its readers in the index.
    """
    check_files(path)
    logged, indexed = (path.with_name(f"{path.name}{ending}").exists() for ending in ("-wal", "-shm"))
    may_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) and not leave_no_trace
    if logged and not indexed and not may_write:
        return _copied(path, timeout_s)
    mode = "mode=ro" if logged or may_write else "mode=ro&immutable=1"
    return _connection(f"{path.absolute().as_uri()}?{mode}", timeout_s=timeout_s, uri=True)


def _copied(path: Path, timeout_s: float) -> sqlite3.Connection:
    """Connect to a copy of a file and its log. Its names are gone at once; the system keeps what is open."""
    with tempfile.TemporaryDirectory(prefix="gomtin-") as place:
        copy = Path(place) / path.name
        for ending in ("", "-wal"):
            shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
        connection = _connection(str(copy), timeout_s=timeout_s)
        try:
            connection.execute("PRAGMA journal_mode=DELETE")  # takes the log into the file
            connection.execute("PRAGMA query_only=ON")
        except BaseException:
            connection.close()
            raise
    return connection


def check_files(path: Path) -> None:
    """Raise OSError when one of a database's files is no regular one: SQLite would follow links."""
    for ending in _FILES:
        check_regular(Path(f"{path}{ending}"))


def refuse_empty(path: Path) -> None:
    """Raise what SQLite would raise on damage where a file holds nothing, which SQLite takes for a new one.

    So a machine that loses its power may leave it; a ledger has tables from its first transaction on.
    """
    with contextlib.suppress(FileNotFoundError):
        if not path.stat().st_size:
            error = sqlite3.DatabaseError("the file is empty")
            error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
            raise error


def refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Raise LedgerError for the database of another program: it is neither changed nor put aside."""
    if is_foreign(connection):
        raise LedgerError(
            f"{path}: a database of another program, no ledger; move it away, then run the same command again"
        )
