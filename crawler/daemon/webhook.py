"""Posts standard input to a webhook on the public web: `python -P -m crawler.daemon.webhook URL`.

It connects by itself, past any proxy: only so it is sure which address it speaks to.
"""

import http.client
import socket
import ssl
import sys
from urllib.parse import urlsplit

from crawler.urls import is_public_ip

_TIMEOUT_SECONDS = 10.0  # for each step; the daemon ends this process after 30
_FIRST_REFUSAL = 300  # HTTP statuses from here on are no success; redirects are not followed


class _Pinned(http.client.HTTPSConnection):
    """Connects to the one address that was looked at, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=_TIMEOUT_SECONDS)
        self._address = address
        self._trust = ssl.create_default_context()

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)


def post(url: str, body: bytes) -> int:
    """POST to a public address, following nothing. Raises OSError."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(map(is_public_ip, found)):
        raise OSError(f"{host} is not on the public web")
    connection = _Pinned(host, port, min(found))
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, {"Content-Type": "application/json; charset=utf-8"})
        return connection.getresponse().status
    finally:
        connection.close()


def main() -> None:
    try:
        status = post(sys.argv[1], sys.stdin.buffer.read())
    except (OSError, http.client.HTTPException) as error:
        sys.exit(f"{error}")
    if status >= _FIRST_REFUSAL:
        sys.exit(f"answered {status}")


if __name__ == "__main__":
    main()
