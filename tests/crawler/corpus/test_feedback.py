"""Kept texts sharpen the topic, never against the seeds; every attempt is on record and can be taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.harvest import article, coffee, football

from crawler.article import Decision, Judgement
from crawler.config.models import Config
from crawler.config.models import Topic as Limits
from crawler.corpus import feedback
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import anchor_of, learn_topic
from crawler.topic.explain import examine

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PEPPER = (
    "Hồ tiêu xen trong vườn của nông dân đang vào mùa hái, giá hồ tiêu giữ ở mức cao.",
    "Vườn ươm bán cây hồ tiêu giống ghép cành cho người trồng.",
    "Hồ tiêu phơi khô được thương lái chở về kho hồ tiêu ở cảng.",
)


def grown(folder: Path, seeds: list[str]) -> Corpus:
    source = folder / "seeds"
    source.mkdir()
    for number, text in enumerate(seeds):
        (source / f"{number:03}_{number:016x}.txt").write_text(text, encoding="utf-8")
    return Corpus.init(folder / "corpus", source)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with grown(tmp_path, [coffee(number * 9) for number in range(4)]) as opened:
        yield opened


def keep(corpus: Corpus, texts: list[str], score: float = 1.0) -> list[str]:
    judged = Judgement(score, Decision.ACCEPT)
    return [corpus.add(replace(article(text), topic=judged)).name for text in texts]


def test_without_kept_texts_nothing_is_tried(corpus: Corpus) -> None:
    learn_topic(corpus, Config())
    assert corpus.ledger.topic_updates.all() == []


def test_kept_texts_sharpen_the_topic_and_the_seeds_keep_their_scores(corpus: Corpus) -> None:
    names = keep(corpus, [coffee(number) for number in range(40, 52)])
    topic = learn_topic(corpus, Config())
    (update,) = corpus.ledger.topic_updates.all()
    assert update.accepted
    assert set(update.members) <= set(names)
    assert 0 < topic.influence.feedback_share <= 0.5
    assert feedback.agree(update.before, update.after)

    learn_topic(corpus, Config())
    assert len(corpus.ledger.topic_updates.all()) == 1


def test_what_was_sharpened_once_chooses_once_more(corpus: Corpus) -> None:
    alone = learn_topic(corpus, Config())
    keep(corpus, [f"{coffee(number)}\n{PEPPER[number % 3]}" for number in range(40, 52)])
    shorter = ["\n".join(coffee(number).split("\n")[:3]) for number in range(60, 66)]
    unsure = [f"{text}\n{PEPPER[number % 3]}" for number, text in enumerate(shorter)]
    unsure = [text for text in unsure if examine(alone, text).decision is Decision.BORDERLINE]
    names = keep(corpus, unsure)
    assert names
    learn_topic(corpus, Config())
    (update,) = corpus.ledger.topic_updates.all()
    assert set(names) & set(update.members)


def test_seeds_that_hardly_agree_let_others_say_little(tmp_path: Path) -> None:
    with grown(tmp_path, [coffee(0), football(0), coffee(9), football(9)]) as corpus:
        keep(corpus, [coffee(number) + football(number) for number in range(40, 60)])
        topic = learn_topic(corpus, Config(topic=Limits(accept=0.1, borderline=0.05, hopeless=0.01)))
        (update,) = corpus.ledger.topic_updates.all()
    assert update.accepted
    assert topic.agreement < 0.2
    assert update.share == pytest.approx(topic.agreement, abs=1e-4)


def test_strangers_do_not_get_in_however_high_they_were_scored(corpus: Corpus) -> None:
    keep(corpus, [football(number) for number in range(12)], score=3.0)
    topic = learn_topic(corpus, Config())
    (update,) = corpus.ledger.topic_updates.all()
    assert not update.accepted
    assert update.members == ()
    assert topic.influence.feedback_share == 0


def test_an_update_without_touching_the_corpus_is_possible(corpus: Corpus) -> None:
    keep(corpus, [coffee(number) for number in range(40, 52)])
    learn_topic(corpus, Config(), update=False)
    assert corpus.ledger.topic_updates.all() == []


def test_an_undone_update_does_not_come_back(corpus: Corpus) -> None:
    keep(corpus, [coffee(number) for number in range(40, 52)])
    learn_topic(corpus, Config())
    updates = corpus.ledger.topic_updates
    in_force, _ = updates.newest()
    assert in_force
    updates.undo(in_force.id, NOW)
    assert learn_topic(corpus, Config()).influence.feedback_share == 0
    keep(corpus, [coffee(number) for number in range(60, 66)])
    learn_topic(corpus, Config())
    newest = updates.all()[0]
    assert newest.id != in_force.id
    assert not set(newest.members) & set(in_force.members)


def test_the_same_corpus_gives_the_same_update(corpus: Corpus) -> None:
    keep(corpus, [coffee(number) for number in range(40, 52)])
    anchor = anchor_of(corpus, Config())
    first, second = (feedback.try_update(corpus, anchor, NOW) for _ in range(2))
    assert first == second


def test_a_new_seed_lets_the_kept_texts_be_looked_at_anew(corpus: Corpus) -> None:
    keep(corpus, [coffee(number) for number in range(40, 52)])
    learn_topic(corpus, Config())
    corpus.add(article(coffee(70)), origin="accepted")
    assert coffee(70) in {text for _, text in corpus.seeds()}
    assert feedback.is_due(corpus, anchor_of(corpus, Config()))


@pytest.mark.parametrize(
    ("after", "agreed"),
    [
        ((0.3, 0.25, 0.2), True),
        ((0.29, 0.26, 0.2), True),
        ((0.35, 0.2, 0.3), False),
        ((0.4, 0.3, 0.1), False),
        ((0.2, 0.26, 0.2), False),
    ],
)
def test_seeds_agree_when_they_fit_as_well_as_before(after: tuple[float, ...], agreed: bool) -> None:
    assert feedback.agree((0.3, 0.25, 0.2), after) is agreed


def test_a_seed_that_never_fitted_has_no_say() -> None:
    assert feedback.agree((0.3, 0.25, 0.02), (0.3, 0.25, 0.0))
