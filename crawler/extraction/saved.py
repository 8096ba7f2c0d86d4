"""Saved pages from disk: .html, .html.gz and WARC files as Pages."""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.errors import ConfigError
from crawler.files import open_given, read_given
from crawler.urls import clean_url

MOST_BYTES: Final = 32 * 1024 * 1024

# Where a saved page says which address it had: its own canonical link, or the note a browser left.
# A tag's parts are bounded: a file of nothing but tags that never end is read in one pass.
_OWN_ADDRESS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rb"""<link[^<>]{1,1000}?rel=["']?canonical["']?[^<>]{0,1000}?href=["']?([^"'\s<>]{1,2000})""",
        rb"""<link[^<>]{1,1000}?href=["']?([^"'\s<>]{1,2000})["']?[^<>]{0,1000}?rel=["']?canonical""",
        rb"""<meta[^<>]{1,1000}?property=["']?og:url["']?[^<>]{0,1000}?content=["']?([^"'\s<>]{1,2000})""",
        rb"""<meta[^<>]{1,1000}?content=["']?([^"'\s<>]{1,2000})["']?[^<>]{0,1000}?property=["']?og:url""",
        rb"""saved from url=\(\d{1,9}\)(\S{1,2000})""",
    )
)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it lies on disk. `url` is what the file says of itself, cleaned, or None."""

    file: str
    url: str | None
    body: bytes
    content_type: str | None = None


def saved_pages(path: Path) -> Iterator[SavedPage]:
    """Yield the pages of a file: one, or all HTML responses of a WARC.

    Raises ConfigError for a file that cannot be read.
    """
    try:
        if path.name.endswith((".warc", ".warc.gz")):
            yield from _warc(path)
            return
        raw = read_given(path)
        body = _inflate(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (OSError, zlib.error, EOFError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path}: cannot be read: {why}") from error
    yield SavedPage(str(path), own_address(body), body)


def own_address(body: bytes) -> str | None:
    """Return the address a page gives itself, cleaned, or None."""
    for pattern in _OWN_ADDRESS:
        match = pattern.search(body)
        url = clean_url("", match[1].decode("utf-8", "replace").replace("&amp;", "&")) if match else None
        if url:
            return url
    return None


def _inflate(raw: bytes) -> bytes:
    import io

    with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
        return stream.read(MOST_BYTES)


def _warc(path: Path) -> Iterator[SavedPage]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        with open(path, "rb", opener=open_given) as stream:
            for record in ArchiveIterator(stream):
                headers = record.http_headers
                kind = headers.get_header("Content-Type") if headers else None
                if record.rec_type != "response" or "html" not in (kind or ""):
                    continue
                url = clean_url("", record.rec_headers.get_header("WARC-Target-URI") or "")
                yield SavedPage(str(path), url, record.content_stream().read(MOST_BYTES), kind)
    except ArchiveLoadFailed as error:
        raise ConfigError(f"{path}: not a WARC file: {error}") from error
