"""gomtin announced: what saved feeds, sitemaps, listings and API answers announce, and what of them not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.common import Common, common_options
from crawler.errors import ConfigError, Rejected
from crawler.files import read_given
from crawler.timestamps import time_text

if TYPE_CHECKING:
    from crawler.discovery.announcements import Found, Kind, SkipReason, Source
    from crawler.extraction.pool import WorkerPool
    from crawler.outlets.outlet import Outlet

_KINDS = ("feed", "sitemap", "listing", "api")
_ALIKE = {("api", "listing")}  # a list API may answer with a piece of a listing
_ALL_ENTRIES = 1_000_000  # more than the largest file that is read can hold


@dataclass(frozen=True, slots=True)
class _Answer:
    """A saved answer of a channel: the file's name as it was given, its bytes, and where they are from."""

    file: str
    body: bytes
    outlet: "type[Outlet]"
    url: str | None
    kind: str | None


@click.command(
    "announced",
    help="Show what saved feeds, sitemaps, listings or API answers announce, and what not and why.",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--outlet", required=True, help="Whose articles they announce.", metavar="NAME")
@click.option("--kind", type=click.Choice(_KINDS), help="Default: what the content, or the name, says.")
@click.option("--url", help="The channel's address; default: the outlet's first of that kind.")
@common_options
def command(files: tuple[Path, ...], outlet: str, kind: str | None, url: str | None, common: Common) -> int:
    from crawler.extraction.pool import WorkerPool
    from crawler.outlets import loader
    from crawler.urls import clean_url

    declared = loader.named(loader.load(common.config.outlet_modules), [outlet])[outlet]
    address = clean_url("", url) if url else None
    if url and not address:
        raise ConfigError(f"--url: {url}: no address on the public web")
    answers = [_Answer(str(file), _bytes(file), declared, address, kind) for file in files]
    limits = common.config.reading
    with WorkerPool(1, limits.seconds, limits.megabytes) as workers:
        fine = [_tell(answer, workers, common) for answer in answers]
    return 0 if all(fine) else 1


def _bytes(file: Path) -> bytes:
    try:
        return read_given(file)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error


def _tell(answer: _Answer, workers: "WorkerPool", common: Common) -> bool:
    """Print what one file announces; return whether nothing is wrong with it."""
    try:
        found = _read(answer, workers)
    except Rejected as error:
        click.echo(f"gomtin: {answer.file}: {error}", err=True)
        return False
    rows = list(_rows(answer.file, found))
    if common.json:
        for row in rows:
            common.value(row)
    elif rows:
        _show(answer.file, rows, found.skip_reasons, common)
    if found.problem:
        click.echo(f"gomtin: {answer.file}: {found.problem}", err=True)
    return found.problem is None


def _read(answer: _Answer, workers: "WorkerPool") -> "Found":
    from crawler.discovery.announcements import Found, Kind
    from crawler.discovery.kinds import PARSERS, kind_of

    name = "" if answer.kind else Path(answer.file).name
    seen: Kind | None = workers.submit(kind_of, answer.body, name).result()
    kind = Kind(answer.kind) if answer.kind else seen
    if kind and seen and kind is not seen and (kind, seen) not in _ALIKE:
        click.echo(f"gomtin: {answer.file}: a {seen} by its content, read as --kind {kind}", err=True)
    if kind is None:
        return Found(problem="no feed, sitemap, listing or API answer; if it is one, say so with --kind")
    return workers.submit(PARSERS[kind], answer.body, _source(answer, kind)).result()


def _source(answer: _Answer, kind: "Kind") -> "Source":
    from crawler.discovery.announcements import Source

    url = answer.url or _first_channel(answer.outlet, kind)
    return Source(
        channel=url,
        url=url,
        article_pattern=answer.outlet.article_pattern,
        zone=answer.outlet.zone,
        now=datetime.now(UTC),
        links=answer.outlet.listing_links or None,
        skips_named=_ALL_ENTRIES,
    )


def _first_channel(outlet: "type[Outlet]", kind: "Kind") -> str:
    from crawler.outlets.declared import declared_channels

    of_kind = (channel.url for channel in declared_channels(outlet) if channel.kind is kind)
    return next(of_kind, f"https://{outlet.hosts[0]}/")


def _rows(file: str, found: "Found") -> Iterator[dict[str, Any]]:
    """Yield one value for each entry: those that are taken, then the others."""
    for new in found.announcements:
        yield {
            "file": file,
            "url": new.url,
            "key": new.key,
            "title": new.title,
            "summary": new.summary,
            "published": time_text(new.published),
            "section": new.section,
            "reason": None,
            "detail": None,
        }
    for entry in found.not_taken:
        yield {
            "file": file,
            "url": entry.url,
            "key": None,
            "title": entry.title,
            "summary": None,
            "published": time_text(entry.published),
            "section": None,
            "reason": entry.reason.code,
            "detail": entry.reason.meaning,
        }


def _show(file: str, rows: list[dict[str, Any]], reasons: "Mapping[SkipReason, int]", common: Common) -> None:
    from rich.table import Table

    taken = sum(row["reason"] is None for row in rows)
    table = Table(title=f"{file}: {len(rows)} entries, {taken} taken", title_justify="left")
    for column in ("not taken", "published", "title", "address"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(row[name] or "" for name in ("reason", "published", "title", "url")))
    common.console.print(table)
    for reason, count in Counter(reasons).most_common():
        common.say(f"{count:6}  {reason.code}: {reason.meaning}")
