"""Texts from elsewhere, through the same stages as pages that were read."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from crawler.article import Article
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import learn_topic
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.options import CrawlOptions
from crawler.crawl.reading import CorpusView, examined
from crawler.crawl.report import verdicts_of
from crawler.crawl.writer import Writer
from crawler.dedup.dry_run import DryRunIndex
from crawler.outlets import loader
from crawler.pipeline import Outcome, load_stages, run_stages
from crawler.reasons import Verdict
from crawler.settings import KEEPING
from crawler.text.encodings import repair
from crawler.text.fields import string_of
from crawler.text.normalize import content_hash, nfc_clean
from crawler.text.recurring import Recurring
from crawler.timestamps import read_time
from crawler.urls import article_key, clean_url

_JUDGED = (Verdict.DUPLICATE, Verdict.VERSION, Verdict.QUARANTINED)
_SEPARATOR = "\n\x1e\n"  # nothing a text may hold


class Intake:
    """A run without fetching. With `dry_run` nothing is written; texts offered twice are still found."""

    def __init__(self, config: Config, *, dry_run: bool) -> None:
        self._stack = ExitStack()
        corpus = self._stack.enter_context(Corpus.open(config.corpus))
        if not dry_run:
            corpus.check_file_system()
        topic = learn_topic(corpus, config, update=not dry_run)
        self._dry = dry_run
        self._offered = DryRunIndex(config.dedup)
        self._outlets = loader.load(config.outlet_modules)
        run = 0 if dry_run else corpus.ledger.runs.start("intake", [], datetime.now(UTC))
        write = Writer()
        self._stack.callback(write.close)
        self._corpus_session = CorpusSession(
            config,
            CrawlOptions(dry_run=dry_run, origin="intake"),
            corpus=corpus,
            topic=topic,
            run=run,
            write=write,
        )
        self._keeping = load_stages(KEEPING[:-1] if dry_run else KEEPING, self._corpus_session)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._dry:
            verdicts = verdicts_of(sum(self._corpus_session.reasons.values(), Counter()))
            counts = {verdict.value: n for verdict, n in verdicts.items()}
            self._corpus_session.ledger.runs.finish(
                self._corpus_session.run, counts, error is None, datetime.now(UTC)
            )
        self._stack.close()

    async def offer(self, value: dict[str, Any]) -> Outcome:
        """Lead one text {id,url,title,lead,text,published} to its verdict.

        Raises ValueError when the value has no usable title and text.
        """
        article = self._article(value)
        outcome = examined(article, self._view_of(article), self._corpus_session.topic)
        if outcome.passed and outcome.article:
            outcome = await run_stages(outcome.article, self._keeping, outcome.steps)
        if not self._dry:
            await self._corpus_session.settle(article, outcome)
        else:
            outcome = self._offered.judge(outcome.article or article, outcome)
        return self._with_topic(outcome)

    def _view_of(self, article: Article) -> CorpusView:
        lines = self._corpus_session.recurring_lines
        return CorpusView(lines.of(article.outlet) if article.outlet else Recurring())

    def _with_topic(self, outcome: Outcome) -> Outcome:
        """Judge a copy and what waits, too: they ended before the stage that does."""
        article = outcome.article
        if outcome.verdict not in _JUDGED or article is None or article.topic:
            return outcome
        judgement = self._corpus_session.topic.judge(article.title, article.lead, article.text)
        return replace(outcome, article=replace(article, topic=judgement))

    def _article(self, value: dict[str, Any]) -> Article:
        given = _SEPARATOR.join(
            string_of(value, key).replace("\x1e", "") for key in ("title", "lead", "text")
        )
        repaired = repair(given)
        title, lead, text = repaired.text.split(_SEPARATOR)
        paragraphs = [line for line in map(nfc_clean, text.splitlines()) if line]
        title = nfc_clean(title) or (paragraphs[0] if paragraphs else "")
        lead = nfc_clean(lead)
        for head in (title, lead):
            if head and paragraphs and paragraphs[0] == head:
                del paragraphs[0]
        if not title or not (paragraphs or lead):
            raise ValueError("a text needs a title and a text")
        url = clean_url("", string_of(value, "url")) or ""
        outlet = loader.for_address(url, self._outlets) if url else None
        article = Article(
            url=url,
            key="",
            outlet=outlet.name if outlet else "",
            title=title,
            lead=lead or None,
            paragraphs=tuple(paragraphs),
            fetched_at=datetime.now(UTC),
            published=_moment(string_of(value, "published")),
            notes=(f"mended: the text was {repaired.encoding}",) if repaired.encoding else (),
        )
        normal_hash = content_hash(article.text)
        key = (
            article_key(url, outlet.article_pattern if outlet else None)
            if url
            else f"text:{normal_hash[:16]}"
        )
        return replace(article, key=key, normal_hash=normal_hash)


def _moment(text: str) -> datetime | None:
    try:
        moment = read_time(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
