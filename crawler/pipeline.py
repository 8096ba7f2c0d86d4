"""The way of one article: a page through the stages to its one verdict. Works with and without Scrapy."""

import importlib
import re
import time
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Protocol, TypeVar

from crawler.article import Article, Judgement, Page, Record
from crawler.errors import Rejected
from crawler.reasons import Reason, Verdict

Item = Page | Article | Record
Session = TypeVar("Session")
SessionT_contra = TypeVar("SessionT_contra", contravariant=True)


class Stage(Protocol):
    """One step. Returns a new frozen value, or raises Rejected."""

    def process_item(self, item: Any) -> Item | Awaitable[Item]: ...

    def describe(self, item: Any) -> str:
        """Return one line for `why` on what the stage made: its finding."""


class StageType(Protocol[SessionT_contra]):
    """A class of stages: made from what is held ready for them."""

    def from_session(self, session: SessionT_contra, /) -> Stage: ...


@dataclass(frozen=True, slots=True)
class Step:
    """What one stage did. `seconds` is wall time; `dropped`: (rule, line) it took out."""

    stage: str
    passed: bool
    says: str
    seconds: float
    dropped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a page ended. `article` is the last state it reached; `record` is set when it was kept."""

    reason: Reason
    detail: str
    steps: tuple[Step, ...]
    article: Article | None = None
    record: Record | None = None
    duplicate_of: int | None = None
    similarity: float | None = None

    @property
    def passed(self) -> bool:
        """Whether no stage ended it."""
        return self.reason is Reason.ON_TOPIC

    @property
    def judgement(self) -> Judgement | None:
        return self.article.topic if self.article else None

    @property
    def verdict(self) -> Verdict:
        return self.reason.verdict


def load_stages(dotted: Iterable[str], session: Session) -> list[Stage]:
    """Make the stages named by dotted strings, in order.

    The session is a PageView for settings.READING, a CorpusView for EXAMINING (crawl/reading.py), and a
    CorpusSession for KEEPING; a test compares that with what each stage is made from.
    """
    types: list[StageType[Session]] = [_named(name) for name in dotted]
    return [each.from_session(session) for each in types]


def _named(dotted: str) -> Any:
    module, _, attribute = dotted.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def step_name(stage: object) -> str:
    """Return what a stage is called in the ledger: its class's name, "DateWindow" as "date-window"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(stage).__name__).lower()


# What ledgers of earlier releases call a step that has another name now.
_EARLIER_NAMES = {"dating": "date-window", "datewindow": "date-window", "trust": "drift"}


def present_name(step: str) -> str:
    """Return today's name of a step that a ledger names."""
    return _EARLIER_NAMES.get(step, step)


async def run_stages(item: Item, stages: Sequence[Stage], before: Sequence[Step] = ()) -> Outcome:
    """Lead a page, or an article from elsewhere, through the stages. Unexpected exceptions pass through.

    `before` are the steps that led to the item.
    """
    steps = list(before)
    article = item if isinstance(item, Article) else None
    for stage in stages:
        began = time.perf_counter()
        name = step_name(stage)
        try:
            result = stage.process_item(item)
            item = await result if isawaitable(result) else result
        except Rejected as end:
            seconds = time.perf_counter() - began
            steps.append(Step(name, False, str(end), seconds, _dropped(end.article, article)))
            article = end.article or article
            return Outcome(
                end.reason,
                end.detail,
                tuple(steps),
                article,
                duplicate_of=end.duplicate_of,
                similarity=end.similarity,
            )
        seconds = time.perf_counter() - began
        steps.append(Step(name, True, stage.describe(item), seconds, _dropped(item, article)))
        article = item if isinstance(item, Article) else article
    record = item if isinstance(item, Record) else None
    return Outcome(Reason.ON_TOPIC, steps[-1].says if steps else "", tuple(steps), article, record)


def _dropped(now: Any, before: Article | None) -> tuple[tuple[str, str], ...]:
    """Return the lines that one stage took out of an article."""
    known = len(before.dropped) if before else 0
    return now.dropped[known:] if isinstance(now, Article) else ()
