"""What the daemon's journal holds: runs, how they ended, and alarms that stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from crawler.timestamps import read_time, time_text


class RunOutcome(StrEnum):
    """How a child ended."""

    DONE = "done"  # exit 0
    LOOK = "needs a look"  # it did its work, and found something
    FAILED = "failed"  # it could not do its work
    KILLED = "killed"  # by a signal from elsewhere: memory, a crash, a person
    OVERTIME = "overtime"  # ended at its deadline
    STOPPED = "stopped"  # ended because the daemon was told to stop
    CUT_OFF = "cut off"  # the daemon died while it ran
    DEFERRED = "deferred"  # somebody else crawls its outlets; it runs when they are done

    @property
    def worked(self) -> bool:
        return self in (RunOutcome.DONE, RunOutcome.LOOK)

    @property
    def owed(self) -> bool:
        """Whether the schedule is still due because of it."""
        return self in (RunOutcome.STOPPED, RunOutcome.CUT_OFF, RunOutcome.DEFERRED)

    @property
    def colour(self) -> str:
        """How the page shows it: what is made up for is neither good nor bad."""
        return "good" if self.worked else "quiet" if self.owed else "bad"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a schedule, as the journal has it."""

    id: int
    schedule: str
    timing: str
    due: datetime
    started: datetime
    log: str
    ended: datetime | None = None
    pid: int | None = None
    pid_born: int | None = None
    outcome: RunOutcome | None = None
    exit: int | None = None
    detail: str = ""
    report: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """When the daemon first saw a schedule timed as it is. In the journal's state: "TIMING|TIME"."""

    timing: str
    at: datetime

    @classmethod
    def read(cls, state: Mapping[str, str], schedule: str) -> Self | None:
        """Return what the journal's state says of a schedule; None where it was never seen."""
        timing, _, at = state.get(f"seen {schedule}", "").rpartition("|")
        return cls(timing, read_time(at)) if at else None

    def as_state(self, schedule: str) -> dict[str, str]:
        return {f"seen {schedule}": f"{self.timing}|{time_text(self.at)}"}


@dataclass(frozen=True, slots=True)
class ActiveAlarm:
    """An alarm that stands: since when, in two languages, and when it was last told."""

    since: datetime
    message: str
    vietnamese: str
    told: datetime | None
