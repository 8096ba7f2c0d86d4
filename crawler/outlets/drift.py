"""What an outlet's pages usually have, and when that breaks: a rolling baseline for each outlet.

A page is measured by what it lacks, by the length of its text, and by how much of that is no text of its own.
Where nearly all pages had something and the latest have not, or the figures of the latest are not those of
the outlet, it has changed: that is its problem, in one sentence, until its pages are as before or a person
accepts one of them.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from statistics import median
from typing import Protocol

from crawler.article import Article
from crawler.outlets.shift import BASE_PAGES, ENOUGH, LEARNT, Figure, Shift, ShiftWatch
from crawler.reasons import Reason
from crawler.store.ledger import Ledger
from crawler.store.tables.health import Health, PageHealth

USUAL = 0.8  # what this share of its pages has belongs to the outlet's usual
# A single page without what so many have is suspicious; special layouts may move the text of a few.
NEARLY_ALL = {"lead": 0.95, "place": 0.99}
RECENT = 8  # pages that are looked at for a change
_SHORT_SHARE = 0.2  # of the usual length
_CUT, _GROWN = 0.57, 1.5  # of the usual length; what is nearer to it is worth no look
_MORE = 0.15  # of a text, more than usual
_WORDS_KNOWN = 2_000  # announcements of an outlet whose titles and summaries are looked for in its texts
_WORD = re.compile(r"\w+")
_BEGINNING_LENGTH = 120  # characters, of which the first words are taken: a teaser may be cut
_BEGINNING_WORDS = 8
_FEWEST_WORDS = 5
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
_CLOSING = "\"'”’»)] "
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
# No article where one should be; walls, error pages and broken transfers are no change of the pages.
_NO_TEXT = frozenset({Reason.EMPTY, Reason.NO_TITLE, Reason.TOO_SHORT})
# What the text of the corpus depends on.
_OF_THE_TEXT = (Trait.TEXT, Trait.LEAD, Trait.PLACE)


class Share(StrEnum):
    """A part of a page's text, 0 to 1, that may be none of the article."""

    FOREIGN = "foreign"  # characters in titles and leads of other articles
    LOOSE = "loose"  # lines that end as no sentence does: titles of teasers, crumbs of menus
    LINKED = "linked"  # words in links: teasers that lead to other articles


@dataclass(frozen=True, slots=True)
class _Watched:
    """A figure that is watched: which, which way is bad, what is worth a look, and what that means."""

    figure: str
    sign: int
    matters: Callable[[float, float], bool]
    says: str

    def sentence(self, shift: Shift, zone: tzinfo) -> str:
        since, last = (at.astimezone(zone).date().isoformat() for at in (shift.since, shift.last_good))
        what = self.says.format(now=shift.present, usual=shift.usual)
        return f"{what} since {since}, {shift.pages} pages; last good {last}"


_LENGTH = "length"
_OTHER_LENGTH = "texts of {now:.0f} characters instead of {usual:.0f}"
_WATCHED = (
    _Watched(_LENGTH, -1, lambda usual, now: now <= _CUT * usual, _OTHER_LENGTH),
    _Watched(_LENGTH, 1, lambda usual, now: now >= _GROWN * usual, _OTHER_LENGTH),
    _Watched(
        Share.FOREIGN,
        1,
        lambda usual, now: now >= usual + _MORE,
        "titles and leads of other articles make {now:.0%} of the text instead of {usual:.0%}",
    ),
    _Watched(
        Share.LOOSE,
        1,
        lambda usual, now: now >= usual + _MORE,
        "{now:.0%} of the lines are no sentences instead of {usual:.0%}",
    ),
    _Watched(
        Share.LINKED,
        1,
        lambda usual, now: now >= usual + _MORE,
        "{now:.0%} of the words stand in links instead of {usual:.0%}",
    ),
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A watched figure that moved away from the usual one."""

    watched: _Watched
    shift: Shift
    of_the_text = True

    @property
    def total(self) -> int:
        return self.shift.pages

    def sentence(self, zone: tzinfo) -> str:
        return self.watched.sentence(self.shift, zone)


class Break(Protocol):
    """What changed in an outlet's pages. `total` is the pages since; `of_the_text`: the text may be wrong."""

    @property
    def total(self) -> int: ...
    @property
    def of_the_text(self) -> bool: ...
    def sentence(self, zone: tzinfo) -> str: ...


@dataclass(frozen=True, slots=True)
class Drift:
    """When an outlet's pages lost a trait: `bad` of `total` pages since, none or few before."""

    trait: Trait
    since: datetime
    last_good: datetime
    bad: int
    total: int

    @property
    def of_the_text(self) -> bool:
        return self.trait in _OF_THE_TEXT

    def sentence(self, zone: tzinfo) -> str:
        since, last = (moment.astimezone(zone).date().isoformat() for moment in (self.since, self.last_good))
        return f"{self.trait.missing} since {since}, {self.bad} of {self.total}; last good {last}"


def drift_in(pages: Iterable[PageHealth], trait: Trait) -> Drift | None:
    """Return the break in a trait that is open after these pages, oldest first."""
    base: deque[bool] = deque(maxlen=BASE_PAGES)
    recent: deque[PageHealth] = deque()
    found: Drift | None = None
    last_good: datetime | None = None
    mended = 0
    for page in pages:
        bad = trait in page.lacks
        if found:
            found = replace(found, bad=found.bad + bad, total=found.total + 1)
            mended = 0 if bad else mended + 1
            if mended >= ENOUGH:  # as many good ones in a row as bad ones made it a change
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


class KnownWords:
    """Whose titles and leads begin with which words: those an outlet announced, and those read since."""

    def __init__(self, announced: Iterable[tuple[str, str | None, str | None]]) -> None:
        self._owner: dict[int, str] = {}
        for key, title, summary in announced:
            self.hear(key, title, summary)

    def hear(self, key: str, *texts: str | None) -> None:
        for text in texts:
            if text and (beginning := _beginning(text)):
                self._owner.setdefault(beginning, key)

    def share(self, article: Article) -> float:
        """Return the share of the text's characters in lines that are titles or leads of other articles."""
        heard = article.announcement
        own = {article.title, article.lead, *((heard.title, heard.summary) if heard else ())}
        mine = {_beginning(text) for text in own if text}
        keys = {article.key, heard.key if heard else article.key}
        foreign = [
            line
            for line in article.paragraphs
            if (beginning := _beginning(line)) and beginning not in mine
            if self._owner.get(beginning, article.key) not in keys
        ]
        return sum(map(len, foreign)) / max(1, len(article.text))


class _Course:
    """The pages of one outlet and era, oldest first, and what is broken after them."""

    def __init__(self, pages: Iterable[PageHealth]) -> None:
        self.pages: list[PageHealth] = []
        self._watches = [(each, ShiftWatch(each.sign, each.matters)) for each in _WATCHED]
        for page in pages:
            self._see(page)
        self.breaks = self._broken()

    def add(self, page: PageHealth) -> None:
        self._see(page)
        self.breaks = self._broken()

    def _see(self, page: PageHealth) -> None:
        self.pages.append(page)
        for each, watch in self._watches:
            value = page.length if each.figure == _LENGTH and page.length else page.shares.get(each.figure)
            if value is not None:
                watch.see(Figure(page.at, value))

    def _broken(self) -> list[Break]:
        lost = [found for trait in Trait if (found := drift_in(self.pages, trait))]
        moved = [Moved(watched, watch.found) for watched, watch in self._watches if watch.found]
        return [*lost, *moved]


class DriftMonitor:
    """The health of all outlets during one run; what it learns goes into the ledger's book."""

    def __init__(self, ledger: Ledger, now: Callable[[], datetime], zone: tzinfo) -> None:
        self._ledger = ledger
        self._book = ledger.health
        self._now = now
        self._zone = zone
        self._courses: dict[tuple[str, str], _Course] = {}
        self._words: dict[str, KnownWords] = {}

    def doubt(self, article: Article) -> str | None:
        """Return why an article should not be trusted: its outlet has changed, or it is not as all others."""
        course = self._course(article.outlet, self._era(article))
        for found in course.breaks:
            if found.of_the_text:
                return found.sentence(self._zone)
        pages = course.pages
        lacking = lacks(article, _usual_length(pages))
        for trait in (Trait.LEAD, Trait.PLACE):
            share = usual_share(pages, trait)
            if trait in lacking and share >= NEARLY_ALL[trait]:
                return f"one of the {trait.missing}, which {share:.0%} of {len(pages)} are not"
        return None

    def foreign_share(self, article: Article) -> float:
        """Return the share of a text that is titles and leads of other articles of its outlet."""
        return self._words_of(article.outlet).share(article)

    def note(self, outlet: str, reason: Reason, article: Article | None) -> Callable[[], None]:
        """Measure a page that was fetched; return what writes it down."""
        if article is None and reason not in _NO_TEXT:
            return _nothing
        era = self._era(article)
        course = self._course(outlet, era)
        page = self._measured(article, course.pages) if article else _without_text(self._now())
        course.add(page)
        forget = not course.breaks
        return lambda: self._book.note_page(outlet, era, page, forget=forget)

    def problem(self, outlet: str) -> str | None:
        """Return the sentence on an outlet that changed, or None."""
        eras = [era for name, era in self._courses if name == outlet] or [""]
        for era in sorted(eras):
            if breaks := self._course(outlet, era).breaks:
                return breaks[0].sentence(self._zone)
        return None

    def _measured(self, article: Article, pages: Sequence[PageHealth]) -> PageHealth:
        words = self._words_of(article.outlet)
        shares = {Share.FOREIGN.value: words.share(article), Share.LOOSE.value: _loose(article)}
        if article.linked is not None:
            shares[Share.LINKED.value] = article.linked
        words.hear(article.key, article.title, article.lead)
        return PageHealth(
            article.published or self._now(),
            len(article.text),
            frozenset(trait.value for trait in lacks(article, _usual_length(pages))),
            shares,
        )

    def _words_of(self, outlet: str) -> KnownWords:
        if outlet not in self._words:
            self._words[outlet] = KnownWords(self._ledger.announcements.words(outlet, _WORDS_KNOWN))
        return self._words[outlet]

    def _era(self, article: Article | None) -> str:
        return era_of(article.published if article else None, self._now())

    def _course(self, outlet: str, era: str) -> _Course:
        """Return the pages that are compared: old pages have old layouts."""
        if (outlet, era) not in self._courses:
            self._courses[outlet, era] = _Course(self._book.pages(outlet, era))
        return self._courses[outlet, era]


def era_of(published: datetime | None, now: datetime) -> str:
    """Return the year whose pages one of an earlier year is compared with; "" for the present ones."""
    return str(published.year) if published and published < now - _PRESENT else ""


def accept_change(book: Health, outlet: str, published: datetime | None, now: datetime) -> None:
    """Take the pages of an outlet as they are since they changed: a person accepted one of them."""
    era = era_of(published, now)
    breaks = _Course(book.pages(outlet, era)).breaks
    if found := [each for each in breaks if each.of_the_text]:
        book.keep_latest(outlet, era, max(each.total for each in found))


def _nothing() -> None:
    """Write nothing down."""


def _without_text(at: datetime) -> PageHealth:
    return PageHealth(at, 0, frozenset(trait.value for trait in Trait))


def _loose(article: Article) -> float:
    loose = [line for line in article.paragraphs if not line.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)]
    return len(loose) / max(1, len(article.paragraphs))


def _beginning(text: str) -> int | None:
    """Return a number for the words a title or lead begins with; None for too few to tell it by."""
    words = _WORD.findall(text[:_BEGINNING_LENGTH].lower())[:_BEGINNING_WORDS]
    return hash(" ".join(words)) if len(words) >= _FEWEST_WORDS else None


def _usual_length(pages: Sequence[PageHealth]) -> float:
    lengths = [page.length for page in pages if Trait.TEXT not in page.lacks]
    return median(lengths) if len(lengths) >= LEARNT else 0.0
