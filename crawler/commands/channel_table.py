"""How the channels of outlets are asked, and what becomes of what they announce: `gomtin outlets NAME`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crawler.commands.common import Common
from crawler.errors import LedgerError
from crawler.paths import StatePaths
from crawler.timestamps import read_time, time_text

if TYPE_CHECKING:
    from crawler.channel_state import ChannelState
    from crawler.config.models import Config
    from crawler.discovery.polling import Bounds
    from crawler.store.ledger import Ledger


@dataclass(slots=True)
class Remembered:
    """What the corpora remember of outlets, as plain values, and a sentence on each ledger that cannot tell.

    `channels`: how each is asked. `articles`: how many wait, and how many were left out, by reason.
    """

    channels: list[dict[str, Any]] = field(default_factory=list)
    articles: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def of_outlets(common: Common, outlets: Collection[str]) -> Remembered:
    """Return what each corpus remembers of the outlets; its ledger stays as it is."""
    found = Remembered()
    parts = [part for part in common.config.parts() if StatePaths.of(part.corpus).ledger.is_file()]
    if not parts or not outlets:
        return found
    from crawler.store.ledger import Ledger

    for part in parts:
        try:
            with Ledger(StatePaths.of(part.corpus).ledger, read_only=True) as ledger:
                channels, articles = _channels(ledger, part, outlets), _articles(ledger, part, outlets)
        except LedgerError as error:
            found.problems.append(str(error))
        else:
            found.channels += channels
            found.articles += articles
    return found


def _channels(ledger: "Ledger", part: "Config", outlets: Iterable[str]) -> list[dict[str, Any]]:
    from crawler.crawl.channel_memory import bounds_of

    bounds, zone = bounds_of(part), ZoneInfo(part.timezone)
    return [
        {"outlet": outlet, "corpus": str(part.corpus), "channel": url, **_values(poll, bounds, zone)}
        for outlet in outlets
        for url, poll in ledger.channels.of(outlet).items()
    ]


def _articles(ledger: "Ledger", part: "Config", outlets: Iterable[str]) -> list[dict[str, Any]]:
    waiting = ledger.frontier.counts()
    return [
        {
            "outlet": outlet,
            "corpus": str(part.corpus),
            "waiting": waiting.get(outlet, {}),
            "left_out": ledger.announcements.left_out(outlet),
        }
        for outlet in outlets
    ]


def _values(poll: "ChannelState", bounds: "Bounds", zone: ZoneInfo) -> dict[str, Any]:
    from crawler.discovery.polling import due_at, interval, is_dead, is_never_good
    from crawler.outlets.silence import failing

    state = f"failed {poll.failures} times" if poll.failures else "fine"
    if is_never_good(poll, datetime.now(UTC), bounds.dead):
        state = "never any good; mend it or switch it off"
    return {
        "asked": time_text(poll.asked_at),
        "answered": time_text(poll.answered_at),
        "seconds": round(interval(poll, bounds).total_seconds()),
        "due": time_text(due_at(poll, bounds)),
        "items": len(poll.held),
        "new": poll.fresh,
        "trust": round(poll.trust, 2),
        "open": poll.backlog.value,
        "good": time_text(poll.good_at),
        "not_taken": dict(poll.skipped),
        "state": "dead" if is_dead(poll, bounds) and poll.good_at else state,
        "failing": failing(poll, zone),
    }


def show(common: Common, found: list[dict[str, Any]]) -> None:
    """Print them as a table; of several corpora, the one that wants a channel first."""
    from rich.table import Table

    zone = ZoneInfo(common.config.timezone)
    table = Table(title=f"How often the schedules ask ({zone.key})", title_justify="left")
    for column in ("channel", "every", "due", "new", "items", "trust", "state"):
        table.add_column(column, justify="right" if column in {"new", "items", "trust"} else "left")
    latest_first = sorted(found, key=lambda values: values["due"], reverse=True)
    for channel, values in sorted({values["channel"]: values for values in latest_first}.items()):
        due = read_time(values["due"])
        when = "now" if due <= datetime.now(UTC) else f"{due.astimezone(zone):%m-%d %H:%M}"
        rest = (str(values[name]) for name in ("new", "items", "trust", "state"))
        table.add_row(channel, _roughly(values["seconds"]), when, *rest)
    common.console.print(table)
    for values in sorted(found, key=lambda values: values["channel"]):
        if values["failing"]:
            common.say(f"{values['channel']}: {values['failing']} ({values['corpus']})")
    _show_not_taken(common, found)


def _show_not_taken(common: Common, found: list[dict[str, Any]]) -> None:
    """Say what the channels announced that is no new article, and why."""
    from crawler.discovery.announcements import SkipReason

    meanings = {reason.code: reason.meaning for reason in SkipReason}
    counts: dict[str, dict[str, int]] = {values["channel"]: values["not_taken"] for values in found}
    for channel, reasons in sorted(counts.items()):
        for code, count in sorted(reasons.items(), key=lambda pair: -pair[1]):
            common.say(f"{count:6}  {code}: {meanings.get(code, code)} ({channel})")


def show_open(common: Common, found: list[dict[str, Any]]) -> None:
    """Say how many articles of each outlet wait or were left out, and why."""
    from crawler.reasons import Reason

    for values in found:
        for word, counts in (("waiting", values["waiting"]), ("left out", values["left_out"])):
            for code, count in counts.items():
                reason = Reason.find(code)
                why = reason.meaning if reason else "not asked for yet"
                common.say(f"{count:6}  {word}: {code}: {why} ({values['outlet']}, {values['corpus']})")


def _roughly(seconds: int) -> str:
    for size, unit in ((86400, "d"), (3600, "h")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 60:.0f} min"
