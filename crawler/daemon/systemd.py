"""What the service manager is told, and whether the clock jumped."""

import contextlib
import os
import socket

from crawler.scheduling.clock import Clock


def sd_notify(*words: str) -> None:
    """Send words such as READY=1 or WATCHDOG=1 to systemd, where it listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as notifier,
    ):
        notifier.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        notifier.send("\n".join(words).encode())


class JumpWatch:
    """Compares the wall clock with one that never jumps."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset = self._difference()

    def jump(self) -> float:
        """Return how many seconds the wall clock jumped since the last look."""
        now = self._difference()
        jumped = now - self._offset
        self._offset = now
        return jumped

    def _difference(self) -> float:
        return self._clock.now().timestamp() - self._clock.elapsed()
