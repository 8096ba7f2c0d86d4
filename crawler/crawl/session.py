"""What one run shares: what is fetched, from where, for whom, and how each page ends."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crawler.article import Announcement, Page
from crawler.config.models import Config
from crawler.crawl.channel_memory import Polling
from crawler.crawl.corpus_session import Editor
from crawler.crawl.frontier import Window, joined
from crawler.crawl.options import Options
from crawler.crawl.stats import ChannelCount, Tally
from crawler.crawl.writer import Writer
from crawler.errors import Reason, Verdict
from crawler.extraction.pool import Readers
from crawler.fetching.throttle import Pacing
from crawler.pipeline import Outcome
from crawler.store.tables.backfill import SharedProgress

log = logging.getLogger("gomtin")


class Desk:
    """One run's shared state. Lives in the reactor's thread; `write` hands work to the one writing thread.

    A page is fetched once, for all of its `editors`: one per corpus, each with its own topic and ledger.
    """

    def __init__(
        self,
        config: Config,
        options: Options,
        editors: Sequence[Editor],
        *,
        readers: Readers,
        pacing: Pacing,
        write: Writer,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.config = config
        self.options = options
        self.editors = tuple(editors)
        self.readers = readers
        self.pacing = pacing
        self.write = write
        self.now = now
        self.progress = SharedProgress([editor.ledger.progress for editor in editors])
        self.polling = Polling([editor.ledger for editor in editors], config, options, now)
        self.tallies: dict[str, Tally] = {}
        self.listeners: list[Callable[[], None]] = []
        self._takers: dict[str, list[Editor]] = {}
        self._endings: dict[str, asyncio.Future[Reason]] = {}

    def tally(self, outlet: str) -> Tally:
        return self.tallies.setdefault(outlet, Tally())

    def window(self) -> Window:
        """Return the days asked for; without any, the newest ones of the configuration."""
        zone = ZoneInfo(self.config.timezone)
        since, until = self.options.since, self.options.until
        newest = self.now() - self.config.crawl.newest
        return Window(
            datetime.combine(since, time.min, zone) if since else newest if until is None else None,
            datetime.combine(until, time.min, zone) + timedelta(days=1) if until else None,
        )

    def channel(
        self, outlet: str, url: str, found: int, problem: str | None = None, *, heard: bool = True
    ) -> None:
        """Note what one feed, sitemap or listing brought; not `heard`: what it held before."""
        self.tally(outlet).channels.append(ChannelCount(url, found, problem, heard))
        if problem and heard:
            log.warning("%s: %s: %s", outlet, url, problem)

    # What to fetch.

    async def worth(self, announcements: Sequence[Announcement]) -> list[tuple[Announcement, int]]:
        """Return what to fetch with its priority, best first; what is left out is noted with its reason."""
        if not announcements:
            return []
        outlet, window = announcements[0].outlet, self.window()
        tally = self.tally(outlet)
        together = joined(
            [editor.sort_out(announcements, window) for editor in self.editors],
            room=None if self.options.limit is None else max(0, self.options.limit - tally.asked),
            dry_run=self.options.dry_run,
        )
        tally.announced += len(announcements)
        tally.asked += len(together.fetch)
        for editor, part in zip(self.editors, together.parts, strict=True):
            for announcement, _, reason in part.noted:
                if reason is None:
                    self._takers.setdefault(announcement.key, []).append(editor)
            await editor.note(outlet, part)
        self._changed()
        again = self.again(outlet, announcements)
        fetched = {one.key for one, _ in together.fetch}
        return [*together.fetch, *(pair for pair in again if pair[0].key not in fetched)]

    def again(
        self, outlet: str, announcements: Sequence[Announcement] = ()
    ) -> list[tuple[Announcement, int]]:
        """Return what to look at again at an outlet, once for all corpora that keep it."""
        found: dict[str, tuple[Announcement, int]] = {}
        for editor in self.editors:
            for announcement, priority in editor.revisits.wanted(outlet, announcements):
                takers = self._takers.setdefault(announcement.key, [])
                if not takers:
                    found[announcement.key] = announcement, priority
                if editor not in takers:
                    takers.append(editor)
        return list(found.values())

    def promising(self, announcements: Sequence[Announcement]) -> list[Announcement]:
        """Return the few links of a kept page whose words promise another text on a topic."""
        found = {one.key: one for editor in self.editors for one in editor.promising(announcements)}
        return list(found.values())

    def conditions(self, key: str) -> dict[str, str]:
        """Return the headers to ask for a page under: those all who want it agree on."""
        asked = [editor.revisits.headers(key) for editor in self.takers(key)]
        return asked[0] if asked and all(headers == asked[0] for headers in asked) else {}

    def saw(self, key: str, headers: Mapping[str, bytes | None]) -> None:
        """Keep what an answer's headers call the state of the page."""
        for editor in self.takers(key):
            editor.revisits.saw(key, headers)

    def published(self, keys: Collection[str]) -> dict[str, datetime]:
        """Return when articles that are known were published, as far as that is known."""
        return {
            key: row.published
            for editor in self.editors
            for key, row in editor.ledger.known(keys).items()
            if row.published
        }

    # How it ends.

    def ending(self, key: str) -> asyncio.Future[Reason]:
        """Return what will hold the reason that the page asked for under this key ends with."""
        return self._endings.setdefault(key, asyncio.get_running_loop().create_future())

    async def settle(self, page: Page, outcomes: Mapping[Editor, Outcome]) -> None:
        """Write down how a page ended for each corpus. Every page comes here or to `failed` exactly once."""
        self._takers.pop(page.key, None)
        ended = Reason.BUG
        try:
            for editor, outcome in outcomes.items():
                await editor.settle(page, outcome)
            ended = _together([outcome.reason for outcome in outcomes.values()])
        finally:
            self.tally(page.outlet).fetched += 1
            self._tell(page.key, ended)

    async def failed(
        self, announcement: Announcement, reason: Reason, detail: str = "", status: int | None = None
    ) -> None:
        """Write down that an announced page could not be had."""
        try:
            for editor in self._takers.pop(announcement.key, self.editors):
                await editor.failed(announcement, reason, detail, status)
        finally:
            self._tell(announcement.key, reason)

    def takers(self, key: str) -> tuple[Editor, ...]:
        """Return whom the page asked for under this key is fetched for."""
        return tuple(self._takers.get(key, self.editors))

    def _tell(self, key: str, reason: Reason) -> None:
        future = self._endings.pop(key, None)
        if future and not future.done():
            future.set_result(reason)
        self._changed()

    def _changed(self) -> None:
        for listener in self.listeners:
            listener()


def _together(reasons: Sequence[Reason]) -> Reason:
    """Return the reason that tells whether a page is done with: one that failed anywhere is not."""
    failed = [reason for reason in reasons if reason.verdict is Verdict.FAILED]
    return (failed or reasons)[0]
