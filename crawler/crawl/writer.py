"""The one writing thread of a run: what waits for the disk waits there, in order."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from crawler.errors import CorpusError

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """Call it from the reactor's thread. `failure` is the first fault of a corpus: the run ends by it."""

    def __init__(self) -> None:
        self.failure: CorpusError | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")

    async def __call__(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call in the writing thread, and return what it returns."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, lambda: call(*args, **kwargs))
        except CorpusError as error:
            self.fail(error)
            raise

    def fail(self, error: CorpusError) -> None:
        """Note that a corpus failed; the first fault is the one to tell."""
        self.failure = self.failure or error

    def close(self) -> None:
        """Wait for what is being written, then end the thread."""
        self._thread.shutdown()
