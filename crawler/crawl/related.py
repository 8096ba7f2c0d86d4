"""What a kept page links to: articles of the same outlet, followed one step."""

import asyncio

from crawler.article import Announcement, Page, related_channel
from crawler.crawl.session import CrawlSession
from crawler.discovery.announcements import Found, Source
from crawler.discovery.listings import parse_listing
from crawler.errors import Rejected
from crawler.outlets.outlet import Outlet


async def linked_articles(
    outlet: type[Outlet], session: CrawlSession, page: Page
) -> tuple[Announcement, ...]:
    """Return the articles a page links to; none of a page that was found this way itself, or archived."""
    known_by = page.announcement
    if known_by is None or known_by.is_related or session.options.since:
        return ()
    source = Source(
        channel=related_channel(page.url),
        url=page.url,
        article_pattern=outlet.article_pattern,
        zone=outlet.zone,
        now=session.now(),
        content_type=page.content_type,
        skips_named=0,
    )
    try:
        found: Found = await asyncio.wrap_future(session.workers.submit(parse_listing, page.body, source))
    except Rejected:
        return ()
    return found.announcements
