"""The kinds of channels: what reads each, and of which kind a saved answer is. Pure."""

import re

from crawler.discovery.announcements import Kind
from crawler.discovery.apis import parse_api
from crawler.discovery.feeds import FEED_ROOTS, parse_feed
from crawler.discovery.listings import parse_listing
from crawler.discovery.sitemaps import SITEMAP_ROOTS, parse_sitemap
from crawler.discovery.xml import XMLError, decoded, repair_xml, unpacked

PARSERS = {
    Kind.FEED: parse_feed,
    Kind.SITEMAP: parse_sitemap,
    Kind.LISTING: parse_listing,
    Kind.API: parse_api,
}
MAX_BYTES = 20 << 20  # as large as the largest kind, a sitemap, may be

_ADDRESS_LINE = re.compile(r"https?://\S+\s*(?:\n|$)")
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FRAGMENT = re.compile(r"<(?:a|article|div|h[1-6]|li|ol|p|section|ul)\b", re.IGNORECASE)
_HEAD = 2_000  # characters; in them stands the first element of a web page
_NAMES = (
    (re.compile(r"sitemap", re.IGNORECASE), Kind.SITEMAP),
    (re.compile(r"rss|feed|atom", re.IGNORECASE), Kind.FEED),
    (re.compile(r"api|\.json\b", re.IGNORECASE), Kind.API),
    (re.compile(r"listing|\.x?html?\b", re.IGNORECASE), Kind.LISTING),
)


def kind_of(body: bytes, name: str) -> Kind | None:
    """Return what kind of channel a saved file answered for: by its content, else by its name."""
    return _kind_by_content(body) or next((kind for words, kind in _NAMES if words.search(name)), None)


def _kind_by_content(body: bytes) -> Kind | None:
    try:
        text = decoded(unpacked(body, MAX_BYTES))
        if text.startswith(("{", "[")):
            return Kind.API
        if _ADDRESS_LINE.match(text):
            return Kind.SITEMAP
        if _WEB_PAGE.search(text[:_HEAD]) or _FRAGMENT.match(text):
            return Kind.LISTING
        root = repair_xml(text).root
    except XMLError:
        return None
    return Kind.FEED if root in FEED_ROOTS else Kind.SITEMAP if root in SITEMAP_ROOTS else None
