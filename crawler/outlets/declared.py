"""The channels an outlet declares, as what is asked. No business logic."""

from crawler.discovery.announcements import Channel, Kind
from crawler.outlets.outlet import Outlet


def declared_channels(outlet: type[Outlet]) -> list[Channel]:
    """Return the channels an outlet declares, kind by kind."""
    by_kind = {
        Kind.FEED: outlet.feeds,
        Kind.SITEMAP: outlet.sitemaps,
        Kind.LISTING: outlet.listings,
        Kind.API: outlet.apis,
    }
    return [Channel(url, kind) for kind, urls in by_kind.items() for url in urls]
