"""What the environment says of proxies and certificates, checked before anything is asked for."""

import os
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware

from crawler.errors import ConfigError

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def proxies() -> dict[str, str]:
    """Return the proxy for http and https, as http://host:port, also where it was given as host:port.

    ALL_PROXY stands in for what has no variable of its own. Raises ConfigError for a proxy that cannot be
    used: to go past it would show the operator where they did not want to be seen.
    """
    given = getproxies()
    chosen = {scheme: given.get(scheme) or given.get("all") for scheme in ("http", "https")}
    return {scheme: _usable(scheme, proxy) for scheme, proxy in chosen.items() if proxy}


def _usable(scheme: str, proxy: str) -> str:
    url = proxy if "://" in proxy else f"http://{proxy}"
    parts = urlsplit(url)
    if parts.scheme.lower() != "http" or not parts.hostname:
        raise ConfigError(
            f"the proxy for {scheme} (environment, such as {scheme.upper()}_PROXY or ALL_PROXY) is no "
            f"http:// proxy but {parts.scheme}://; only those can be used"
        )
    return url


def check_environment() -> None:
    """Raise ConfigError for a proxy that cannot be used and for certificates that are not there."""
    proxies()
    for name in _CERTIFICATES:
        path = os.environ.get(name)
        if path and not os.access(path, os.R_OK):
            missing = "cannot be read" if Path(path).exists() else "is not there"
            raise ConfigError(f"{name} names {path}, which {missing}; no certificate could be checked")


class Proxies(HttpProxyMiddleware):
    """Scrapy's proxy middleware, with the proxies of `proxies`."""

    def __init__(self, auth_encoding: str | None = "latin-1") -> None:
        super().__init__(auth_encoding)
        self.proxies = {scheme: self._get_proxy(url, scheme) for scheme, url in proxies().items()}
