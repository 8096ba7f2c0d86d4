"""What every line of a text must pass: by-lines, captions, pointers to other news and repeats are no text."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.text.boilerplate import rule_at, under_box
from crawler.text.line_rules import LONGEST_BYLINE_CHARACTERS, FlawKind, is_byline, is_end_mark, opens_list
from crawler.text.normalize import normal_form

_LEAST_REPEAT = 40  # characters
_MOST_BYLINES = 2  # lines; more are a list of names
_TITLE = "title or lead"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The lines that stay, what was dropped (notes: by kind), and the by-line at the end."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]
    byline: str | None = None
    dropped: tuple[tuple[str, str], ...] = ()


def clean_lines(
    lines: Iterable[str], *, title: str, lead: str | None, authors: Iterable[str] = ()
) -> Cleaned:
    all_lines = list(lines)
    boxed = under_box(all_lines)
    known = {normal_form(text) for text in (title, lead or "") if text}
    people = {normal_form(name) for name in authors}
    kept: list[str] = []
    dropped: list[tuple[str, str]] = []
    seen: set[str] = set()
    for index, line in enumerate(all_lines):
        form = normal_form(line)
        why = FlawKind.HEADLINE if index in boxed else _why_not(all_lines, index, form, known, seen)
        if why:
            dropped.append((why, line))
            continue
        seen.add(form)
        kept.append(line)
    written_by = next(
        (line for why, line in reversed(dropped) if why == FlawKind.CREDIT and _is_signed(line)), None
    )
    kept, bylines = _without_bylines(kept, people)
    dropped += [(FlawKind.END if is_end_mark(line) else FlawKind.BYLINE, line) for line in bylines]
    counts = Counter(why for why, _ in dropped)
    notes = tuple(f"{count} line{'s' * (count > 1)} dropped: {why}" for why, count in counts.items())
    named = next((line for line in bylines if is_byline(line)), None)
    return Cleaned(tuple(kept), notes, named or written_by, tuple(dropped))


def _why_not(lines: list[str], index: int, form: str, known: set[str], seen: set[str]) -> str | None:
    """Return what a line is when it is no text."""
    line = lines[index]
    if rule := rule_at(lines, index):
        return rule.kind
    if not form:
        return FlawKind.BLANK
    if form in known:
        return _TITLE
    return FlawKind.REPEATED if form in seen and len(line) > _LEAST_REPEAT else None


def _is_signed(line: str) -> bool:
    """Tell whether a credit is that of the text: "Tin, ảnh: Hà Thu"."""
    return line.lstrip("( ").lower().startswith(("tin", "bài"))


def _without_bylines(lines: list[str], people: set[str]) -> tuple[list[str], list[str]]:
    """Cut off the end what closes a text: known names, lines made like names, an end mark; a list stays."""
    if not lines:
        return lines, []
    end = len(lines)
    while (
        end > 1
        and len(lines[end - 1]) <= LONGEST_BYLINE_CHARACTERS
        and (
            is_byline(lines[end - 1]) or is_end_mark(lines[end - 1]) or normal_form(lines[end - 1]) in people
        )
    ):
        end -= 1
    bylines = lines[end:]
    named = sum(not is_end_mark(line) for line in bylines)
    if named > _MOST_BYLINES or opens_list(lines[end - 1]):
        return lines, []
    return lines[:end], bylines
