"""Keeps the page's server running beside the daemon: a process of its own, which cannot harm it."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from pathlib import Path

log = logging.getLogger("gomtin.daemon")

_FIRST, _LONGEST = 2.0, 60.0
_GRACE = 3.0


async def serve(port: int, *paths: Path) -> None:
    """Serve until cancelled; a server that ends is started again, after a while.

    `paths`: the file, the place of its relative folders, and the one corpus, if it is one.
    """
    pause = _FIRST
    while True:
        began = asyncio.get_running_loop().time()
        said = await _once(port, paths)
        pause = _FIRST if asyncio.get_running_loop().time() - began > _LONGEST else min(pause * 2, _LONGEST)
        log.error("the page is not shown, tried again in %.0f s: %s", pause, said)
        await asyncio.sleep(pause)


async def _once(port: int, paths: tuple[Path, ...]) -> str:
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "crawler.web.server"),
            *(str(port), str(os.getpid()), *map(str, paths)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
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
            await asyncio.wait_for(process.wait(), _GRACE)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
