"""The count of what happened to one outlet in one run. No business logic."""

from dataclasses import dataclass, field
from typing import Any

from crawler.reasons import Reason


@dataclass(slots=True)
class ChannelStats:
    """What one feed, sitemap or listing brought; not `heard`: what it held when it was last read."""

    url: str
    found: int = 0
    problem: str | None = None
    heard: bool = True


@dataclass(slots=True)
class BackfillStats:
    """What became of an outlet's archives in a run for a window of days.

    `segments` is how many parts the archives have for the window, `done` how many are walked to their end, in
    this run or before; `stopped` says why the walk ended early. `missing` counts the addresses that are not
    there, `holes` those of them where the archive should have something: not older than its oldest.
    """

    segments: int = 0
    done: int = 0
    pages: int = 0
    empty: int = 0
    missing: int = 0
    holes: int = 0
    problems: list[str] = field(default_factory=list)
    stopped: Reason | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "legs": self.segments,
            "done": self.done,
            "pages": self.pages,
            "empty": self.empty,
            "missing": self.missing,
            "problems": self.problems,
            "stopped": self.stopped.code if self.stopped else None,
        }


@dataclass(slots=True)
class OutletStats:
    """What one outlet brought in one run, for all corpora; how its pages ended is each corpus's own count."""

    announced: int = 0
    asked: int = 0
    fetched: int = 0
    bugs: int = 0
    channels: list[ChannelStats] = field(default_factory=list)
    backfill: BackfillStats | None = None
    looks_only: bool = False  # no channel was to be asked
