"""One daemon per corpus: the second says who is there and leaves. And what other crawls are going on."""

import fcntl
import json
import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from crawler.errors import GomtinError


class AnotherDaemonError(GomtinError):
    """Raised when a daemon keeps this corpus already; the message says which."""


@contextmanager
def daemon_lock(folder: Path, now: datetime, home: Path | None = None) -> Iterator[None]:
    """Keep the corpus's daemon lock while the block runs. Raises AnotherDaemonError.

    `home` is the state folder with the daemon's journal, where that is another corpus's.
    """
    with (folder / "daemon.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherDaemonError(f"{_who(file.name)}; nothing started") from None
        file.truncate(0)
        who = {"pid": os.getpid(), "host": socket.gethostname(), "since": now.isoformat()}
        file.write(json.dumps(who | {"home": str((home or folder).absolute())}))
        file.flush()
        yield


def home_of(folder: Path) -> Path:
    """Return the state folder with the journal of the daemon that keeps a corpus, or last kept it."""
    try:
        home = Path(json.loads((folder / "daemon.lock").read_text(encoding="utf-8"))["home"])
    except (OSError, ValueError, KeyError):
        return folder
    return home if home.is_dir() else folder


def is_locked(folder: Path) -> bool:
    """Tell whether a daemon keeps the corpus now."""
    return _is_held(folder / "daemon.lock")


def crawled_elsewhere(folders: Iterable[Path], outlets: Iterable[str]) -> bool:
    """Tell whether other processes crawl every one of the outlets now, so that a run would find none free."""
    names, folders = tuple(outlets), tuple(folders)
    return bool(names) and all(
        any(_is_held(folder / "locks" / f"{name}.lock") for folder in folders) for name in names
    )


def _is_held(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _who(path: str) -> str:
    try:
        value = json.loads(Path(path).read_text(encoding="utf-8"))
        where = f"process {value['pid']} on {value['host']}, since {value['since']}"
    except (OSError, ValueError, KeyError):
        where = "it does not say where"
    return f"a daemon keeps this corpus already: {where}"
