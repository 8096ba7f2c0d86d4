import pytest
from scrapy import exceptions
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error as tx
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.errors import Rejected
from crawler.fetching.failures import failure_of, is_login, reason_of_status
from crawler.fetching.refusal import NotFetched
from crawler.reasons import Reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, Reason.FORBIDDEN),
        (403, Reason.FORBIDDEN),
        (404, Reason.GONE),
        (406, Reason.FORBIDDEN),
        (410, Reason.GONE),
        (418, Reason.REFUSED),
        (428, Reason.FORBIDDEN),
        (429, Reason.TOO_MANY),
        (451, Reason.FORBIDDEN),
        (304, Reason.REFUSED),
        (500, Reason.SERVER_ERROR),
        (503, Reason.SERVER_ERROR),
        (524, Reason.SERVER_ERROR),
    ],
)
def test_a_status_has_a_reason(status: int, reason: Reason) -> None:
    failed = failure_of(Failure(HttpError(Response("https://songnay.vn/", status=status))))

    assert reason_of_status(status) is reason
    assert failed == (reason, f"HTTP {status}", status)


@pytest.mark.parametrize(
    ("error", "reason", "detail"),
    [
        (NotFetched(Reason.RESTING, "until 10:00"), Reason.RESTING, "until 10:00"),
        (Rejected(Reason.READER_TIMEOUT, "20 s"), Reason.READER_TIMEOUT, "20 s"),
        (exceptions.DownloadTimeoutError("30 s"), Reason.TIMEOUT, "DownloadTimeoutError: 30 s"),
        (tx.TimeoutError(), Reason.TIMEOUT, None),
        (
            exceptions.CannotResolveHostError("songnay.vn"),
            Reason.NETWORK,
            "CannotResolveHostError: songnay.vn",
        ),
        (exceptions.DownloadConnectionRefusedError(), Reason.NETWORK, "DownloadConnectionRefusedError"),
        (exceptions.DownloadFailedError("tls"), Reason.NETWORK, "DownloadFailedError: tls"),
        (exceptions.ResponseDataLossError(), Reason.NETWORK, None),
        (tx.ConnectionLost(), Reason.NETWORK, None),
        (OSError("Not a gzipped file"), Reason.NETWORK, "OSError: Not a gzipped file"),
        (ValueError("Invalid IPv6 URL"), Reason.NETWORK, "ValueError: Invalid IPv6 URL"),
        (exceptions.DownloadCancelledError("Received 9 bytes which is larger than"), Reason.TOO_LARGE, None),
        (exceptions.DownloadCancelledError(), Reason.TOO_LARGE, None),
        (exceptions.IgnoreRequest("exceeded DOWNLOAD_MAXSIZE"), Reason.TOO_LARGE, None),
        (TunnelError("403"), Reason.NETWORK, None),
        (exceptions.UnsupportedURLSchemeError("ftp"), Reason.UNSAFE_ADDRESS, None),
        (exceptions.IgnoreRequest("max redirections reached"), Reason.REFUSED, None),
        (KeyError("announcement"), Reason.BUG, "KeyError: 'announcement'"),
    ],
)
def test_an_exception_has_a_reason(error: Exception, reason: Reason, detail: str | None) -> None:
    failed = failure_of(Failure(error))

    assert failed.reason is reason
    assert failed.status is None
    assert detail is None or failed.detail == detail


def test_a_proxy_that_wants_a_password_is_told_in_words() -> None:
    error = TunnelError("Could not open CONNECT tunnel with proxy a:1 [{'status': 407, 'reason': b'x'}]")

    assert is_login(error)
    assert failure_of(Failure(error)).detail.startswith("the proxy wants a user name and password (HTTP 407)")


def test_what_only_wraps_the_cause_shows_the_cause() -> None:
    error = exceptions.DownloadFailedError("[<Failure ConnectionLost>]")
    error.__cause__ = ResponseFailed([Failure(tx.ConnectionLost())])

    assert failure_of(Failure(error)).detail.startswith("ConnectionLost: Connection to the other side was")
