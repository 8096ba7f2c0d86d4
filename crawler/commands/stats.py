"""gomtin stats: texts, clusters of copies, and what each outlet has of both."""

import click

from crawler.commands.common import Common, common_options


@click.command("stats", help="Count texts, clusters of copies, versions, and what each outlet has of them.")
@common_options
def command(common: Common) -> int:
    parts, status = common.each()
    for part in parts:
        _show(part)
    return status


def _show(common: Common) -> None:
    from rich.table import Table

    from crawler.corpus.corpus import Corpus

    with Corpus.to_show(common.folder) as corpus:
        counts = corpus.ledger.texts.clusters()
        deletions = corpus.ledger.texts.deletions()
    if common.json:
        common.value({"corpus": str(common.folder), **counts, "dropped": deletions})
        return
    common.say(f"{common.folder}:")
    common.say(
        f"{counts['kept']} texts in {counts['clusters']} clusters, {counts['copies']} copies of them seen "
        f"elsewhere, {counts['versions']} later versions"
    )
    common.say(
        f"{counts['clusters_of_several']} clusters have copies, "
        f"{counts['clusters_of_several_outlets']} of them at several outlets"
    )
    table = Table("outlet", "texts", "copies of others' texts", "first with a text that others have, too")
    for name, outlet in counts["outlets"].items():
        table.add_row(name, *(str(outlet[key]) for key in ("kept", "copies", "first")))
    if counts["outlets"]:
        common.console.print(table)
    for row in deletions:
        common.say(
            f"{row['outlet']}: {row['lines']} lines of {row['articles']} articles dropped: {row['rule']}"
        )
