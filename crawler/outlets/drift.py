"""What an outlet's pages usually have, and when that breaks: a rolling baseline for each outlet.

A page is measured by what it lacks. Where nearly all pages had something and the latest have not, the outlet
has changed: that is its problem, in one sentence, until its pages are as before.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from statistics import median

from crawler.article import Article
from crawler.reasons import Reason, Verdict
from crawler.store.tables.health import Health, PageHealth

LEARNT = 20  # pages before an outlet's usual is known
USUAL = 0.8  # what this share of its pages has belongs to the outlet's usual
# A single page without what so many have is suspicious; special layouts may move the text of a few.
NEARLY_ALL = {"lead": 0.95, "place": 0.99}
RECENT = 8  # pages that are looked at for a change
ENOUGH = 5  # of the recent pages, to call it a change; and good ones in a row, to call it mended
_SHORT_SHARE = 0.2  # of the usual length
_BASE_PAGES = 200  # that make an outlet's usual: some weeks of a large one
_PRESENT = timedelta(days=365)  # older articles may stand in an older layout, and are compared by year


class Trait(StrEnum):
    """What a page has; the sentence says what it means that it has not."""

    TEXT = "text"
    LEAD = "lead"
    PLACE = "place"
    MINUTE = "minute"
    AUTHOR = "author"

    @property
    def missing(self) -> str:
        return _MISSING[self]


_MISSING = {
    Trait.LEAD: "pages without a lead",
    Trait.PLACE: "pages whose text is not where it was",
    Trait.TEXT: "pages with no text or far less of it",
    Trait.MINUTE: "pages without a time of day",
    Trait.AUTHOR: "pages without an author",
}
# What the text of the corpus depends on.
_OF_THE_TEXT = (Trait.TEXT, Trait.LEAD, Trait.PLACE)


@dataclass(frozen=True, slots=True)
class Drift:
    """When an outlet's pages lost a trait: `bad` of `total` pages since, none or few before."""

    trait: Trait
    since: datetime
    last_good: datetime
    bad: int
    total: int

    def sentence(self, zone: tzinfo) -> str:
        since, last = (moment.astimezone(zone).date().isoformat() for moment in (self.since, self.last_good))
        return f"{self.trait.missing} since {since}, {self.bad} of {self.total}; last good {last}"


def drift_in(pages: Iterable[PageHealth], trait: Trait) -> Drift | None:
    """Return the break in a trait that is open after these pages, oldest first."""
    base: deque[bool] = deque(maxlen=_BASE_PAGES)
    recent: deque[PageHealth] = deque()
    found: Drift | None = None
    last_good: datetime | None = None
    mended = 0
    for page in pages:
        bad = trait in page.lacks
        if found:
            found = replace(found, bad=found.bad + bad, total=found.total + 1)
            mended = 0 if bad else mended + 1
            if mended >= ENOUGH:
                found, mended = None, 0
                recent.clear()
            continue
        recent.append(page)
        if len(recent) > RECENT:
            old = recent.popleft()
            base.append(trait not in old.lacks)
            if trait not in old.lacks:
                # Pages of one run are read in any order.
                last_good = max(old.at, last_good or old.at)
        found = _opened(base, recent, trait, last_good)
    return found


def _opened(
    base: Sequence[bool], recent: Sequence[PageHealth], trait: Trait, last_good: datetime | None
) -> Drift | None:
    if len(base) < LEARNT - RECENT or sum(base) < USUAL * len(base) or last_good is None:
        return None
    lacking = [trait in page.lacks for page in recent]
    if sum(lacking) < ENOUGH or sum(lacking) < len(lacking) * (1 - sum(base) / len(base) / 2):
        return None
    first = lacking.index(True)
    good = max([last_good, *(page.at for page in list(recent)[:first])])
    since = min(page.at for page in recent if trait in page.lacks)
    return Drift(trait, since, good, sum(lacking[first:]), len(lacking) - first)


def usual_share(pages: Sequence[PageHealth], trait: Trait) -> float:
    """Return the share of the pages that have a trait; 0 while too few are known."""
    if len(pages) < LEARNT:
        return 0.0
    return sum(trait not in page.lacks for page in pages) / len(pages)


def lacks(article: Article, usual_length: float) -> frozenset[Trait]:
    """Return what an article lacks, `usual_length` being that of its outlet's texts."""
    published = article.published
    has = {
        Trait.LEAD: bool(article.lead),
        Trait.PLACE: "body" not in article.moved,
        Trait.TEXT: len(article.text) >= _SHORT_SHARE * usual_length,
        Trait.MINUTE: published is not None and (published.hour, published.minute) != (0, 0),
        Trait.AUTHOR: bool(article.authors),
    }
    return frozenset(trait for trait, is_there in has.items() if not is_there)


class DriftMonitor:
    """The health of all outlets during one run; what it learns goes into the ledger's book."""

    def __init__(self, book: Health, now: Callable[[], datetime], zone: tzinfo) -> None:
        self._book = book
        self._now = now
        self._zone = zone
        self._pages: dict[tuple[str, str], list[PageHealth]] = {}
        self._breaks: dict[tuple[str, str], list[Drift]] = {}

    def doubt(self, article: Article) -> str | None:
        """Return why an article should not be trusted: its outlet has changed, or it is not as all others."""
        course = self._course(article.outlet, article)
        for found in self._breaks[course]:
            if found.trait in _OF_THE_TEXT:
                return found.sentence(self._zone)
        pages = self._pages[course]
        lacking = lacks(article, _usual_length(pages))
        for trait in (Trait.LEAD, Trait.PLACE):
            share = usual_share(pages, trait)
            if trait in lacking and share >= NEARLY_ALL[trait]:
                return f"one of the {trait.missing}, which {share:.0%} of {len(pages)} are not"
        return None

    def note(self, outlet: str, reason: Reason, article: Article | None) -> Callable[[], None]:
        """Measure a page that was fetched; return what writes it down."""
        if article is None and reason.verdict is not Verdict.QUARANTINED:
            return _nothing
        course = self._course(outlet, article)
        pages = self._pages[course]
        lacking = lacks(article, _usual_length(pages)) if article else frozenset(Trait)
        at = (article.published if article else None) or self._now()
        page = PageHealth(
            at, len(article.text) if article else 0, frozenset(trait.value for trait in lacking)
        )
        pages.append(page)
        self._breaks[course] = _breaks_in(pages)
        forget = not self._breaks[course]
        return lambda: self._book.note_page(outlet, course[1], page, forget=forget)

    def problem(self, outlet: str) -> str | None:
        """Return the sentence on an outlet that changed, or None."""
        eras = [course for course in self._breaks if course[0] == outlet] or [(outlet, "")]
        for course in sorted(eras):
            self._load(course)
            if self._breaks[course]:
                return self._breaks[course][0].sentence(self._zone)
        return None

    def _course(self, outlet: str, article: Article | None) -> tuple[str, str]:
        """Return the outlet and era whose pages are compared: old pages have old layouts."""
        published = article.published if article else None
        old = published is not None and published < self._now() - _PRESENT
        course = outlet, str(published.year) if published and old else ""
        self._load(course)
        return course

    def _load(self, course: tuple[str, str]) -> None:
        if course not in self._pages:
            self._pages[course] = self._book.pages(*course)
            self._breaks[course] = _breaks_in(self._pages[course])


def _nothing() -> None:
    """Write nothing down."""


def _breaks_in(pages: Sequence[PageHealth]) -> list[Drift]:
    return [found for trait in Trait if (found := drift_in(pages, trait))]


def _usual_length(pages: Sequence[PageHealth]) -> float:
    lengths = [page.length for page in pages if Trait.TEXT not in page.lacks]
    return median(lengths) if len(lengths) >= LEARNT else 0.0
