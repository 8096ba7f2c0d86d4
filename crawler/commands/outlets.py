"""gomtin outlets: the outlets that are declared, whether they are alive, and a first file for a new one."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.common import Common, common_options
from crawler.errors import ConfigError

if TYPE_CHECKING:
    from crawler.crawl.check import OutletCheck
    from crawler.outlets.outlet import Outlet

_HELP = """Show the outlets: where they announce articles, how far back, and whether they are on.

With names, show also how often the schedules ask each of their channels, how far its word is taken, what it
announced that was not taken and why, and how many articles wait.
With --check, ask each for the least (robots.txt, one channel of each kind, one shard, three articles) and
say what is wrong. "gomtin outlets new URL..." looks at a site, or at saved pages of it, and writes a first
outlet file.
"""
_NEW = "new"


@click.command("outlets", help=_HELP)
@click.argument("names", nargs=-1, metavar="[OUTLET]... | new URL|FILE...")
@click.option("--check", is_flag=True, help="Ask the outlets for the least, and read three articles each.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="new: write here, not ./NAME.py."
)
@common_options
def command(names: tuple[str, ...], check: bool, out: Path | None, common: Common) -> int:
    from crawler.outlets import loader

    if names[:1] == (_NEW,):
        from crawler.commands.outlets_new import onboard

        return onboard(names[1:], out, common)
    if out:
        raise ConfigError("--out goes with 'gomtin outlets new'")
    declared = loader.load(common.config.outlet_modules)
    if check:
        return _check(loader.choose(declared, names), common)
    return _show(loader.named(declared, names) if names else declared, common, named=bool(names))


def _check(chosen: Mapping[str, "type[Outlet]"], common: Common) -> int:
    from crawler.crawl.check import check

    found = check(common.config, chosen)
    for name, checked in found.items():
        if common.json:
            common.value({"outlet": name, **checked.as_json()})
        else:
            common.say(_summary(name, checked))
        for problem in checked.problems:
            click.echo(f"gomtin: {name}: {problem}", err=True)
    return 1 if any(checked.problems for checked in found.values()) else 0


def _summary(name: str, checked: "OutletCheck") -> str:
    channels = ", ".join(f"{c.kind} {c.found if not c.problem else 'broken'}" for c in checked.channels)
    read = sum(article.problem is None for article in checked.articles)
    state = "look at it" if checked.problems else "asks a question" if checked.questions else "fine"
    questions = "".join(f"\n  unverified: {question}" for question in checked.questions)
    return f"{name}: {state}; {channels}; {read} of {len(checked.articles)} articles read{questions}"


def _show(chosen: Mapping[str, "type[Outlet]"], common: Common, *, named: bool) -> int:
    from crawler.commands import channel_table

    asked = tuple(chosen) if named or common.json else ()  # the table of all shows nothing of a ledger
    known = channel_table.of_outlets(common, asked)
    for problem in known.problems:
        click.echo(f"gomtin: {problem}", err=True)
    rows = [
        _row(outlet)
        | {"channels": _of(known.channels, outlet.name), "articles": _of(known.articles, outlet.name)}
        for outlet in chosen.values()
    ]
    if common.json:
        for row in rows:
            common.value(row)
    else:
        _show_table(rows, common)
        if known.channels:
            channel_table.show(common, known.channels)
        if named:
            channel_table.show_open(common, known.articles)
    return 1 if known.problems else 0


def _show_table(rows: list[dict[str, Any]], common: Common) -> None:
    from rich.table import Table

    on = sum(row["state"] == "on" for row in rows)
    table = Table(title=f"{len(rows)} outlets, {on} switched on", title_justify="left")
    for column in ("outlet", "name", "family", "channels", "floor", "back catalogue", "confidence", "state"):
        table.add_column(column, justify="right" if column == "floor" else "left")
    for row in rows:
        channels = ", ".join(
            f"{len(row[kind])} {kind}" for kind in ("feeds", "sitemaps", "listings", "apis") if row[kind]
        )
        past = "; ".join(archive["way"] for archive in row["archives"]) or "none"
        values = (row["outlet"], row["name"], row["family"], channels, row["floor"], past)
        table.add_row(*map(str, values), row["confidence"], row["state"])
    common.console.print(table)


def _of(known: list[dict[str, Any]], outlet: str) -> list[dict[str, Any]]:
    return [values for values in known if values["outlet"] == outlet]


def _row(outlet: "type[Outlet]") -> dict[str, Any]:
    row = {
        "outlet": outlet.name,
        "name": outlet.title,
        "family": outlet.family,
        "hosts": list(outlet.hosts),
        "feeds": list(outlet.feeds),
        "sitemaps": list(outlet.sitemaps),
        "listings": list(outlet.listings),
        "apis": list(outlet.apis),
        "archives": [
            {"way": archive.way, "template": archive.template, "unverified": archive.unverified}
            for archive in outlet.archives
        ],
        "floor": outlet.floor,
        "unverified": list(outlet.unverified),
    }
    channels = [*outlet.feeds, *outlet.sitemaps, *outlet.listings, *outlet.apis]
    doubted = len(outlet.unverified) + sum(archive.unverified for archive in outlet.archives)
    total = len(channels) + len(outlet.archives)
    sure = (
        "verified"
        if not doubted
        else "unverified"
        if doubted == total
        else f"{doubted} of {total} unverified"
    )
    state = "on" if outlet.enabled else f"off: {outlet.off}"
    return {**row, "confidence": sure, "state": state}
