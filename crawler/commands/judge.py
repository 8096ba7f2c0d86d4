"""gomtin judge: topic and language of texts."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.common import Common, common_options
from crawler.commands.lines import MOST_LINE_BYTES, lines_of, open_file
from crawler.errors import InputError
from crawler.json_fields import name_of, string_of
from crawler.text.normalize import nfc_clean

if TYPE_CHECKING:
    from crawler.topic.topic import Topic


@click.command(
    "judge", help="Show topic and language of texts: .txt files, JSONL {id,title,lead,text}, or - for stdin."
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="FILE..."
)
@common_options
def command(files: tuple[Path, ...], common: Common) -> int:
    from crawler.corpus.topic import topic_of

    topic = topic_of(common.corpus_folder(), common.config)
    refused = 0
    for file in files:
        if str(file) == "-" or file.suffix in (".jsonl", ".ndjson"):
            refused += _judge_lines(file, topic, common)
        else:
            refused += not _judge_file(file, topic, common)
    return 1 if refused else 0


def _judge_lines(file: Path, topic: "Topic", common: Common) -> int:
    """Judge the texts of a file; return how many lines hold none."""
    with lines_of(file) as lines:
        for number, value in lines.objects():
            with lines.guarded(number):
                title, lead = string_of(value, "title"), string_of(value, "lead") or None
                text = string_of(value, "text") or "\n".join(filter(None, [title, lead]))
                if not text:
                    raise InputError("a text needs a title or a text")
                _tell(name_of(value, number), (title, lead, text), topic, common)
        return lines.refused


def _judge_file(file: Path, topic: "Topic", common: Common) -> bool:
    """Judge a text file; return whether it is one."""
    with open_file(file) as stream:
        data = stream.read(MOST_LINE_BYTES + 1)
    if len(data) > MOST_LINE_BYTES:
        click.echo(f"gomtin: {file}: longer than {MOST_LINE_BYTES:,} bytes; no text of a corpus", err=True)
        return False
    title, _, rest = data.decode(errors="replace").lstrip("\ufeff\r\n ").partition("\n")
    lead, _, _ = rest.partition("\n")
    _tell(file.name, (title, lead or None, f"{title}\n{rest}"), topic, common)
    return True


def _tell(name: object, text: tuple[str, str | None, str], topic: "Topic", common: Common) -> None:
    from crawler.text.language import language_of

    title, lead, whole = text
    language, _ = language_of(whole)
    judgement = topic.judge(title, lead, whole)
    if common.json:
        common.value(
            {
                "id": name,
                "language": language,
                "topic": {
                    "score": round(judgement.score, 4),
                    "decision": judgement.decision,
                    "terms": [[term, round(share, 4)] for term, share in judgement.terms],
                },
            }
        )
        return
    terms = ", ".join(f"{term} {share:.0%}" for term, share in judgement.terms[:5])
    shown = nfc_clean(str(name))
    common.say(f"{judgement.score:6.2f}  {judgement.decision:<10}  {language:<4} {shown}: {terms}")
