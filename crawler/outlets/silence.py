"""Channels that fell silent, or never spoke: a feed, sitemap or listing that announces nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from statistics import median

from crawler.channel_state import ChannelState
from crawler.discovery.polling import is_never_good
from crawler.store.tables.health import ChannelHealth

LEARNT = 5  # runs before a channel's usual is known
PATIENCE = 3  # runs in a row
_SILENT = 0.1  # of the usual


def failing(poll: ChannelState | None, zone: tzinfo) -> str | None:
    """Say since when a channel has only failed, and why it did the last time; None when it does not fail."""
    since = poll and (poll.failing_since or poll.unreached_at)
    if not poll or not since:
        return None
    day = since.astimezone(zone).date().isoformat()
    return f"failing since {day}: {poll.failure or 'the reason is not on record'}"


def silence_in(
    url: str, runs: Sequence[ChannelHealth], zone: tzinfo, poll: ChannelState | None = None
) -> str | None:
    """Return the sentence on a channel that is silent after these runs, oldest first, or None.

    One that fails is silent for a reason, which `poll` tells.
    """
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
    sentence = f"{url} announces nothing since {since}, in {len(quiet)} runs; usually {usual:.0f}"
    return "; ".join(filter(None, (sentence, failing(poll, zone))))


def in_question(
    unverified: Collection[str], known: Mapping[str, ChannelState], now: datetime, patience: timedelta
) -> frozenset[str]:
    """Return the unverified channels that are still a question: a good answer, or `patience`, ends it."""
    polls = {url: known.get(url) for url in unverified}
    return frozenset(
        url
        for url, poll in polls.items()
        if poll is None or not (poll.good_at or is_never_good(poll, now, patience))
    )


def never_good(
    declared: Collection[str],
    known: Mapping[str, ChannelState],
    now: datetime,
    patience: timedelta,
    zone: tzinfo,
) -> Iterator[str]:
    """Yield a sentence on each declared channel that announced nothing in all the time it was given."""
    for url in declared:
        poll = known.get(url)
        if poll and poll.first_asked_at and is_never_good(poll, now, patience):
            since = poll.first_asked_at.astimezone(zone).date().isoformat()
            sentence = f"{url} announced nothing since it was first asked, {since}; mend it or switch it off"
            yield "; ".join(filter(None, (sentence, failing(poll, zone))))
