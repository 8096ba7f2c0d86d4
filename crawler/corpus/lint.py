"""Boilerplate and damage in texts that are there, as a report: what is wrong in which line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import ConfigError
from crawler.store.database import readable_errors
from crawler.text.boilerplate import find_boilerplate
from crawler.text.letters import mend
from crawler.text.line_rules import FlawKind
from crawler.text.lost_letters import damage_of
from crawler.text.normalize import nfc_clean
from crawler.text.recurring import ENOUGH_ARTICLES, Recurring


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing in one file. Lines count from 1; `better` is the mended line, None where lines are to go."""

    file: str
    line: int
    to_line: int
    kind: str
    text: str
    better: str | None = None

    @property
    def suggestion(self) -> str:
        if self.better is not None:
            return f"write: {self.better}"
        if self.kind == FlawKind.STACKED:
            return f"cut off lines {self.line} to {self.to_line}: a second article begins here"
        return "drop the line" if self.line == self.to_line else f"drop lines {self.line} to {self.to_line}"


def lint(files: Sequence[Path]) -> Iterator[Diagnostic]:
    """Yield what is wrong in each file, in order of lines. Lines of five files and more recur."""
    known = recurring(files)
    for path in files:
        lines = _lines(path)
        if damage := damage_of([mend(line).text for line in lines]):
            yield Diagnostic(path.name, 1, len(lines), "damaged letters", lines[0], damage)
        for mark in find_boilerplate(lines, known):
            yield Diagnostic(
                path.name, mark.first + 1, mark.last + 1, mark.kind, lines[mark.first], mark.better
            )


def fixed(path: Path, recurring: Recurring | None = None) -> str:
    """Return a text without what is wrong in it, in the corpus's form."""
    lines = _lines(path)
    flaws = find_boilerplate(lines, recurring)
    better = {mark.first: mark.better for mark in flaws if mark.better is not None}
    gone = {index for mark in flaws if mark.better is None for index in mark.lines}
    kept = (better.get(index, line) for index, line in enumerate(lines) if index not in gone)
    return "\n".join(line for line in map(nfc_clean, kept) if line)


def recurring(files: Sequence[Path]) -> Recurring:
    """Return the lines that recur over these files, as they would over an outlet's articles."""
    return Recurring.over(map(_lines, files)) if len(files) >= ENOUGH_ARTICLES else Recurring()


def _lines(path: Path) -> list[str]:
    with readable_errors(path):
        data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        return data.decode("latin-1").split("\n")


def texts_in(folder: Path) -> list[Path]:
    """Return the texts of a folder, a corpus or any other; raises ConfigError where there are none."""
    files = sorted(path for path in folder.glob("*.txt") if path.is_file()) if folder.is_dir() else [folder]
    if not files or not files[0].is_file():
        raise ConfigError(f"{folder}: no .txt files to look at")
    return files
