"""Channels that fell silent: a feed, sitemap or listing that used to announce and has stopped."""

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawler.store.tables.health import ChannelHealth

if TYPE_CHECKING:
    from crawler.crawl.corpus_session import CorpusSession
    from crawler.crawl.session import CrawlSession

LEARNT = 5  # runs before a channel's usual is known
PATIENCE = 3  # runs in a row
_SILENT = 0.1  # of the usual


def silence_in(url: str, runs: Sequence[ChannelHealth], zone: tzinfo) -> str | None:
    """Return the sentence on a channel that is silent after these runs, oldest first, or None."""
    loud = [run.found for run in runs if run.found]
    usual = median(loud) if len(loud) >= LEARNT else 0
    quiet: list[datetime] = []
    for run in reversed(runs):
        if not usual or run.found > _SILENT * usual:
            break
        quiet.append(run.at)
    if len(quiet) < PATIENCE:
        return None
    since = quiet[-1].astimezone(zone).date().isoformat()
    return f"{url} announces nothing since {since}, in {len(quiet)} runs; usually {usual:.0f}"


def fallen_silent(
    session: "CrawlSession", corpus_session: "CorpusSession", outlet: str, unverified: Collection[str]
) -> str | None:
    """Note for a corpus what the channels brought; return the sentence on the first that is silent, or None.

    Runs for chosen days say nothing of a channel: it announces what they did not ask for.
    """
    if session.options.since or session.options.until or session.throttle.stopped:
        return None
    book, zone = corpus_session.ledger.health, ZoneInfo(session.config.timezone)
    sentences = []
    for channel in session.stats(outlet).channels:
        if channel.heard:
            book.note_channel(outlet, channel.url, session.now(), channel.found)
        if channel.url not in unverified:
            sentences.append(silence_in(channel.url, book.channel(outlet, channel.url), zone))
    return next(filter(None, sentences), None)
