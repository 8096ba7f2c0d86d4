"""The command: parses, calls, exits. Commands are imported when called, so that help comes at once."""

import contextlib
import errno
import importlib
import sys
from typing import NoReturn

import click

from crawler import __version__
from crawler.errors import ConfigError, GomtinError

COMMANDS = {
    "init": "Start a corpus; take over seed files as they are.",
    "crawl": "Look for new articles once.",
    "fetch": "Fetch these articles now, or as soon as their outlets let us.",
    "read": "Show what would be taken out of saved pages.",
    "announced": "Show what saved feeds, sitemaps or listings announce, and what of them not.",
    "judge": "Show topic and language of texts.",
    "intake": "Offer texts from elsewhere to the stages after extract.",
    "topic": "Show what the seeds have in common, and how it changed.",
    "quarantine": "Show what waits for a person; decide.",
    "why": "Show every step that led to a verdict.",
    "history": "Show how a kept article changed.",
    "stats": "Count texts, copies and versions.",
    "lint": "Show what is no text in the texts of a folder.",
    "verify": "Check folder and ledger against each other.",
    "outlets": "Show the outlets.",
    "status": "Show the daemon, its schedules, and what needs a look.",
    "daemon": "Run the schedules until told to stop.",
    "schedules": "Check schedules.yaml, and show what would run when.",
    "demo": "Run the whole thing against an embedded newsroom on this machine.",
}

# What fails otherwise names its file; files of the corpus are reported as CorpusError.
_OUTPUT_REFUSED = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}


class _Commands(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's interface
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - same
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"crawler.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f"did you mean '{near[0]}'?" if near else "see gomtin --help"
            ctx.fail(f"no such command '{args[0]}'; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - same
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gomtin")
def cli() -> None:
    """Grow a folder of Vietnamese news texts on one topic by itself."""


def main() -> NoReturn:
    """Run the command. Exit status: 0 fine, 1 something to look at, 2 usage or configuration."""
    try:
        status = cli.main(standalone_mode=False, prog_name="gomtin") or 0
        sys.stdout.flush()
        sys.exit(status)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("gomtin: stopped", err=True)
        sys.exit(1)
    except GomtinError as error:
        for line in str(error).splitlines():
            click.echo(f"gomtin: {line}", err=True)
        sys.exit(2 if isinstance(error, ConfigError) else 1)
    except BrokenPipeError:
        # The reader of our output has left; there is nobody to tell.
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        if error.errno not in _OUTPUT_REFUSED or error.filename is not None:
            raise
        click.echo(f"gomtin: standard output cannot be written: {error.strerror}", err=True)
        with contextlib.suppress(OSError):
            sys.stdout.close()  # else it is tried again at the end
        sys.exit(1)
