"""What a person decides about quarantined texts, and what follows from it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.harvest import article, coffee, football

from crawler.article import Page
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.quarantine import Quarantine
from crawler.corpus.review import Review
from crawler.corpus.topic import learn_topic
from crawler.errors import ConfigError, Rejected
from crawler.reasons import Reason
from pipelines.relevance import Relevance


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    source = tmp_path / "seeds"
    source.mkdir()
    for number in range(3):
        (source / f"{number:03}_{number:016x}.txt").write_text(coffee(number * 9), encoding="utf-8")
    with Corpus.init(tmp_path / "corpus", source) as opened:
        yield opened


def put_aside(corpus: Corpus, text: str) -> None:
    Quarantine(corpus.folder).add(article(text), Reason.BORDERLINE, "score 0.45 < 0.60")


def test_numbers_stay_when_others_are_decided(corpus: Corpus) -> None:
    for number in range(3):
        put_aside(corpus, coffee(50 + number))
    decisions = Review(corpus)
    first, second, third = decisions.waiting()
    assert [first.number, second.number, third.number] == [1, 2, 3]
    decisions.reject(first)
    put_aside(corpus, coffee(60))
    assert [waiting.number for waiting in decisions.waiting()] == [2, 3, 4]
    with pytest.raises(ConfigError, match="1: not in quarantine"):
        decisions.chosen([2, 1])


def test_an_accepted_text_is_numbered_at_once_and_a_seed(corpus: Corpus) -> None:
    put_aside(corpus, coffee(50))
    decisions = Review(corpus)
    (waiting,) = decisions.waiting()
    decided = decisions.accept(waiting)
    record = corpus.ledger.records.get(3)
    assert decided.reason is Reason.ACCEPTED_BY_PERSON
    assert record
    assert record.origin == "accepted"
    assert corpus.text(record) == coffee(50)
    assert [text for _, text in corpus.seeds()][-1] == coffee(50)
    page = corpus.ledger.pages.get(waiting.entry.key)
    assert page
    assert (page.verdict, page.number, page.steps[-1]["stage"]) == ("kept", 3, "person")
    assert decisions.waiting() == []
    assert any(seed.name == record.name for seed in learn_topic(corpus, Config()).seeds)

    corpus.close()
    with Corpus.open(corpus.folder) as again:
        assert len(again.seeds()) == 4
        assert again.ledger.records.get(3) == record


def test_a_rejected_text_never_comes_back(corpus: Corpus) -> None:
    put_aside(corpus, coffee(50))
    decisions = Review(corpus)
    decided = decisions.reject(decisions.waiting()[0])
    assert decided.reason is Reason.REJECTED_BY_PERSON
    topic = learn_topic(corpus, Config())
    stage = Relevance(topic, corpus.ledger.counter_examples.has)
    with pytest.raises(Rejected) as end:
        stage.process_item(article(coffee(50), key="b:elsewhere"))
    assert end.value.reason is Reason.REJECTED_BY_PERSON


def test_rejected_texts_count_against_their_like(corpus: Corpus) -> None:
    mixed = [f"{football(n)}\n{coffee(n)}" for n in range(6)]
    before = learn_topic(corpus, Config()).judge("", None, football(20) + coffee(50)).score
    decisions = Review(corpus)
    for text in mixed:
        put_aside(corpus, text)
    for waiting in decisions.waiting():
        decisions.reject(waiting)
    topic = learn_topic(corpus, Config())
    assert 0 < topic.influence.against_share <= 0.2
    assert topic.judge("", None, football(20) + coffee(50)).score < before


def test_one_rejected_text_is_felt_by_its_like_and_not_by_the_topic(corpus: Corpus) -> None:
    before = learn_topic(corpus, Config())
    put_aside(corpus, f"{football(1)}\n{coffee(1)}")
    decisions = Review(corpus)
    decisions.reject(decisions.waiting()[0])
    after = learn_topic(corpus, Config())
    like, on = (
        after.judge("", None, text).score / before.judge("", None, text).score
        for text in (f"{football(20)}\n{coffee(50)}", coffee(50))
    )
    assert like < 0.9
    assert on > 0.95


def test_a_page_without_an_article_can_be_tried_again_but_not_accepted(corpus: Corpus) -> None:
    page = Page("https://a.example/1.html", "a:1", "a", b"", None, datetime(2026, 3, 1, tzinfo=UTC))
    Quarantine(corpus.folder).add(page, Reason.HALF_PAGE)
    decisions = Review(corpus)
    (waiting,) = decisions.waiting()
    with pytest.raises(ConfigError, match="no article"):
        decisions.accept(waiting)
    decisions.retry(waiting)
    row = corpus.ledger.pages.get("a:1")
    assert row
    assert row.verdict == "failed"
    assert decisions.waiting() == []


def test_a_text_the_corpus_has_is_not_numbered_twice(corpus: Corpus) -> None:
    kept = corpus.add(article(coffee(50)))
    put_aside(corpus, coffee(50))
    decisions = Review(corpus)
    decided = decisions.accept(decisions.waiting()[0])
    assert decided.reason is Reason.SAME_TEXT
    row = corpus.ledger.pages.get(article(coffee(50)).key)
    assert row
    assert row.duplicate_of == kept.number
