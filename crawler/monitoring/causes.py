"""Many problems with few causes, as one sentence a cause. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable

_SHOWN = 5  # names of those that have a problem in common
_DIFFERS = re.compile(r"https?://\S+|\b(?:[\w-]{1,63}\.){1,9}[a-z]{2,24}\b|\d+")


def by_cause(problems: Iterable[str], things: str = "outlets") -> list[str]:
    """Return one sentence for each cause, those of the most `things` first.

    A problem is "name: sentence". Two sentences that differ in addresses and numbers only have one cause.
    """
    causes: dict[str, dict[str, str]] = defaultdict(dict)
    for problem in problems:
        name, colon, sentence = problem.partition(": ")
        cause = _DIFFERS.sub("#", sentence if colon else problem)
        causes[cause].setdefault(name, problem)
    return [_sentence(found, things) for found in sorted(causes.values(), key=len, reverse=True)]


def _sentence(found: dict[str, str], things: str) -> str:
    names, problem = list(found), next(iter(found.values()))
    if len(names) == 1:
        return problem
    shown = ", ".join(names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{len(names)} {things} ({shown}{more}): {problem.partition(': ')[2]}"
