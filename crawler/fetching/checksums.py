"""Whether an answer is what its server sent: the checksums it names, and the one in a gzip's trailer.

Scrapy keeps what a damaged gzip unpacks to. A text with a few bytes changed reads like any other, so an
answer whose sum is wrong counts as a broken transfer, and its page is asked for again.
"""

import base64
import binascii
import hashlib
import re
import zlib
from typing import NamedTuple

from scrapy import Request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from crawler.fetching.responses import header

_META = "gomtin_checksums"
# RFC 1864; RFC 3230; RFC 9530, of the content and of the representation.
_HEADERS = ("Content-MD5", "Digest", "Content-Digest", "Repr-Digest")
_NAMED = re.compile(r"([\w-]{2,12})\s*=\s*:?([A-Za-z0-9+/_-]{20,90}={0,2}):?")
_ALGORITHMS = {"md5": "md5", "sha": "sha1", "sha-256": "sha256", "sha-512": "sha512"}
_GZIP = b"\x1f\x8b"
_TRAILER_BYTES = 8  # CRC-32 and size of what was packed, RFC 1952


class _Sum(NamedTuple):
    header: str
    algorithm: str
    value: bytes


class _Sums(NamedTuple):
    """What is to hold of the unpacked body: named sums the packed one does not have, a gzip's trailer."""

    named: tuple[_Sum, ...]
    trailer: bytes | None


def note_checksums(request: Request, response: Response) -> None:
    """Look at an answer as it came; what only unpacking tells waits. Raises ResponseDataLossError."""
    wrong = tuple(said for said in _named(response) if not _holds(said, response.body))
    packed = header(response, "Content-Encoding")
    if wrong and not packed:
        raise ResponseDataLossError(
            f"the body does not have the {wrong[0].algorithm} of its {wrong[0].header}"
        )
    one_gzip = (packed or "").lower() in ("gzip", "x-gzip") and response.body.startswith(_GZIP)
    trailer = response.body[-_TRAILER_BYTES:] if one_gzip else None
    if wrong or trailer:
        request.meta[_META] = _Sums(wrong, trailer)


class Checksums:
    """The downloader middleware that sees answers unpacked; some servers sum before they pack."""

    def process_response(self, request: Request, response: Response) -> Response:
        sums: _Sums | None = request.meta.pop(_META, None)
        if sums is None:
            return response
        for said in sums.named:
            if not _holds(said, response.body):
                raise ResponseDataLossError(
                    f"the body does not have the {said.algorithm} of its {said.header}"
                )
        if sums.trailer is not None and not _ends_gzip(sums.trailer, response.body):
            raise ResponseDataLossError("the body does not have the CRC-32 of its gzip")
        return response


def _lost(said: _Sum) -> ResponseDataLossError:
    return ResponseDataLossError(f"the body does not have the {said.algorithm} of its {said.header}")


def _named(response: Response) -> list[_Sum]:
    found = []
    for name in _HEADERS:
        text = header(response, name) or ""
        pairs = [("md5", text)] if name == "Content-MD5" else _NAMED.findall(text)
        for algorithm, value in pairs:
            known = _ALGORITHMS.get(algorithm.lower())
            decoded = _decoded(value)
            if known and len(decoded) == hashlib.new(known, usedforsecurity=False).digest_size:
                found.append(_Sum(name, known, decoded))
    return found


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _holds(said: _Sum, body: bytes) -> bool:
    return hashlib.new(said.algorithm, body, usedforsecurity=False).digest() == said.value


def _ends_gzip(trailer: bytes, body: bytes) -> bool:
    """Tell whether a body is what the trailer was written for.

    Of a stream that is cut the last bytes are no trailer: its size does not fit. What such a page lacks is
    found by reading it.
    """
    crc, size = (int.from_bytes(part, "little") for part in (trailer[:4], trailer[4:]))
    return size != len(body) or crc == zlib.crc32(body)
