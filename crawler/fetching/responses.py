"""What an HTTP answer, or a request that got none, says of itself. No business logic."""

import re
import sys
import zlib
from collections.abc import Iterable
from typing import Any

import brotli
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.text.normalize import without_escapes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_HTML_TYPE = re.compile(r"(?:text/html|application/xhtml\+xml)(?![\w+-])", re.IGNORECASE)
_HTML_HEAD_BYTES = 4096
_HTML_SIGN = re.compile(rb"<(?:!doctype\s{1,9}html|html[\s>])")
_HTML_BEGIN = re.compile(rb"<(?:head|body|title|meta|div|main|article|section|h1|p)[\s>]")
_PROLOG = re.compile(rb"\A(?:<\?[^<>]{0,500}>\s{0,99})+")
_OTHER_ROOT = re.compile(rb"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg)[\s>]")
_MAX_UNPACKED_BYTES = 1 << 20
_MAX_WORDS = 200  # characters of a header or an error that are shown
_ENDS = tuple(f"</{root}>".encode() for root in ("html", "rss", "feed", "rdf:rdf", "urlset", "sitemapindex"))


DAMAGED = (zlib.error, brotli.error, zstd.ZstdError)  # what a body that cannot be unpacked raises


def printable(text: str) -> str:
    """Return foreign words as they may be shown: one short line, nothing a terminal would obey."""
    plain = without_escapes(text)
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())[:_MAX_WORDS]


def header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return printable(value.decode("utf-8", "replace")) if value else None


def headers_of(response: Response, names: Iterable[str]) -> dict[str, list[str]]:
    """Return all lines of these headers by lower-case name."""
    return {
        name.lower(): [
            printable(value.decode("utf-8", "replace")) for value in response.headers.getlist(name)
        ]
        for name in names
    }


def content_type_of(response: Response) -> str | None:
    return header(response, "Content-Type")


def is_html(response: Response) -> bool:
    """Tell by the type, and where that says something else by the page itself."""
    if _HTML_TYPE.match(content_type_of(response) or ""):
        return True
    text = response.body[:_MAX_UNPACKED_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    while text.startswith(b"<!--") and b"-->" in text:
        text = text.partition(b"-->")[2].lstrip()
    head = text[:_HTML_HEAD_BYTES].lower()
    if head.startswith((b"{", b"[", b"%pdf")) or _OTHER_ROOT.match(_PROLOG.sub(b"", head)):
        return False
    return bool(_HTML_SIGN.search(head) or _HTML_BEGIN.match(head))


def ends_whole(response: Response) -> bool:
    """Tell whether a body ends as a page or feed does, whatever was said of its length."""
    return response.body[-100:].rstrip().lower().endswith(_ENDS)


def is_unpackable(response: Response) -> bool:
    """Tell whether a compressed body is all there; one that is not compressed is for others to judge."""
    encoding = (header(response, "Content-Encoding") or "").rpartition(",")[2].strip().lower()
    try:
        return _unpacks(encoding, response.body)
    except DAMAGED:
        return True


def _unpacks(encoding: str, body: bytes) -> bool:
    # What does not fit into the limit is whole as far as we read.
    if encoding in {"gzip", "x-gzip", "deflate"}:
        raw = encoding == "deflate" and body[:1] != b"\x78"
        inflate = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
        inflate.decompress(body, _MAX_UNPACKED_BYTES)
        return inflate.eof or bool(inflate.unconsumed_tail)
    if encoding == "br":
        unpack = brotli.Decompressor()
        size = len(unpack.process(body, output_buffer_limit=_MAX_UNPACKED_BYTES))
        return unpack.is_finished() or size >= _MAX_UNPACKED_BYTES
    if encoding == "zstd":
        decompressor = zstd.ZstdDecompressor()
        size = len(decompressor.decompress(body, _MAX_UNPACKED_BYTES))
        return decompressor.eof or size >= _MAX_UNPACKED_BYTES
    return True


def meta_of(failure: Failure) -> dict[str, Any]:
    """Return the meta of the request that failed."""
    meta: dict[str, Any] = failure.request.meta  # type: ignore[attr-defined]  # Scrapy puts it there
    return meta
