"""Name look-up that only answers with public addresses; what it answers is what is connected to."""

import logging
from typing import Any
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.urls import host_of, is_public_ip

log = logging.getLogger("gomtin")


class PublicResolver(CachingThreadedResolver):
    """Scrapy's TWISTED_DNS_RESOLVER. The configured proxies are the operator's own and may be anywhere."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.proxies = frozenset(
            host_of(proxy if "://" in proxy else f"http://{proxy}") for proxy in getproxies().values()
        )

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        return super().getHostByName(name, timeout).addCallback(self._vetted, name)

    def _vetted(self, address: str, name: str) -> str:
        if name not in self.proxies and not is_public_ip(address):
            log.warning("%s is %s, which is not on the public web; not connected to", name, address)
            # Twisted passes only this kind of error on.
            raise DNSLookupError(f"{name} is {address}, which is not public")
        return address
