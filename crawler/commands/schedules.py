"""gomtin schedules: check schedules.yaml, and show what would run when."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from crawler.commands.common import SCHEDULES
from crawler.timestamps import time_text


@click.command("schedules", help="Check schedules.yaml, and show what would run when.")
@click.option("--check", is_flag=True, help="Only check; say nothing when all is right.")
@click.option(
    "--next", "most", type=click.IntRange(1, 1000), default=10, help="Show so many runs.", metavar="N"
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of schedules.yaml, for editors.")
@click.option(
    "--schedules", type=click.Path(path_type=Path), help="Instead of ./schedules.yaml.", metavar="FILE"
)
@click.option("--json", "as_json", is_flag=True, help="One JSON value per line on stdout.")
@click.option("--quiet", is_flag=True, help="Say only what went wrong.")
def command(
    *, check: bool, most: int, schema: bool, schedules: Path | None, as_json: bool, quiet: bool
) -> int:
    import json

    from crawler.config import loading
    from crawler.daemon import catalogue
    from crawler.scheduling.due import upcoming

    if schema:
        click.echo(json.dumps(loading.schema(), indent=2, ensure_ascii=False))
        return 0
    document = loading.read(schedules or SCHEDULES)
    catalogue.check(document, catalogue.of(document.config.outlet_modules))
    whole = document.config
    if check:
        if not quiet and not as_json:
            click.echo(f"{document.name}: all right, {len(whole.schedules)} schedules")
        return 0
    zone = ZoneInfo(whole.timezone)
    for moment, schedule in upcoming(whole.schedules, whole.timezone, datetime.now(UTC), most):
        there = moment.astimezone(zone)
        if as_json:
            click.echo(json.dumps({"at": time_text(there), "name": schedule.name, "do": schedule.do}))
        elif not quiet:
            what = " ".join((schedule.do, *schedule.outlets))
            click.echo(f"{there:%a %Y-%m-%d %H:%M}  {schedule.name:24} {what}  ({schedule.timing})")
    return 0
