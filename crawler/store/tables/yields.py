"""Where texts come from: what each outlet, section and channel announced, and how much of it was kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sqlite3 import Connection

from crawler.article import Announcement

RELATED = "related:"  # begins the channel of what a kept page links to; the page's address follows

_HOPE = 2.0  # pages, half of them kept, that a place is credited with before it is known: it gets its chance
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
        return (self.kept + _HOPE / 2) / (self.fetched + _HOPE)


def places_of(announcement: Announcement) -> list[Place]:
    """Return where an announcement comes from."""
    outlet, section, channel = announcement.outlet, announcement.section, announcement.channel
    return [
        (outlet, "outlet", ""),
        (outlet, "channel", "related" if channel.startswith(RELATED) else channel),
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
