"""The newsroom: a proxy on this machine that answers as any host of the web and logs what it was asked."""

import contextlib
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from socketserver import TCPServer, ThreadingMixIn
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from crawler.newsroom.answers import HTML, NOT_FOUND, PLAIN, Answer, Request, Site
from crawler.newsroom.certificates import Authority
from crawler.newsroom.connection import Connection, Host

THREADS = 64
LOOPBACK = "127.0.0.1"

Line = socket.socket | tuple[bytes, socket.socket]


@dataclass(frozen=True, slots=True)
class Visit:
    """One line of the newsroom's log; `at` is monotonic."""

    at: float
    request: Request


class Press(ThreadingMixIn, TCPServer):
    """The listening socket and its bounded threads."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(self, ask: Callable[[Request], Answer], authority: Authority) -> None:
        self.closing = threading.Event()
        self._free = threading.BoundedSemaphore(THREADS)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        host = Host(ask, self.replace, self.forget, authority, self.closing)
        super().__init__((LOOPBACK, 0), type("HostedConnection", (Connection,), {"host": host}))

    def process_request(self, request: Line, client_address: Any) -> None:
        assert isinstance(request, socket.socket), "a listening TCP socket accepts nothing else"
        while not self._free.acquire(timeout=0.2):
            if self.closing.is_set():
                request.close()
                return
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Line, client_address: Any) -> None:
        assert isinstance(request, socket.socket), "see process_request"
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.forget(request)
            self._free.release()

    def replace(self, plain: socket.socket, secure: socket.socket) -> None:
        with self._lock:
            self._open.discard(plain)
            self._open.add(secure)

    def forget(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)

    def hang_up(self) -> None:
        """End all conversations: waiting threads wake up with an end of stream."""
        self.closing.set()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class Newsroom:
    """`with Newsroom() as newsroom:` gives a proxy whose `environment()` leads a whole command to it.

    A host nobody registered, and a path its site does not know, answers 404: nothing reaches the net.
    `hits` counts requests by "host/path", without the query; `log` has every request in the order of arrival.
    """

    def __init__(self) -> None:
        self._sites: dict[str, Site] = {}
        self._visits: list[Visit] = []
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="newsroom-")
        self._authority = Authority(Path(self._folder.name))
        self._press = Press(self.answer, self._authority)
        self._thread = threading.Thread(
            target=self._press.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="newsroom",
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._press.hang_up()
        self._press.shutdown()
        self._thread.join()
        self._press.hang_up()
        self._press.server_close()
        self._folder.cleanup()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._press.server_address[1]}"

    @property
    def bundle(self) -> Path:
        """The file with the authority's certificate."""
        return self._authority.bundle

    def environment(self) -> dict[str, str]:
        """Return the variables that lead a program here; lower-case twins win where both are set."""
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), self.url)
        return {**proxies, "NO_PROXY": "", "no_proxy": "", "SSL_CERT_FILE": str(self.bundle)}

    def site(self, host: str) -> Site:
        """Return what `host` answers, new and empty at first."""
        with self._lock:
            return self._sites.setdefault(host.lower(), Site(host.lower()))

    def replay(self, pages: Mapping[str, bytes | Path], content_type: str = HTML) -> None:
        """Answer recorded pages at the addresses they came from."""
        for url, page in pages.items():
            parts = urlsplit(url)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            body = page.read_bytes() if isinstance(page, Path) else page
            self.site(parts.hostname or "").serve(target, Answer(body, content_type=content_type))

    def answer(self, request: Request) -> Answer:
        with self._lock:
            self._visits.append(Visit(time.monotonic(), request))
            site = self._sites.get(request.host)
        if site is None:
            return Answer(status=404, content_type=PLAIN) if request.path == "/robots.txt" else NOT_FOUND
        return site.answer(request)

    @property
    def log(self) -> list[Visit]:
        with self._lock:
            return list(self._visits)

    @property
    def hits(self) -> Counter[str]:
        return Counter(f"{visit.request.host}{visit.request.path}" for visit in self.log)

    def forget(self) -> None:
        """Empty log and counters, between two runs against the same newsroom."""
        with self._lock:
            self._visits.clear()
