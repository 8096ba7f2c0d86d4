"""What is logged where: a command's log for people, a child's and the daemon's as JSON lines, too."""

import json
import logging
import sys
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from crawler.files import make_folder, open_regular, share

_MOST_CHILD_BYTES = 5_000_000  # of one file of one run; a full crawl at INFO has some 200,000
_MOST_DAEMON_BYTES = 2_000_000  # of one file; some months of a quiet daemon
_OWN = ("gomtin", "crawler", "spiders", "pipelines")
_LOUD = ("scrapy", "trafilatura", "htmldate", "twisted", "py.warnings", "asyncio", "apscheduler")
_READABLE = "%(asctime)s %(name)s %(levelname)s %(message)s"


class JsonLines(logging.Formatter):
    """One JSON value per record."""

    def format(self, record: logging.LogRecord) -> str:
        value = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            value["traceback"] = self.formatException(record.exc_info)
        return json.dumps(value, ensure_ascii=False)


def log_command(*, quiet: bool, verbose: bool) -> None:
    """Log a command that a person typed, on standard error."""
    level = logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(_READABLE))
    # Levels of loggers do not hold: Scrapy sets its own when it starts. What it says of single pages is in
    # the ledger, so people hear of it only when they ask for more.
    handler.addFilter(
        lambda entry: entry.levelno >= (level if verbose or _is_own(entry.name) else logging.ERROR)
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _is_own(name: str) -> bool:
    return name.partition(".")[0] in _OWN


def log_child(path: Path, level: int = logging.INFO) -> None:
    """Log a child of the daemon: as JSON lines to a file of limited size, and readably to standard error."""
    readable = logging.StreamHandler()
    readable.setFormatter(logging.Formatter(_READABLE))
    logging.basicConfig(level=level, handlers=[_rotating(path, _MOST_CHILD_BYTES, backups=1), readable])
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


def log_daemon(folder: Path, level: int, *, as_json: bool) -> None:
    """Log the daemon, readably on standard error and as JSON lines in the folder.

    What the disk refuses is said on standard error only.
    """
    shown = logging.StreamHandler(sys.stderr)
    readable = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S%z")
    shown.setFormatter(JsonLines() if as_json else readable)
    shown.setLevel(level)
    handlers: list[logging.Handler] = [shown]
    try:
        make_folder(folder)
        handlers.append(_rotating(folder / "daemon.jsonl", _MOST_DAEMON_BYTES, backups=2))
    except OSError as error:
        print(f"gomtin: {folder}: no log file: {error.strerror}", file=sys.stderr)  # noqa: T201 - the log is not there yet
    logging.basicConfig(level=min(level, logging.INFO), handlers=handlers, force=True)
    logging.raiseExceptions = False  # a full disk must not fill standard error with tracebacks of logging
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # what it warns of, timetable.py says
    for name in ("asyncio", "watchfiles"):
        logging.getLogger(name).setLevel(logging.WARNING)


class _SharedFile(RotatingFileHandler):
    """A log that every user of the corpus can read and go on with."""

    def _open(self) -> TextIOWrapper:
        file = open(self.baseFilename, self.mode, encoding=self.encoding, opener=open_regular)  # noqa: SIM115 - the handler closes it
        share(Path(self.baseFilename))
        assert isinstance(file, TextIOWrapper)
        return file


def _rotating(path: Path, most_bytes: int, backups: int) -> RotatingFileHandler:
    handler = _SharedFile(path, maxBytes=most_bytes, backupCount=backups, encoding="utf-8")
    handler.setFormatter(JsonLines())
    return handler
