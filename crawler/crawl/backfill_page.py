"""One page of an archive: asked for, read, and what is wanted of it fetched before the next page's turn."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scrapy import Request

from crawler.article import Announcement
from crawler.crawl.asking import NO_ANSWER, Answer, Asking
from crawler.crawl.frontier import Candidate, Window
from crawler.crawl.session import CrawlSession
from crawler.crawl.stats import BackfillStats
from crawler.discovery.announcements import Channel, Found, left_out
from crawler.outlets.archives import Archive, Index
from crawler.outlets.outlet import Outlet
from crawler.reasons import Reason, Verdict
from crawler.urls import host_of

if TYPE_CHECKING:
    import asyncio

# From an article's creation, which its number tells, to its publication; drafts lie about for a day or two.
_DRAFT_TIME = timedelta(days=2)
NO_MORE = frozenset({Reason.GONE, Reason.REDIRECTED_AWAY})
_PROBES = 3  # articles: the first, the middle and the last of a page bound it
_MIN_PROBED = 6  # articles on a page; of fewer, half would be asked for only to tell whether to


@dataclass(frozen=True, slots=True)
class BackfillContext:
    """What the pages of one outlet's backfill share. `article_request` makes an article's request."""

    outlet: type[Outlet]
    session: CrawlSession
    window: Window
    stats: BackfillStats
    asking: Asking
    article_request: Callable[[Announcement, int], Request]


class BackfillPage:
    """One page of an archive. `behind` are the keys met on the segment's earlier pages.

    `settled`: nothing on the page is left to do. `fresh`: it announced what no earlier page did. `past`: what
    it announces is older than the window. `reason`: why it could not be had.
    """

    def __init__(
        self, context: BackfillContext, archive: Archive, behind: set[str] | None = None, *, first: bool
    ) -> None:
        self.found = Found()
        self.reason: Reason | None = None
        self.settled = self.fresh = self.past = False
        self._context = context
        self._stats = context.stats
        self._window = context.window
        self._archive = archive
        self._behind = set() if behind is None else behind
        self._first = first
        self._zone = ZoneInfo(context.outlet.zone)
        self._session = context.session

    @property
    def missing(self) -> bool:
        """Whether the outlet says that there is no such page of what is filed by time."""
        by_time = not self._archive.newest_first and not (self._first and isinstance(self._archive, Index))
        return by_time and self.reason in NO_MORE

    async def requests(self, url: str) -> AsyncIterator[Request]:
        """Yield the request for the page, then those for its articles; end when all of them ended."""
        if self._stats.stopped is None and not self._session.throttle.left(host_of(url)):
            self._out_of_budget()
        if self._stats.stopped:
            self.reason = self._stats.stopped
            return
        asking = self._context.asking
        request, answer = asking.channel(Channel(url, self._archive.kind), self._archive.links)
        yield request
        self._take(url, await asking.wait_for(answer, NO_ANSWER))
        if self.reason:
            return
        fresh = [one for one in self.found.announcements if one.key not in self._behind]
        self.fresh, self.settled = bool(fresh), True
        self._behind.update(one.key for one in fresh)
        async for request in self._articles([one for one in fresh if not self._created_outside(one)]):
            yield request
        self.past = self.past or self._is_past()

    def _take(self, url: str, answer: Answer) -> None:
        stats = self._stats
        stats.pages += 1
        self.found, self.reason = answer.found, answer.reason
        count = len(answer.found.announcements)
        stats.empty += not count and not self.missing
        problem = f"{answer.reason.meaning}: {answer.detail}" if answer.reason else answer.found.problem
        if answer.reason and not answer.reason.page_was_asked:
            self._stop(answer.reason)
        elif not self._first or self.missing or (self._archive.may_be_empty and answer.reason is None):
            problem = None  # the end of a list, a day without news, or what the walk sums up
        elif problem and not count and not self._archive.unverified:
            stats.problems.append(f"{url}: {problem}")
        name = self._context.outlet.name
        self._session.channel(name, url, count, problem)
        self._session.polling.count_left_out(name, left_out(answer.found.skip_reasons))

    async def _articles(self, announcements: Sequence[Announcement]) -> AsyncIterator[Request]:
        wanted = await self._session.select(announcements)
        options = self._session.options
        if options.dry_run:
            return
        if (
            options.limit is not None
            and self._session.stats(self._context.outlet.name).asked >= options.limit
        ):
            self._stop(Reason.OVER_LIMIT)
        probes: list[Candidate] = []
        if self._archive.newest_first and len(wanted) > _MIN_PROBED and not any(self._dates()):
            probes = _spread(announcements, wanted)
            async for request in self._fetch(probes):
                yield request
            if side := self._side_of(probes):
                self.past = side is Reason.TOO_OLD
                return
        async for request in self._fetch([candidate for candidate in wanted if candidate not in probes]):
            yield request

    async def _fetch(self, wanted: Sequence[Candidate]) -> AsyncIterator[Request]:
        """Yield what the hosts' budgets allow, and end when all of it ended."""
        endings: list[asyncio.Future[Reason]] = []
        # Counted once: what is yielded leaves at some time during this loop.
        room = {host: self._session.throttle.left(host) for host in {host_of(one.url) for one, _ in wanted}}
        for announcement, priority in wanted:
            host = host_of(announcement.url)
            if room[host] <= 0:
                self._out_of_budget()
                continue
            room[host] -= 1
            endings.append(self._session.verdict_of(announcement.key))
            yield self._context.article_request(announcement, priority)
        for ending in endings:
            reason = await self._context.asking.wait_for(ending, Reason.STOPPED)
            self.settled &= reason.verdict is not Verdict.FAILED
            if not reason.page_was_asked:
                self._stop(reason)

    def _out_of_budget(self) -> None:
        self._stop(Reason.STOPPED if self._session.throttle.stopped else Reason.OVER_BUDGET)

    def _stop(self, reason: Reason | None) -> None:
        self.settled = False
        self._stats.stopped = self._stats.stopped or reason

    # What dates tell. An announcement's own date is the session's to judge; these are the others.

    def _creation(self, announcement: Announcement) -> datetime | None:
        return self._archive.created(announcement.key.rpartition(":")[2], self._zone)

    def _created_outside(self, announcement: Announcement) -> bool:
        """Whether the number alone says that the article is not of the window."""
        created = self._creation(announcement)
        start, end = self._window.start, self._window.end
        if created is None or announcement.published:
            return False
        return bool((start and created < start - _DRAFT_TIME) or (end and created >= end))

    def _dates(self) -> list[datetime]:
        """Return when the page's articles are from, as far as they, their numbers or the ledger tell."""
        known = self._session.published({one.key for one in self.found.announcements})
        dates = (
            one.published or known.get(one.key) or self._creation(one) for one in self.found.announcements
        )
        return [date for date in dates if date]

    def _is_past(self) -> bool:
        dates, start = self._dates(), self._window.start
        if not self._archive.newest_first or start is None or not dates:
            return False
        return median_low(dates) < (start - _DRAFT_TIME if self._archive.stamp else start)

    def _side_of(self, probes: Sequence[Candidate]) -> Reason | None:
        """Return on which side of the window a page lies whose probes all lie there, a day off at least."""
        dates = list(self._session.published({one.key for one, _ in probes}).values())
        start, end, day = self._window.start, self._window.end, timedelta(days=1)
        if len(dates) < _PROBES:
            return None
        if start and max(dates) < start - day:
            return Reason.TOO_OLD
        return Reason.TOO_NEW if end and min(dates) >= end + day else None


def _spread(announcements: Sequence[Announcement], wanted: Sequence[Candidate]) -> list[Candidate]:
    """Return the first, the middle and the last of what is wanted, in the order of the page."""
    places = {one.key: place for place, one in enumerate(announcements)}
    in_order = sorted(wanted, key=lambda candidate: places[candidate.announcement.key])
    return [in_order[rank * (len(in_order) - 1) // (_PROBES - 1)] for rank in range(_PROBES)]
