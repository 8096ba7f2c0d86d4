"""What the ledger tells of the past days, read beside the writers, for status, alarms and the page."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from crawler.errors import CorpusError, LedgerError
from crawler.paths import StatePaths
from crawler.store.database import UNTOUCHED_ADVICE, DamagedError, OlderError
from crawler.store.folder import Folder
from crawler.store.ledger import Ledger, loss_told
from crawler.store.seeds import RecordedSeed, SeedLoss
from crawler.store.tables.pages import PageRow
from crawler.store.tables.records import Records, ScoredRecord
from crawler.store.tables.runs import RunRow

_LATEST_RUNS = 40  # an outlet's course over the last days, and no slower for a ledger of years


@dataclass(frozen=True, slots=True)
class OutletRun:
    """An outlet's share of one run. `never_good`: a sentence for each channel that never was any good.

    `dropped`: by rule, the articles that lost prose to it, of those `examined`.
    """

    announced: int
    kept: int
    problem: str | None
    never_good: tuple[str, ...] = ()
    examined: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutletHealth:
    """An outlet over its last runs, oldest first."""

    name: str
    runs: tuple[OutletRun, ...]
    last_at: datetime

    @property
    def problem(self) -> str | None:
        return self.runs[-1].problem

    @property
    def problems_in_a_row(self) -> int:
        bad = 0
        for run in reversed(self.runs):
            if not run.problem:
                break
            bad += 1
        return bad


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """The ledger in figures; empty for a corpus without one."""

    records: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[tuple[str, str], int] = field(default_factory=dict)
    per_day: tuple[tuple[str, int], ...] = ()
    latest: tuple[ScoredRecord, ...] = ()
    newest_at: datetime | None = None
    waiting: int = 0
    outlets: tuple[OutletHealth, ...] = ()
    runs: tuple[RunRow, ...] = ()
    network_down: bool = False
    replaced: bool = False
    frontier: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    lost_lines: Mapping[int, int] = field(default_factory=dict)
    problem: str | None = None
    lost_at: datetime | None = None
    lost_seeds: int = 0
    seed_loss: SeedLoss | None = None


def read(folder: Path, zone: tzinfo, now: datetime, days: int = 30, latest: int = 20) -> LedgerSummary:
    """Read the ledger of the corpus folder; what keeps it from being read is in `problem`."""
    path = StatePaths.of(folder).ledger
    if not path.exists():
        return LedgerSummary(problem=_why_none(folder), seed_loss=_seed_loss(folder))
    try:
        with Ledger(path, read_only=True) as ledger:
            runs = ledger.runs.latest(_LATEST_RUNS)
            pages = ledger.pages.counts()
            return LedgerSummary(
                records=ledger.records.counts(deleted=True),
                pages=pages,
                per_day=_per_day(ledger.records, zone, now, days),
                latest=tuple(ledger.records.latest(latest)),
                newest_at=ledger.records.newest_at(),
                waiting=sum(n for (verdict, _), n in pages.items() if verdict == "quarantined"),
                outlets=_outlets(runs),
                runs=tuple(runs),
                frontier=_frontier(ledger),
                lost_at=ledger.records.lost_at(),
                lost_seeds=ledger.records.lost_seeds(),
                lost_lines=_lost_lines(ledger),
                seed_loss=_seed_loss(folder, _recorded_seeds(ledger)),
                network_down=next((_network_down(run) for run in runs if run.report), False),
                replaced=next((bool(run.report.get("replaced")) for run in runs if run.report), False),
            )
    except (LedgerError, sqlite3.Error, ValueError) as error:
        why = " ".join(str(error.__cause__ or error).split())
        advice = f"; {UNTOUCHED_ADVICE}" if isinstance(error, DamagedError) else ""
        problem = f"the ledger cannot be read: {why}{advice}"
        return LedgerSummary(problem=problem, seed_loss=_seed_loss(folder))


def _seed_loss(folder: Path, recorded: Mapping[str, RecordedSeed] | None = None) -> SeedLoss | None:
    """Return how many seeds are lost; None where nothing can tell, of which other commands speak."""
    with suppress(OSError, CorpusError):
        return SeedLoss.of(Folder(folder), recorded or {})
    return None


def _recorded_seeds(ledger: Ledger) -> Mapping[str, RecordedSeed]:
    """Return what is known of the seeds; nothing in a ledger of an earlier gomtin, without fingerprints."""
    try:
        return ledger.records.recorded_seeds()
    except OlderError:
        return {}


def _why_none(folder: Path) -> str | None:
    """Return why there is no ledger where one must have been; None where nothing was begun yet."""
    state = StatePaths.of(folder)
    if state.folder.is_symlink() or (state.folder.exists() and not state.folder.is_dir()):
        return f"{state.folder}: no folder; move it away, then run the same command again"
    if state.seeds.exists():
        return "the ledger is lost; put ledger.db back from a backup, or the next command makes it anew"
    files = Folder(folder, state)
    with suppress(OSError):  # of a folder that is not there, or not ours, other commands tell
        names = files.names()
        return loss_told(len(names)) if files.seem_stored(names) else None
    return None


def text(folder: Path, number: int) -> tuple[ScoredRecord, PageRow | None] | None:
    """Return a text and how the page it came from ended; None when no text has the number."""
    try:
        with Ledger(StatePaths.of(folder).ledger, read_only=True) as ledger:
            record = ledger.records.scored(number)
            return (record, ledger.pages.of_record(number)) if record else None
    except (LedgerError, sqlite3.Error, ValueError):
        return None


def _per_day(records: Records, zone: tzinfo, now: datetime, days: int) -> tuple[tuple[str, int], ...]:
    today = now.astimezone(zone).date()
    counts = {(today - timedelta(days=age)).isoformat(): 0 for age in range(days - 1, -1, -1)}
    for added_at in records.times_since(now - timedelta(days=days)):
        day = added_at.astimezone(zone).date().isoformat()
        if day in counts:
            counts[day] += 1
    return tuple(counts.items())


def _frontier(ledger: Ledger) -> Mapping[str, Mapping[str, int]]:
    """Return how many articles wait, by outlet and reason; none in a ledger of an earlier gomtin."""
    try:
        return ledger.frontier.counts()
    except OlderError:
        return {}


def _lost_lines(ledger: Ledger) -> Mapping[int, int]:
    """Return how many lines records lost; none in a ledger of an earlier gomtin, which does not tell yet."""
    try:
        return ledger.records.lost_lines()
    except OlderError:
        return {}


def _network_down(run: RunRow) -> bool:
    return bool(run.report and run.report.get("network_down"))


def _outlets(runs: Sequence[RunRow]) -> tuple[OutletHealth, ...]:
    shares: dict[str, list[OutletRun]] = {}
    last: dict[str, datetime] = {}
    for run in reversed(runs):
        # Looks at kept articles, a run that was stopped or had no network say nothing of the outlets.
        if (
            run.report is None
            or run.command in ("revisit", "dry-run")
            or _network_down(run)
            or run.report.get("stopped")
        ):
            continue
        for name, share in run.report.get("outlets", {}).items():
            shares.setdefault(name, []).append(
                OutletRun(
                    int(share.get("announced", 0)),
                    int(share.get("kept", 0)),
                    share.get("problem"),
                    tuple(share.get("never_good", ())),
                    int(share.get("examined", 0)),
                    share.get("dropped", {}),
                )
            )
            last[name] = run.started
    return tuple(OutletHealth(name, tuple(shares[name]), last[name]) for name in sorted(shares))
