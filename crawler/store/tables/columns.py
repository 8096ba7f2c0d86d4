"""What the ledger answers with, and how it is written in a row. No business logic."""

import json
import sqlite3
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from crawler.article import Announcement, Article, Record
from crawler.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """How a page ended the last time. `verdict` and `reason` are codes; the ledger counts `attempts`."""

    key: str
    url: str
    outlet: str
    verdict: str
    reason: str
    at: datetime
    detail: str = ""
    attempts: int = 1
    number: int | None = None
    duplicate_of: int | None = None
    title: str | None = None
    http_status: int | None = None
    run: int | None = None
    normal_hash: str | None = None
    published: datetime | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementRow:
    """What was last decided about an announcement; `reason` None means it was worth fetching."""

    key: str
    url: str
    outlet: str
    channel: str
    title: str | None
    summary: str | None
    published: datetime | None
    section: str | None
    score: float | None
    reason: str | None
    run: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run; `ended` None means it still runs or was cut off."""

    id: int
    command: str
    outlets: list[str]
    started: datetime
    ended: datetime | None
    ok: bool | None
    report: dict[str, Any] | None


RECORD_COLUMNS = tuple(each.name for each in fields(Record))
PAGE_COLUMNS = tuple(each.name for each in fields(PageRow))
ANNOUNCEMENT_COLUMNS = tuple(each.name for each in fields(AnnouncementRow))


def utc_text(value: datetime) -> str:
    """Write a time in UTC, so that text order is time order."""
    return value.astimezone(UTC).isoformat()


def record_row(record: Record, article: Article | None = None, run: int | None = None) -> dict[str, Any]:
    """Return the columns of a record, with what its article told beside."""
    row = asdict(record)
    row["added_at"] = utc_text(record.added_at)
    row["published"] = record.published and record.published.isoformat()
    row |= dict.fromkeys(("canonical", "section", "authors", "score"))
    row["run"] = run
    if article:
        row["canonical"] = article.canonical
        row["section"] = article.section
        row["authors"] = json.dumps(article.authors, ensure_ascii=False)
        row["score"] = article.topic and article.topic.score
    return row


def as_record(row: sqlite3.Row | dict[str, Any]) -> Record:
    values = {name: row[name] for name in RECORD_COLUMNS}
    return Record(**_read_times(values, "added_at", "published"))


def page_row(page: PageRow) -> dict[str, Any]:
    row = asdict(page)
    row["at"] = utc_text(page.at)
    row["published"] = page.published and page.published.isoformat()
    row["steps"] = json.dumps(page.steps, ensure_ascii=False, default=str)
    return _encodable(row)


def as_page(row: sqlite3.Row) -> PageRow:
    values = {name: row[name] for name in PAGE_COLUMNS}
    values["steps"] = json.loads(values["steps"])
    return PageRow(**_read_times(values, "at", "published"))


def announcement_row(
    announcement: Announcement, score: float | None, reason: Reason | None, run: int, now: datetime
) -> dict[str, Any]:
    row = asdict(announcement)
    del row["changed"]
    row["published"] = announcement.published and announcement.published.isoformat()
    row |= {"score": score, "reason": reason and reason.code, "run": run}
    row |= {"first_at": utc_text(now), "last_at": utc_text(now)}
    return _encodable(row)


def as_announcement(row: sqlite3.Row) -> AnnouncementRow:
    values = {name: row[name] for name in ANNOUNCEMENT_COLUMNS}
    return AnnouncementRow(**_read_times(values, "published", "first_at", "last_at"))


def as_run(row: sqlite3.Row) -> RunRow:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates over its values
    values["outlets"] = json.loads(values["outlets"])
    values["report"] = values["report"] and json.loads(values["report"])
    values["ok"] = None if values["ok"] is None else bool(values["ok"])
    return RunRow(**_read_times(values, "started", "ended"))


def _encodable(row: dict[str, Any]) -> dict[str, Any]:
    """Replace what no database takes: half a surrogate pair in an error message or an address."""
    return {k: v.encode(errors="replace").decode() if isinstance(v, str) else v for k, v in row.items()}


def _read_times(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return values | {name: values[name] and datetime.fromisoformat(values[name]) for name in names}
