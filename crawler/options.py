"""What a run is asked for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for. `limit` is articles fetched per outlet; `origin` goes on record."""

    since: date | None = None
    until: date | None = None
    limit: int | None = None
    dry_run: bool = False
    origin: str = "crawl"
