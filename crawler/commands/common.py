"""What every command takes, and how it speaks: to people, or as one JSON value a line."""

import dataclasses
import functools
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from crawler.errors import ConfigError
from crawler.logs import log_command, use_zone
from crawler.paths import missing

if TYPE_CHECKING:
    from rich.console import Console

    from crawler.config.loading import Document
    from crawler.config.models import Config

SCHEDULES = Path("schedules.yaml")


@dataclass(frozen=True)
class Common:
    """The options every command has; `document` is the file they were read from, if any.

    `refused` says why the file is not used, in commands that only look.
    """

    config: "Config"
    json: bool
    quiet: bool
    verbose: bool
    given_corpus: Path | None = None
    refused: str | None = None
    document: "Document | None" = None

    @property
    def folder(self) -> Path:
        return self.config.corpus

    def one_folder(self) -> Path:
        """Return the folder of the one corpus, there or not; raises ConfigError where one must be chosen."""
        if self.config.corpora:
            named = ", ".join(f"--corpus {part.corpus}" for part in self.config.parts())
            raise ConfigError(f"schedules.yaml lists several corpora; say which: {named}")
        return self.folder

    def corpus_folder(self) -> Path:
        """Return the folder of the one corpus; raises ConfigError where there is none, too."""
        self.one_folder()
        return self.folders()[0]

    def folders(self) -> list[Path]:
        """Return the folders of all corpora; raises ConfigError where one is missing."""
        folders = [part.corpus for part in self.config.parts()]
        for folder in folders:
            if not folder.is_dir():
                raise ConfigError(missing(folder))
        return folders

    def any_folder(self) -> None:
        """Raise ConfigError when no corpus has a folder: a run leaves out those of several that have none."""
        if not any(part.corpus.is_dir() for part in self.config.parts()):
            self.folders()

    def each(self) -> "tuple[list[Common], int]":
        """Return what holds for each corpus, for commands that go through all, and their status so far.

        Of several, one without a folder is left out with a line, and the status is 1. Raises ConfigError
        where none has a folder.
        """
        self.any_folder()
        parts = self.config.parts()
        there = [part for part in parts if part.corpus.is_dir()]
        for part in parts:
            if part not in there:
                click.echo(f"gomtin: {missing(part.corpus)}", err=True)
        return [dataclasses.replace(self, config=part) for part in there], int(len(there) < len(parts))

    def value(self, value: Any) -> None:
        """Print one JSON value on one line."""
        click.echo(json.dumps(value, ensure_ascii=False, default=str))

    def say(self, text: str) -> None:
        """Print a line for people; not with --json or --quiet."""
        if not self.json and not self.quiet:
            click.echo(text)

    def local(self, moment: datetime) -> str:
        """Write a moment for people: in the configured zone, whose offset stands with it."""
        return f"{moment.astimezone(ZoneInfo(self.config.timezone)):%Y-%m-%d %H:%M %Z}"

    @property
    def console(self) -> "Console":
        """A rich console: stdout for people; stderr with --json, where stdout belongs to the values."""
        from rich.console import Console

        # Piped tables are read by people and by grep: do not squeeze them into 80 columns.
        width = None if sys.stdout.isatty() else 140
        return Console(stderr=self.json, quiet=self.quiet, width=width)


def common_options(call: Callable[..., Any], *, only_looks: bool = False) -> Callable[..., Any]:
    """Give a click command the common options; it gets them as one argument, `common`.

    One that `only_looks` is also called where schedules.yaml is refused, with what can stand in for it.
    """

    @click.option("--corpus", type=click.Path(path_type=Path), help="The corpus folder.", metavar="DIR")
    @click.option(
        "--schedules", type=click.Path(path_type=Path), help="Instead of ./schedules.yaml.", metavar="FILE"
    )
    @click.option("--place", type=click.Path(path_type=Path), hidden=True)
    @click.option("--json", "as_json", is_flag=True, help="One JSON value per line on stdout.")
    @click.option("--quiet", is_flag=True, help="Say only what went wrong.")
    @click.option("--verbose", is_flag=True, help="Say more.")
    @functools.wraps(call)
    def wrapped(
        *args: Any,
        corpus: Path | None,
        schedules: Path | None,
        place: Path | None,
        as_json: bool,
        quiet: bool,
        verbose: bool,
        **kwargs: Any,
    ) -> Any:
        from crawler.commands.usable import stand_in
        from crawler.config.models import Config

        refused = document = None
        try:
            document = _read(schedules, place)
            config = document.config if document else Config()
        except ConfigError as error:
            if not only_looks:
                raise
            refused = str(error)
            config = stand_in(schedules or SCHEDULES, place, corpus)
        if corpus is not None:
            config = config.part(corpus)
        use_zone(ZoneInfo(config.timezone))
        log_command(quiet=quiet, verbose=verbose)
        return call(
            *args, common=Common(config, as_json, quiet, verbose, corpus, refused, document), **kwargs
        )

    return wrapped


def _read(schedules: Path | None, place: Path | None) -> "Document | None":
    """Read the file, if there is one; the daemon says from which place its copy was taken."""
    from crawler.config import loading

    if schedules is not None or os.path.lexists(SCHEDULES):
        return loading.read(schedules or SCHEDULES, place)
    return None
