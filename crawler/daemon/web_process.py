"""Keeps the page's server running beside the daemon: a process of its own, which cannot harm it."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from pathlib import Path

from crawler.daemon.processes import kill_session, spawn

log = logging.getLogger("gomtin.daemon")

_FIRST_PAUSE_SECONDS = 2.0  # before it is started again; doubled each time it ends soon
_LONGEST_PAUSE_SECONDS = 60.0
_GRACE_SECONDS = 3.0  # the page holds nothing that must be put away


async def serve(port: int, *paths: Path) -> None:
    """Serve until cancelled; a server that ends is started again, after a while.

    `paths`: the file, the place of its relative folders, and the one corpus, if it is one.
    """
    pause = _FIRST_PAUSE_SECONDS
    while True:
        began = asyncio.get_running_loop().time()
        said = await _once(port, paths)
        lasted = asyncio.get_running_loop().time() - began
        pause = (
            _FIRST_PAUSE_SECONDS
            if lasted > _LONGEST_PAUSE_SECONDS
            else min(pause * 2, _LONGEST_PAUSE_SECONDS)
        )
        log.error("the page is not shown, tried again in %.0f s: %s", pause, said)
        await asyncio.sleep(pause)


async def _once(port: int, paths: tuple[Path, ...]) -> str:
    try:
        process = await spawn(
            (
                *(sys.executable, "-P", "-m", "crawler.web.server"),
                *(str(port), str(os.getpid()), *map(str, paths)),
            ),
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        return f"no process could be started: {error.strerror}"
    log.info("the page is at http://127.0.0.1:%d/", port)
    try:
        assert process.stderr is not None
        last = "no reason given"
        async for line in process.stderr:
            last = line.decode("utf-8", "replace").strip() or last
        await process.wait()
        return last
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _GRACE_SECONDS)
        kill_session(process.pid)
