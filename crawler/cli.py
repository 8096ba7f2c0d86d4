"""The command: parses, calls, exits. Commands are imported when called, so that help comes at once.

Here nothing else is imported either: from the first instant an interrupt must find who knows what to say.
"""

import contextlib
import errno
import sys
from typing import NoReturn

from crawler import interrupts

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


def main() -> NoReturn:
    """Run the command. Exit status: 0 fine, 1 something to look at, 2 usage or configuration."""
    interrupts.listen()
    try:
        status = _run()
        interrupts.ignore()
    except KeyboardInterrupt:
        interrupts.ignore()
        sys.stderr.write("gomtin: stopped\n")
        status = 1
    sys.exit(status)


def _run() -> int:
    import click

    from crawler.command_group import group
    from crawler.errors import ConfigError, GomtinError

    try:
        status: int = group(COMMANDS).main(standalone_mode=False, prog_name="gomtin") or 0
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        raise KeyboardInterrupt from None
    except GomtinError as error:
        for line in str(error).splitlines():
            click.echo(f"gomtin: {line}", err=True)
        return 2 if isinstance(error, ConfigError) else 1
    except BrokenPipeError:
        # The reader of our output has left; there is nobody to tell.
        sys.stderr.close()
        return 0
    except OSError as error:
        if error.errno not in _OUTPUT_REFUSED or error.filename is not None:
            raise
        click.echo(f"gomtin: standard output cannot be written: {error.strerror}", err=True)
        with contextlib.suppress(OSError):
            sys.stdout.close()  # else it is tried again at the end
        return 1
    else:
        return status
