"""What answers in the place of a host: a login of the network we are in, a page for every address. Pure.

robots.txt is asked first of every host. Where a web page answers for it, or it leads to a foreign host, and
the same answers for whatever else is asked, the host itself was not reached. A login that begins later is
known by what all articles of several hosts are answered with. Two statuses are never a host's own.
"""

import re
from hashlib import sha256
from urllib.parse import quote_from_bytes, urlsplit

_LEAST_BYTES = 100  # of a page that says something, in markup
_MOST_BYTES = 200_000  # of a page; logins are small
# What differs from one showing of a page to the next: numbers, times, session ids.
_CHANGES = re.compile(rb"[0-9a-f]{8,64}|[0-9]{1,64}")

# RFC 6585: Network Authentication Required is of the network, not of the host.
LOGIN_STATUS = 511
LOGIN = "login"  # the mark of what a status tells: whatever page comes with it
WANTS_LOGIN = "our own network wants a login"
NO_HOST = "robots.txt and this address answer with one page; is it a login of our own network?"


def page_mark(url: str, body: bytes) -> str | None:
    """Return what tells a page from others, whatever address it was shown at, and when.

    None for one that holds too little to tell: all empty pages are one.
    """
    page = body[:_MOST_BYTES].lower()
    parts = urlsplit(url.lower())
    told = (url.lower(), f"{parts.path}?{parts.query}", parts.path, parts.netloc, parts.hostname or "")
    for plain in (part.encode() for part in told if len(part) > 1):
        quoted = quote_from_bytes(plain, safe="").lower().encode()
        for spelling in (plain, quoted, plain.replace(b"&", b"&amp;")):
            page = page.replace(spelling, b"")
    page = _CHANGES.sub(b"", page)
    return f"page {sha256(page).hexdigest()}" if len(page) >= _LEAST_BYTES else None


def host_mark(host: str) -> str:
    """Return what tells a foreign host that all is led to from others."""
    return f"host {host}"
