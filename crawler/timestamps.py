"""Times as text: how the ledger, the journal and JSON hold them. No business logic."""

from datetime import UTC, datetime
from typing import overload


def utc_now() -> datetime:
    return datetime.now(UTC)


def utc_text(moment: datetime) -> str:
    """Write a time in UTC, so that text order is time order."""
    return moment.astimezone(UTC).isoformat()


@overload
def time_text(moment: datetime) -> str: ...
@overload
def time_text(moment: datetime | None) -> str | None: ...
def time_text(moment: datetime | None) -> str | None:
    """Write a time as ISO 8601 with the offset it came with; None stays None."""
    return moment.isoformat() if moment else None


@overload
def read_time(text: str) -> datetime: ...
@overload
def read_time(text: str | None) -> datetime | None: ...
def read_time(text: str | None) -> datetime | None:
    """Read an ISO 8601 time; None where there is none. Raises ValueError for what is no time."""
    return datetime.fromisoformat(text) if text else None
