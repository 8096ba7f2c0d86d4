"""One connection to the newsroom: plain requests, or a tunnel with TLS inside it, answered until it ends."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.newsroom.answers import Answer, Framing, Request
from crawler.newsroom.certificates import Authority

PIECE_BYTES = 64 * 1024  # written at once; the size of a socket's buffer
SLOW_PIECE_BYTES = 1024  # of an answer that pauses after each
NO_BODY = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Host:
    """What a connection needs of the server that opened it.

    `ask` gives the answer, `replace` and `forget` keep the list of sockets to hang up on at the server's
    end, which `closing` announces.
    """

    ask: Callable[[Request], Answer]
    replace: Callable[[socket.socket, socket.socket], None]
    forget: Callable[[socket.socket], None]
    authority: Authority
    closing: threading.Event


class Connection(BaseHTTPRequestHandler):
    """Answers GET and HEAD with absolute addresses, and CONNECT followed by TLS.

    The server derives a class of its own, with its `host`.
    """

    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    timeout = 60
    host: ClassVar[Host]
    tunnel: str | None = None
    _abrupt = False

    def do_CONNECT(self) -> None:
        host, _, _ = self.path.rpartition(":")
        self.tunnel = host.strip("[]").lower()
        self.send_response_only(200)
        self.end_headers()
        self.wfile.flush()
        secure = self.host.authority.context(self.tunnel).wrap_socket(
            self.connection,
            server_side=True,
            do_handshake_on_connect=False,
        )
        self.host.replace(self.connection, secure)
        self.connection = self.request = secure
        secure.do_handshake()
        self.rfile.close()
        self.rfile = secure.makefile("rb")
        self.wfile = secure.makefile("wb")
        self.close_connection = False

    def do_GET(self) -> None:
        request = self._request()
        answer = self.host.ask(request)
        if self.host.closing.wait(answer.delay):
            self.close_connection = True
            return
        if answer.is_known(request):
            answer = answer.unmodified()
        self._head(answer)
        if request.method != "HEAD" and answer.status not in NO_BODY:
            self._body(answer)

    do_HEAD = do_GET  # noqa: N815 - the base class looks for this name

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = self.tunnel or parts.hostname or urlsplit("//" + headers.get("host", "")).hostname or ""
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        scheme = "https" if self.tunnel else "http"
        return Request(self.command, scheme, host.lower(), target, headers)

    def _head(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        if answer.content_type is not None:
            self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status not in NO_BODY:
            self._frame(answer)
        self.end_headers()

    def _frame(self, answer: Answer) -> None:
        if answer.framing is Framing.CHUNKED:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.framing is Framing.CLOSE:
            self.send_header("Connection", "close")
        else:
            length = answer.claimed_length
            if length is None:
                assert isinstance(answer.body, bytes), "a stream needs a claimed length or another framing"
                length = len(answer.body)
            self.send_header("Content-Length", str(length))
        if (
            answer.framing is Framing.CLOSE
            or answer.cut_after is not None
            or answer.claimed_length is not None
        ):
            self.close_connection = True

    def _body(self, answer: Answer) -> None:
        for data in _cut(_pieces(answer), answer.cut_after):
            self.wfile.write(
                b"%x\r\n%b\r\n" % (len(data), data) if answer.framing is Framing.CHUNKED else data
            )
            self.wfile.flush()
            if self.host.closing.wait(answer.pause):
                self.close_connection = True
                return
        self._abrupt = answer.cut_after is not None
        if answer.framing is Framing.CHUNKED and not self._abrupt:
            self.wfile.write(b"0\r\n\r\n")
        if answer.reset:
            # Linger zero: closing sends RST.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            # The other side went away, or does not trust us: its good right, nothing to report.
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            self.close_connection = True
        finally:
            self.rfile.close()
            self._say_goodbye()
            self.host.forget(self.connection)
            self.connection.close()

    def _say_goodbye(self) -> None:
        """End TLS as it should end, without waiting for the other side to do the same."""
        if isinstance(self.connection, ssl.SSLSocket) and not self._abrupt:
            with contextlib.suppress(OSError, ValueError):
                self.connection.settimeout(0)
                self.connection.unwrap()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: the newsroom keeps its own log."""


def _pieces(answer: Answer) -> Iterator[bytes]:
    stream: Iterable[bytes] = [answer.body] if isinstance(answer.body, bytes) else answer.body()
    size = PIECE_BYTES if not answer.pause else SLOW_PIECE_BYTES
    for block in stream:
        for start in range(0, len(block), size):
            yield block[start : start + size]


def _cut(pieces: Iterator[bytes], length: int | None) -> Iterator[bytes]:
    if length is None:
        yield from pieces
        return
    for piece in pieces:
        if length <= 0:
            return
        yield piece[:length]
        length -= len(piece)
