"""What is wrong, and many problems with few causes as one sentence a cause. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_SHOWN = 5  # names of those that have a problem in common
_DIFFERS = re.compile(r"https?://\S+|\b(?:[\w-]{1,63}\.){1,9}[a-z]{2,24}\b|\d+")


class Problem(NamedTuple):
    """A sentence on what is wrong. `name` is the outlet or channel it is about; "" where it is neither."""

    name: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.name}: {self.sentence}" if self.name else self.sentence


def problems_as_json(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """Return the keys that tell problems: `problems` as people read them, `problem_names` beside it.

    A sentence may hold ": " as well: only the name of the same place tells how much of a problem is name.
    """
    told = list(problems)
    return {"problems": [str(each) for each in told], "problem_names": [each.name for each in told]}


def problems_of(report: Mapping[str, Any]) -> list[Problem]:
    """Read them again; of a report without names, as of an earlier release, each is a sentence."""
    told = [str(each) for each in report.get("problems") or ()]
    names = [str(each) for each in report.get("problem_names") or ()]
    if len(names) != len(told):
        names = [""] * len(told)
    return [
        Problem(name, problem.removeprefix(f"{name}: ") if name else problem)
        for name, problem in zip(names, told, strict=True)
    ]


def by_cause(problems: Iterable[Problem], things: str = "outlets") -> list[str]:
    """Return one sentence for each cause, those of the most `things` first.

    Two sentences that differ in addresses and numbers only have one cause; one without a name stands alone.
    """
    causes: dict[Problem, dict[str, Problem]] = defaultdict(dict)
    for problem in problems:
        cause = Problem("#", _DIFFERS.sub("#", problem.sentence)) if problem.name else problem
        causes[cause].setdefault(problem.name, problem)
    return [_sentence(alike, things) for alike in sorted(causes.values(), key=len, reverse=True)]


def _sentence(alike: Mapping[str, Problem], things: str) -> str:
    names, first = list(alike), next(iter(alike.values()))
    if len(names) == 1:
        return str(first)
    shown = ", ".join(names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{len(names)} {things} ({shown}{more}): {first.sentence}"
