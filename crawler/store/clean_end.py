"""Whether a database was closed as it should be: then nobody need read its whole file to trust it."""

import contextlib
import fcntl
import os
import time
from pathlib import Path

from crawler.files import open_regular, share
from crawler.store.locks import try_lock


class CleanEnd:
    """A mark beside a database: size and time of the file as the last one to close it left it.

    Its file is locked, shared, by all who have the database open. Who finds nobody there trusts the database
    if it is as the mark says; who finds somebody trusts it, because that one looked when it came. A process
    that was killed, and whoever else wrote into the file, left another size or time than the mark's.
    """

    def __init__(self, database: Path, mark: Path) -> None:
        self._database = database
        self._path = mark
        self._descriptor: int | None = None

    def enter(self) -> bool:
        """Say that the database is in use here; return whether it may be trusted. Raises OSError."""
        self._descriptor = descriptor = self._opened()
        share(self._path)
        if not try_lock(descriptor, fcntl.LOCK_EX):
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            return True
        trusted = os.pread(descriptor, 100, 0) == self._state()
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        return trusted

    def leave(self, *, sound: bool) -> None:
        """Say that it is not in use here any more; the last one to leave marks it, if it found it sound."""
        if self._descriptor is None:
            return
        # What cannot be marked is looked through by the next one.
        with contextlib.suppress(OSError):
            if sound and try_lock(self._descriptor, fcntl.LOCK_EX):
                self._mark(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = None

    def _opened(self) -> int:
        try:
            return open_regular(self._path, os.O_RDWR | os.O_CREAT)
        except PermissionError:
            return open_regular(self._path, os.O_RDONLY)  # another user's; a lock needs no right to write

    def _mark(self, descriptor: int) -> None:
        if os.pread(descriptor, 100, 0) == self._state():
            return
        # The system's clock for files stands still for some milliseconds, in which somebody may write.
        with contextlib.suppress(PermissionError):
            os.utime(self._database, ns=(self._database.stat().st_atime_ns, time.time_ns()))
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, self._state(), 0)

    def _state(self) -> bytes:
        """Return what tells the file from what it was; nothing that a mark says where there is none."""
        try:
            now = self._database.stat()
        except FileNotFoundError:
            return b"none"
        return f"{now.st_size} {now.st_mtime_ns}\n".encode()
