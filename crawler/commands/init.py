"""gomtin init: start a corpus; take over seed files as they are."""

from pathlib import Path

import click

from crawler.commands.common import Common, common_options


@click.command("init", help="Start a corpus in DIR; take over seed files as they are.")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]")
@click.option(
    "--seeds", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder of .txt texts."
)
@common_options
def command(folder: Path | None, seeds: Path | None, common: Common) -> None:
    from crawler.corpus.corpus import Corpus

    target = folder or common.one_folder()
    with Corpus.init(target, seeds) as corpus:
        names = [name for name, _ in corpus.seeds()]
    if common.json:
        common.value({"corpus": str(target), "seeds": names})
    common.say(f"{target}: {len(names)} seed texts" + ("" if names else "; add some with --seeds DIR"))
    for name in names:
        common.say(f"  {name}")
