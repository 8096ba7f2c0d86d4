"""The daemon's log: readable on standard error, and as JSON lines in two files of limited size."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from crawler.daemon.child import JsonLines

_MOST_BYTES = 2_000_000


def log_daemon(folder: Path, level: int, *, as_json: bool) -> None:
    """Log from now on. What the disk refuses is said on standard error only."""
    shown = logging.StreamHandler(sys.stderr)
    shown.setFormatter(
        JsonLines()
        if as_json
        else logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S%z")
    )
    shown.setLevel(level)
    handlers: list[logging.Handler] = [shown]
    try:
        folder.mkdir(exist_ok=True)
        kept = RotatingFileHandler(
            folder / "daemon.jsonl", maxBytes=_MOST_BYTES, backupCount=2, encoding="utf-8"
        )
    except OSError as error:
        print(f"gomtin: {folder}: no log file: {error.strerror}", file=sys.stderr)  # noqa: T201 - the log is not there yet
    else:
        kept.setFormatter(JsonLines())
        handlers.append(kept)
    logging.basicConfig(level=min(level, logging.INFO), handlers=handlers, force=True)
    logging.raiseExceptions = False  # a full disk must not fill standard error with tracebacks of logging
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # what it warns of, timetable.py says
    for name in ("asyncio", "watchfiles"):
        logging.getLogger(name).setLevel(logging.WARNING)
