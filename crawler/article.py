"""The values that travel: Announcement -> Page -> Article -> Record. Frozen, picklable, no behaviour."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

RELATED = "related:"  # a scheme of our own: what no outlet's address begins with


@dataclass(frozen=True, slots=True)
class Announcement:
    """An outlet's word that an article exists.

    `url` is absolute and cleaned, `key` names the article (urls.article_key), `channel` is the address of
    the feed, sitemap or listing that said so, or `related_channel` of a page that links to it. `published`
    is aware or None; `changed`, too, and may be later.
    """

    url: str
    key: str
    outlet: str
    channel: str
    title: str | None = None
    summary: str | None = None
    published: datetime | None = None
    section: str | None = None
    changed: datetime | None = None

    @property
    def is_related(self) -> bool:
        """Whether a page that was read links to the article, and no channel announced it."""
        return self.channel.startswith(RELATED)


def related_channel(page_url: str) -> str:
    """Return the channel of the articles that a page links to."""
    return f"{RELATED}{page_url}"


class AnnouncedBy(NamedTuple):
    """A channel that announced an article, and when it first did; RELATED for all pages that link to it."""

    channel: str
    first_at: datetime


@dataclass(frozen=True, slots=True)
class ArticlePattern:
    """How the article addresses of one outlet look.

    `pattern` is a regular expression for the whole cleaned https address; its group `id`, where it has one,
    is the outlet's own article number. `hosts` are all hosts that serve the outlet, the present one first.
    `scripted`, where links are calls of a script, finds such a call and says which address it means.
    """

    outlet: str
    hosts: tuple[str, ...]
    pattern: str
    scripted: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """Where an outlet's pages hold what we read: CSS selectors, the first that matches wins.

    `strip` selectors are removed, all of them. `lead_prefixes` are literal beginnings cut off the lead, such
    as "(Dân trí) - ". `next_page` finds the link to the page where the article goes on. `not_authors` are
    names that are never a person: the paper, its offices. An empty tuple means: the generic way. `zone` is
    that of dates which name none.
    """

    title: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    lead_prefixes: tuple[str, ...] = ()
    next_page: tuple[str, ...] = ()
    not_authors: tuple[str, ...] = ()
    zone: str = "Asia/Ho_Chi_Minh"


class FurtherPage(NamedTuple):
    """A page on which an article goes on: the address that was asked, and what answered."""

    asked: str
    url: str
    body: bytes
    content_type: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """The fetched bytes of one article address, with where and when.

    `rights` are the signals of the answer's headers (extraction/rights.py). `further` are the pages on which
    the article goes on, in their order, as far as they were fetched.
    """

    url: str
    key: str
    outlet: str
    body: bytes = field(repr=False)  # whoever logs a page does not log all of it
    content_type: str | None
    fetched_at: datetime
    rules: ReadingRules = field(default_factory=ReadingRules)
    article_pattern: ArticlePattern | None = None
    announcement: Announcement | None = None
    rights: tuple[str, ...] = ()
    further: tuple[FurtherPage, ...] = field(default=(), repr=False)


class Decision(StrEnum):
    """What a topic says of a text; a borderline one waits for a person."""

    ACCEPT = "accept"
    BORDERLINE = "borderline"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A topic's word on a text. `score`: 0 background, 1 a typical seed. `terms`: (term, share of it)."""

    score: float
    decision: Decision
    terms: tuple[tuple[str, float], ...] = ()


class Likeness(StrEnum):
    """How a text is like a known one, the strongest first."""

    SAME = "same"  # but for spelling
    NEAR = "near"  # nearly all of it
    CONTAINED = "contained"  # it stands in the known one
    CONTAINS = "contains"  # the known one stands in it
    EDITED = "edited"  # half of it: the same copy, edited
    STORY = "story"  # passages of it: two texts on one event


@dataclass(frozen=True, slots=True)
class Relation:
    """A known text that a text is like.

    `text` is its number in the ledger's index, `number` that of the record it is or repeats; None while it
    waits in quarantine. The shares are of runs of words: of both texts, of the new one, of the known one.
    `new_words`: in sentences that the known one does not say; `new_share`: the same of all its words.
    `other_news`: one frame, other facts. `kept`: the known one is a record's text, not that of a copy, which
    is evidence for nothing. `sampled`: the shares are those of fingerprints, the known text is no more.
    """

    text: int
    number: int | None
    likeness: Likeness
    jaccard: float
    contained: float
    containing: float
    new_words: int = 0
    new_share: float = 0.0
    other_news: bool = False
    kept: bool = True
    sampled: bool = False

    @property
    def similarity(self) -> float:
        return max(self.jaccard, self.contained, self.containing)


class Sketch(NamedTuple):
    """What a text is searched for by: its length in words, fingerprints of shingles (text/shingles.py)."""

    tokens: int
    fingerprints: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """What was read out of a page.

    `canonical` is the address the page gives itself, cleaned, or None; `named` the key of the article there,
    where it is another of the outlet: believed only when the texts are alike, else `canonical_doubt` says why
    not. `notes` say what was changed on the way ("lead prefix cut", "2 repeated paragraphs"). `normal_hash`
    is normalize.content_hash of it.
    `moved` names the parts, of title, lead and body, that are not where the outlet's rules say.
    `dropped`: each line that was taken out, as (rule, line), in the order of the stages. `line_hashes` are
    those of the lines that may recur (text/recurring.py); None until they were looked at. `linked` is the
    share of the words of its body in the page, 0 to 1, that stand in links; None where no body was found.
    `rights` are the page's signals of how it may be used (extraction/rights.py). `goes_on` is the address of
    its next page, where that was not read: then it is not whole. `links` are the articles of its outlet that
    its page links to, where they are followed.
    """

    url: str
    key: str
    outlet: str
    title: str
    lead: str | None
    paragraphs: tuple[str, ...]
    fetched_at: datetime
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    canonical: str | None = None
    named: str | None = None
    notes: tuple[str, ...] = ()
    language: str | None = None
    topic: Judgement | None = None
    normal_hash: str | None = None
    announcement: Announcement | None = None
    relations: tuple[Relation, ...] = ()
    moved: tuple[str, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    line_hashes: tuple[int, ...] | None = None
    sketch: Sketch | None = None
    linked: float | None = None
    rights: tuple[str, ...] = ()
    goes_on: str | None = None
    links: tuple[Announcement, ...] = ()
    canonical_doubt: str | None = None

    @property
    def text(self) -> str:
        """Exactly what a corpus file holds: title, lead, paragraphs, one a line, no newline at the end."""
        return "\n".join([self.title, *([self.lead] if self.lead else []), *self.paragraphs])


@dataclass(frozen=True, slots=True)
class Record:
    """One numbered text of the corpus. `sha256` and `normal_hash` are hex.

    `origin` is seed, crawl, intake, accepted (by a person) or adopted (found in the folder). `fetched_at`
    is when its page was fetched, or its text taken in. `rights` are the page's signals of how it may be used
    (extraction/rights.py), () where it had none; with `language` and `fetched_at` None for texts from before
    they were noted.
    """

    number: int
    name: str
    sha256: str
    normal_hash: str
    origin: str
    added_at: datetime
    title: str
    outlet: str | None = None
    url: str | None = None
    key: str | None = None
    published: datetime | None = None
    lead: str | None = None
    language: str | None = None
    fetched_at: datetime | None = None
    rights: tuple[str, ...] | None = None
