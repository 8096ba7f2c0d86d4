"""The channels of a run: which are asked, under which conditions, and what is remembered of their answers."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawler.channel_state import Backlog, ChannelState
from crawler.config.times import spelled
from crawler.crawl.shared_ledgers import SharedLedgers
from crawler.discovery import polling
from crawler.discovery.polling import Bounds, Listing
from crawler.outlets.silence import failing
from crawler.reasons import Obstacle, Reason
from crawler.validators import Validators

if TYPE_CHECKING:
    from crawler.article import Announcement
    from crawler.config.models import Config
    from crawler.crawl.options import CrawlOptions
    from crawler.discovery.announcements import SkipReason
    from crawler.store.ledger import Ledger
    from crawler.store.tables.channels import Remembered

_ORDER = tuple(Backlog)


def bounds_of(config: "Config") -> Bounds:
    """Return what the configuration allows; no channel is asked faster than a host."""
    asked = config.polling
    shortest = max(asked.shortest, timedelta(seconds=config.politeness.delay))
    return Bounds(shortest, max(shortest, asked.longest), asked.dead)


class ChannelMemory:
    """One run's memory of channels, for all of its ledgers.

    A channel is due when any ledger says so, and asked under conditions that all agree on. A run for a part
    of what is announced asks everything without conditions and leaves the memory as it is.
    """

    def __init__(
        self,
        books: SharedLedgers,
        config: "Config",
        options: "CrawlOptions",
        now: Callable[[], datetime],
    ) -> None:
        self._books = books
        self._bounds = bounds_of(config)
        self._looks = bool(config.dedup.revisit)
        self._zone = ZoneInfo(config.timezone)
        self._options = options
        self._now = now
        self.left_out: dict[str, Counter[SkipReason]] = defaultdict(Counter)
        self._announced: dict[str, dict[str, Collection[Announcement]]] = defaultdict(dict)

    def is_due(self, outlet: str, url: str) -> bool:
        """Tell whether a channel's time has come; always, in a run for all channels."""
        if not self._options.due_only:
            return True
        return any(polling.is_due(poll, self._now(), self._bounds) for poll in self._polls(outlet, url))

    def standing_problem(self, outlet: str, url: str) -> str | None:
        """Say what is wrong with a channel that is left out now because it failed before."""
        polls = [poll for poll in self._polls(outlet, url) if poll and poll.failing_since]
        if not polls:
            return None
        poll = max(polls, key=lambda poll: poll.failures)
        again = spelled(polling.interval(poll, self._bounds))
        return f"{url} failed {poll.failures} times; asked every {again}; {failing(poll, self._zone)}"

    def held(self, outlet: str, url: str) -> int:
        """Return how many articles stood in a channel when it was last read."""
        return max((len(poll.held) for poll in self._polls(outlet, url) if poll), default=0)

    def conditions(self, outlet: str, url: str) -> dict[str, str]:
        """Return the headers to ask a channel under."""
        if self._options.partial:
            return {}
        asked = {polling.conditions(poll, self._now()) for poll in self._polls(outlet, url)}
        return asked.pop().headers if len(asked) == 1 else {}

    def believes(self, outlet: str, url: str) -> bool:
        """Tell whether an answer "not modified" is taken as it is; else the channel is read at once."""
        return all(poll and polling.is_believed(poll) for poll in self._polls(outlet, url))

    def count_left_out(self, outlet: str, entries: "Mapping[SkipReason, int]") -> None:
        """Count the entries of a channel that were not taken in this run."""
        self.left_out[outlet].update(entries)

    # In the writing thread.

    def unchanged(self, outlet: str, url: str) -> None:
        """Take an answer "not modified"."""

        def note(book: "Ledger") -> None:
            if poll := book.channels.get(outlet, url):
                book.channels.put(outlet, {url: polling.unchanged(poll, self._now())})

        self._books.each(note)

    def read(
        self,
        outlet: str,
        url: str,
        announcements: "Collection[Announcement]",
        marks: Validators,
        *,
        checked: bool = False,
        index: bool = False,
        skipped: "Mapping[SkipReason, int] | None" = None,
        max_age: timedelta | None = None,
    ) -> None:
        """Take what a channel announces; until `settle`, some of it counts as open.

        An index announces channels: those are only found through it, so it stays open. `skipped` are the
        entries that were not taken.
        """
        if self._options.partial:
            return
        held = frozenset(polling.fingerprint(one.key) for one in announcements)
        span = polling.span_of([one.published for one in announcements if one.published])
        counts = _by_code(skipped or {})
        listing = Listing(held, marks, span, good=bool(held) or index, skipped=counts, max_age=max_age)

        def note(book: "Ledger") -> None:
            before = book.channels.get(outlet, url)
            poll = polling.read(before, listing, self._now(), self._bounds, checked=checked)
            book.channels.put(outlet, {url: poll})

        self._books.each(note)
        if not index:
            self._announced[outlet][url] = announcements

    def failed(
        self,
        outlet: str,
        url: str,
        reason: Reason | None = None,
        *,
        why: str | None = None,
        skipped: "Mapping[SkipReason, int] | None" = None,
    ) -> None:
        """Take it that a channel brought nothing; without a reason, it answered with what is no list.

        `why` is that in a sentence for people.
        """
        if self._options.partial or (reason and not polling.counts_as_failure(reason)):
            return

        def note(book: "Ledger") -> None:
            before = book.channels.get(outlet, url)
            # robots.txt is asked for first: where nobody answers, it is what failed.
            if reason and reason.obstacle in {Obstacle.NO_ANSWER, Obstacle.NO_ROBOTS_TXT}:
                last = before and before.unreached_at
                answered = bool(last and book.channels.answered_since(last))
                poll = polling.unreached(before, self._now(), others_answered=answered)
            else:
                poll = replace(polling.failed(before, self._now()), skipped=_by_code(skipped or {}))
            book.channels.put(outlet, {url: replace(poll, failure=why)})

        self._books.each(note)

    def settle(self, outlet: str) -> None:
        """Note what is left of all that the outlet's channels announced in this run, which is over."""
        announced = self._announced.pop(outlet, {})

        def note(book: "Ledger") -> None:
            known = dict(book.channels.known({one.key for found in announced.values() for one in found}))
            polls = {
                url: replace(poll, backlog=self._left_of(announced[url], known))
                for url, poll in book.channels.of(outlet).items()
                if url in announced
            }
            book.channels.put(outlet, polls)
            book.channels.forget(outlet, self._now())

        self._books.each(note)

    def _left_of(self, announcements: "Collection[Announcement]", known: "dict[str, Remembered]") -> Backlog:
        standings = {self._standing(one, known[one.key]) for one in announcements}
        return min(standings, key=_ORDER.index, default=Backlog.SETTLED)

    def _standing(self, one: "Announcement", row: "Remembered") -> Backlog:
        seen, moved = row.looked_at, one.changed
        changed = bool(self._looks and seen and moved and seen < moved <= self._now())
        return polling.backlog(row.verdict, row.attempts, row.left_out, changed=changed)

    def _polls(self, outlet: str, url: str) -> list[ChannelState | None]:
        return self._books.each(lambda book: book.channels.get(outlet, url))


def _by_code(entries: "Mapping[SkipReason, int]") -> dict[str, int]:
    return {reason.code: count for reason, count in entries.items()}
