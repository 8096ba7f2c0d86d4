"""The one writing thread of a run: what waits for the disk waits there, in order."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, Self, TypeVar

from crawler.errors import CorpusError

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """Call it from the reactor's thread. `failure` is the first fault of its corpus, whose part ends by it.

    Each corpus of a run has a writer of its own, all of them the same thread.
    """

    def __init__(self, thread: ThreadPoolExecutor | None = None) -> None:
        self.failure: CorpusError | None = None
        self._thread = thread or ThreadPoolExecutor(1, thread_name_prefix="writer")

    def for_corpus(self) -> Self:
        """Return a writer in the same thread, for one of the corpora of a run."""
        return type(self)(self._thread)

    async def __call__(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call in the writing thread, and return what it returns.

        What still waits there when the corpus fails fails with it: each might wait as long for a lock.
        """

        def work() -> T:
            if self.failure:
                raise self.failure
            try:
                return call(*args, **kwargs)
            except CorpusError as error:
                self.fail(error)
                raise

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def fail(self, error: CorpusError) -> None:
        """Note that the corpus failed; the first fault is the one to tell."""
        self.failure = self.failure or error

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Leave the block where its corpus fails, and note that it did."""
        try:
            yield
        except CorpusError as error:
            self.fail(error)

    def close(self) -> None:
        """Wait for what is being written, then end the thread."""
        self._thread.shutdown()
