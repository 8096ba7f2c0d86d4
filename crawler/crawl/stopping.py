"""A person's or the system's wish that a run ends: heard from its first instant to its last, never lost.

What a handler raises may be swallowed by whatever code runs at that moment (Twisted keeps any exception of a
callback for later). This one only notes the wish: the run looks at it between its steps, the reactor is told.
"""

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

from crawler import interrupts
from crawler.errors import GomtinError


class StopRequest:
    """Hears Ctrl-C, SIGTERM and a closed terminal's SIGHUP, from entering to leaving, in the main thread."""

    def __init__(self) -> None:
        self.heard = False
        self._tell: Callable[[], object] | None = None
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._hear) for number in _wishes()}
        self.heard = interrupts.heard()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def check(self) -> None:
        """Raise GomtinError when the run is to end; called while there is nothing yet to put away."""
        if self.heard:
            raise GomtinError("stopped before anything was asked for")

    def tell(self, call: Callable[[], object]) -> None:
        """Have a call made at every wish, between two steps of the main thread; now for an earlier one."""
        self._tell = call
        if self.heard:
            call()

    def forget(self) -> None:
        """Make no more calls: what was to be told has ended."""
        self._tell = None

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        again, self.heard = self.heard, True
        if self._tell:
            self._tell()
        elif again:
            raise interrupts.Interrupted


def _wishes() -> list[signal.Signals]:
    wishes = [signal.SIGINT, signal.SIGTERM]
    # nohup has it ignored, for runs that are to outlive their terminal.
    return wishes if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [*wishes, signal.SIGHUP]
