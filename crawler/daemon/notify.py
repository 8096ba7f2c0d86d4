"""Tells an alarm outside: by the operator's command, or by a webhook from a process of its own."""

import asyncio
import json
import logging
import sys
from collections.abc import Mapping

from crawler.config.models import Alarms
from crawler.daemon.processes import last_line, spawned

log = logging.getLogger("gomtin.daemon")
_TIMEOUT_SECONDS = 30.0  # for a mail or a post to leave; the next look for alarms comes after 60


async def notify(config: Alarms, message: Mapping[str, object]) -> None:
    """Give the message to the configured command and webhook; what fails is logged."""
    body = json.dumps(message, ensure_ascii=False).encode()
    ways = [list(config.command)] if config.command else []
    if config.webhook:
        ways.append([sys.executable, "-P", "-m", "crawler.daemon.webhook", config.webhook])
    for way in ways:
        await _give(way, body)


async def _give(command: list[str], body: bytes) -> None:
    pipe = asyncio.subprocess.PIPE
    try:
        async with spawned(command, stdin=pipe, stderr=pipe) as process:
            _, err = await asyncio.wait_for(process.communicate(body), _TIMEOUT_SECONDS)
            if process.returncode:
                log.warning("the alarm was not taken by %s: %s", command[0], last_line(err))
    except TimeoutError:
        log.warning("the alarm was not taken by %s within %.0f s", command[0], _TIMEOUT_SECONDS)
    except OSError as error:
        log.warning("the alarm could not be told by %s: %s", command[0], error.strerror)
