"""Single values the ledger keeps about itself, by name; a connection is the caller's transaction."""

import sqlite3
from typing import Any

GET = "SELECT value FROM meta WHERE name = ?"


def get(db: sqlite3.Connection, name: str) -> Any:
    """Return a value; None before it was put."""
    row = db.execute(GET, (name,)).fetchone()
    return row and row[0]


def put(db: sqlite3.Connection, name: str, value: str | int) -> None:
    db.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))
