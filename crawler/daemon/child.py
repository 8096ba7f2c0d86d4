"""What a child of the daemon does before the command: limits, logs, and an end when the daemon ends.

Started as `python -P -m crawler.daemon.child LOG MEGABYTES FILES PARENT COMMAND…`, so that the daemon itself
runs no code between fork and exec.
"""

import ctypes
import faulthandler
import os
import resource
import signal
import sys
from pathlib import Path

from crawler.logs import log_child

_PR_SET_PDEATHSIG = 1  # of Linux's prctl


def limit(megabytes: int, files: int) -> None:
    """Set what this process and its own children may take."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = files if most == resource.RLIM_INFINITY else min(files, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent(parent: int) -> None:
    """Ask the kernel for a SIGTERM when the daemon dies without one of its own."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def main() -> None:
    log, megabytes, files, parent, *command = sys.argv[1:]
    end_with_parent(int(parent))
    limit(int(megabytes), int(files))
    faulthandler.enable()
    log_child(Path(log))
    from crawler import cli

    sys.argv = ["gomtin", *command]
    cli.main()


if __name__ == "__main__":
    main()
