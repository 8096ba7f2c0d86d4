"""One outlet's check: a channel of each kind, one shard, and three of the articles they announce."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scrapy import Request

from crawler.article import Announcement
from crawler.crawl import asking
from crawler.crawl.check import ARTICLES, ArticleCheck, ChannelCheck, CheckDesk
from crawler.discovery.announcements import Channel, Kind
from crawler.reasons import Reason

if TYPE_CHECKING:
    from crawler.outlets.outlet import Outlet

_AGO = timedelta(days=40)  # a shard of that time is whole, and its outlet still keeps it


class Check:
    """Yields the requests of a check, each when its turn has come; the findings go to the session."""

    def __init__(self, outlet: "Outlet", session: CheckDesk) -> None:
        self.outlet = outlet
        self.session = session
        self.checked = session.check(outlet.name)
        self._announced: dict[str, Announcement] = {}

    async def requests(self) -> AsyncIterator[Request]:
        for channel, links, unverified in self._channels():
            request, future = asking.channel(self.outlet, channel, links)
            yield request
            self._note(channel, unverified, await asking.wait_for(self.outlet, future, _NO_ANSWER))
        for announcement in list(self._announced.values())[:ARTICLES]:
            request, future = asking.page(announcement.url)
            yield request
            answer = await asking.wait_for(self.outlet, future, _NO_ANSWER)
            self.checked.articles.append(await self._read(announcement, answer))

    def _channels(self) -> list[tuple[Channel, str, bool]]:
        """Return the first channel of each kind, those first that somebody has seen answer, and one shard."""
        outlet, chosen = self.outlet, []
        kinds = (
            (Kind.FEED, outlet.feeds),
            (Kind.SITEMAP, outlet.sitemaps),
            (Kind.LISTING, outlet.listings),
            (Kind.API, outlet.apis),
        )
        for kind, urls in kinds:
            if urls:
                url = min(urls, key=lambda url: url in outlet.unverified)
                chosen.append((Channel(url, kind), "", url in outlet.unverified))
        then = (self.session.now() - _AGO).astimezone(ZoneInfo(outlet.zone))
        for archive in outlet.archives[:1]:
            leg = next(iter(archive.legs(then, then + timedelta(days=1))))
            channel = Channel(archive.address(leg, 0), archive.kind)
            if all(channel.url != other.url for other, _, _ in chosen):
                chosen.append((channel, archive.links, archive.unverified))
        return chosen

    def _note(self, channel: Channel, unverified: bool, answer: asking.Answer) -> None:
        found = answer.found.announcements
        problem = f"{answer.reason.meaning}: {answer.detail}" if answer.reason else answer.found.problem
        dated = sum(one.published is not None for one in found)
        self.checked.channels.append(
            ChannelCheck(channel.kind, channel.url, len(found), dated, problem, unverified)
        )
        for announcement in found:
            self._announced.setdefault(announcement.key, announcement)

    async def _read(self, announcement: Announcement, answer: asking.Answer) -> ArticleCheck:
        if answer.reason or answer.response is None:
            reason = answer.reason or Reason.STOPPED
            return ArticleCheck(announcement.url, None, 0, (), f"{reason.meaning}: {answer.detail}")
        return await self.session.extract(self.outlet.page_of(announcement, answer.response))


_NO_ANSWER = asking.Answer(reason=Reason.STOPPED)
