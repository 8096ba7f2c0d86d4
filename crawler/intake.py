"""Texts from elsewhere, through the same stages as fetched pages, extract left out."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from crawler import outlets
from crawler.addresses import article_key, clean_url
from crawler.article import Article
from crawler.config import Config
from crawler.corpus import Corpus
from crawler.desk import Desk
from crawler.errors import Verdict
from crawler.fetching.pacing import Pacing
from crawler.legacy import mended
from crawler.offered import Offered
from crawler.options import Options
from crawler.pipeline import Outcome, load_stages, walk
from crawler.reading.pool import Readers
from crawler.seeds import learn_topic
from crawler.settings import STAGES
from crawler.text import content_hash, nfc_clean

_AFTER_EXTRACT = STAGES[1:]
_SEPARATOR = "\n\x1e\n"  # nothing a text may hold


class Intake:
    """A run without fetching. With `dry_run` nothing is written; texts offered twice are still found."""

    def __init__(self, config: Config, *, dry_run: bool) -> None:
        self._stack = ExitStack()
        corpus = self._stack.enter_context(Corpus.open(config.corpus))
        topic = learn_topic(corpus, config, update=not dry_run)
        limits = config.reading
        readers = self._stack.enter_context(Readers(limits.workers, limits.seconds, limits.megabytes))
        self._dry = dry_run
        self._offered = Offered(config.dedup)
        self._outlets = outlets.load(config.outlet_modules)
        run = 0 if dry_run else corpus.ledger.start_run("intake", [], datetime.now(UTC))
        self._desk = Desk(
            config,
            Options(dry_run=dry_run, origin="intake"),
            corpus=corpus,
            topic=topic,
            readers=readers,
            pacing=Pacing(),
            run=run,
        )
        self._stack.callback(self._desk.close)
        self._stages = load_stages(_AFTER_EXTRACT[:-1] if dry_run else _AFTER_EXTRACT, self._desk)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._dry:
            counts: Counter[str] = Counter()
            for tally in self._desk.tallies.values():
                counts.update({verdict.value: n for verdict, n in tally.verdicts.items()})
            self._desk.ledger.finish_run(self._desk.run, dict(counts), error is None, datetime.now(UTC))
        self._stack.close()

    async def offer(self, value: dict[str, Any]) -> Outcome:
        """Lead one text {id,url,title,lead,text,published} to its verdict.

        Raises ValueError when the value has no usable title and text.
        """
        article = self._article(value)
        outcome = await walk(article, self._stages)
        if not self._dry:
            await self._desk.settle(article, outcome)
        else:
            outcome = self._offered.judge(outcome.article or article, outcome)
        return self._with_topic(outcome)

    def _with_topic(self, outcome: Outcome) -> Outcome:
        """Judge a copy, too: it ended before the stage that does."""
        article = outcome.article
        if outcome.verdict not in (Verdict.DUPLICATE, Verdict.VERSION) or article is None or article.topic:
            return outcome
        judgement = self._desk.topic.judge(article.title, article.lead, article.text)
        return replace(outcome, article=replace(article, topic=judgement))

    def _article(self, value: dict[str, Any]) -> Article:
        given = _SEPARATOR.join(_string(value, key).replace("\x1e", "") for key in ("title", "lead", "text"))
        repaired = mended(given)
        title, lead, text = repaired.text.split(_SEPARATOR)
        paragraphs = [line for line in map(nfc_clean, text.splitlines()) if line]
        title = nfc_clean(title) or (paragraphs[0] if paragraphs else "")
        lead = nfc_clean(lead)
        for head in (title, lead):
            if head and paragraphs and paragraphs[0] == head:
                del paragraphs[0]
        if not title or not (paragraphs or lead):
            raise ValueError("a text needs a title and a text")
        url = clean_url("", _string(value, "url")) or ""
        outlet = outlets.for_address(url, self._outlets) if url else None
        article = Article(
            url=url,
            key="",
            outlet=outlet.name if outlet else "",
            title=title,
            lead=lead or None,
            paragraphs=tuple(paragraphs),
            fetched_at=datetime.now(UTC),
            published=_moment(_string(value, "published")),
            notes=(f"mended: the text was {repaired.encoding}",) if repaired.encoding else (),
        )
        normal_hash = content_hash(article.text)
        key = article_key(url, outlet.shape if outlet else None) if url else f"text:{normal_hash[:16]}"
        return replace(article, key=key, normal_hash=normal_hash)


def _string(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise ValueError(f"'{key}' must be a string")  # noqa: TRY004 - the caller reports bad input, not a bug
    return found


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
