"""gomtin verify: check folder and ledger against each other."""

import click

from crawler.commands.common import Common, common_options


@click.command("verify", help="Check folder and ledger against each other; never touches a text.")
@click.option("--repair", is_flag=True, help="Mend the ledger and drop left-over temporary files.")
@common_options
def command(repair: bool, common: Common) -> int:
    parts, status = common.each()
    return max(status, *(_verify(part, repair=repair) for part in parts))


def _verify(common: Common, *, repair: bool) -> int:
    from crawler.corpus.verify import verify

    findings = verify(common.folder, repair=repair)
    for finding in findings:
        if common.json:
            common.value(
                {
                    "corpus": str(common.folder),
                    "kind": finding.kind,
                    "severity": finding.severity,
                    "name": finding.name,
                    "message": finding.message,
                }
            )
        else:
            common.say(f"{finding.severity}: {finding.kind}: {finding.name}: {finding.message}")
    problems = sum(finding.severity == "problem" for finding in findings)
    if not findings:
        common.say(f"{common.folder}: folder and ledger agree")
    return 1 if problems else 0
