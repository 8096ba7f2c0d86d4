"""Channels that fell silent: a feed, sitemap or listing that used to announce and has stopped."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from statistics import median

from crawler.store.tables.health import ChannelHealth

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
