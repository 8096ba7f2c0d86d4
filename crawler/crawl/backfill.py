"""An outlet's archives walked for a window of days: by segments, page by page, safe to end anywhere.

A page is behind us when every article it announces is settled or not wanted; only then that is written down.
"""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from scrapy import Request

from crawler.crawl.backfill_page import NO_MORE, BackfillContext, BackfillPage
from crawler.outlets.archives import Archive, Index, Segment
from crawler.store.tables.backfill import Position, WindowKey

log = logging.getLogger("gomtin")

MOST_SHARDS = 500  # of one index, for one window; five years of shards by five days are 360
DEEPEST_INDEX = 2  # indexes below the first one; deeper ones are a loop or a trap
_OVERLAP_PAGES = 1  # a newest-first list may have lost an article since: the page before is read again
_SITEMAP_LAG = timedelta(days=1)  # what is published today may be in a sitemap tomorrow only
_ASKED_AGAIN = timedelta(days=1)  # what is not there and should be: a fault that passes lasts less


class Backfill:
    """One outlet's walk through one window; `requests` yields what to ask for, each in its turn."""

    def __init__(self, context: BackfillContext) -> None:
        self._context = context
        self.outlet = context.outlet
        self.session = context.session
        self.window = context.window
        self.stats = context.stats
        # Of the archive that is walked: the oldest day it reached back to, and segments that are not there.
        self._floor: str | None = None
        self._absent: list[tuple[Segment, bool]] = []
        self._resting: list[Segment] = []

    async def requests(self) -> AsyncIterator[Request]:
        """Yield the requests of the whole walk."""
        try:
            async for request in self._all_segments():
                yield request
        except Exception:
            # Scrapy would only end the outlet and say so in a log that people do not see.
            log.exception("%s: the program failed on its way through the archives", self.outlet.name)
            self.session.stats(self.outlet.name).bugs += 1
        if self.stats.missing:
            log.info(
                "%s: %d of the %d archive pages asked for are not there",
                self.outlet.name,
                self.stats.missing,
                self.stats.pages,
            )

    async def _all_segments(self) -> AsyncIterator[Request]:
        zone, now = ZoneInfo(self.outlet.zone), self.session.now()
        start, end = self.window.start, min(self.window.end or now, now)
        for archive in self.outlet.archives if start else ():
            assert start is not None
            self._floor = self.session.progress.floor(self.outlet.name, archive.template)
            self._absent, self._resting = [], []
            key = self._window_key(archive)
            positions = self.session.progress.positions(key)
            for segment in archive.segments(start.astimezone(zone), end.astimezone(zone)):
                self.stats.segments += 1
                position = positions.get(segment.name, Position())
                if position.done:
                    self.stats.done += 1
                elif self._rests(position):
                    self._resting.append(segment)
                elif self.stats.stopped is None:
                    requests = self._index if isinstance(archive, Index) else self._segment
                    async for request in requests(archive, key, segment, position):
                        yield request
            if self.stats.stopped is None:
                await self._close(archive, key)

    def _window_key(self, archive: Archive) -> WindowKey:
        asked = self.session.options
        since, until = (day.isoformat() if day else "" for day in (asked.since, asked.until))
        return WindowKey(self.outlet.name, archive.template, since, until)

    async def _index(
        self, archive: Archive, key: WindowKey, segment: Segment, _: Position
    ) -> AsyncIterator[Request]:
        """Walk the shards an index names, two indexes deep; indexes are read in every run until done."""
        behind = self.session.progress.positions(key)
        level, complete = [archive.address(segment, 0)], True
        for depth in range(DEEPEST_INDEX + 1):
            below: list[str] = []
            for url in level[:MOST_SHARDS]:
                position = behind.get(url, Position())
                if position.done or self._rests(position):
                    complete &= position.done
                    continue
                page = BackfillPage(self._context, archive, first=depth == 0)
                async for request in page.requests(url):
                    yield request
                below += page.found.sitemaps
                if page.missing:
                    complete &= await self._missing(key, Segment(url, end=segment.end), position)
                    continue
                complete &= page.settled
                if page.settled and not page.found.sitemaps:
                    await self._note(key, Segment(url), Position(1, done=self._closed(segment)))
            level = below
        if complete:
            await self._end(key, segment, 1)

    async def _segment(
        self, archive: Archive, key: WindowKey, segment: Segment, position: Position
    ) -> AsyncIterator[Request]:
        """Walk one segment from where it was left, to its end or as far as this run may."""
        number = max(0, position.next_page - _OVERLAP_PAGES) if archive.newest_first else position.next_page
        behind: set[str] = set()
        past, whole = 0, True
        while self.stats.stopped is None:
            page = BackfillPage(self._context, archive, behind, first=number == 0)
            async for request in page.requests(archive.address(segment, number)):
                yield request
            ended = number > 0 and page.reason in NO_MORE
            if number == 0 and page.missing:
                self.stats.done += await self._missing(key, segment, position)
            if page.reason and not ended:
                return
            self._reach(segment)
            whole &= page.settled or ended
            past = past + 1 if page.past else 0
            # One page of old articles may be one that somebody pinned to the top.
            last = ended or not page.fresh or past > 1 or number + 1 >= archive.most
            if whole and last:
                await self._end(key, segment, number + 1)
            elif whole:
                await self._note(key, segment, Position(number + 1))
            if last:
                return
            number += 1

    def _rests(self, position: Position) -> bool:
        """Whether a segment was not there a short while ago."""
        asked = position.at if position.next_page == 0 else None
        return asked is not None and self.session.now() - asked < _ASKED_AGAIN

    def _reach(self, segment: Segment) -> None:
        """Note that a segment is there: the archive reaches back to it."""
        if segment.begin:
            self._floor = min(self._floor or _day(segment), _day(segment))

    async def _missing(self, key: WindowKey, segment: Segment, position: Position) -> bool:
        """Note a segment that is not there; return whether it is settled: it was not there a day ago."""
        self.stats.missing += 1
        settled = self._closed(segment) and position.at is not None
        self._absent.append((segment, settled))
        if self._closed(segment):
            await self._note(key, segment, Position(0, done=settled))
        return settled

    async def _close(self, archive: Archive, key: WindowKey) -> None:
        """Tell what lies before the archive begins, as the walk has shown now, from its holes."""
        floor = self._floor or ""
        for segment, settled in (*self._absent, *((segment, False) for segment in self._resting)):
            if _day(segment) < floor and not settled:
                await self._note(key, segment, Position(0, done=True))
                self.stats.done += 1
        if not archive.unverified:
            self.stats.holes += sum(_day(segment) >= floor for segment, _ in self._absent)

    async def _end(self, key: WindowKey, segment: Segment, pages: int) -> None:
        self.stats.done += 1
        if self._closed(segment):
            await self._note(key, segment, Position(pages, done=True))
        elif not self.session.options.dry_run:
            await self.session.write(self.session.progress.forget, key, segment.name)

    def _closed(self, segment: Segment) -> bool:
        """Whether nothing more can appear in a segment: what it covers, or the window, lies behind us."""
        ends = [end for end in (segment.end, self.window.end) if end]
        return bool(ends) and min(ends) <= self.session.now() - _SITEMAP_LAG

    async def _note(self, key: WindowKey, segment: Segment, position: Position) -> None:
        if not self.session.options.dry_run:
            await self.session.write(self.session.progress.note, key, segment.name, position)


def _day(segment: Segment) -> str:
    """Return the first day a segment covers, in ISO form; of one without a time, a day after all others."""
    return f"{segment.begin:%Y-%m-%d}" if segment.begin else "9999"
