"""Tells an alarm outside: by the operator's command, or by a webhook from a process of its own."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import Mapping

from crawler.config.models import Alarms

log = logging.getLogger("gomtin.daemon")
_PATIENCE = 30.0


async def notify(config: Alarms, message: Mapping[str, object]) -> None:
    """Give the message to the configured command and webhook; what fails is logged."""
    body = json.dumps(message, ensure_ascii=False).encode()
    ways = [list(config.command)] if config.command else []
    if config.webhook:
        ways.append([sys.executable, "-P", "-m", "crawler.daemon.webhook", config.webhook])
    for way in ways:
        await _give(way, body)


async def _give(command: list[str], body: bytes) -> None:
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        log.warning("the alarm could not be told by %s: %s", command[0], error.strerror)
        return
    try:
        _, err = await asyncio.wait_for(process.communicate(body), _PATIENCE)
        if process.returncode:
            last = err.decode("utf-8", "replace").strip().splitlines()[-1:]
            log.warning("the alarm was not taken by %s: %s", command[0], *(last or ["no reason given"]))
    except TimeoutError:
        log.warning("the alarm was not taken by %s within %.0f s", command[0], _PATIENCE)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
