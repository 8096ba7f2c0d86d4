"""Pages to announcements: their links that lead to articles, with the words around them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree, html

from crawler.article import Announcement, Page, related_channel
from crawler.discovery.announcements import (
    MAX_ENTRIES,
    Found,
    Gathering,
    SkipReason,
    Source,
    article_address,
)
from crawler.discovery.xml import XMLError, unpacked
from crawler.errors import Rejected
from crawler.extraction.dom import PLAIN_ELEMENTS
from crawler.text.decode import decode
from crawler.urls import clean_url

MAX_BYTES = 8 << 20
_PAGE_END = re.compile(r"</(?:body|html)\s{0,9}>", re.IGNORECASE)  # behind it the parser reads no more
_MIN_STANDFIRST_LENGTH = 60  # a link's words this long, beside a title, are the standfirst
_MAX_STEPS_TO_HEADING = 2  # how far around a link a heading counts as its own
_LAZY = ("data-href", "data-url", "data-link")  # where scripts find the address they open
# In C: a page has ten times as many elements as links.
_LINKS = etree.XPath("//*[(self::a or self::area) and @href or @data-href or @data-url or @data-link]")
_LINK_TAGS = frozenset({"a", "area"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})


def parse_listing(body: bytes, source: Source) -> Found:
    """Read a section page. What is wrong with it as a whole stands in `Found.problem`."""
    try:
        text = decode(unpacked(body, MAX_BYTES), source.content_type)
    except (XMLError, Rejected) as error:
        return Found(problem=f"no section page: {error}")
    try:
        # Bytes in a known encoding: a string with an XML declaration would be refused.
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        parser.set_element_class_lookup(PLAIN_ELEMENTS)
        tree = html.document_fromstring(_PAGE_END.sub("", text).encode(), parser=parser)
    except etree.ParserError:
        return Found(problem="no section page: the answer is empty")
    source = replace(source, url=_base(tree, source.url))
    links = [
        link
        for link in (tree.cssselect(source.links) if source.links else _LINKS(tree))
        if (link.get("href") and (source.links or link.tag in _LINK_TAGS)) or _lazy_address(link, source)
    ]
    return _gathered(links, source)


def related_articles(tree: html.HtmlElement, page: Page) -> tuple[Announcement, ...]:
    """Return the articles of its outlet that an article's page links to; none of a page found this way."""
    if page.article_pattern is None or page.announcement is None or page.announcement.is_related:
        return ()
    source = Source(
        channel=related_channel(page.url),
        url=_base(tree, page.url),
        article_pattern=page.article_pattern,
        zone=page.rules.zone,
        now=page.fetched_at,
        skips_named=0,
    )
    links = [link for link in _LINKS(tree) if article_address(_address(link, source), source)]
    return _gathered(links, source).announcements


def _gathered(links: Sequence[html.HtmlElement], source: Source) -> Found:
    """Take links in with the words that are their articles' titles and standfirsts."""
    gathering = Gathering(source)
    # Links at a heading first: their words are the title, those of the others may be the standfirst.
    headed = [(link, _heading(link)) for link in links[:MAX_ENTRIES]]
    for link, heading in sorted(headed, key=lambda pair: pair[1] is None):
        words = _text(link if heading is None else heading)
        standfirst = words if heading is None and len(words) >= _MIN_STANDFIRST_LENGTH else None
        title = words or link.get("title") if heading is not None else link.get("title") or words
        gathering.add(_address(link, gathering.source), title=title, summary=standfirst)
    for link in links[MAX_ENTRIES:]:
        gathering.skip(SkipReason.OVER_LIMIT, _address(link, gathering.source), link.get("title"))
    return gathering.found()


def _base(tree: html.HtmlElement, url: str) -> str:
    """Return where the page's relative links start from: at its <base href>, else at itself."""
    bases = (element.get("href", "") for element in tree.iter("base"))
    return clean_url(url, next(filter(None, bases), "")) or url


def _address(link: html.HtmlElement, source: Source) -> str:
    """Return where a link leads, and be it by way of a script, of its own or one that all pages have."""
    href: str = link.get("href", "")
    if scripted := source.article_pattern.scripted:
        call, address = scripted
        found = re.search(call, f"{href} {link.get('onclick', '')}")
        return found.expand(address) if found else href
    lazy = _lazy_address(link, source)
    return lazy if lazy and not article_address(href, source) else href


def _lazy_address(link: html.HtmlElement, source: Source) -> str | None:
    """Return the article a script opens at this element; None where there is none."""
    lazy = [address for name in _LAZY if (address := link.get(name))]
    return next((address for address in lazy if article_address(address, source)), None)


def _heading(link: html.HtmlElement) -> html.HtmlElement | None:
    """Return the heading a link stands in, or holds."""
    around = islice(link.iterancestors(), _MAX_STEPS_TO_HEADING)
    return next((element for element in (*around, *link.iter()) if element.tag in _HEADINGS), None)


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
