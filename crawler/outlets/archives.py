"""Where an outlet keeps its back catalogue, declared as data: which addresses hold the days asked for. Pure.

An archive is walked in segments, a segment page by page. Templates are str.format patterns that know

    {section}               one of `sections`: a path, a zone number, an id
    {n}                     the page's number: first, first + step, first + 2 step, ...
    {year} {month} {day}    of the segment's first day; {month:02} is padded
    {first} {last}          first and last day of a block of five days; the last block ends with its month
    {begin} {end}           the segment's bounds as moments, end not included: {begin:%Y-%m-%d}
    {since} {until}         the same in unix seconds, until being the last second of the segment
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from crawler.discovery.announcements import Kind

_SOME_MOMENT = datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC)


class Per(StrEnum):
    """How much time one address of an archive covers."""

    DAY = "day"
    FIVE_DAYS = "five days"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an archive that is walked by itself. `name` is the same in every run.

    `begin` and `end` (not included) bound what it holds; None where only its pages can tell.
    """

    name: str
    section: str = ""
    begin: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """What all archives have in common; declare one of the kinds below.

    template    the address of a page
    sections    what {section} stands for, one segment or row of segments each
    first, step the number of the first page, and what the next one adds to it
    most        the most pages of a segment: what the outlet shows, or what is worth asking for
    links       CSS of the article links, where the outlet's listing_links do not fit
    front       the address of a segment's first page, where it does not follow the template
    stamp       strptime form of the time an article's number begins with (after digits that are no time: "#"
                for each), such as "%Y%m%d%H%M%S" or "###%y%m%d%H%M%S"; it is the time of creation
    unverified  nobody has seen it answer lately
    """

    template: str
    sections: tuple[str, ...] = ("",)
    first: int = 1
    step: int = 1
    most: int = 1
    links: str = ""
    front: str = ""
    stamp: str = ""
    unverified: bool = False

    kind: ClassVar[Kind]
    newest_first: ClassVar[bool] = False
    may_be_empty: ClassVar[bool] = False

    @property
    def way(self) -> str:
        """Say in a word or two what it is, for people."""
        return type(self).__name__.lower()

    def segments(self, since: datetime, until: datetime) -> Iterator[Segment]:
        """Yield the segments that touch the window, newest first; both ends are in the outlet's own zone."""
        raise NotImplementedError

    def created(self, number: str, zone: ZoneInfo) -> datetime | None:
        """Return when an article of this number was created, where numbers tell."""
        skipped = len(self.stamp) - len(self.stamp.lstrip("#"))
        form = self.stamp[skipped:]
        length = len(f"{_SOME_MOMENT:{form}}") if form else 0
        digits = number[skipped : skipped + length]
        try:
            return datetime.strptime(digits, form).replace(tzinfo=zone) if length else None
        except ValueError:
            return None

    def address(self, segment: Segment, page: int) -> str:
        """Return the address of a segment's page; pages count from 0 here."""
        template = self.front if self.front and page == 0 else self.template
        return template.format(
            section=segment.section, n=self.first + page * self.step, **_time_fields(segment)
        )


@dataclass(frozen=True, slots=True)
class Dated(Archive):
    """Archives whose addresses name the time they cover."""

    per: Per = Per.DAY

    @property
    def way(self) -> str:
        return f"{type(self).__name__.lower()} per {self.per}"

    def segments(self, since: datetime, until: datetime) -> Iterator[Segment]:
        for begin, end in reversed(list(_blocks(since, until, self.per))):
            for section in self.sections:
                name = f"{section} {begin:%Y-%m-%d}".strip()
                yield Segment(name, section, begin, end)


@dataclass(frozen=True, slots=True)
class Shards(Dated):
    """Sitemaps by time: "/sitemaps/news-{year}-{month}.xml", "sitemaps-{year}-{month}-{first}-{last}.xml".

    Where a month comes in numbered parts (…-{n}.xml), `most` is the most parts; a missing one is the end.
    """

    kind: ClassVar[Kind] = Kind.SITEMAP


@dataclass(frozen=True, slots=True)
class Days(Dated):
    """Listings of one day, page by page until one is empty: "/{section}&fv={begin:%Y-%m-%d}&BRSR={n}"."""

    kind: ClassVar[Kind] = Kind.LISTING
    may_be_empty: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Index(Archive):
    """A sitemap index that names the shards; those are taken whose name or change fits the window."""

    kind: ClassVar[Kind] = Kind.SITEMAP

    def segments(self, since: datetime, until: datetime) -> Iterator[Segment]:  # noqa: ARG002 - only the index knows its shards
        yield Segment("index")


@dataclass(frozen=True, slots=True)
class Pages(Archive):
    """A section's listing, newest first: "/{section}-p{n}". Ends past the window, or after `most` pages."""

    kind: ClassVar[Kind] = Kind.LISTING
    newest_first: ClassVar[bool] = True

    def segments(self, since: datetime, until: datetime) -> Iterator[Segment]:  # noqa: ARG002 - its pages are not dated
        for section in self.sections:
            yield Segment(section or "all", section)


@dataclass(frozen=True, slots=True)
class ListApi(Pages):
    """What a section's "show more" asks for, newest first: HTML fragments or JSON; {section} is the zone."""

    kind: ClassVar[Kind] = Kind.API


def _time_fields(segment: Segment) -> dict[str, Any]:
    if segment.begin is None or segment.end is None:
        return {}
    begin, last = segment.begin, segment.end - timedelta(seconds=1)
    return {
        "year": begin.year,
        "month": begin.month,
        "day": begin.day,
        "first": begin.day,
        "last": last.day,
        "begin": begin,
        "end": segment.end,
        "since": int(begin.timestamp()),
        "until": int(last.timestamp()),
    }


def _blocks(since: datetime, until: datetime, per: Per) -> Iterator[tuple[datetime, datetime]]:
    """Yield the blocks of time that touch the window, begin and end, in order."""
    begin = _block_of(since, per)
    while begin < until:
        end = _block_after(begin, per)
        yield begin, end
        begin = end


def _block_of(moment: datetime, per: Per) -> datetime:
    """Return the beginning of the block a moment lies in."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if per is Per.DAY:
        return midnight
    if per is Per.FIVE_DAYS:
        return midnight.replace(day=min((moment.day - 1) // 5 * 5 + 1, 26))
    return midnight.replace(day=1) if per is Per.MONTH else midnight.replace(month=1, day=1)


def _block_after(begin: datetime, per: Per) -> datetime:
    if per is Per.DAY:
        return begin + timedelta(days=1)
    if per is Per.FIVE_DAYS and begin.day < 26:  # noqa: PLR2004 - the last block of a month starts on the 26th
        return begin + timedelta(days=5)
    if per is Per.YEAR:
        return begin.replace(year=begin.year + 1)
    # From any day of a month, 32 days on is the next month.
    return (begin.replace(day=1) + timedelta(days=32)).replace(day=1)
