"""The walk through an outlet's archives for a window of days: leg by leg, page by page, safe to end anywhere.

A page is behind us when every article it announces is settled or not wanted; only then that is written down.
"""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from scrapy import Request

from crawler.crawl.backfill_page import BackfillContext, BackfillPage
from crawler.outlets.archives import Archive, Index, Segment
from crawler.reasons import Reason
from crawler.store.tables.backfill import Position, WindowKey

log = logging.getLogger("gomtin")

MOST_SHARDS = 500  # of one index, for one window; five years of shards by five days are 360
DEEPEST_INDEX = 2
_OVERLAP_PAGES = 1  # a newest-first list may have lost an article since: the page before is read again
_SITEMAP_LAG = timedelta(days=1)  # what is published today may be in a sitemap tomorrow only
_NO_MORE = frozenset({Reason.GONE, Reason.REDIRECTED_AWAY})


class Backfill:
    """One outlet's walk through one window; `requests` yields what to ask for, each in its turn."""

    def __init__(self, context: BackfillContext) -> None:
        self._context = context
        self.outlet = context.outlet
        self.session = context.session
        self.window = context.window
        self.stats = context.stats

    async def requests(self) -> AsyncIterator[Request]:
        """Yield the requests of the whole walk."""
        try:
            async for request in self._all_legs():
                yield request
        except Exception:
            # Scrapy would only end the outlet and say so in a log that people do not see.
            log.exception("%s: the program failed on its way through the archives", self.outlet.name)
            self.session.stats(self.outlet.name).bugs += 1

    async def _all_legs(self) -> AsyncIterator[Request]:
        zone, now = ZoneInfo(self.outlet.zone), self.session.now()
        start, end = self.window.start, min(self.window.end or now, now)
        for archive in self.outlet.archives if start else ():
            assert start is not None
            stretch = self._stretch(archive)
            positions = self.session.progress.positions(stretch)
            for leg in archive.legs(start.astimezone(zone), end.astimezone(zone)):
                self.stats.legs += 1
                position = positions.get(leg.name, Position())
                if position.done:
                    self.stats.done += 1
                elif self.stats.stopped is None:
                    walk = self._index if isinstance(archive, Index) else self._leg
                    async for request in walk(archive, stretch, leg, position):
                        yield request

    def _stretch(self, archive: Archive) -> WindowKey:
        asked = self.session.options
        since, until = (day.isoformat() if day else "" for day in (asked.since, asked.until))
        return WindowKey(self.outlet.name, archive.template, since, until)

    async def _index(
        self, archive: Archive, stretch: WindowKey, leg: Segment, _: Position
    ) -> AsyncIterator[Request]:
        """Walk the shards an index names, two indexes deep; indexes are read in every run until done."""
        behind = self.session.progress.positions(stretch)
        level, complete = [archive.address(leg, 0)], True
        for depth in range(DEEPEST_INDEX + 1):
            below: list[str] = []
            for url in level[:MOST_SHARDS]:
                if behind.get(url, Position()).done:
                    continue
                visit = BackfillPage(self._context, archive, first=depth == 0)
                async for request in visit.requests(url):
                    yield request
                below += visit.found.sitemaps
                complete &= visit.settled
                if visit.settled and not visit.found.sitemaps:
                    await self._note(stretch, Segment(url), Position(1, done=self._closed(leg)))
            level = below
        if complete:
            await self._end(stretch, leg, 1)

    async def _leg(
        self, archive: Archive, stretch: WindowKey, leg: Segment, position: Position
    ) -> AsyncIterator[Request]:
        """Walk one leg from where it was left, to its end or as far as this run may."""
        page = max(0, position.next_page - _OVERLAP_PAGES) if archive.newest_first else position.next_page
        behind: set[str] = set()
        past, whole = 0, True
        while self.stats.stopped is None:
            visit = BackfillPage(self._context, archive, behind, first=page == 0)
            async for request in visit.requests(archive.address(leg, page)):
                yield request
            ended = page > 0 and visit.reason in _NO_MORE
            if visit.reason and not ended:
                return
            whole &= visit.settled or ended
            past = past + 1 if visit.past else 0
            # One page of old articles may be one that somebody pinned to the top.
            last = ended or not visit.fresh or past > 1 or page + 1 >= archive.most
            if whole and last:
                await self._end(stretch, leg, page + 1)
            elif whole:
                await self._note(stretch, leg, Position(page + 1))
            if last:
                return
            page += 1

    async def _end(self, stretch: WindowKey, leg: Segment, pages: int) -> None:
        self.stats.done += 1
        if self._closed(leg):
            await self._note(stretch, leg, Position(pages, done=True))
        elif not self.session.options.dry_run:
            await self.session.write(self.session.progress.forget, stretch, leg.name)

    def _closed(self, leg: Segment) -> bool:
        """Whether nothing more can appear in a leg: what it covers, or the window, lies behind us."""
        ends = [end for end in (leg.end, self.window.end) if end]
        return bool(ends) and min(ends) <= self.session.now() - _SITEMAP_LAG

    async def _note(self, stretch: WindowKey, leg: Segment, position: Position) -> None:
        if not self.session.options.dry_run:
            await self.session.write(self.session.progress.note, stretch, leg.name, position)
