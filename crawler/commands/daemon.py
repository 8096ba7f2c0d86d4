"""gomtin daemon: run the schedules until told to stop."""

import asyncio
import logging
import signal
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from crawler.commands.common import SCHEDULES
from crawler.errors import ConfigError

if TYPE_CHECKING:
    from crawler.daemon.reload import Settings

log = logging.getLogger("gomtin.daemon")


@click.command(
    "daemon", help="Run the schedules until told to stop: SIGTERM or Ctrl-C ends it, SIGHUP reloads."
)
@click.option("--corpus", type=click.Path(path_type=Path), help="The corpus folder.", metavar="DIR")
@click.option(
    "--schedules", type=click.Path(path_type=Path), help="Instead of ./schedules.yaml.", metavar="FILE"
)
@click.option(
    "--web", type=click.IntRange(1, 65535), help="Show a page on 127.0.0.1 at this port.", metavar="PORT"
)
@click.option("--json", "as_json", is_flag=True, help="Log one JSON value per line on standard error.")
@click.option("--quiet", is_flag=True, help="Say only what went wrong.")
@click.option("--verbose", is_flag=True, help="Say more.")
@click.option("--print-unit", is_flag=True, help="Print a systemd unit for this installation, and leave.")
def command(
    corpus: Path | None,
    schedules: Path | None,
    web: int | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    print_unit: bool,
) -> int:
    if print_unit:
        from crawler.service.unit import unit

        click.echo(unit(), nl=False)
        return 0
    # Until the daemon listens there is nothing to put away: a signal just ends it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    level = logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO
    return asyncio.run(_live((schedules or SCHEDULES).absolute(), corpus, web, level, as_json=as_json))


async def _live(source: Path, corpus: Path | None, port: int | None, level: int, *, as_json: bool) -> int:
    from crawler.daemon.daemon import Daemon
    from crawler.files import make_folder
    from crawler.logs import log_daemon, use_zone
    from crawler.paths import StatePaths, missing
    from crawler.scheduling.locks import daemon_lock
    from crawler.store.database import readable_errors

    settings, problem = await _settings(source, corpus)
    folders = [part.corpus for part in settings.config.parts()]
    for folder in (folder for folder in folders if not folder.is_dir()):
        raise ConfigError(missing(folder))
    folder, *others = (StatePaths.of(corpus).folder for corpus in folders)
    with ExitStack() as stack:
        for kept in (folder, *others):
            with readable_errors(kept):
                make_folder(kept)
            stack.enter_context(daemon_lock(kept, datetime.now(UTC), folder))
        use_zone(ZoneInfo(settings.config.timezone))
        log_daemon(StatePaths(folder).logs, level, as_json=as_json)
        if problem:
            log.error("%s is refused; going on with the last good one:\n%s", source, problem)
        daemon = Daemon(settings, source, port=port)
        daemon.listen()
        return 0 if await daemon.run(problem) else 1


async def _settings(source: Path, corpus: Path | None) -> "tuple[Settings, str | None]":
    """Return the checked configuration; where the file is broken, the last good one of a named corpus."""
    from crawler.daemon.reload import settle
    from crawler.paths import StatePaths

    try:
        return await settle(source, corpus), None
    except ConfigError as error:
        good = StatePaths.of(corpus).good_schedules if corpus else None
        if good is None or not good.is_file():
            raise
        return await settle(good, corpus), str(error)
