"""One daemon per corpus: the second says who is there and leaves. And what other crawls are going on."""

import json
import logging
import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from crawler.errors import GomtinError
from crawler.files import read_regular
from crawler.paths import StatePaths
from crawler.store.locks import file_lock, is_held
from crawler.timestamps import time_text

log = logging.getLogger("gomtin.daemon")


class AnotherDaemonError(GomtinError):
    """Raised when a daemon keeps this corpus already; the message says which."""


@contextmanager
def daemon_lock(folder: Path, now: datetime, home: Path | None = None) -> Iterator[None]:
    """Keep the corpus's daemon lock while the block runs. Raises AnotherDaemonError, and CorpusError.

    `home` is the state folder with the daemon's journal, where that is another corpus's.
    """
    path = StatePaths(folder).daemon_lock
    with file_lock(path) as file:
        if file is None:
            raise AnotherDaemonError(f"{_who(path)}; nothing started")
        if file.writable():
            file.truncate(0)
            who = {"pid": os.getpid(), "host": socket.gethostname(), "since": time_text(now)}
            file.write(json.dumps(who | {"home": str((home or folder).absolute())}))
            file.flush()
        else:
            log.warning("%s: may not be written; it does not say who keeps the corpus", path)
        yield


def home_of(folder: Path) -> Path:
    """Return the state folder with the journal of the daemon that keeps a corpus, or last kept it."""
    try:
        home = Path(json.loads(read_regular(StatePaths(folder).daemon_lock))["home"])
    except (OSError, ValueError, KeyError):
        return folder
    return home if home.is_dir() else folder


def is_locked(folder: Path) -> bool:
    """Tell whether a daemon keeps the corpus now."""
    return is_held(StatePaths(folder).daemon_lock)


def crawled_elsewhere(folders: Iterable[Path], outlets: Iterable[str]) -> bool:
    """Tell whether other processes crawl every one of the outlets now, so that a run would find none free."""
    names, folders = tuple(outlets), tuple(folders)
    return bool(names) and all(
        any(is_held(StatePaths(folder).outlet_lock(name)) for folder in folders) for name in names
    )


def _who(path: Path) -> str:
    try:
        value = json.loads(read_regular(path))
        where = f"process {value['pid']} on {value['host']}, since {value['since']}"
    except (OSError, ValueError, KeyError):
        where = "it does not say where"
    return f"a daemon keeps this corpus already: {where}"
