"""What a corpus has left out before costs a look-up, until its words or the topic change."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.harvest import article, coffee, football

from crawler.article import Announcement, Judgement
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import learn_topic
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.frontier import MergedSelection, Selection, Window, is_sampled, merge
from crawler.crawl.options import CrawlOptions
from crawler.crawl.writer import Writer
from crawler.reasons import Reason

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=14), None)


def announcement(number: int, *, on_topic: bool = False, at: datetime = NOW) -> Announcement:
    title, lead, *_ = (coffee if on_topic else football)(number).split("\n")
    return Announcement(f"https://bao.example/{number}.html", f"bao:{number}", "bao", "rss", title, lead, at)


HOPELESS = [each for number in range(20) if not is_sampled(64, (each := announcement(number)).key)]


class Run:
    """One run over a corpus on coffee; `judged` are those its topic was asked about."""

    def __init__(self, corpus: Corpus, number: int, *, dry: bool = False) -> None:
        self.corpus = corpus
        self.judged: list[str] = []
        config = Config()
        self.topic = learn_topic(corpus, config)
        self.session = CorpusSession(
            config, CrawlOptions(dry_run=dry), corpus=corpus, topic=self.topic, run=number, write=Writer(),
            now=lambda: NOW,
        )  # fmt: skip

    async def judge(self, some: Sequence[Announcement]) -> list[Judgement | None]:
        self.judged += [each.key for each in some]
        return [self.topic.judge_announcement(each.title or "", each.summary) for each in some]

    def sort_out(self, some: Sequence[Announcement]) -> Selection:
        async def work() -> Selection:
            selection = await self.session.sort_out(some, WINDOW, self.judge)
            part = merge([selection], dry_run=self.session.options.dry_run).parts[0]
            await self.session.note("bao", part, some)
            return part

        return asyncio.run(work())


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "corpus") as corpus:
        for number in range(1, 9):
            corpus.add(article(coffee(number)), origin="seed")
        yield corpus


def test_it_is_neither_judged_nor_written_again_and_still_counted(corpus: Corpus) -> None:
    Run(corpus, 1).sort_out(HOPELESS)
    before = corpus.ledger.announcements.get(HOPELESS[0].key)
    again = Run(corpus, 2)
    found = again.sort_out([*HOPELESS, announcement(500, on_topic=True)])

    assert again.judged == ["bao:500"]
    assert [each.announcement.key for each in found.fetch] == ["bao:500"]
    assert [each.announcement.key for each in found.noted] == ["bao:500"]
    assert again.session.reasons["bao"][Reason.HOPELESS] == len(HOPELESS)
    assert corpus.ledger.announcements.get(HOPELESS[0].key) == before
    assert corpus.ledger.announcements.hopeless() == len(HOPELESS)


def test_what_is_too_old_is_written_down_once(corpus: Corpus) -> None:
    old = [announcement(number, at=NOW - timedelta(days=30)) for number in range(5)]
    assert len(Run(corpus, 1).sort_out(old).noted) == 5
    again = Run(corpus, 2).sort_out(old)

    assert (again.noted, {each.reason for each in again.again}) == ([], {Reason.TOO_OLD})


def retitled(_: Corpus) -> Announcement:
    title, lead, *_ = coffee(77).split("\n")
    return replace(HOPELESS[0], title=title, summary=lead)


def of_another_topic(corpus: Corpus) -> Announcement:
    for number in range(200, 240):
        corpus.add(article(football(number)), origin="seed")
    return HOPELESS[0]


def no_longer_old(corpus: Corpus) -> Announcement:
    Run(corpus, 1).sort_out([announcement(300, on_topic=True, at=NOW - timedelta(days=30))])
    return announcement(300, on_topic=True)


@pytest.mark.parametrize("change", [retitled, of_another_topic, no_longer_old])
def test_it_is_judged_anew_when_its_words_or_the_topic_or_the_days_change(
    corpus: Corpus, change: Callable[[Corpus], Announcement]
) -> None:
    Run(corpus, 1).sort_out(HOPELESS)
    changed = change(corpus)
    again = Run(corpus, 2)
    found = again.sort_out([changed])

    assert again.judged == [changed.key]
    assert [each.announcement.key for each in found.fetch] == [changed.key]


def test_a_dry_run_shows_the_score_of_everything(corpus: Corpus) -> None:
    Run(corpus, 1).sort_out(HOPELESS)
    dry = Run(corpus, 2, dry=True)
    dry.sort_out(HOPELESS)

    assert [each.score is not None for each in dry.session.shown] == [True] * len(HOPELESS)


def test_a_past_one_is_known_by_its_hash(corpus: Corpus) -> None:
    Run(corpus, 1).sort_out(HOPELESS)
    corpus.ledger._db.execute("UPDATE announcements SET last_at = '2025-01-01T00:00:00+00:00'", ())
    corpus.ledger.announcements.forget(timedelta(days=9999))
    assert corpus.ledger.announcements.get(HOPELESS[0].key) is None
    again = Run(corpus, 2)
    again.sort_out(HOPELESS)

    assert again.judged == []


def test_what_another_corpus_wants_is_there_for_this_one(corpus: Corpus) -> None:
    run = Run(corpus, 1)
    run.sort_out(HOPELESS)

    async def both() -> MergedSelection:
        mine = await Run(corpus, 2).session.sort_out(HOPELESS[:1], WINDOW, run.judge)
        other = replace(mine, again=[], fetch=[])
        wanted = await wanting.session.sort_out(HOPELESS[:1], WINDOW, wanting.judge)
        return merge([mine, replace(other, fetch=wanted.fetch, noted=wanted.noted)])

    wanting = Run(corpus, 3)
    wanting.session.ledger._db.execute("DELETE FROM announcements", ())
    wanting.session.config = Config().model_copy(
        update={"topic": Config().topic.model_copy(update={"hopeless": -1.0})}
    )
    corpus_first = asyncio.run(both())

    assert corpus_first.fetch
    assert [[row.reason for row in part.noted] for part in corpus_first.parts] == [[None], [None]]
