"""Scrapy's settings for fetching politely and safely, and what of them an operator may turn."""

from typing import Any

from crawler import __version__
from crawler.config.contact import without_marks
from crawler.config.models import Config
from crawler.fetching.environment import check_environment

_MIB = 1024 * 1024  # bytes

FETCH_SETTINGS: dict[str, Any] = {
    # The one door for http and https; nothing on this machine is ever read as if it were a page.
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.fetching.handler.PoliteDownloadHandler",
        "https": "crawler.fetching.handler.PoliteDownloadHandler",
        "data": None,
        "file": None,
        "ftp": None,
        "s3": None,
    },
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.fetching.scope.HostScope": 10,
        # HostScope knows the outlet's hosts; Scrapy's offsite check is passed by dont_filter.
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        # Scrapy's own lets requests pass while robots.txt is loading.
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "crawler.fetching.robotstxt.Robots": 100,
        # One redirect back to where we were says that there will be no end.
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "crawler.fetching.redirects.Redirects": 600,
        # Between unpacking (590) and whoever asks for the body.
        "crawler.fetching.checksums.Checksums": 585,
        # No outlet asks for a password, and nobody reads these counts (3.4 CPU ms an answer; without: 3.2).
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
        # host:port and ALL_PROXY, which Scrapy does not know.
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
        "crawler.fetching.proxies.Proxies": 750,
    },
    # States the policy; crawler.fetching.robotstxt holds it whatever this says.
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": "gomtin",
    # A name that leads to this machine or its network is not connected to.
    "TWISTED_DNS_RESOLVER": "crawler.fetching.resolver.PublicResolver",
    "DNS_TIMEOUT": 10,
    "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    # Off by default in Scrapy: anybody on the way could rewrite the news.
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.2",
    # Both open a port, the second one runs any Python it is sent.
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    # Also the limit for what a compressed body unpacks to.
    "DOWNLOAD_MAXSIZE": 8 * _MIB,
    "DOWNLOAD_WARNSIZE": 2 * _MIB,
    "DOWNLOAD_TIMEOUT": 30,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    # One in flight per host; throttle keeps the time between two, for all crawlers of the process together,
    # so Scrapy's own delays stay off.
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_DELAY_JITTER": 0,
    "AUTOTHROTTLE_ENABLED": False,
    # A page yields one item. Scrapy starts so many tasks for each answer (8: 3.7 CPU ms an answer; 1: 3.4).
    "CONCURRENT_ITEMS": 1,
    # 429, 503 and a Retry-After are answered with rest, not with another request.
    "RETRY_TIMES": 1,
    "RETRY_HTTP_CODES": [408, 500, 502, 504, 522, 524],
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
    "REDIRECT_MAX_TIMES": 5,
    # Article keys decide what is asked twice. Scrapy's filter drops a redirect to an address that was asked
    # for before without a word, and the page that redirected would end without a verdict.
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    # Within a priority the newest announcement, which feeds list first, is asked first.
    "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    # A page's own redirect is a page's word, not the server's.
    "METAREFRESH_ENABLED": False,
    # Traps: endless calendars, ever deeper links, ever longer addresses.
    "DEPTH_LIMIT": 3,
    "URLLENGTH_LIMIT": 512,
    # Every request stands for itself: nothing is remembered about us, nothing told about where we were.
    "COOKIES_ENABLED": False,
    "REFERRER_POLICY": "no-referrer",
    "HTTPCACHE_ENABLED": False,
    # HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY work as in any program.
    "HTTPPROXY_ENABLED": True,
    # What is left to do is in the ledger; a job folder loses it when the process is killed.
    "JOBDIR": None,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "vi,en;q=0.3",
    },
    # The command's own logging shows what matters.
    "LOG_INSTALL_ROOT_HANDLER": False,
    "LOG_VERSIONS": [],
    "STATS_DUMP": False,
}


def user_agent(contact: str | None) -> str:
    """Name the program and whom to ask, in ASCII: a header holds nothing else."""
    return f"gomtin/{__version__} (+{without_marks(contact) if contact else 'contact not configured'})"


def scrapy_settings(config: Config) -> dict[str, Any]:
    """Return Scrapy's settings of a process: FETCH_SETTINGS and what the configuration turns.

    Raises ConfigError where the environment cannot be right.
    """
    check_environment()
    return {
        **FETCH_SETTINGS,
        "USER_AGENT": user_agent(config.contact),
        "CLOSESPIDER_TIMEOUT": int(config.crawl.deadline.total_seconds()),
    }
