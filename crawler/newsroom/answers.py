"""What the newsroom is asked and what it answers, faults included."""

import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived. `target` is path and query, header names are in lower case."""

    method: str
    scheme: str
    host: str
    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}{self.target}"


class Framing(Enum):
    """How the reader learns where the body ends."""

    LENGTH = "content-length"
    CHUNKED = "chunked"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `body` is bytes, or a function that starts a stream of them anew for each request.

    `delay` are the seconds before the first byte, `pause` those between two pieces of a stream.
    `claimed_length` is said instead of the true length. After `cut_after` bytes of the body the connection
    ends, with a reset instead of a clean end where `reset` is set.
    """

    body: bytes | Callable[[], Iterable[bytes]] = b""
    status: int = 200
    content_type: str | None = HTML
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    pause: float = 0.0
    framing: Framing = Framing.LENGTH
    claimed_length: int | None = None
    cut_after: int | None = None
    reset: bool = False

    def with_headers(self, *headers: tuple[str, str]) -> "Answer":
        return replace(self, headers=(*self.headers, *headers))

    def gzipped(self) -> "Answer":
        assert isinstance(self.body, bytes), "a stream compresses itself"
        packed = gzip.compress(self.body, mtime=0)
        return replace(self, body=packed).with_headers(
            ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")
        )

    def is_known(self, request: Request) -> bool:
        """Tell whether the conditions of a request say that it has this answer; the ETag goes first."""
        etag, modified = self.header("ETag"), self.header("Last-Modified")
        if etag and (asked := request.headers.get("if-none-match")):
            return asked == etag
        return bool(modified) and request.headers.get("if-modified-since") == modified

    def unmodified(self) -> "Answer":
        """Say 304 in place of this answer."""
        marks = tuple(pair for pair in self.headers if pair[0].lower() in {"etag", "last-modified"})
        return Answer(status=304, content_type=None, headers=marks, delay=self.delay)

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


Reply = Answer | Callable[[Request], Answer | None]

NOT_FOUND = Answer(b"<html><body><h1>404</h1></body></html>", status=404)


def redirect(location: str, status: int = 301) -> Answer:
    return Answer(status=status, headers=(("Location", location),))


@dataclass(slots=True)
class Site:
    """What one host answers: by path with query, else by path, else by `otherwise`, else 404."""

    host: str
    pages: dict[str, Reply] = field(default_factory=dict)
    otherwise: Reply | None = None

    def serve(self, target: str, reply: Reply) -> None:
        assert target.startswith("/"), target
        self.pages[target] = reply

    def answer(self, request: Request) -> Answer:
        for reply in (self.pages.get(request.target), self.pages.get(request.path), self.otherwise):
            answer = reply(request) if callable(reply) else reply
            if answer is not None:
                return answer
        if request.path == "/robots.txt":
            return Answer(status=404, content_type=PLAIN)
        return NOT_FOUND
