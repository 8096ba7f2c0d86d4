"""Whether what is taken out of an outlet's texts has become more than it used to be. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.store.summary import OutletRun

_RECENT_ARTICLES, _EARLIER_ARTICLES = 20, 40  # at least; fewer say nothing
_LEAST_SHARE = 0.2  # of the recent articles; less is an odd day
_TIMES = 3  # the share before


@dataclass(frozen=True, slots=True)
class Jump:
    """A rule, and of what shares of an outlet's articles it takes prose: lately, and before."""

    rule: str
    share: float
    before: float


def jumps(runs: Sequence[OutletRun]) -> Iterator[Jump]:
    """Yield the rules that take prose from many more of an outlet's articles; `runs` from the oldest on."""
    first, recent = len(runs), 0
    while first and recent < _RECENT_ARTICLES:
        first -= 1
        recent += runs[first].examined
    earlier = sum(run.examined for run in runs[:first])
    if recent < _RECENT_ARTICLES or earlier < _EARLIER_ARTICLES:
        return
    now, before = _dropped(runs[first:]), _dropped(runs[:first])
    for rule, count in now.most_common():
        share, past = count / recent, before[rule] / earlier
        if share >= max(_LEAST_SHARE, _TIMES * past):
            yield Jump(rule, share, past)


def _dropped(runs: Sequence[OutletRun]) -> Counter[str]:
    return sum((Counter(run.dropped) for run in runs), Counter())
