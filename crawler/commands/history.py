"""gomtin history: how an article's text changed after it was kept."""

import difflib
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from crawler.commands.common import Common, common_options
from crawler.errors import ConfigError

if TYPE_CHECKING:
    from crawler.article import Record
    from crawler.store.tables.versions import Version


@click.command("history", help="Show how the article of record NUMBER changed after it was kept.")
@click.argument("number", type=click.IntRange(0))
@common_options
def command(number: int, common: Common) -> None:
    from crawler.corpus.corpus import Corpus

    with Corpus.to_show(common.corpus_folder()) as corpus:
        record = corpus.ledger.records.get(number)
        if record is None:
            raise ConfigError(f"{number}: no text has this number")
        states = corpus.ledger.versions.of(number)
        text = corpus.text(record)
        look = corpus.ledger.revisits.last_look(number)
    if not common.json:
        common.say(f"{record.name}: {record.title}")
        common.say(f"  1  {common.local(record.added_at)}  the file")
    _tell(common, record, text or "", states)
    if not common.json:
        if not states:
            common.say("  no later state is known")
        if look:
            common.say(f"  last looked at {common.local(look[0])}: {look[1].code}: {look[1].meaning}")


def _tell(common: Common, record: "Record", text: str, states: "list[Version]") -> None:
    if common.json:
        common.value(
            {
                "number": record.number,
                "version": 1,
                "at": record.added_at,
                "file": record.name,
                "normal_hash": record.normal_hash,
                "diff": [],
            }
        )
    before = text
    for state in states:
        changes = list(differences(before, state.text))
        before = state.text
        if common.json:
            common.value(
                {
                    "number": record.number,
                    "version": state.version,
                    "at": state.at,
                    "file": state.file,
                    "normal_hash": state.normal_hash,
                    "diff": changes,
                }
            )
            continue
        where = f", in {state.file}" if state.file else ""
        common.say(f"  {state.version}  {common.local(state.at)}{where}")
        for line in changes:
            common.say(f"       {line}")


def differences(before: str, after: str) -> Iterator[str]:
    """Yield the changed paragraphs, without those around them: "- " was taken out, "+ " is new."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    for line in islice(lines, 2, None):  # the first two would name the files
        if not line.startswith("@@"):
            yield f"{line[0]} {line[1:]}"
