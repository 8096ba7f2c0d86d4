"""What other programs may import, as `gomtin`: read a corpus, read a page, judge texts. docs/api.md shows it.

Names of heavy libraries are imported when they are needed: `import gomtin` costs milliseconds.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.article import AnnouncedBy, Article, Decision, Page, ReadingRules
from crawler.errors import ConfigError, CorpusError


@dataclass(frozen=True, slots=True)
class Text:
    """One numbered text of a corpus.

    `text` is the whole of its file, `title` its first line. `published` and `added_at` know their zone.
    Where a text came from is known while the ledger is there: without it, `outlet`, `url`, `published`,
    `added_at` and `origin` are None. `origin` is seed, crawl, intake, accepted or adopted. What later
    releases noted is None for texts from before: `lead` (also where there is none), `language` (ISO 639-1),
    `fetched_at`, and `rights`, the page's robots directives and reservations of text and data mining, as
    "where: what". `announced_by` are the channels that announced the article, the first first.
    """

    number: int
    name: str
    title: str
    text: str
    url: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    added_at: datetime | None = None
    origin: str | None = None
    lead: str | None = None
    language: str | None = None
    fetched_at: datetime | None = None
    rights: tuple[str, ...] | None = None
    announced_by: tuple[AnnouncedBy, ...] = ()


@dataclass(frozen=True, slots=True)
class TextJudgement:
    """What is thought of a text: its language (ISO 639-1, or "" for none), and how much it is on the topic.

    `score` is 0 for any Vietnamese text and 1 for a typical seed; `terms` are (term, share of the score).
    """

    language: str
    score: float
    decision: Decision
    terms: tuple[tuple[str, float], ...]


class ReadOnlyCorpus:
    """A corpus folder as it is when it is opened; it is not changed, and no right to write is needed.

    Iterating yields every `Text` in the order of the numbers, each file read when its turn comes; texts that
    are deleted meanwhile are left out. `corpus[41]` is the text with that number (KeyError where none is).
    """

    def __init__(self, folder: Path) -> None:
        from crawler.paths import StatePaths
        from crawler.store.folder import Folder, order
        from crawler.store.snapshot import snapshot

        if not folder.is_dir():
            raise CorpusError(f"{folder}: no such folder")
        self.folder = folder
        self._files = Folder(folder)
        self._names = sorted(self._files.names(), key=order)
        self._ledger = snapshot(StatePaths.of(folder).ledger)

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[Text]:
        for name in self._names:
            text = self._text(name)
            if text is not None:
                yield text

    def __getitem__(self, number: int) -> Text:
        from crawler.store.folder import number_of

        for name in self._names:
            text = self._text(name) if number_of(name) == number else None
            if text is not None:
                return text
        raise KeyError(number)

    def _text(self, name: str) -> Text | None:
        from crawler.store.folder import as_text, number_of, title_of

        data = self._files.read(name)
        if data is None:
            return None
        text, record, number = as_text(data), self._ledger.records.get(name), number_of(name)
        assert number is not None
        if record is None:
            return Text(number, name, title_of(text), text)
        return Text(
            number=number,
            name=name,
            title=title_of(text),
            text=text,
            url=record.url,
            outlet=record.outlet,
            published=record.published,
            added_at=record.added_at,
            origin=record.origin,
            lead=record.lead,
            language=record.language,
            fetched_at=record.fetched_at,
            rights=record.rights,
            announced_by=tuple(self._ledger.announced_by.get(record.key or "", ())),
        )


def open_corpus(folder: str | os.PathLike[str]) -> ReadOnlyCorpus:
    """Open a corpus folder for reading. Raises CorpusError for no folder, LedgerError for a broken ledger."""
    return ReadOnlyCorpus(Path(folder))


def read(html: str | bytes, url: str, *, outlet_modules: tuple[str, ...] = ("spiders",)) -> Article:
    """Return the article in a page, by the rules of the outlet that has `url`, or by the general ones.

    Raises Rejected, whose `reason` says why there is no article, and ConfigError for an unusable address.
    It runs in the caller's process, without the limits of time and memory that `gomtin read` sets.
    """
    from crawler.extraction.extract import extract
    from crawler.extraction.further_pages import refuse_unfinished
    from crawler.outlets import loader
    from crawler.urls import article_key, clean_url

    address = clean_url("", url)
    if address is None:
        raise ConfigError(f"{url}: no address on the public web")
    outlet = loader.for_address(address, loader.load(outlet_modules))
    pattern = outlet.article_pattern if outlet else None
    is_text = isinstance(html, str)
    article = extract(
        Page(
            url=address,
            key=article_key(address, pattern),
            outlet=outlet.name if outlet else "",
            body=html.encode() if isinstance(html, str) else html,
            content_type="text/html; charset=utf-8" if is_text else None,
            fetched_at=datetime.now(UTC),
            rules=outlet.reading if outlet else ReadingRules(),
            article_pattern=pattern,
        )
    )
    refuse_unfinished(article)
    return article


def judge(
    texts: Iterable[str], corpus: str | os.PathLike[str], *, schedules: str | os.PathLike[str] | None = None
) -> list[TextJudgement]:
    """Judge texts by the topic of a corpus folder: title on the first line, lead on the second.

    `schedules` is a schedules.yaml with thresholds of its own. The corpus's ledger, if it has
    one, is brought up to date first, as by `gomtin judge`. Raises ConfigError for no folder, no seeds or a
    wrong file.
    """
    from crawler.config import loading
    from crawler.config.models import Config
    from crawler.corpus.topic import topic_of
    from crawler.text.language import language_of

    folder = Path(corpus)
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder")
    numbers = (loading.load(Path(schedules)) if schedules else Config()).part(folder)
    topic = topic_of(folder, numbers)
    found = []
    for text in texts:
        title, _, rest = text.lstrip("\ufeff\n ").partition("\n")
        judgement = topic.judge(title, rest.partition("\n")[0] or None, f"{title}\n{rest}")
        language, _ = language_of(text)
        found.append(TextJudgement(language, judgement.score, judgement.decision, judgement.terms))
    return found
