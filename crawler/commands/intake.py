"""gomtin intake: offer texts from elsewhere to the stages after extract."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.common import Common, common_options, json_lines
from crawler.errors import ConfigError

if TYPE_CHECKING:
    from crawler.crawl.intake import Intake
    from crawler.pipeline import Outcome


@click.command("intake", help="Offer texts {id,url,title,lead,text,published} to the stages after extract.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.jsonl")
@click.option("--dry-run", is_flag=True, help="Judge only; keep nothing.")
@common_options
def command(file: Path, dry_run: bool, common: Common) -> None:
    from crawler.crawl.intake import Intake

    common.corpus_folder()
    with Intake(common.config, dry_run=dry_run) as intake:
        counts = asyncio.run(_offer_all(file, intake, common))
    common.say(", ".join(f"{n} {verdict}" for verdict, n in sorted(counts.items())) or "no texts")


async def _offer_all(file: Path, intake: "Intake", common: Common) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, value in _values(file):
        try:
            outcome = await intake.offer(value)
        except ValueError as error:
            raise ConfigError(f"{file.name}:{number}: {error}") from error
        counts[outcome.verdict] += 1
        _tell(value.get("id", number), outcome, common)
    return counts


def _tell(name: object, outcome: "Outcome", common: Common) -> None:
    if not common.json:
        kept = f" as {outcome.record.name}" if outcome.record else ""
        common.say(f"{name}: {outcome.verdict}{kept}: {outcome.reason.code}; {outcome.detail}")
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


def _values(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with file.open(encoding="utf-8", errors="replace") as stream:
        for number, value in json_lines(stream, file.name):
            if not isinstance(value, dict):
                raise ConfigError(f"{file.name}:{number}: expected an object with id, url, title, lead, text")
            yield number, value
