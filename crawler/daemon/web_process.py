"""Keeps the web page's server running beside the daemon: a process of its own, which cannot harm it."""

import asyncio
import logging
import os
import sys
from pathlib import Path

from crawler.daemon.processes import spawned

log = logging.getLogger("gomtin.daemon")

_FIRST_PAUSE_SECONDS = 2.0  # before it is started again; doubled each time it ends soon
_LONGEST_PAUSE_SECONDS = 60.0  # a page that lasted longer is started again at once
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
    command = (
        sys.executable,
        "-P",
        "-m",
        "crawler.web.server",
        str(port),
        str(os.getpid()),
        *map(str, paths),
    )
    last = "no reason given"
    try:
        async with spawned(command, grace_s=_GRACE_SECONDS, stderr=asyncio.subprocess.PIPE) as process:
            log.info("the page is at http://127.0.0.1:%d/", port)
            assert process.stderr is not None
            async for line in process.stderr:
                last = line.decode("utf-8", "replace").strip() or last
            await process.wait()
    except OSError as error:
        return f"no process could be started: {error.strerror}"
    return last
