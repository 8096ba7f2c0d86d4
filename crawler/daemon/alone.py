"""One daemon per corpus: the second says who is there and leaves."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from crawler.errors import GomtinError


class AnotherDaemonError(GomtinError):
    """Raised when a daemon keeps this corpus already; the message says which."""


@contextmanager
def alone(folder: Path, now: datetime) -> Iterator[None]:
    """Keep the corpus's daemon lock while the block runs. Raises AnotherDaemonError."""
    with (folder / "daemon.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherDaemonError(f"{_who(file.name)}; nothing started") from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now.isoformat()}))
        file.flush()
        yield


def is_kept(folder: Path) -> bool:
    """Tell whether a daemon keeps the corpus now."""
    try:
        with (folder / "daemon.lock").open(encoding="utf-8") as file:
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
