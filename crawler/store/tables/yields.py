"""Where texts come from: what each outlet, section and channel announced, and how much of it was kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from sqlite3 import Connection

from crawler.article import Announcement
from crawler.store.database import SharedDatabase
from crawler.store.tables.columns import present

# A place that is not known yet is credited with so many pages, half of them kept, so that it gets its chance.
_CREDITED_PAGES = 2.0
_COUNT = """
    INSERT INTO yields (outlet, kind, name, announced, fetched, kept) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (outlet, kind, name) DO UPDATE SET announced = announced + excluded.announced,
    fetched = fetched + excluded.fetched, kept = kept + excluded.kept
"""

Place = tuple[str, str, str]  # outlet, kind (outlet, section, channel), name


@dataclass(frozen=True, slots=True)
class Yield:
    """What one place brought so far. `announced` counts articles, each once."""

    outlet: str
    kind: str
    name: str
    announced: int
    fetched: int
    kept: int

    @property
    def expected(self) -> float:
        """Return the share of its pages to be kept, as far as can be known from so many: 0 to 1."""
        return (self.kept + _CREDITED_PAGES / 2) / (self.fetched + _CREDITED_PAGES)


_COLUMNS = tuple(column.name for column in fields(Yield))


def places_of(announcement: Announcement) -> list[Place]:
    """Return where an announcement comes from."""
    outlet, section, channel = announcement.outlet, announcement.section, announcement.channel
    return [
        (outlet, "outlet", ""),
        (outlet, "channel", "related" if announcement.is_related else channel),
        *([(outlet, "section", section)] if section else []),
    ]


def expected_yield(announcement: Announcement, yields: Mapping[Place, Yield]) -> float:
    """Return what the places of an announcement let expect, 0 to 1; a place without history lets hope."""
    known = [yields.get(place) for place in places_of(announcement)]
    return sum(each.expected if each else 0.5 for each in known) / len(known)


def count_yield(
    db: Connection,
    announcements: Iterable[Announcement],
    *,
    announced: int = 0,
    fetched: int = 0,
    kept: int = 0,
) -> None:
    """Add the same to all places of each announcement, inside a transaction of the ledger."""
    places = [place for announcement in announcements for place in places_of(announcement)]
    db.executemany(_COUNT, [(*place, announced, fetched, kept) for place in places])


class Yields:
    """The ledger's table yields."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def count_page(self, announcement: Announcement, *, kept: bool) -> None:
        """Count that an announced page was read, and whether it was kept."""
        self._database.write(lambda db: count_yield(db, [announcement], fetched=1, kept=int(kept)))

    def of(self, outlet: str | None = None) -> list[Yield]:
        """Return what outlets, sections and channels brought, the most fruitful first."""
        rows = self._database.rows(
            "SELECT * FROM yields WHERE ? IS NULL OR outlet = ? "
            "ORDER BY kept DESC, fetched DESC, outlet, kind, name",
            (outlet, outlet),
        )
        return [Yield(**present(row, _COLUMNS)) for row in rows]
