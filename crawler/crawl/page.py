"""From an answer to a Page."""

from datetime import datetime

from scrapy.http import Response

from crawler.article import Announcement, Page
from crawler.extraction import rights
from crawler.fetching.responses import content_type_of, headers_of
from crawler.outlets.outlet import Outlet
from crawler.urls import article_url


def page_of(outlet: type[Outlet], announcement: Announcement, response: Response, now: datetime) -> Page:
    """Pack an article's answer, with what says how to read it."""
    return Page(
        url=article_url("", response.url, outlet.article_pattern) or announcement.url,
        key=announcement.key,
        outlet=outlet.name,
        body=response.body,
        content_type=content_type_of(response),
        fetched_at=now,
        rules=outlet.reading,
        article_pattern=outlet.article_pattern,
        announcement=announcement,
        rights=rights.in_headers(headers_of(response, rights.HEADERS)),
    )
