"""Locks between processes, on files and folders. The system lets go of them when a process ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from crawler.errors import CorpusError, LedgerError
from crawler.files import make_folder, open_regular, share

BUSY_TIMEOUT_S = 30.0  # for another process to finish what takes milliseconds; SQLite waits as long
_RETRY_S = 0.02  # a lock is held for some milliseconds
BUSY_ADVICE = f"another program held it for {BUSY_TIMEOUT_S:.0f} s; end that program and try again"


@contextmanager
def folder_lock(folder: Path, *, exclusive: bool) -> Iterator[None]:
    """Hold a folder's lock while the block runs; wait for it. Raises LedgerError after BUSY_TIMEOUT_S."""
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        deadline = time.monotonic() + BUSY_TIMEOUT_S
        while not try_lock(descriptor, kind):
            if time.monotonic() > deadline:
                raise LedgerError(f"{folder}: {BUSY_ADVICE}")
            time.sleep(_RETRY_S)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def file_lock(path: Path) -> Iterator[TextIO | None]:
    """Hold a lock file while the block runs; yield it, or None when another holds it.

    It is open for writing unless another user's rights forbid that: a lock needs none. Raises CorpusError.
    """
    with ExitStack() as stack:
        try:
            make_folder(path.parent)
            file = stack.enter_context(_opened(path))
            ours = try_lock(file.fileno(), fcntl.LOCK_EX)
        except OSError as error:
            raise CorpusError(f"{error.filename or path}: cannot be locked: {error.strerror}") from error
        yield file if ours else None


def _opened(path: Path) -> TextIO:
    try:
        file = open(path, "a+", encoding="utf-8", opener=open_regular)  # noqa: SIM115 - the caller closes it
    except PermissionError:
        return open(path, encoding="utf-8", opener=open_regular)
    share(path)
    return file


def is_held(path: Path) -> bool:
    """Tell whether a process holds a lock file now."""
    try:
        with open(path, encoding="utf-8", opener=open_regular) as file:
            return not try_lock(file.fileno(), fcntl.LOCK_SH)
    except OSError:
        return False


def try_lock(descriptor: int, kind: int) -> bool:
    """Take a lock on an open file or folder, or return False where another holds it. Waits for nobody."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
