"""A page through the stages: one verdict, with the steps that led there."""

import asyncio
import importlib
import inspect
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_type_hints

import pytest

from crawler.article import Article, Record
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.frontier import Window
from crawler.crawl.reading import CorpusView, PageView
from crawler.errors import Rejected
from crawler.pipeline import present_name, run_stages, step_name
from crawler.reasons import Reason, Verdict
from crawler.settings import EXAMINING, KEEPING, READING
from pipelines.date_window import DateWindow
from pipelines.drift import Drift

ARTICLE = Article("https://bao.example/1", "bao:1", "bao", "Tiêu đề", None, ("Một đoạn.",), datetime.now(UTC))


class Mark:
    def process_item(self, item: Article) -> Article:
        return replace(item, language="vi")

    def describe(self, item: Article) -> str:
        return f"language {item.language}"


class Refuse:
    def process_item(self, item: Article) -> Article:
        raise Rejected(Reason.SAME_TEXT, "as 7", duplicate_of=7, article=replace(item, section="x"))

    def describe(self, item: Article) -> str:
        raise AssertionError(item)


class Keep:
    async def process_item(self, item: Article) -> Record:
        await asyncio.sleep(0)
        now = datetime.now(UTC)
        return Record(8, "008_0000000000000000.txt", "0", "0", "crawl", now, item.title)

    def describe(self, item: Record) -> str:
        return item.name


class Break:
    def process_item(self, item: Article) -> Article:
        raise KeyError(item.key)

    def describe(self, item: Article) -> str:
        raise AssertionError(item)


def test_kept() -> None:
    outcome = asyncio.run(run_stages(ARTICLE, [Mark(), Keep()]))

    assert outcome.verdict is Verdict.KEPT
    assert outcome.record is not None
    assert outcome.record.number == 8
    assert outcome.article == replace(ARTICLE, language="vi")
    assert [(step.stage, step.passed, step.says) for step in outcome.steps] == [
        ("mark", True, "language vi"),
        ("keep", True, "008_0000000000000000.txt"),
    ]


def test_rejected_on_the_way() -> None:
    outcome = asyncio.run(run_stages(ARTICLE, [Mark(), Refuse(), Keep()]))

    assert (outcome.verdict, outcome.reason, outcome.duplicate_of) == (Verdict.DUPLICATE, Reason.SAME_TEXT, 7)
    assert [step.passed for step in outcome.steps] == [True, False]
    assert outcome.article is not None
    assert (outcome.article.language, outcome.article.section) == ("vi", "x")


def test_the_unexpected_passes_through() -> None:
    with pytest.raises(KeyError):
        asyncio.run(run_stages(ARTICLE, [Mark(), Break()]))


def test_steps_are_called_in_readable_words() -> None:
    assert step_name(DateWindow(Window(None, None))) == "date-window"
    assert step_name(Drift(None)) == "drift"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("dating", "date-window"),
        ("datewindow", "date-window"),
        ("trust", "drift"),
        ("drift", "drift"),
        ("clean", "clean"),
    ],
)
def test_steps_of_an_old_ledger_have_todays_names(stored: str, shown: str) -> None:
    assert present_name(stored) == shown


@pytest.mark.parametrize(
    ("stages", "session"), [(READING, PageView), (EXAMINING, CorpusView), (KEEPING, CorpusSession)]
)
def test_every_stage_is_made_from_what_its_list_has_ready(stages: Sequence[str], session: type) -> None:
    for dotted in stages:
        module, _, name = dotted.rpartition(".")
        make = getattr(importlib.import_module(module), name).from_session
        (parameter,) = inspect.signature(make).parameters

        # What a stage imports for types alone is not there when it runs.
        hints = get_type_hints(
            make, localns={each.__name__: each for each in (PageView, CorpusView, CorpusSession)}
        )

        assert hints[parameter] is session, dotted
