"""gomtin judge: topic and language of texts."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from crawler.commands.common import Common, common_options, json_lines
from crawler.errors import ConfigError


@click.command(
    "judge", help="Show topic and language of texts: .txt files, JSONL {id,title,lead,text}, or - for stdin."
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="FILE..."
)
@common_options
def command(files: tuple[Path, ...], common: Common) -> None:
    from crawler.corpus.corpus import Corpus
    from crawler.corpus.topic import learn_topic
    from crawler.text.language import language_of

    with Corpus.open(common.corpus_folder()) as corpus:
        topic = learn_topic(corpus, common.config, update=False)
    for text in _texts(files):
        language, _ = language_of(text["text"])
        judgement = topic.judge(text["title"], text["lead"], text["text"])
        if common.json:
            common.value(
                {
                    "id": text["id"],
                    "language": language,
                    "topic": {
                        "score": round(judgement.score, 4),
                        "decision": judgement.decision,
                        "terms": [[term, round(share, 4)] for term, share in judgement.terms],
                    },
                }
            )
        else:
            terms = ", ".join(f"{term} {share:.0%}" for term, share in judgement.terms[:5])
            common.say(
                f"{judgement.score:6.2f}  {judgement.decision:<10}  {language:<4} {text['id']}: {terms}"
            )


def _texts(files: tuple[Path, ...]) -> Iterator[dict[str, Any]]:
    for file in files:
        if str(file) == "-":
            yield from _lines(sys.stdin, "stdin")
        elif file.suffix in (".jsonl", ".ndjson"):
            with _open(file) as stream:
                yield from _lines(stream, file.name)
        else:
            with _open(file) as stream:
                title, _, rest = stream.read().lstrip("\ufeff\n ").partition("\n")
            lead, _, _ = rest.partition("\n")
            yield {"id": file.name, "title": title, "lead": lead or None, "text": f"{title}\n{rest}"}


def _open(file: Path) -> TextIO:
    try:
        return file.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error


def _lines(stream: TextIO, name: str) -> Iterator[dict[str, Any]]:
    for number, value in json_lines(stream, name):
        if not isinstance(value, dict) or not isinstance(value.get("text") or value.get("title"), str):
            raise ConfigError(f"{name}:{number}: expected an object with id, title, lead, text")
        title, lead = value.get("title") or "", value.get("lead") or None
        text = value.get("text") or "\n".join(filter(None, [title, lead]))
        yield {"id": value.get("id", number), "title": title, "lead": lead, "text": text}
