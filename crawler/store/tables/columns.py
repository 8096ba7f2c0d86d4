"""How values are written in a row and read from one. No business logic."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any, overload

from crawler import timestamps
from crawler.errors import LedgerError

CHUNK_ROWS = 1000  # read at a time of what may be long


def upsert(table: str, columns: Iterable[str], on_conflict: dict[str, str]) -> str:
    """Return a statement that writes a row over the one with its key, but for what `on_conflict` says."""
    columns = tuple(columns)
    sets = {name: f"excluded.{name}" for name in columns if name != "key"} | on_conflict
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)}) "  # noqa: S608 - our own names
        f"ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = {value}' for name, value in sets.items())}"
    )


def encodable(row: dict[str, Any]) -> dict[str, Any]:
    """Replace what no database takes: half a surrogate pair in an error message or an address."""
    return {k: v.encode(errors="replace").decode() if isinstance(v, str) else v for k, v in row.items()}


def present(row: sqlite3.Row | dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the columns with these names as far as the row has them.

    A ledger of an earlier gomtin, opened for reading, lacks the newer ones; the row's type has defaults.
    """
    there = row.keys()
    return {name: row[name] for name in names if name in there}


@overload
def read_time(text: str) -> datetime: ...
@overload
def read_time(text: str | None) -> datetime | None: ...
def read_time(text: str | None) -> datetime | None:
    """Read a time of a row; None where there is none. Raises LedgerError: only damage leaves another word."""
    try:
        return timestamps.read_time(text)
    except (ValueError, TypeError) as error:
        advice = "put it back from a backup, or move it away: the next command makes it anew from the texts"
        raise LedgerError(f"the ledger is damaged: {str(text)[:40]!r} is no time; {advice}") from error


def read_times(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return values | {name: read_time(values[name]) for name in names if name in values}
