"""gomtin status: the daemon, its schedules, the corpus's counts, and what needs a look."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from crawler.commands.common import Common, common_options
from crawler.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

    from crawler.monitoring.status import Line, Overview

    Looking = Callable[[Common], Overview]

_REFUSED = 2  # exit status: schedules.yaml is not used


@click.command("status", help="Show the daemon, its schedules, the corpus's counts and what needs a look.")
@click.option("--check", is_flag=True, help="Say only what needs a look; exit status 1 when something does.")
@click.option("--watch", is_flag=True, help="Show it anew every two seconds, until Ctrl-C.")
@partial(common_options, only_looks=True)
def command(check: bool, watch: bool, common: Common) -> int:
    from crawler.commands.usable import why_no_crawl

    for line in (common.refused or "").splitlines():
        click.echo(f"gomtin: {line}", err=True)
    parts, status = common.each()
    refused = [common.refused] if common.refused else []
    looking = _looking((*refused, *why_no_crawl(common.config, common.document)))
    status = _REFUSED if refused else status
    if watch and not common.json:
        return _watch(parts, looking)
    if check and not common.json:
        return max(status, _check(parts, looking))
    return max(status, *(_show(part, looking, check=check) for part in parts))


def _check(parts: list[Common], looking: "Looking") -> int:
    from crawler.monitoring.alarms import alarms_of

    found = alarms_of([looking(part) for part in parts])
    for alarm in found:
        parts[0].say(alarm.message)
    return 1 if found else 0


def _show(common: Common, looking: "Looking", *, check: bool) -> int:
    from crawler.monitoring.alarms import alarms
    from crawler.monitoring.status_json import as_json, problems

    view = looking(common)
    found = [alarm.message for alarm in alarms(view)]
    if common.json:
        common.value(as_json(view) | {"losses": _losses(common)})
    elif not common.quiet:
        common.console.print(*_tables(view), sep="\n")
        common.say(_losses(common) or "")
    return 1 if found or (problems(view) and not check) else 0


def _losses(common: Common) -> str | None:
    """Return what the filter on announcements loses, in one sentence; None before the first run."""
    from crawler.corpus.recall import estimate
    from crawler.paths import StatePaths
    from crawler.store.ledger import Ledger

    path = StatePaths.of(common.folder).ledger
    if not path.is_file():
        return None
    try:
        with Ledger(path, read_only=True) as ledger:
            return str(estimate(ledger))
    except LedgerError:  # which an alarm tells, where it is damage
        return None


def _looking(no_crawl: tuple[str, ...]) -> "Looking":
    from crawler.monitoring.status import overview

    return lambda common: replace(overview(common.config, datetime.now(UTC)), no_crawl=no_crawl)


def _watch(parts: list[Common], looking: "Looking") -> int:
    from rich.console import Group
    from rich.live import Live

    console = parts[0].console
    with Live(console=console, screen=console.is_terminal, auto_refresh=False) as live:
        try:
            while True:
                tables = (table for part in parts for table in _tables(looking(part)))
                live.update(Group(*tables), refresh=True)
                time.sleep(2)
        except KeyboardInterrupt:
            return 0


def _tables(view: "Overview") -> "list[RenderableType]":
    from rich.text import Text

    from crawler.monitoring.alarms import alarms
    from crawler.monitoring.causes import by_cause
    from crawler.monitoring.status_json import problems
    from crawler.store.tables.records import lost_lines_told

    told = view.ledger
    counts = ", ".join(f"{n} {origin}" for origin, n in told.records.items())
    texts = counts or ("cannot be told" if told.problem else "none")
    daemon = f"the daemon runs, process {view.daemon.pid}" if view.daemon.alive else "no daemon keeps it now"
    head = Text(f"{view.config.corpus}: texts: {texts}; {daemon}; {view.free_megabytes} MB free")
    found = [Text(f"alarm: {alarm.message}", style="bold red") for alarm in alarms(view)]
    complaints = by_cause(problems(view))
    found += [Text("problems of the last run:", style="red")] if complaints else []
    found += [Text(f"  - {complaint}", style="red") for complaint in complaints]
    found += [Text("; ".join(lost_lines_told(told.lost_lines)), style="red")] if told.lost_lines else []
    waiting = [_waiting(view)] if told.frontier else []
    return [head, *found, _schedules(view), _runs(view), *waiting, _pages(view)]


def _schedules(view: "Overview") -> "RenderableType":
    from rich.table import Table

    table = Table(title=f"Schedules ({view.config.timezone})", title_justify="left")
    for column in ("schedule", "does", "when", "now", "next", "last run", "last success"):
        table.add_column(column)
    for line in view.lines:
        table.add_row(line.schedule.name, line.schedule.do, line.schedule.timing, *_state(line, view))
    return table


def _state(line: "Line", view: "Overview") -> list[str]:
    def when(moment: datetime | None) -> str:
        return f"{moment.astimezone(view.zone):%m-%d %H:%M}" if moment else "-"

    now = f"runs since {when(line.running.started)}" if line.running else "waits"
    last = f"{when(line.last.started)} {line.last.outcome}" if line.last else "never"
    return [now, when(line.next), last, when(line.last_success.started) if line.last_success else "never"]


def _runs(view: "Overview") -> "RenderableType":
    from rich.table import Table

    table = Table(title="Last crawls", title_justify="left")
    for column in ("run", "started", "announced", "kept", "failed", "state"):
        table.add_column(column)
    for run in view.ledger.runs[:10]:
        report = run.report or {}
        state = "running or cut off" if run.ended is None else "fine" if run.ok else "needs a look"
        values = (str(report.get(key, "")) for key in ("announced", "kept", "failed"))
        table.add_row(str(run.id), f"{run.started.astimezone(view.zone):%Y-%m-%d %H:%M}", *values, state)
    return table


def _waiting(view: "Overview") -> "RenderableType":
    from rich.table import Table

    table = Table(title="Articles that wait", title_justify="left")
    for column in ("outlet", "articles", "why"):
        table.add_column(column, justify="right" if column == "articles" else "left")
    for outlet, reasons in view.ledger.frontier.items():
        why = ", ".join(f"{count} {code}" for code, count in reasons.items())
        table.add_row(outlet, str(sum(reasons.values())), why)
    return table


def _pages(view: "Overview") -> "RenderableType":
    from rich.table import Table

    table = Table(title="Pages so far", title_justify="left")
    for column in ("verdict", "reason", "pages"):
        table.add_column(column)
    for (verdict, reason), n in view.ledger.pages.items():
        table.add_row(verdict, reason, str(n))
    return table
