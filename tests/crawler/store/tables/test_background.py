"""What announcements teach: how common terms are, where texts come from, what the filter loses."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.harvest import coffee, football

from crawler.article import Announcement, related_channel
from crawler.corpus.recall import estimate
from crawler.corpus.topic import background_of
from crawler.reasons import Reason
from crawler.store.ledger import Ledger
from crawler.store.tables.background import EDITIONS
from crawler.store.tables.pages import PageRow
from crawler.store.tables.yields import expected_yield, places_of
from crawler.topic.frequencies import RAREST, CrawlFrequencies

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", now=lambda: NOW) as opened:
        yield opened


def announcement(
    number: int, text: str = "", *, section: str | None = None, channel: str = ""
) -> Announcement:
    return Announcement(
        f"https://a.example/{number}",
        f"a:{number}",
        "a",
        channel or "https://a.example/rss",
        text or f"Bản tin {number}",
        section=section,
    )


def hear(ledger: Ledger, texts: list[str]) -> None:
    ledger.announcements.note(1, [(announcement(n, text), 0.0, None) for n, text in enumerate(texts)])


def test_announcements_make_a_background(ledger: Ledger) -> None:
    long = [f"{football(n)} {football(n + 50)} {coffee(n)}" for n in range(EDITIONS[0] * 5)]
    hear(ledger, long)
    texts, holders = ledger.background.edition()
    assert texts in EDITIONS
    background = background_of(ledger)
    assert isinstance(background, CrawlFrequencies)
    with Ledger(ledger.path.with_name("other.db")) as other:
        words = background_of(other)
    assert background.idf("ca\u0300 phê") < words.idf("ca\u0300 phê")
    assert background.idf("xyzzy") == RAREST
    assert max(holders.values()) <= texts


def test_what_was_heard_before_teaches_nothing(ledger: Ledger) -> None:
    hear(ledger, ["một", "hai"])
    hear(ledger, ["một", "hai", "ba"])
    (outlet, _) = sorted(ledger.yields.of(), key=lambda each: each.kind, reverse=True)
    assert outlet.announced == 3


def test_places_that_brought_texts_promise_more(ledger: Ledger) -> None:
    good = announcement(1, section="the-gioi", channel="https://a.example/rss/1")
    bad = announcement(2, section="the-thao", channel="https://a.example/rss/2")
    new = announcement(3, section="moi", channel="https://a.example/rss/3")
    for _ in range(10):
        ledger.yields.count_page(good, kept=True)
        ledger.yields.count_page(bad, kept=False)
    yields = {(each.outlet, each.kind, each.name): each for each in ledger.yields.of("a")}
    assert expected_yield(good, yields) > expected_yield(new, yields) > expected_yield(bad, yields)
    assert expected_yield(new, {}) == 0.5


def test_links_of_kept_pages_are_one_place() -> None:
    kinds = [
        name
        for _, kind, name in places_of(announcement(1, channel=related_channel("https://a.example/9")))
        if kind == "channel"
    ]
    assert kinds == ["related"]


def row(key: str, reason: Reason) -> PageRow:
    return PageRow(
        key=key, url="https://a.example", outlet="a", verdict=reason.verdict, reason=reason.code, at=NOW
    )


def test_losses_are_estimated_from_the_sampled_pages(ledger: Ledger) -> None:
    hopeless = [(announcement(n), 0.01, Reason.HOPELESS) for n in range(1000)]
    ledger.announcements.note(1, hopeless)
    assert estimate(ledger).lost is None
    assert "none sampled" in str(estimate(ledger))

    samples = [announcement(n) for n in range(2000, 2050)]
    ledger.samples.note([(each, 0.01) for each in samples], 1, NOW)
    ends = [Reason.ON_TOPIC, Reason.BORDERLINE, Reason.TIMEOUT] + [Reason.OFF_TOPIC] * 47
    for sample, reason in zip(samples, ends, strict=True):
        ledger.pages.note(row(sample.key, reason))
    losses = estimate(ledger)
    assert (losses.hopeless, losses.sampled, losses.on, losses.borderline) == (1000, 49, 1, 1)
    assert losses.lost == pytest.approx(1000 / 49)
    assert losses.at_most
    assert losses.lost < losses.at_most < 150


def test_a_sample_known_under_another_key_counts(ledger: Ledger) -> None:
    ledger.samples.note([(announcement(1), 0.01)], 1, NOW)
    ledger.pages.note_alias("a:1", "a:own")
    ledger.pages.note(row("a:own", Reason.OFF_TOPIC))
    assert estimate(ledger).sampled == 1
