"""Scrapy's proxy middleware, with the proxies of the environment as `environment` reads them."""

from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware

from crawler.fetching.environment import proxies


class Proxies(HttpProxyMiddleware):
    """Scrapy's proxy middleware, with the proxies of `proxies`."""

    def __init__(self, auth_encoding: str | None = "latin-1") -> None:
        # Without the parent's own: it reads the environment as it stands there.
        self.auth_encoding = auth_encoding
        self.proxies = {scheme: self._get_proxy(url, scheme) for scheme, url in proxies().items()}
