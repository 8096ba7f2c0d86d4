"""How a paper announces its articles: feeds, a sitemap index with dated shards, a news sitemap."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from html import escape

from crawler.newsroom.pages import image
from crawler.newsroom.paper import Paper, Print
from crawler.newsroom.vietnamese import section_name

_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS_AGE = timedelta(days=2)  # what a news sitemap may hold, by its protocol


def feed(paper: Paper, section: str | None) -> str:
    """RSS 2.0 as outlets write it: the picture's link inside the description, the lead after it."""
    items = [item for item in paper.printed_in(section) if item.in_feed][: paper.feed_size]
    heading = section_name(section) if section else "Tin mới"
    return "\n".join(
        [
            f'<?xml version="1.0" encoding="{paper.look.charset}"?>',
            '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
            f"<title>{escape(heading)} - {escape(paper.name)}</title>",
            f"<link>https://{paper.host}/</link>",
            f"<description>{escape(heading)} trên {escape(paper.name)}</description>",
            f"<pubDate>{paper.look.feed_date(paper.now)}</pubDate>",
            *(_feed_item(paper, item) for item in items),
            "</channel></rss>",
        ],
    )


def _feed_item(paper: Paper, item: Print) -> str:
    story, link = item.story, escape(paper.announced_url(item))
    title = escape(paper.look.over_escaped(story.title))
    return (
        f"<item><title>{title}</title>"
        f'<description><![CDATA[<a href="{link}"><img src="{image(paper, item)}" ></a></br>'
        f"{escape(paper.prefix + story.lead, quote=False)}]]></description>"
        f"<pubDate>{paper.look.feed_date(item.published)}</pubDate>"
        f"<link>{link}</link><guid>{link}</guid>"
        f"<dc:creator>{escape(story.author)}</dc:creator></item>"
    )


def shards(paper: Paper) -> dict[str, tuple[Print, ...]]:
    """Group the prints by the address of the sitemap shard they belong to, newest first."""
    found: dict[str, tuple[Print, ...]] = {}
    for item in paper.prints:
        address = paper.look.shard_of(item.published)
        found[address] = (*found.get(address, ()), item)
    return found


def sitemap_index(paper: Paper, addresses: Iterable[str]) -> str:
    """Name every shard, and two sitemaps of sections and topics that hold no articles."""
    extra = ("/sitemaps/categories.xml", "/sitemaps/topics.xml")
    newest = _iso(paper.now)
    entries = "\n".join(
        f"<sitemap><loc>https://{paper.host}{escape(address)}</loc><lastmod>{newest}</lastmod></sitemap>"
        for address in (*addresses, *extra)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {_SITEMAP}>\n{entries}\n</sitemapindex>'


def shard(paper: Paper, items: Iterable[Print]) -> str:
    entries = "\n".join(
        f"<url><loc>{escape(paper.url(item))}</loc><lastmod>{_iso(item.published)}</lastmod>"
        f"<image:image><image:loc>{image(paper, item)}</image:loc>"
        f"<image:title>{escape(paper.look.over_escaped(item.story.title))}</image:title></image:image></url>"
        for item in items
    )
    return _urlset(entries, _IMAGE)


def news_sitemap(paper: Paper) -> str:
    entries = "\n".join(
        f"<url><loc>{escape(paper.url(item))}</loc><news:news><news:publication>"
        f"<news:name>{escape(paper.name)}</news:name><news:language>vi</news:language></news:publication>"
        f"<news:publication_date>{_iso(item.published)}</news:publication_date>"
        f"<news:title>{escape(item.story.title)}</news:title></news:news></url>"
        for item in paper.prints
        if paper.now - item.published < NEWS_AGE
    )
    return _urlset(entries, _NEWS)


def section_sitemap(paper: Paper) -> str:
    entries = "\n".join(
        f"<url><loc>https://{paper.host}{paper.section_path(section)}</loc></url>"
        for section in paper.sections
    )
    return _urlset(entries, "")


def _urlset(entries: str, names: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_SITEMAP} {names}>\n{entries}\n</urlset>'


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
