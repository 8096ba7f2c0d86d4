"""How often the channels of outlets are asked, as `gomtin outlets NAME` shows it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crawler.commands.common import Common
from crawler.paths import StatePaths

if TYPE_CHECKING:
    from crawler.discovery.polling import Bounds
    from crawler.store.tables.channels import ChannelState


def channel_table(common: Common, outlets: Iterable[str]) -> list[dict[str, Any]]:
    """Return what each corpus remembers of the outlets' channels, as plain values."""
    from crawler.crawl.channel_memory import bounds_of
    from crawler.store.ledger import Ledger

    found = []
    for part in common.config.parts():
        path = StatePaths.of(part.corpus).ledger
        if not path.is_file():
            continue
        bounds = bounds_of(part)
        with Ledger(path) as ledger:
            found += [
                {"outlet": outlet, "corpus": str(part.corpus), "channel": url, **_values(poll, bounds)}
                for outlet in outlets
                for url, poll in ledger.channels.of(outlet).items()
            ]
    return found


def _values(poll: "ChannelState", bounds: "Bounds") -> dict[str, Any]:
    from crawler.discovery.polling import due_at, interval, is_dead

    failing = f"failed {poll.failures} times" if poll.failures else "fine"
    return {
        "asked": poll.asked_at.isoformat(),
        "answered": poll.answered_at.isoformat() if poll.answered_at else None,
        "seconds": round(interval(poll, bounds).total_seconds()),
        "due": due_at(poll, bounds).isoformat(),
        "items": len(poll.held),
        "new": poll.fresh,
        "trust": round(poll.trust, 2),
        "open": poll.backlog.value,
        "state": "dead" if is_dead(poll, bounds) else failing,
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
        due = datetime.fromisoformat(values["due"])
        when = "now" if due <= datetime.now(UTC) else f"{due.astimezone(zone):%m-%d %H:%M}"
        rest = (str(values[name]) for name in ("new", "items", "trust", "state"))
        table.add_row(channel, _roughly(values["seconds"]), when, *rest)
    common.console.print(table)


def _roughly(seconds: int) -> str:
    for size, unit in ((86400, "d"), (3600, "h")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 60:.0f} min"
