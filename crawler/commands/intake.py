"""gomtin intake: offer texts from elsewhere to the stages after extract."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.common import Common, common_options
from crawler.commands.lines import Lines, lines_of
from crawler.json_fields import name_of
from crawler.text.normalize import nfc_clean

if TYPE_CHECKING:
    from crawler.crawl.intake import Intake
    from crawler.pipeline import Outcome


@click.command("intake", help="Offer texts {id,url,title,lead,text,published} to the stages after extract.")
@click.argument(
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    metavar="FILE.jsonl",
)
@click.option("--dry-run", is_flag=True, help="Judge only; keep nothing.")
@common_options
def command(file: Path, dry_run: bool, common: Common) -> int:
    from crawler.crawl.intake import Intake

    common.corpus_folder()
    with lines_of(file) as lines, Intake(common.config, dry_run=dry_run) as intake:
        counts = asyncio.run(_offer_all(lines, intake, common))
    said = [f"{n} {verdict}" for verdict, n in sorted(counts.items())]
    said += [f"{lines.refused} lines refused"] if lines.refused else []
    said += [f"{lines.doubted} lines doubted"] if lines.doubted else []
    common.say(", ".join(said) or "no texts")
    return 1 if lines.refused or lines.doubted else 0


async def _offer_all(lines: Lines, intake: "Intake", common: Common) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, value in lines.objects():
        with lines.guarded(number):
            name = name_of(value, number)
            offer = intake.offer(value)
            outcome = await intake.judge(offer)
            if offer.published_as:
                lines.doubt(number, f"'published' is no date: {offer.published_as}; taken without one")
            counts[outcome.verdict] += 1
            _tell(name, outcome, common)
    return counts


def _tell(name: object, outcome: "Outcome", common: Common) -> None:
    if not common.json:
        kept = f" as {outcome.record.name}" if outcome.record else ""
        common.say(
            f"{nfc_clean(str(name))}: {outcome.verdict}{kept}: {outcome.reason.code}; {outcome.detail}"
        )
        return
    article, record = outcome.article, outcome.record
    judgement = outcome.judgement
    common.value(
        {
            "id": name,
            "verdict": outcome.verdict,
            "reason": outcome.reason.code,
            "number": record.number if record else None,
            "file": record.name if record else None,
            "duplicate_of": outcome.duplicate_of,
            "similarity": outcome.similarity,
            "topic": {
                "score": round(judgement.score, 4),
                "decision": judgement.decision,
                "terms": [[term, round(share, 4)] for term, share in judgement.terms],
            }
            if judgement
            else None,
            "language": article.language if article else None,
        }
    )
