"""What an HTTP answer, or a request that got none, says of itself. No business logic."""

from typing import Any

from scrapy.http import Response
from twisted.python.failure import Failure

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_VAGUE = frozenset({"", "text/plain", "application/octet-stream"})


def content_type_of(response: Response) -> str | None:
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else None


def is_html(response: Response) -> bool:
    kind = (content_type_of(response) or "").partition(";")[0].strip().lower()
    return kind in _HTML or (kind in _VAGUE and b"<html" in response.body[:4096].lower())


def meta_of(failure: Failure) -> dict[str, Any]:
    """Return the meta of the request that failed."""
    meta: dict[str, Any] = failure.request.meta  # type: ignore[attr-defined]  # Scrapy puts it there
    return meta
