"""Which Reason an exception of a request stands for: the one place where network errors become words."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final, NamedTuple

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error as tx
from twisted.internet.defer import CancelledError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.errors import Rejected
from crawler.fetching.certificates import CertificateRefusedError
from crawler.fetching.refusal import NotFetched
from crawler.fetching.responses import DAMAGED, printable
from crawler.reasons import Reason

# RFC 9110; 428 and 429 RFC 6585, 451 RFC 7725.
_REASONS_BY_STATUS: Final = {404: Reason.GONE, 410: Reason.GONE, 429: Reason.TOO_MANY} | dict.fromkeys(
    (401, 403, 406, 428, 451), Reason.FORBIDDEN
)

_TUNNEL_STATUS = re.compile(r"'status': ([0-9]{3})\b")
_PROXY_LOGIN = (
    "the proxy wants a user name and password (HTTP 407); give them in HTTPS_PROXY: http://USER:PASSWORD@HOST"
)

# The first class that fits decides. An OSError is a broken socket or certificate, or a body that does not
# decompress; a ValueError an address in a Location header that cannot be one.
_REASONS: Final[tuple[tuple[type[BaseException], Reason], ...]] = (
    (DownloadTimeoutError, Reason.TIMEOUT),
    (tx.TimeoutError, Reason.TIMEOUT),
    (TimeoutError, Reason.TIMEOUT),
    (UnsupportedURLSchemeError, Reason.UNSAFE_ADDRESS),
    (NotSupported, Reason.UNSAFE_ADDRESS),
    (StopDownload, Reason.TOO_LARGE),
    (DownloadCancelledError, Reason.TOO_LARGE),
    (CancelledError, Reason.STOPPED),
    (CannotResolveHostError, Reason.NETWORK),
    (DownloadConnectionRefusedError, Reason.NETWORK),
    (DownloadFailedError, Reason.NETWORK),
    (ResponseDataLossError, Reason.NETWORK),
    (ResponseFailed, Reason.NETWORK),
    (TunnelError, Reason.NETWORK),
    (tx.ConnectError, Reason.NETWORK),
    (tx.ConnectionClosed, Reason.NETWORK),
    (OSError, Reason.NETWORK),
    (ValueError, Reason.NETWORK),
    *((damaged, Reason.NETWORK) for damaged in DAMAGED),
)


class Failed(NamedTuple):
    """Why a request brought no page. `status` is the HTTP status, where there was an answer."""

    reason: Reason
    detail: str
    status: int | None = None


def reason_of_status(status: int) -> Reason:
    """Return what an HTTP status that is no success means."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Reason.SERVER_ERROR
    return _REASONS_BY_STATUS.get(status, Reason.REFUSED)


def failure_of(failure: Failure) -> Failed:
    """Return why the request failed. What is not known here is a bug of the program."""
    error = failure.value
    assert error is not None
    if isinstance(error, HttpError):
        status = error.response.status
        return Failed(reason_of_status(status), f"HTTP {status}", status)
    if isinstance(error, NotFetched | Rejected):
        return Failed(error.reason, error.detail)
    if isinstance(error, IgnoreRequest):
        # A body that unpacks to more than the limit, or one redirect too many.
        return Failed(Reason.TOO_LARGE if "DOWNLOAD_MAXSIZE" in str(error) else Reason.REFUSED, _words(error))
    reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), Reason.BUG)
    return Failed(reason, _words(error))


def is_login(error: BaseException) -> bool:
    """Tell whether our proxy opened no tunnel because it wants a login (407), which is no host's doing."""
    return _tunnel_status(error) == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED


def _tunnel_status(error: BaseException) -> int | None:
    """Return what a proxy answered to CONNECT, which Scrapy tells in its words only."""
    found = _TUNNEL_STATUS.search(str(error)) if isinstance(error, TunnelError) else None
    return int(found[1]) if found else None


def _words(error: BaseException) -> str:
    if is_login(error):
        return _PROXY_LOGIN
    if status := _tunnel_status(error):
        return f"the proxy opens no tunnel to the host: HTTP {status}"
    inner = [reason.value for reason in _reasons(error)]
    if tls := _tls_words(inner):
        return tls
    error = inner[0] if inner and inner[0] else error  # what wraps it shows no words but its name
    words = printable(str(error))
    return printable(f"{type(error).__name__}: {words}" if words else type(error).__name__)


def _reasons(error: BaseException) -> list[Failure]:
    """Return what an error of a connection was caused by, the first first."""
    reasons = getattr(error.__cause__ or error, "reasons", None)
    return [reason for reason in reasons or () if isinstance(reason, Failure)]


def _tls_words(errors: Iterable[BaseException | None]) -> str | None:
    """Return what TLS said, which stands among the errors that caused the one of the connection."""
    for inner in errors:
        if isinstance(inner, CertificateRefusedError):
            return str(inner)
        if isinstance(inner, SSL.Error):
            said = [str(entry[-1]) for entry in (inner.args[0] if inner.args else ())]
            return printable(f"TLS: the handshake failed: {', '.join(said) or 'no reason given'}")
    return None
