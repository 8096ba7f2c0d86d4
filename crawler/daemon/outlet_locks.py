"""Lets one process at a time crawl an outlet; the others wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class OutletLocks:
    """Which outlets are being crawled now."""

    def __init__(self) -> None:
        self._held: set[str] = set()
        self._running = 0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def hold(self, outlets: frozenset[str]) -> AsyncIterator[None]:
        """Wait until nobody holds one of the outlets, and hold them while the block runs."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._held.isdisjoint(outlets))
            self._held |= outlets
            self._running += 1
        try:
            yield
        finally:
            async with self._changed:
                self._held -= outlets
                self._running -= 1
                self._changed.notify_all()

    async def wait_until_free(self) -> None:
        """Wait until nobody holds an outlet, and no run without outlets is going on."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._running == 0)
