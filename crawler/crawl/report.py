"""What a run did, as a value and as JSON."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.discovery.announcements import SkipReason
from crawler.monitoring.causes import Problem, problems_as_json
from crawler.reasons import Reason, Verdict

if TYPE_CHECKING:
    from crawler.crawl.stats import BackfillStats, OutletStats

_STOPPED = "the run was stopped before its end; the next run takes up what is left"
_DOWN = "no host answered; is the network of this machine, or its proxy, down?"
_REPLACED = "one page answers in the place of every host; does our own network, or its proxy, want a login?"
_ALL_EMPTY = 10  # pages; so many days without news are a sign
_BROKEN_PAGES = 0.2  # more of an archive than this, and it is not single pages that are missing


@dataclass(frozen=True, slots=True)
class OutletReport:
    """One outlet's share of a run. `problem` is one sentence when the outlet needs a look.

    `backfill` tells how far its archives were walked, in a run for a window of days. `reached`: whether any
    of its hosts answered; None when none was asked. `never_good`: a sentence for each channel that never was
    any good. `not_taken` counts the entries of its channels that announced no new article, by SkipReason's
    codes. `dropped`: by rule, the articles that lost prose to it, of those `examined`.
    """

    announced: int
    fetched: int
    verdicts: Mapping[Verdict, int]
    reasons: Mapping[Reason, int]
    problem: str | None = None
    backfill: dict[str, Any] | None = None
    reached: bool | None = None
    never_good: tuple[str, ...] = ()
    not_taken: Mapping[str, int] = field(default_factory=dict)
    examined: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "announced": self.announced,
            "fetched": self.fetched,
            **_counts(self.verdicts),
            "reasons": {
                reason.code: n for reason, n in sorted(self.reasons.items(), key=lambda r: r[0].code)
            },
            "problem": self.problem,
            "archives": self.backfill,
            "reached": self.reached,
            "never_good": list(self.never_good),
            "not_taken": dict(self.not_taken),
            "examined": self.examined,
            "dropped": dict(self.dropped),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The end of a run for one corpus. `longest_stall` is the longest time the reactor did not answer (s).

    `excluded` says why the corpus took no part, or only up to where it failed.
    `network_down`: no host of any outlet answered, which is our own network's fault and none of the outlets';
    `replaced`: something answered in the place of all.
    `left_out` has a problem of each outlet that could not be asked; `loss` says what the corpus lost since
    the run before.
    """

    corpus: Path
    run: int
    outlets: Mapping[str, OutletReport]
    seconds: float
    longest_stall: float = 0.0
    stopped: bool = False
    excluded: str | None = None
    network_down: bool = False
    replaced: bool = False
    left_out: tuple[Problem, ...] = ()
    loss: str | None = None

    @property
    def verdicts(self) -> Counter[Verdict]:
        return sum((Counter(outlet.verdicts) for outlet in self.outlets.values()), Counter())

    @property
    def reasons(self) -> Counter[Reason]:
        return sum((Counter(outlet.reasons) for outlet in self.outlets.values()), Counter())

    @property
    def problems(self) -> list[Problem]:
        """What the user should look at."""
        return [*([Problem("", self.loss)] if self.loss else []), *self._of_run()]

    def _of_run(self) -> list[Problem]:
        """Return what was wrong in the run. One that was stopped says only that: its outlets had no time."""
        if self.excluded:
            return [Problem("", self.excluded)]
        if self.stopped:
            return [Problem("", _STOPPED)]
        if self.network_down:
            return [*self.left_out, Problem("", _REPLACED if self.replaced else _DOWN)]
        of_outlets = (Problem(name, each.problem) for name, each in self.outlets.items() if each.problem)
        return [*self.left_out, *of_outlets]

    @property
    def ok(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        rejected = {r.code: n for r, n in self.reasons.items() if r.verdict is Verdict.REJECTED}
        return {
            "corpus": str(self.corpus),
            "run": self.run,
            "announced": sum(outlet.announced for outlet in self.outlets.values()),
            "fetched": sum(outlet.fetched for outlet in self.outlets.values()),
            **_counts(self.verdicts),
            "rejected": dict(sorted(rejected.items())),
            "outlets": {name: outlet.as_json() for name, outlet in self.outlets.items()},
            **problems_as_json(self.problems),
            "excluded": self.excluded,
            "stopped": self.stopped,
            "network_down": self.network_down,
            "replaced": self.network_down and self.replaced,
            "seconds": round(self.seconds, 3),
            "longest_stall_seconds": round(self.longest_stall, 4),
        }


def outlet_report(
    stats: "OutletStats",
    reasons: Counter[Reason],
    floor: int,
    unverified: Collection[str] = (),
    changed: str | None = None,
    reached: bool | None = None,
    never_good: Sequence[str] = (),
    left_out: Mapping[SkipReason, int] | None = None,
) -> OutletReport:
    """Close an outlet's stats. `reasons` is how its pages ended, `changed` what its health says.

    Below its floor, or with all channels broken, it has a problem, too. Where all channels are `unverified`,
    the floor is a question and no problem; a walk through archives has no floor.
    """
    backfill = stats.backfill
    problem = changed or (_backfill_problem(backfill) if backfill else _problem(stats, floor, unverified))
    bugs = stats.bugs + reasons[Reason.BUG]
    if problem is None and bugs:
        problem = f"the program failed {bugs} times; see the log"
    verdicts = verdicts_of(reasons)
    return OutletReport(
        stats.announced,
        stats.fetched,
        verdicts,
        dict(reasons),
        problem,
        backfill.as_json() if backfill else None,
        reached,
        tuple(never_good),
        {reason.code: count for reason, count in Counter(left_out or {}).most_common()},
    )


def is_network_down(
    reached: Mapping[str, bool | None], earlier: Iterable[Mapping[str, Mapping[str, Any]]]
) -> bool:
    """Tell whether nobody answers any more: at least two outlets were asked, and none answered since.

    `reached` is this run's, by outlet; `earlier` are the outlets' shares in the runs before, the latest
    first.
    """
    silent: set[str] = set()
    for run in (reached, *({name: share.get("reached") for name, share in run.items()} for run in earlier)):
        if any(run.values()):
            break
        silent |= {name for name, answered in run.items() if answered is False}
    return False in reached.values() and len(silent) > 1


def verdicts_of(reasons: Counter[Reason]) -> Counter[Verdict]:
    """Count by verdict what is counted by reason."""
    verdicts: Counter[Verdict] = Counter()
    for reason, n in reasons.items():
        verdicts[reason.verdict] += n
    return verdicts


def _backfill_problem(backfill: "BackfillStats") -> str | None:
    """Say what is wrong with archives of which too many pages brought nothing."""
    there = backfill.pages - backfill.missing
    if backfill.empty == there >= _ALL_EMPTY:
        return f"all {there} archive pages announced nothing; has the outlet changed?"
    vain = len(backfill.problems) + backfill.holes
    if vain <= backfill.pages * _BROKEN_PAGES:
        return None
    not_there = f"{backfill.holes} are not there; has the outlet changed, or does its archive begin later?"
    why = backfill.problems[0] if backfill.problems else not_there
    return f"{vain} of {backfill.pages} archive pages brought nothing: {why}"


def _problem(stats: "OutletStats", floor: int, unverified: Collection[str]) -> str | None:
    broken = [channel for channel in stats.channels if channel.problem]
    questioned = all(channel.url in unverified for channel in stats.channels)
    announced = stats.announced + sum(channel.found for channel in stats.channels if not channel.heard)
    problem = None
    if stats.looks_only:
        return None
    if not stats.channels:
        problem = "no request was sent"
    elif broken and len(broken) == len(stats.channels) and not questioned:
        some = any(channel.found for channel in broken)
        problem = f"{'read in part only' if some else 'nothing could be read'}: {broken[0].problem}"
    elif announced < floor and not questioned:
        problem = f"announced {announced} articles, expected at least {floor}; has the outlet changed?"
    return problem


def _counts(verdicts: Mapping[Verdict, int]) -> dict[str, Any]:
    return {
        "kept": verdicts.get(Verdict.KEPT, 0),
        "duplicates": verdicts.get(Verdict.DUPLICATE, 0),
        "versions": verdicts.get(Verdict.VERSION, 0),
        "rejected": verdicts.get(Verdict.REJECTED, 0),
        "quarantined": verdicts.get(Verdict.QUARANTINED, 0),
        "gone": verdicts.get(Verdict.GONE, 0),
        "failed": verdicts.get(Verdict.FAILED, 0),
        "skipped": verdicts.get(Verdict.SKIPPED, 0),
    }
