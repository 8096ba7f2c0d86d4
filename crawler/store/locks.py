"""Locks between processes, on files and folders. The system lets go of them when a process ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from crawler.errors import LedgerError

BUSY_TIMEOUT_S = 30.0  # for another process to finish what takes milliseconds; SQLite waits as long
_RETRY_S = 0.02  # a lock is held for some milliseconds
BUSY_ADVICE = f"another program held it for {BUSY_TIMEOUT_S:.0f} s; end that program and try again"


@contextmanager
def folder_lock(folder: Path, *, exclusive: bool) -> Iterator[None]:
    """Hold a folder's lock while the block runs; wait for it. Raises LedgerError after BUSY_TIMEOUT_S."""
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        deadline = time.monotonic() + BUSY_TIMEOUT_S
        while not _try(descriptor, kind):
            if time.monotonic() > deadline:
                raise LedgerError(f"{folder}: {BUSY_ADVICE}")
            time.sleep(_RETRY_S)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def file_lock(path: Path) -> Iterator[TextIO | None]:
    """Hold a lock file while the block runs; yield it, open for writing, or None when another holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        yield file if _try(file.fileno(), fcntl.LOCK_EX) else None


def is_held(path: Path) -> bool:
    """Tell whether a process holds a lock file now."""
    try:
        with path.open(encoding="utf-8") as file:
            return not _try(file.fileno(), fcntl.LOCK_SH)
    except OSError:
        return False


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
