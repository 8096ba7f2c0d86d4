"""gomtin crawl: look for new articles once."""

import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from crawler.commands.common import Common, common_options
from crawler.errors import ConfigError

if TYPE_CHECKING:
    from crawler.crawl.options import CrawlOptions
    from crawler.crawl.session import CrawlSession

_DATE = click.DateTime(["%Y-%m-%d"])


@click.command("crawl", help="Look for new articles once, at all outlets or at those named.")
@click.argument("names", nargs=-1, metavar="[OUTLET]...")
@click.option("--since", type=_DATE, help="Only articles published from this day on (YYYY-MM-DD).")
@click.option("--until", type=_DATE, help="Only articles published up to this day (YYYY-MM-DD).")
@click.option("--limit", type=click.IntRange(1), help="Fetch at most so many articles per outlet.")
@click.option("--due", is_flag=True, help="Leave out feeds and other channels whose time has not come.")
@click.option("--revisit", is_flag=True, help="Only look again at kept articles whose time has come.")
@click.option("--dry-run", is_flag=True, help="Show what would be fetched; fetch no article, keep nothing.")
@common_options
def command(
    names: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    due: bool,
    revisit: bool,
    dry_run: bool,
    common: Common,
) -> int:
    from crawler.commands import dry_run_table, report_table
    from crawler.crawl.options import CrawlOptions
    from crawler.crawl.run import crawl
    from crawler.monitoring.causes import by_cause
    from crawler.outlets import loader

    common.folders()
    options = CrawlOptions(_day(since), _day(until), limit, dry_run, due_only=due, revisit_only=revisit)
    if due + revisit + options.partial > 1:
        raise ConfigError(
            "--due, --revisit and a choice of articles (--since, --limit...) exclude each other"
        )
    _check_window(options, datetime.now(ZoneInfo(common.config.timezone)).date())
    chosen = loader.choose(loader.load(common.config.outlet_modules), names)
    if not common.config.contact and not common.quiet:
        click.echo("gomtin: no contact in schedules.yaml; outlets cannot see whom to ask", err=True)
    sessions: list[CrawlSession] = []
    with ExitStack() as stack:

        def watch(session: "CrawlSession") -> None:
            sessions.append(session)
            stack.callback(_progress(session, common))

        results = crawl(common.config, chosen, options, watch)
    if dry_run:
        dry_run_table.show(sessions[0], common)
    for result in results:
        if common.json:
            common.value(result.as_json())
        elif not common.quiet:
            report_table.show(result, common.console)
    told = {problem: None for result in results for problem in result.problems}
    for problem in by_cause(told) if common.json or common.quiet else ():
        click.echo(f"gomtin: {problem}", err=True)
    return 0 if not told else 1


def _check_window(options: "CrawlOptions", today: date) -> None:
    """Raise ConfigError for days that hold no article."""
    since, until = options.since, options.until
    if since and until and until < since:
        raise ConfigError(f"--until {until} lies before --since {since}; swap them")
    if since and since > today:
        raise ConfigError(f"--since {since} lies in the future; today is {today}")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


class _Progress:
    """A line that tells what the run has done so far; only on a terminal."""

    def __init__(self, session: "CrawlSession", common: Common) -> None:
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._session = session
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            transient=True,
            console=common.console,
        )
        self._task = self._bar.add_task("starting")
        self._bar.start()
        session.listeners.append(self.update)

    def update(self) -> None:
        from crawler.crawl.report import verdicts_of
        from crawler.reasons import Verdict

        stats_by_outlet = self._session.stats_by_outlet.values()
        reasons = (
            counted
            for corpus_session in self._session.corpus_sessions
            for counted in corpus_session.reasons.values()
        )
        count = verdicts_of(sum(reasons, Counter()))
        announced = sum(t.announced for t in stats_by_outlet)
        fetched = sum(t.fetched for t in stats_by_outlet)
        kept, failed = count[Verdict.KEPT], count[Verdict.FAILED]
        text = f"{announced} announced, {fetched} read, {kept} kept, {failed} failed"
        self._bar.update(self._task, description=text)

    def stop(self) -> None:
        self._bar.stop()


def _progress(session: "CrawlSession", common: Common) -> Callable[[], None]:
    if common.quiet or common.json or not sys.stderr.isatty():
        return lambda: None
    return _Progress(session, common).stop
