"""Verifies certificates as Twisted does, and keeps why one was refused: OpenSSL only says that it was."""

from typing import Any

from OpenSSL import SSL
from OpenSSL.crypto import X509
from service_identity import VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from crawler.urls import is_public_ip

# Numbers of OpenSSL's X509_V_ERR_*.
_MEANINGS = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "it is signed by itself",
    19: "it leads to an authority that is not trusted",
    20: "the certificate of its issuer is missing or not trusted",
    21: "the certificate of its issuer is missing or not trusted",
    23: "it was revoked",
}


class CertificateRefusedError(Exception):
    """Raised for a connection whose certificate is not to be trusted; says why."""


@implementer(IPolicyForHTTPS)
class VerifyingPolicy:
    """Wraps Scrapy's policy: its verification is repeated here, with words."""

    def __init__(self, policy: Any) -> None:
        self._policy = policy

    def creatorForNetloc(self, hostname: bytes, port: int) -> "VerifyingCreator":  # noqa: N802 - Twisted's name
        return VerifyingCreator(self._policy.creatorForNetloc(hostname, port), hostname.decode("ascii"))


@implementer(IOpenSSLClientConnectionCreator)
class VerifyingCreator:
    """Makes the connections to one host."""

    def __init__(self, creator: Any, host: str) -> None:
        self._creator = creator
        self._host = host
        self._identity = IPAddress_ID(host) if is_public_ip(host) else DNS_ID(host)

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:  # noqa: N802 - Twisted's name
        connection: SSL.Connection = self._creator.clientConnectionForTLS(protocol)

        def verify(_: SSL.Connection, certificate: X509, error: int, depth: int, ok: int) -> bool:
            problem = self._problem(certificate, error, depth, ok=bool(ok))
            if problem:
                refused = CertificateRefusedError(problem)
                protocol.failVerification(Failure(refused))  # type: ignore[no-untyped-call]
            return problem is None

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, verify)
        return connection

    def _problem(self, certificate: X509, error: int, depth: int, *, ok: bool) -> str | None:
        if not ok:
            why = _MEANINGS.get(error, f"OpenSSL's error {error}")
            return f"TLS: the certificate of {self._host} is refused: {why}"
        if depth == 0:
            try:
                verify_service_identity(extract_patterns(certificate), [self._identity], [])
            except (VerificationError, ValueError):
                return f"TLS: the certificate is not for the hostname {self._host}"
        return None
