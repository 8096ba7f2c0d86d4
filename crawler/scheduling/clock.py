"""The clock comes in as an argument, so that a month can pass in minutes."""

import time
from datetime import UTC, datetime


class Clock:
    """The machine's own clock. Another clock overrides all four, and keeps `on_machine` true to `now`."""

    speed = 1.0

    def now(self) -> datetime:
        """Return what the wall clock shows; it can jump."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Return seconds that never jump."""
        return time.monotonic()

    def on_machine(self, moment: datetime) -> datetime:
        """Return what the machine's clock will show at that moment."""
        return moment
