"""A server that has imported the program and forks for each command: saves the imports, most of a short run.

In the fork the real command runs, in a process of its own: its arguments, folder, variables, streams, signals
and exit status are those of `python -P -m crawler`. Only the hash seed is the same for all of one server.
"""

import atexit
import contextlib
import gc
import io
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path
from threading import Lock
from typing import IO

from support.places import REPOSITORY, TESTS

PRELOADED = "crawler.crawl.preload"
PROGRAM = ("crawler", "pipelines", "spiders")
_LONGEST = 1 << 20  # bytes of one order


class WarmServer:
    """The server, seen from a test. It ends with the process that started it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._turn = Lock()
        with theirs:
            path = os.pathsep.join((str(REPOSITORY), str(TESTS)))
            self._process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": path},
            )

    def start(
        self,
        arguments: Sequence[str],
        cwd: Path,
        environment: Mapping[str, str],
        log: IO[str] | None = None,
        module: str = "crawler",
    ) -> "WarmCommand":
        """Start a command in its own session; what it says goes to `log`, or waits for `communicate`."""
        order = json.dumps([module, list(arguments), str(cwd), dict(environment)]).encode()
        out, err = (log, log) if log else (_scratch(), _scratch())
        said, says = os.pipe()
        with self._turn:
            socket.send_fds(self._socket, [order], [says, out.fileno(), err.fileno()])
        os.close(says)
        return WarmCommand(said, () if log else (out, err))

    def close(self) -> None:
        self._socket.close()
        self._process.wait()


class WarmCommand:
    """A command that runs: what tests use of subprocess.Popen."""

    def __init__(self, said: int, output: tuple[IO[str], ...]) -> None:
        self._said = os.fdopen(said, "rb", buffering=0)
        self._output = output
        self._texts: tuple[str, ...] = ()
        self.returncode: int | None = None
        pid = self._said.readline()
        assert pid, "the server of warm commands died"
        self.pid = int(pid)

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._said], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit status, negative for a signal. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._said], [], [], timeout)[0]:
                assert timeout is not None
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            with self._said:
                self.returncode = int(self._said.readline())
            self._texts = tuple(_read(file) for file in self._output)
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, ...]:
        """Wait for its end and return what it said: standard output, standard error."""
        self.wait(timeout)
        return self._texts

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@cache
def warm_server() -> WarmServer:
    """Return the one server of this process."""
    server = WarmServer()
    atexit.register(server.close)
    return server


def _scratch() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8")


def _read(file: IO[str]) -> str:
    with file:
        file.seek(0)
        return file.read()


def _import_all() -> None:
    """Import what a command may import, and load what takes long to load."""
    from scrapy.settings import default_settings

    from crawler.text.language import language_of
    from crawler.topic.frequencies import WordFrequencies

    for package in PROGRAM:
        for found in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not found.name.endswith((".__main__", PRELOADED)):
                import_module(found.name)
    for name in ("scrapy.crawler", *_named_in(vars(default_settings))):
        import_module(name)
    language_of("mot hai ba")  # loads the profiles
    WordFrequencies.vietnamese()  # the list that every new corpus begins with
    assert "twisted.internet.reactor" not in sys.modules, "all forks would share it"
    # All commands have their workers forked by one server, which is this one's child and not theirs.
    forkserver.set_forkserver_preload([PRELOADED])
    forkserver.ensure_running()
    gc.collect()
    gc.freeze()  # no collection in a fork goes through all of this, nor copies the pages that hold it


def _named_in(settings: Mapping[str, object]) -> Iterator[str]:
    """Yield the modules of the parts that Scrapy loads by their names."""
    for value in settings.values():
        parts = [*value, *value.values()] if isinstance(value, dict) else [value]
        for part in parts:
            if isinstance(part, str) and part.startswith("scrapy.") and part.count(".") > 1:
                yield part.rpartition(".")[0]


def _serve(orders: socket.socket) -> tuple[str, list[str]]:
    """Fork for each order; say pid and exit status into its pipe. Return in a fork: module, arguments."""
    under_way: dict[int, tuple[int, int]] = {}  # pidfd -> pid, pipe
    poll = select.poll()
    poll.register(orders, select.POLLIN)
    while True:
        for ready, _ in poll.poll():
            if ready in under_way:
                poll.unregister(ready)
                pid, says = under_way.pop(ready)
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                _say(says, status)
                os.close(says)
                os.close(ready)
                continue
            order, files, _, _ = socket.recv_fds(orders, _LONGEST, 3)
            if not order:
                sys.exit(0)
            forkserver.ensure_running()  # it ends when a client is killed while it asks
            pid = os.fork()
            if pid == 0:
                return _become(order, files, orders, under_way)
            for file in files[1:]:
                os.close(file)
            _say(files[0], pid)
            pidfd = os.pidfd_open(pid)
            under_way[pidfd] = pid, files[0]
            poll.register(pidfd, select.POLLIN)


def _say(pipe: int, number: int) -> None:
    with contextlib.suppress(BrokenPipeError):  # the test does not wait for it
        os.write(pipe, b"%d\n" % number)


def _become(
    order: bytes, files: Sequence[int], orders: socket.socket, others: Mapping[int, tuple[int, int]]
) -> tuple[str, list[str]]:
    """Make this fork what a new process would be; return the module to run and its arguments."""
    module, arguments, cwd, environment = json.loads(order)
    forkserver._forkserver.ensure_running = lambda: None
    os.setsid()
    os.chdir(cwd)
    os.dup2(files[1], 1)
    os.dup2(files[2], 2)
    orders.close()
    for file in (*files, *others, *(pipe for _, pipe in others.values())):
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.path[: len(_PATH)] = environment.get("PYTHONPATH", "").split(os.pathsep)
    sys.stdout = io.TextIOWrapper(_stream(1), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(
        _stream(2), encoding="utf-8", errors="backslashreplace", line_buffering=True
    )
    return module, list(arguments)


def _stream(number: int) -> io.BufferedWriter:
    return io.BufferedWriter(io.FileIO(number, "w", closefd=False))


if __name__ == "__main__":
    _PATH = os.environ["PYTHONPATH"].split(os.pathsep)
    _import_all()
    module, sys.argv[1:] = _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module(module, run_name="__main__", alter_sys=True)
