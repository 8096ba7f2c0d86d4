"""gomtin lint: what is no text in the texts of a folder; the files themselves are never touched."""

from collections import Counter
from pathlib import Path

import click

from crawler.commands.common import Common, common_options
from crawler.errors import ConfigError

_MOST_SHOWN = 72  # characters of a line, beside its place in a terminal


@click.command(
    "lint", help="Show what is no text in the texts of FOLDER, line by line; files stay as they are."
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True), required=False)
@click.option(
    "--fix-to", type=click.Path(path_type=Path, file_okay=False), help="Write cleaned copies.", metavar="DIR"
)
@common_options
def command(folder: Path | None, fix_to: Path | None, common: Common) -> int:
    from crawler.corpus.lint import fixed, lint, recurring, texts_in

    files = texts_in(folder or common.corpus_folder())
    counts: Counter[str] = Counter()
    for finding in lint(files):
        counts[finding.kind] += 1
        if common.json:
            common.value(
                {
                    "file": finding.file,
                    "line": finding.line,
                    "to_line": finding.to_line,
                    "kind": finding.kind,
                    "action": "drop" if finding.better is None else "mend",
                    "text": finding.text,
                    "suggestion": finding.suggestion,
                }
            )
        else:
            text = finding.text if len(finding.text) <= _MOST_SHOWN else f"{finding.text[:_MOST_SHOWN]}…"
            common.say(f"{finding.file}:{finding.line}: {finding.kind}: {finding.suggestion}: {text}")
    if fix_to:
        known = recurring(files)
        texts = {path.name: fixed(path, known) for path in files}
        _write(fix_to, texts, {path.parent.resolve() for path in files})
        common.say(f"{len(files)} cleaned copies in {fix_to}")
    common.say(", ".join(f"{n} {kind}" for kind, n in counts.most_common()) or "nothing found")
    return 1 if counts else 0


def _write(folder: Path, texts: dict[str, str], sources: set[Path]) -> None:
    """Write the copies; never over a file that is there."""
    if folder.resolve() in sources:
        raise ConfigError(f"{folder}: that is where the texts are; choose another folder")
    taken = [name for name in texts if (folder / name).exists()]
    if taken:
        raise ConfigError(f"{folder / taken[0]}: is there already; choose an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
