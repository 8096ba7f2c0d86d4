"""What a run is asked for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What a run is asked for. `limit` is articles fetched per outlet; `origin` goes on record.

    `due_only` leaves out channels whose time has not come; `revisit_only` asks no channel, only the pages of
    kept articles whose time has come; `only` holds the keys of the articles a person asked for: no channel is
    asked then, and nothing else of the frontier.
    """

    since: date | None = None
    until: date | None = None
    limit: int | None = None
    dry_run: bool = False
    origin: str = "crawl"
    due_only: bool = False
    revisit_only: bool = False
    only: frozenset[str] = frozenset()

    @property
    def command(self) -> str:
        """What the run is called in the ledger. A dry run is no crawl: it says nothing of the outlets."""
        if self.dry_run:
            return "dry-run"
        if self.only:
            return "fetch"
        return "revisit" if self.revisit_only else "crawl"

    @property
    def partial(self) -> bool:
        """Whether only a part of what is announced is asked for: that says nothing of a channel."""
        return bool(self.since or self.until or self.limit is not None or self.dry_run)
