"""What is logged where: a command's log for people, a child's and the daemon's as JSON lines, too."""

import json
import logging
import sys
import warnings
from collections.abc import Callable
from datetime import datetime, tzinfo
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from crawler.files import make_folder, open_regular, share

_MOST_CHILD_BYTES = 500_000  # of one file of one run; a full crawl at INFO has some 200,000
_MOST_DAEMON_BYTES = 2_000_000  # of one file; some months of a quiet daemon
_OWN = ("gomtin", "crawler", "spiders", "pipelines")
_READABLE = "%(asctime)s %(name)s %(levelname)s %(message)s"
_MOST_CHARACTERS = 4_000  # of one message or traceback, whose end says most; no log holds a page
_time_zone: list[tzinfo | None] = [None]  # of what is logged; until the configuration is read, this machine's


def use_zone(zone: tzinfo) -> None:
    """Log times in this zone from now on."""
    _time_zone[0] = zone


class _Zoned(logging.Formatter):
    """Times in the configured zone, with their offset."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002 - logging's own
        return _at(record).isoformat(" ", "seconds")

    def format(self, record: logging.LogRecord) -> str:
        return _short(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON value per record."""

    def format(self, record: logging.LogRecord) -> str:
        value = {
            "at": _at(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _short(record.getMessage()),
        }
        if record.exc_info:
            value["traceback"] = _short(self.formatException(record.exc_info))
        return json.dumps(value, ensure_ascii=False)


def _at(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, _time_zone[0]).astimezone(_time_zone[0])


def _short(text: str) -> str:
    """Cut the middle out of a message that is too long."""
    half = _MOST_CHARACTERS // 2
    left_out = len(text) - 2 * half
    return f"{text[:half]} [{left_out} characters left out] {text[-half:]}" if left_out > 0 else text


def log_command(*, quiet: bool, verbose: bool) -> None:
    """Log a command that a person typed, on standard error."""
    level = logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Zoned(_READABLE))
    # What Scrapy says of single pages is in the ledger, so people hear of it only when they ask for more.
    handler.addFilter(_at_least(level, level if verbose else logging.ERROR))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    warnings.showwarning = _teller_of_old_names()


def _teller_of_old_names() -> Callable[..., None]:
    """Return how a command shows warnings: of old names, one line for each file that uses them.

    A file is written by a user, who mends the first of its lines and hears of the next.
    """
    told: set[str] = set()
    others = warnings.showwarning

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if not issubclass(category, DeprecationWarning):
            others(message, category, filename, lineno, file, line)
        elif filename not in told:
            told.add(filename)
            sys.stderr.write(f"gomtin: {filename}:{lineno}: {message}\n")

    return show


def log_child(path: Path) -> None:
    """Log a child of the daemon: as JSON lines to a file of limited size; warnings to standard error, too."""
    written = _rotating(path, _MOST_CHILD_BYTES, backups=1)
    written.addFilter(_at_least(logging.INFO, logging.WARNING))
    readable = logging.StreamHandler()
    readable.setFormatter(_Zoned(_READABLE))
    readable.addFilter(_at_least(logging.WARNING, logging.WARNING))
    logging.basicConfig(level=logging.INFO, handlers=[written, readable])


def _at_least(own: int, others: int) -> Callable[[logging.LogRecord], bool]:
    """Return a filter of a handler. Levels of loggers do not hold: Scrapy sets its own when it starts."""

    def passes(record: logging.LogRecord) -> bool:
        return record.levelno >= (own if record.name.partition(".")[0] in _OWN else others)

    return passes


def log_daemon(folder: Path, level: int, *, as_json: bool) -> None:
    """Log the daemon, readably on standard error and as JSON lines in the folder.

    What the disk refuses is said on standard error only.
    """
    shown = logging.StreamHandler(sys.stderr)
    readable = _Zoned("%(asctime)s %(levelname)s %(message)s")
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
