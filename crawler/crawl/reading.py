"""What a worker makes of a page, in one trip: read, cleaned, looked at, scored, sketched. And of titles.

Whatever runs a pattern, a parser or a model over what an outlet sent does it here, under the pool's limits of
time and memory. What comes back is small: an article, its steps, a score, its fingerprints to search with.
"""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from functools import cache
from typing import Any, NamedTuple

from crawler.article import Article, Judgement, Page
from crawler.crawl.frontier import Window
from crawler.extraction.pool import given
from crawler.pipeline import Outcome, Step, load_stages, run_stages
from crawler.settings import EXAMINING, READING
from crawler.text.recurring import Recurring
from crawler.text.shingles import shingles_of
from crawler.topic.slugs import SlugTopic, slug_words
from crawler.topic.topic import Topic


@dataclass(frozen=True, slots=True)
class PageView:
    """What the stages of settings.READING know of a run: days, their zone, whether it follows links."""

    window: Window
    zone: tzinfo = UTC
    follows_links: bool = False


class AnnouncedWords(NamedTuple):
    """What an announcement says of its article in words."""

    title: str | None
    summary: str | None
    url: str


@dataclass(frozen=True, slots=True)
class CorpusView:
    """What the stages of settings.EXAMINING know of a corpus: the recurring lines of the page's outlet."""

    recurring: Recurring


def read(page: Page, view: PageView, corpora: Sequence[tuple[int, CorpusView]]) -> list[Outcome]:
    """Read a page and examine it for each corpus; return an outcome for each, or one where it ends before.

    A corpus is the place of its topic among what the workers were given, and its view.
    """
    outcome = _at_once(run_stages(page, load_stages(READING, view)))
    if not outcome.passed or outcome.article is None:
        return [outcome]
    article, topics = outcome.article, given()
    return [examined(article, own, topics[place], outcome.steps) for place, own in corpora]


def examined(article: Article, view: CorpusView, topic: Topic, before: Sequence[Step] = ()) -> Outcome:
    """Examine an article for a corpus; one that passes has its score and its sketch."""
    outcome = _at_once(run_stages(article, load_stages(EXAMINING, view), before))
    passed = outcome.article
    if not outcome.passed or passed is None:
        return outcome
    text = passed.text
    judgement = topic.judge(passed.title, passed.lead, text)
    return replace(outcome, article=replace(passed, topic=judgement, sketch=shingles_of(text).sketch))


def judged(words: Sequence[AnnouncedWords], place: int) -> list[Judgement | None]:
    """Judge titles and summaries, without them the words of the address; None where they say nothing."""
    topic: Topic = given()[place]
    return [
        topic.judge_announcement(title, summary) if title else _slug_topic(place).judge(slug_words(url))
        for title, summary, url in words
    ]


@cache
def _slug_topic(place: int) -> SlugTopic:
    """Return the topic at this place for words without marks; a worker is given its topics once."""
    return SlugTopic(given()[place])


def _at_once(stages: Coroutine[Any, Any, Outcome]) -> Outcome:
    """Run stages none of which waits for anything."""
    try:
        stages.send(None)
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome
    raise RuntimeError("a stage of READING or EXAMINING waits; it must not")
