"""Borderline and suspicious articles, each a readable JSON file, waiting for a person's decision."""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from crawler.article import Article, Page
from crawler.errors import CorpusError
from crawler.files import make_folder, read_regular
from crawler.paths import StatePaths
from crawler.reasons import Reason
from crawler.store.database import readable_errors
from crawler.store.folder import SameFolder, write_whole
from crawler.timestamps import read_time, time_text, utc_now

log = logging.getLogger("gomtin")

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """What waits. Without an article in the page, `title` is the announcement's and `paragraphs` is empty."""

    id: str
    reason: str
    detail: str
    at: datetime
    url: str
    key: str
    outlet: str
    fetched_at: datetime
    title: str = ""
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    canonical: str | None = None
    language: str | None = None
    normal_hash: str | None = None
    score: float | None = None
    rights: tuple[str, ...] = ()

    @property
    def article(self) -> Article | None:
        """Return the article as it was read, to be stored when a person accepts it."""
        if not self.paragraphs:
            return None
        return Article(**{name: getattr(self, name) for name in _ARTICLE_FIELDS}, title=self.title)


_PAGE_FIELDS = ("url", "key", "outlet", "fetched_at")
_ARTICLE_FIELDS = (
    *_PAGE_FIELDS,
    *(
        "lead",
        "paragraphs",
        "published",
        "authors",
        "section",
        "canonical",
        "language",
        "normal_hash",
        "rights",
    ),
)


class Quarantine:
    """The quarantine of one corpus folder."""

    def __init__(self, folder: Path, *, now: Callable[[], datetime] = utc_now) -> None:
        self._state = StatePaths.of(folder)
        self.folder = self._state.quarantine
        there = self._state.folder.is_dir()
        self._kept = SameFolder(self._state.folder) if there else None
        self._now = now

    def add(self, what: Article | Page, reason: Reason, detail: str = "") -> str:
        """Put an article, or a page without one, into quarantine; return its id: one per text."""
        values = _values_of(what)
        entry = Quarantined(
            id=_id_of(values.get("normal_hash") or what.key),
            reason=reason.code,
            detail=detail,
            at=self._now(),
            **values,
        )
        with readable_errors(self.folder):
            if self._kept:
                self._kept.check()
            for made in (self._state.folder, self._state.tmp, self.folder):
                make_folder(made)
            write_whole(self._path(entry.id), _plain(entry), self._state.tmp)
        return entry.id

    def list(self) -> list[Quarantined]:
        """Return all that waits and can be read, the oldest first; the log tells of the rest."""
        with readable_errors(self.folder):
            ids = [path.stem for path in self.folder.glob("*.json") if _ID.fullmatch(path.stem)]
        waiting = []
        for name in ids:
            try:
                waiting.append(self.get(name))
            except CorpusError as error:
                log.warning("%s", error)
        return sorted(filter(None, waiting), key=lambda entry: (entry.at, entry.id))

    def get(self, name: str) -> Quarantined | None:
        """Return what waits under an id; None for none. Raises CorpusError when it cannot be read."""
        if not _ID.fullmatch(name):
            return None
        path = self._path(name)
        try:
            with readable_errors(path):
                return _read(json.loads(read_regular(path))) if path.exists() else None
        except (ValueError, TypeError, KeyError) as error:
            raise CorpusError(f"{path}: unreadable ({error}); mend or delete it") from error

    def remove(self, name: str) -> bool:
        """Take an entry out, decided upon; return whether it was there."""
        if not _ID.fullmatch(name):
            return False
        with readable_errors(self.folder):
            there = self._path(name).exists()
            self._path(name).unlink(missing_ok=True)
        return there

    def remove_page(self, key: str, normal_hash: str | None) -> bool:
        """Take out what waits of a page that was read anew; return whether anything did."""
        return self.remove(_id_of(normal_hash or key))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def _id_of(name: str) -> str:
    return sha256(name.encode(errors="replace")).hexdigest()[:16]


def _values_of(what: Article | Page) -> dict[str, Any]:
    if isinstance(what, Page):
        announced = what.announcement and what.announcement.title
        return {name: getattr(what, name) for name in _PAGE_FIELDS} | {"title": announced or ""}
    score = what.topic and what.topic.score
    return {name: getattr(what, name) for name in _ARTICLE_FIELDS} | {"title": what.title, "score": score}


def _plain(entry: Quarantined) -> dict[str, Any]:
    return {k: time_text(v) if isinstance(v, datetime) else v for k, v in asdict(entry).items()}


def _read(values: dict[str, Any]) -> Quarantined:
    for name in ("at", "fetched_at", "published"):
        values[name] = values[name] and read_time(values[name])
    for name in ("paragraphs", "authors", "rights"):
        values[name] = tuple(values.get(name, ()))
    return Quarantined(**values)
