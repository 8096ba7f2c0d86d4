"""What was seen of a site, and what is learnt from it: channels, addresses, reading."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.errors import Rejected
from crawler.extraction.dom import meta, parse
from crawler.onboarding.selectors import Fit, fit
from crawler.onboarding.url_patterns import Learnt, learn_shape
from crawler.outlets.loader import Outlets
from crawler.text.decode import decode
from crawler.urls import bare_host, clean_url, host_of

ARTICLES = 5  # looked at
_TOPIC = re.compile(
    r"/(?:the-gioi|quoc-te|thoi-su-quoc-te|quan-su|binh-luan|phan-tich|world|international)\b[^?#]*$"
)
_FEED = re.compile(rb"<(?:rss|feed)\b")
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)\b")
_SHARD_DAYS = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-\d{1,2}\.xml")
_SHARD_MONTH = re.compile(r"/news-\d{4}-\d{1,2}\.xml")


@dataclass
class Site:
    """One site. `pages` are the answers by address; `live` says that they were fetched now."""

    host: str
    live: bool
    pages: dict[str, bytes] = field(default_factory=dict)
    robots: str = ""
    missing: list[str] = field(default_factory=list)

    @cached_property
    def trees(self) -> dict[str, HtmlElement]:
        found = {}
        for url, body in self.pages.items():
            if b"<html" in body[:4096].lower() or b"<body" in body[:8192].lower():
                try:
                    found[url] = parse(decode(body, None))
                except Rejected:
                    self.missing.append(f"{url} could not be decoded")
        return found

    @property
    def links(self) -> list[str]:
        """All own links of all pages, in order, on the site's own host."""
        hrefs = (
            clean_url(url, link.get("href") or "")
            for url, tree in self.trees.items()
            for link in tree.iter("a")
        )
        return list(dict.fromkeys(self._at_home(href) for href in hrefs if href and self.owns(href)))

    def owns(self, url: str) -> bool:
        return bare_host(host_of(url)) == bare_host(self.host)

    def _at_home(self, url: str) -> str:
        return urlsplit(url)._replace(scheme="https", netloc=self.host, query="", fragment="").geturl()

    @property
    def title(self) -> str:
        names = [name for tree in self.trees.values() for name in meta(tree, "og:site_name")]
        return max(set(names), key=names.count) if names else ""

    @property
    def feeds(self) -> tuple[str, ...]:
        """The feeds that pages name in their head or link to; those of the topic's sections first."""
        named = [
            clean_url(url, link.get("href") or "")
            for url, tree in self.trees.items()
            for link in tree.iter("link", "a")
            if "rss" in (link.get("type") or "") or (link.get("href") or "").endswith(".rss")
        ]
        given = [url for url, body in self.pages.items() if _FEED.search(body[:500])]
        own = dict.fromkeys(url for url in (*given, *named) if url and self.owns(url))
        return tuple(sorted(own, key=lambda url: not _TOPIC.search(url.removesuffix(".rss")))[:4])

    @property
    def sitemaps(self) -> tuple[str, ...]:
        named = re.findall(r"^[ \t]*+sitemap[ \t]*+:[ \t]*+(\S+)", self.robots, re.IGNORECASE | re.MULTILINE)
        given = [
            url
            for url, body in self.pages.items()
            if b"<urlset" in body[:500] or b"<sitemapindex" in body[:500]
        ]
        own = (clean_url("", url) for url in (*named, *given))
        return tuple(dict.fromkeys(url for url in own if url and self.owns(url)))

    @property
    def sections(self) -> tuple[str, ...]:
        found = [link for link in self.links if _TOPIC.search(urlsplit(link).path)]
        shape = self.shape
        return tuple(link for link in found if not (shape and re.fullmatch(shape.pattern, link)))[:5]

    @property
    def shards(self) -> tuple[str, ...]:
        """What the indexes name."""
        return tuple(
            loc.decode("utf-8", "replace")
            for body in self.pages.values()
            if b"<sitemapindex" in body[:500]
            for loc in re.findall(rb"<loc>\s*([^<\s]+)\s*</loc>", body)
        )

    @property
    def archive(self) -> str | None:
        """The declaration of the archive that the shards' names suggest, as source text."""
        index = next((url for url, body in self.pages.items() if b"<sitemapindex" in body[:500]), None)
        for shard in self.shards:
            folder = shard.rpartition("/")[0]
            if _SHARD_DAYS.search(shard):
                name = "sitemaps-{year}-{month}-{first}-{last}.xml"
                return f'Shards("{folder}/{name}", per=Per.FIVE_DAYS)'
            if _SHARD_MONTH.search(shard):
                return f'Shards("{folder}/news-{{year}}-{{month}}.xml", per=Per.MONTH)'
        return f'Index("{index}")' if index else None

    @cached_property
    def shape(self) -> Learnt | None:
        return learn_shape(self.host, (*self.links, *(url for url in self.trees if self.owns(url))))

    @property
    def articles(self) -> list[str]:
        """Links of article shape, on the pages seen so far."""
        return [link for link in self.links if self.shape and re.fullmatch(self.shape.pattern, link)]

    def fit(self, outlets: Outlets) -> Fit:
        """Return how its articles can be read, tried on those that were fetched."""
        shape = self.shape
        known = [
            tree
            for url, tree in self.trees.items()
            if shape and re.fullmatch(shape.pattern, self._at_home(url))
        ]
        articles = known or [tree for tree in self.trees.values() if "article" in meta(tree, "og:type")]
        return fit(articles, outlets)
