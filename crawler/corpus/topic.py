"""The topic of a corpus folder: its seeds, sharpened by what was kept, corrected by people."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from crawler.config.models import Config
from crawler.corpus import feedback
from crawler.corpus.corpus import Corpus
from crawler.errors import ConfigError
from crawler.store.ledger import Ledger
from crawler.topic import overrides
from crawler.topic.frequencies import Background, CrawlFrequencies, WordFrequencies
from crawler.topic.learning import Adjustments, common
from crawler.topic.topic import Thresholds, Topic

log = logging.getLogger("gomtin")

_MOST_COUNTER_EXAMPLES = 20  # the newest; they cost a millisecond each at every start
_COUNTER_SHARES = (0.1, 0.2)  # of the seeds' weight: with few counter-examples, and with half as many or more


def topic_of(folder: Path, config: Config) -> Topic:
    """Learn the topic of a corpus folder, whose ledger, if it has one, is brought up to date first.

    Raises ConfigError without seeds.
    """
    with Corpus.to_show(folder) as corpus:
        return learn_topic(corpus, config, update=False)


def learn_topic(corpus: Corpus, config: Config, *, update: bool = True) -> Topic:
    """Learn the topic from the corpus's seeds and what was kept and decided since.

    With `update`, texts kept since the last time may sharpen it first. Raises ConfigError without seeds.
    """
    anchor = anchor_of(corpus, config, update=update)
    if update and feedback.is_due(corpus, anchor):
        tried = feedback.try_update(corpus, anchor, datetime.now(UTC))
        log.info("topic: %d texts looked at: %s", len(tried.members), tried.why)
    in_force, _ = corpus.ledger.topic_updates.newest()
    numbers = config.topic
    return Topic.learn(
        anchor.seeds,
        anchor.background,
        Thresholds(numbers.accept, numbers.borderline, numbers.hopeless),
        names=anchor.names,
        influence=feedback.influence(anchor, in_force),
    )


def anchor_of(corpus: Corpus, config: Config, *, update: bool = True) -> feedback.SeedTopic:
    """Return what the topic is without feedback. With `update`, the ledger keeps the word list."""
    seeds = corpus.seeds()
    if not seeds:
        raise _no_seeds(corpus)
    background = background_of(corpus.ledger, update=update)
    shaped = _against(corpus.ledger, background, Adjustments(wishes=overrides.load(corpus.folder)))
    names, texts = zip(*seeds, strict=True)
    return feedback.SeedTopic(names, texts, background, shaped, config.topic.accept)


def _no_seeds(corpus: Corpus) -> ConfigError:
    folder, loss = corpus.folder, corpus.seed_loss()
    lost = f" ({loss.share} are gone, empty or damaged; put them back from a backup)" if loss else ""
    return ConfigError(
        f"{folder}: no seed texts to learn the topic from{lost}; "
        f"take some over with: gomtin init {folder} --seeds DIR"
    )


def background_of(ledger: Ledger, *, update: bool = True) -> Background:
    """Return how common terms are: the word list, corrected by the last count of what outlets announce."""
    shares = ledger.background.word_list()
    if shares is None:
        words = WordFrequencies.vietnamese()
        if update:
            # So that the topic does not change with the library, whose import takes a fifth of a second.
            ledger.background.keep_word_list(words.shares)
    else:
        words = WordFrequencies(shares)
    texts, holders = ledger.background.edition()
    return CrawlFrequencies(words, texts, holders) if texts else words


def _against(ledger: Ledger, background: Background, influence: Adjustments) -> Adjustments:
    examples = ledger.counter_examples.newest(_MOST_COUNTER_EXAMPLES)
    if not examples:
        return influence
    least, most = _COUNTER_SHARES
    share = least + (most - least) * min(1.0, 2 * len(examples) / _MOST_COUNTER_EXAMPLES)
    against = common([example.text for example in examples], background)
    return Adjustments(against=against, against_share=share, wishes=influence.wishes)
