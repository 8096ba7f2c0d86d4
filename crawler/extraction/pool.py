"""Worker processes for reading: a time limit that really ends a task, a memory limit, no orphans."""

import multiprocessing
import os
import pickle
import resource
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TooLate
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.reduction import DupFd
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.settings import PRELOADED

_P = ParamSpec("_P")
_T = TypeVar("_T")
_TASKS_PER_WORKER = 500  # pages; then a new worker, for what leaks in C libraries
_MEGABYTE = 1 << 20  # bytes
_LOOK_S = 0.5  # between two looks whether the pool still works
_OF_THE_TERMINAL = (signal.SIGINT, signal.SIGHUP)  # which sends them to all processes of a command
_OF_A_STOP = (*_OF_THE_TERMINAL, signal.SIGTERM)  # which a service manager sends to all processes of a unit


class WorkerPool:
    """A pool for reading pages and feeds. Workers start at the first task and are recycled from time to time.

    `given` are values that every worker gets once; a task asks for them with `given()`.
    A task that takes too long, takes too much memory or kills its worker ends as Rejected in its future;
    other exceptions of the task come through as they are. Any picklable function will do.
    """

    def __init__(
        self, workers: int, seconds: float = 20, megabytes: int = 2048, given: Sequence[object] = ()
    ) -> None:
        self._seconds = seconds
        # By a file: through the pipe to a new worker half a megabyte would wait until that has started.
        self._values = TemporaryFile()  # noqa: SIM115 - lives as long as the pool
        pickle.dump(tuple(given), self._values)
        self._values.flush()
        # The parent runs a reactor and threads, and a fork of it would copy their locks. So a server without
        # any, which has imported what a worker needs, forks: a worker costs milliseconds, and shares memory.
        multiprocessing.set_forkserver_preload([PRELOADED])
        self._new_pool = partial(
            ProcessPool,
            max_workers=workers,
            max_tasks=_TASKS_PER_WORKER,
            initializer=_prepare,
            initargs=(megabytes, _Inherited(self._values.fileno())),
            context=multiprocessing.get_context("forkserver"),
        )
        self._pool: Any = self._new_pool()
        self._closed = threading.Event()
        self._waiting: set[Future[Any]] = set()
        self._renewing = threading.Lock()
        self._watch: threading.Thread | None = None

    def submit(self, function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Run `function` in a worker. Cancelling the future ends the task, also when it runs."""
        outer: Future[_T] = Future()
        if self._closed.is_set():
            _refuse(outer, Rejected(Reason.STOPPED, "the workers were closed"))
            return outer
        with self._renewing, _kept_from_signals():
            inner = self._schedule(function, args, kwargs)
            self._waiting.add(outer)
            if self._watch is None:
                self._watch = threading.Thread(target=self._watch_pool, daemon=True)
                self._watch.start()
        outer.add_done_callback(self._waiting.discard)
        outer.add_done_callback(lambda ended: ended.cancelled() and inner.cancel())
        inner.add_done_callback(lambda done: _pass_on(done, outer))
        return outer

    def _schedule(self, *task: object) -> Any:
        try:
            return self._pool.schedule(_guarded, args=task, timeout=self._seconds)
        except RuntimeError:
            self._renew()
            return self._pool.schedule(_guarded, args=task, timeout=self._seconds)

    def _watch_pool(self) -> None:
        """Renew a broken pool also when no task comes, so that those that wait for it are told.

        pebble gives a pool up for good when a worker dies while it starts, or between two tasks; of the tasks
        that it holds then, it forgets those that it has not yet sent to a worker.
        """
        while not self._closed.wait(_LOOK_S):
            with self._renewing:
                if self._waiting and not self._closed.is_set() and not self._pool.active:
                    self._renew()

    def _renew(self) -> None:
        self._end(kill=True)
        self._pool = self._new_pool()

    def close(self, *, kill: bool = False) -> None:
        """Wait for the tasks under way and end the workers; with `kill`, end them at once."""
        with self._renewing:
            if self._closed.is_set():
                return
            self._closed.set()
        self._end(kill=kill)
        self._values.close()

    def _end(self, *, kill: bool) -> None:
        if kill:
            self._pool.stop()
        else:
            self._pool.close()
        self._pool.join()
        for future in tuple(self._waiting):  # pebble forgets what it did not begin
            _refuse(future, Rejected(Reason.STOPPED, "the workers were closed"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(kill=kind is not None)


@contextmanager
def _kept_from_signals() -> Iterator[None]:
    """Have what is started meanwhile, threads and processes, never see the signals that ask for an end.

    The parent is the one to act: it ends its workers, and the server that forks them ends when all are gone.
    A worker hears SIGTERM again when it is ready: as one of a service that is stopped, or to end its task.
    """
    resource_tracker.ensure_running()  # the server asks for it, and its start unblocks SIGINT and SIGTERM
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_A_STOP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _pass_on(done: "Future[_T]", outer: "Future[_T]") -> None:
    try:
        value = done.result()
    except TooLate:
        _refuse(outer, Rejected(Reason.READER_TIMEOUT))
    except ProcessExpired as error:
        # Ended by somebody's SIGTERM, as when a service is stopped: the page is not to blame.
        stopped = abs(error.exitcode) == signal.SIGTERM
        reason = Reason.STOPPED if stopped else Reason.READER_CRASH
        _refuse(outer, Rejected(reason, f"exit code {error.exitcode}"))
    except (CancelledError, BrokenProcessPool):
        _refuse(outer, Rejected(Reason.STOPPED, "the workers were ended"))
    except Exception as error:  # noqa: BLE001 - whatever the task raised belongs to its caller
        _refuse(outer, error)
    else:
        if outer.set_running_or_notify_cancel():
            outer.set_result(value)


def _refuse(future: "Future[Any]", error: Exception) -> None:
    if not future.done() and future.set_running_or_notify_cancel():
        future.set_exception(error)


def _guarded(function: Callable[..., _T], args: tuple[object, ...], kwargs: dict[str, object]) -> _T:
    try:
        return function(*args, **kwargs)
    except Rejected as refused:
        # Without the frames that held the page: pebble keeps the answer until after the next task, and lxml
        # needs seconds to free the elements of a large page behind those of another.
        refused.__cause__ = refused.__context__ = None
        raise refused.with_traceback(None)  # noqa: B904 - the same
    except MemoryError:
        # Without the traceback, whose frames hold the memory.
        raise Rejected(Reason.READER_MEMORY) from None
    except TimeoutError as error:
        # The task's own; the pool's must stay the only one its caller sees.
        raise RuntimeError(f"a reader timed out by itself: {error}") from error


def given() -> tuple[Any, ...]:
    """Return, in a worker, what its pool was made with: values that all tasks need, sent once."""
    return _given[0]


_given: list[tuple[Any, ...]] = [()]


class _Inherited:
    """An open file that a new worker inherits; there it is the file's number. It leaves no name behind."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __reduce__(self) -> tuple[Callable[[Any], int], tuple[Any]]:
        return _detached, (DupFd(self._number),)


def _detached(duplicate: Any) -> int:
    number: int = duplicate.detach()
    return number


def _prepare(megabytes: int, values: int) -> None:
    """Limit and watch, in a new worker."""
    for number in _OF_THE_TERMINAL:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _OF_A_STOP)
    threading.Thread(target=_follow_parent, daemon=True).start()
    # All workers share the place in the file, and each reads all of it.
    _given[0] = pickle.loads(os.pread(values, os.fstat(values).st_size, 0))  # noqa: S301 - its parent wrote it
    os.close(values)
    limit = megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _follow_parent() -> None:
    """End with the parent, however it ends; a task under way has nobody to give its result to."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)
