"""Puts papers on the air: every address of an outlet, answered by the newsroom."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.newsroom import channels, pages
from crawler.newsroom.answers import JSON, PLAIN, XML, Answer, Request, Site
from crawler.newsroom.layouts import json_ld
from crawler.newsroom.paper import Paper, Print, set_in_type
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import Story

API_PAGE_ENTRIES = 20  # as the outlets' own list APIs answer


def publish(newsroom: Newsroom, paper: Paper) -> Site:
    """Answer all addresses of the paper, its mobile and AMP twins and its list API included."""
    site = newsroom.site(paper.host)
    for item in paper.prints:
        _publish_print(newsroom, paper, item)
    _publish_listings(site, paper)
    _publish_channels(site, paper)
    if paper.robots is not None:
        site.serve("/robots.txt", Answer(paper.robots.encode(), content_type=PLAIN))
    if paper.look.layout == "hemera":
        newsroom.site(f"api.{paper.host}").otherwise = lambda request: _list_api(paper, request)
    return site


def realistic(
    newsroom: Newsroom,
    paper: Paper,
    stories: Sequence[Story],
    *,
    feeds: Iterable[str] = (),
    sitemaps: Iterable[str] = (),
    listings: Iterable[str] = (),
) -> Paper:
    """Publish stories under the name of any outlet, as tests do with the addresses of real ones.

    `feeds`, `sitemaps` and `listings` are the addresses the outlet declares: those the look does not know
    answer with the newest articles, whatever the section.
    """
    full = set_in_type(paper, stories)
    publish(newsroom, full)
    for urls, answer in (
        (feeds, Answer(full.look.encode(channels.feed(full, None)), content_type=XML)),
        (sitemaps, Answer(channels.shard(full, full.prints).encode(), content_type=XML)),
        (listings, _html(full, pages.listing_page(replace(full, page_size=len(full.prints)), None))),
    ):
        for url in urls:
            parts = urlsplit(url)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            newsroom.site(parts.hostname or "").pages.setdefault(target, answer)
    return full


def _html(paper: Paper, text: str) -> Answer:
    charset = paper.look.served_charset
    kind = "text/html" if charset is None else f"text/html; charset={charset}"
    return Answer(paper.look.encode(text), content_type=kind)


def _publish_print(newsroom: Newsroom, paper: Paper, item: Print) -> None:
    answer = _html(paper, pages.article_page(paper, item))
    if item.page is not None:
        assert isinstance(answer.body, bytes)
        answer = item.page(answer.body)
    for host in (paper.host, f"m.{paper.host}", f"amp.{paper.host}"):
        newsroom.site(host).serve(paper.path(item), answer)


def _publish_listings(site: Site, paper: Paper) -> None:
    site.serve("/", _html(paper, pages.listing_page(paper, None)))
    for section in paper.sections:
        last = -(-len(paper.printed_in(section)) // paper.page_size)
        # One page more than there are articles for: listings end with an empty page.
        for page in range(1, last + 2):
            site.serve(
                paper.section_path(section, page), _html(paper, pages.listing_page(paper, section, page))
            )
            if paper.look.timeline:
                start = (page - 1) * paper.page_size
                items = paper.printed_in(section)[start : start + paper.page_size]
                address = paper.look.timeline.format(zone=paper.zone(section), page=page)
                site.serve(address, _html(paper, pages.items_html(paper, items)))


def _publish_channels(site: Site, paper: Paper) -> None:
    def xml(text: str) -> Answer:
        return Answer(text.encode(), content_type=XML)

    look = paper.look
    for section in (None, *paper.sections):
        name = section or ""
        address = look.feed.format(section=name, zone=paper.zone(name)) if section else look.home_feed
        body = look.encode(channels.feed(paper, section))
        tag = f'"{zlib.crc32(body):08x}"'
        site.serve(address, Answer(body, content_type="text/xml", headers=(("ETag", tag),)))
    grouped = channels.shards(paper)
    site.serve(look.sitemap, xml(channels.sitemap_index(paper, grouped)))
    for address, items in grouped.items():
        site.serve(address, xml(channels.shard(paper, items)).gzipped())
    site.serve("/sitemaps/categories.xml", xml(channels.section_sitemap(paper)))
    site.serve("/sitemaps/topics.xml", xml(channels.section_sitemap(paper)))
    site.serve(look.news_sitemap, xml(channels.news_sitemap(paper)))


def _list_api(paper: Paper, request: Request) -> Answer | None:
    """Answer /api/morenews-zone-{zone}-{page}.html as Hemera does; page 0 is the first."""
    parts = request.path.removesuffix(".html").split("-")
    if not request.path.startswith("/api/morenews-zone-") or not parts[-1].isdigit():
        return None
    page, zone = int(parts[-1]), parts[-2]
    items = [item for item in paper.prints if paper.zone(item.story.section) == zone]
    contents = [
        {
            "content_id": int(item.number),
            "title": item.story.title,
            "description": item.story.lead,
            "date": int(item.published.timestamp()),
            "url": paper.path(item),
            "avatar_url": pages.image(paper, item),
            "zone": {"name": item.story.section},
        }
        for item in items[page * API_PAGE_ENTRIES : (page + 1) * API_PAGE_ENTRIES]
    ]
    more = len(items) > (page + 1) * API_PAGE_ENTRIES
    value = {"error_code": 0, "error_message": "", "data": {"contents": contents, "load_more": more}}
    return Answer(json_ld(value).encode(), content_type=JSON)
