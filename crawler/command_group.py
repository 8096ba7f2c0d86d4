"""The group of all commands, which are imported when they are called."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

from crawler import __version__


def group(sentences: Mapping[str, str]) -> click.Command:
    """Return the command gomtin; `sentences` say of each of its commands what it does."""
    made = _Commands(
        sentences,
        name="gomtin",
        help="Grow a folder of Vietnamese news texts on one topic by itself.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    return click.version_option(__version__, prog_name="gomtin")(made)


class _Commands(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def __init__(self, sentences: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._sentences = sentences

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's interface
        return list(self._sentences)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - same
        if cmd_name not in self._sentences:
            return None
        command: click.Command = importlib.import_module(f"crawler.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self._sentences:
            import difflib

            near = difflib.get_close_matches(args[0], self._sentences, 1)
            hint = f"did you mean '{near[0]}'?" if near else "see gomtin --help"
            ctx.fail(f"no such command '{args[0]}'; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - same
        with formatter.section("Commands"):
            formatter.write_dl(list(self._sentences.items()))
