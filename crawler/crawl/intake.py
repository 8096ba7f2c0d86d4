"""Texts from elsewhere, through the same stages as pages that were read."""

import asyncio
import json
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import learn_topic
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.offered import Offer, examine_offer
from crawler.crawl.options import CrawlOptions
from crawler.crawl.reading import CorpusView
from crawler.crawl.report import verdicts_of
from crawler.crawl.writer import Writer
from crawler.dedup.dry_run import DryRunIndex
from crawler.errors import InputError, Rejected
from crawler.extraction.pool import WorkerPool
from crawler.json_fields import string_of
from crawler.outlets import loader
from crawler.pipeline import Outcome, load_stages, run_stages
from crawler.settings import KEEPING
from crawler.text.dates import read_moment
from crawler.text.normalize import nfc_clean
from crawler.text.recurring import Recurring
from crawler.timestamps import read_time
from crawler.urls import article_key, clean_url

_SHOWN_CHARACTERS = 100  # of what is no date, or no address


class Intake:
    """A run without fetching. With `dry_run` nothing is written; texts offered twice are still found."""

    def __init__(self, config: Config, *, dry_run: bool) -> None:
        self._stack = ExitStack()
        corpus = self._stack.enter_context(Corpus.open(config.corpus))
        if not dry_run:
            corpus.check_file_system()
            corpus.ledger.must_stay()
        topic = learn_topic(corpus, config, update=not dry_run)
        self._dry = dry_run
        limits = config.reading
        pool = WorkerPool(1, limits.seconds, limits.megabytes, [topic])  # each text waits for the one before
        self._workers = self._stack.enter_context(pool)
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
        self._stack.__exit__(kind, error, trace)

    def offer(self, value: dict[str, Any]) -> Offer:
        """Take a text {id,url,title,lead,text,published} as it is.

        Raises InputError for what is no string, and for an address that is none.
        """
        given = string_of(value, "url")
        url = clean_url("", given) or ""
        if given and not url:
            shown = nfc_clean(given[:_SHOWN_CHARACTERS])
            raise InputError(f"'url' is no address on the public web: {shown}")
        outlet = loader.for_address(url, self._outlets) if url else None
        published, unreadable = _published(value.get("published"))
        return Offer(
            title=string_of(value, "title"),
            lead=string_of(value, "lead"),
            text=string_of(value, "text"),
            url=url,
            key=article_key(url, outlet.article_pattern if outlet else None) if url else "",
            outlet=outlet.name if outlet else "",
            offered_at=datetime.now(UTC),
            published=published,
            published_as=unreadable,
        )

    async def judge(self, offer: Offer) -> Outcome:
        """Lead what was offered to its verdict; a worker looks at the text.

        Raises InputError when it has no usable title and text, or a worker does not come to an end with it.
        """
        work = self._workers.submit(examine_offer, offer, self._view_of(offer.outlet))
        try:
            article, outcome = await asyncio.wrap_future(work)
        except Rejected as end:  # the worker itself did not bring it to an end
            raise InputError(f"{end.reason.code}: {end.reason.meaning}; nothing of it is kept") from end
        if outcome.passed and outcome.article:
            outcome = await run_stages(outcome.article, self._keeping, outcome.steps)
        if self._dry:
            return self._offered.judge(outcome.article or article, outcome)
        await self._corpus_session.settle(article, outcome)
        return outcome

    def _view_of(self, outlet: str) -> CorpusView:
        return CorpusView(self._corpus_session.recurring_lines.of(outlet) if outlet else Recurring())


def _published(given: object) -> tuple[datetime | None, str | None]:
    """Return when a text was published, or what was given instead of a date, for people."""
    if given is None or given == "":
        return None, None
    moment = _moment(given) if isinstance(given, str) else None
    shown = given if isinstance(given, str) else json.dumps(given)
    return moment, None if moment else " ".join(nfc_clean(shown[:_SHOWN_CHARACTERS]).split())


def _moment(text: str) -> datetime | None:
    with suppress(ValueError):
        moment = read_time(text)
        if moment.tzinfo:
            return moment
    found = read_moment(text)
    return found.at if found else None
