"""The stage that takes out what is no text: what it drops is noted, what recurs is learnt for later."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.article import Article
from crawler.corpus import Corpus
from crawler.errors import Reason, Rejected
from crawler.furniture import ENOUGH, Furniture
from crawler.newsroom.story import load_stories
from pipelines.clean import Clean

STORY = next(story for story in load_stories() if story.kind == "on" and not story.flaw)
OWN = "Đường dây nóng của báo Sông Nay: 0912 345 {:03}"


def article(number: int, *more: str) -> Article:
    now = datetime.now(UTC)
    body = (*STORY.paragraphs, *more)
    return Article("", f"tin:{number}", "tin", STORY.title, STORY.lead, body, now)


def test_what_is_dropped_is_noted(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus") as corpus:
        stage = Clean(Furniture(corpus.ledger.texts))
        dirty = article(
            1, STORY.paragraphs[0], "Video đang HOT", "Mối đ.e dọ.a ấy vẫn còn, các chuyên gia nhắc lại."
        )
        clean = stage.process_item(dirty)
    assert clean.paragraphs == (*STORY.paragraphs, "Mối đe dọa ấy vẫn còn, các chuyên gia nhắc lại.")
    assert clean.notes == (
        "1 line dropped: repeated paragraph",
        "1 line dropped: pointer to other news",
        "1 line mended: censor dots",
    )
    assert stage.says(clean) == "; ".join(clean.notes)
    assert stage.process_item(clean) == clean


def test_recurring_lines_count_from_the_next_run_on(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus") as corpus:
        for run in range(2):
            furniture = Furniture(corpus.ledger.texts)
            stage = Clean(furniture)
            kept = [
                OWN.format(n) in stage.process_item(article(n, OWN.format(n))).paragraphs
                for n in range(ENOUGH)
            ]
            furniture.keep()
            assert kept == [run == 0] * ENOUGH
        other = Furniture(corpus.ledger.texts)
        assert other.of("another") == frozenset()


def test_damaged_letters_wait_for_a_person(tmp_path: Path) -> None:
    damaged = STORY.paragraphs[0].encode("ascii", "replace").decode().replace("?", "\ufffd")
    with Corpus.open(tmp_path / "corpus") as corpus, pytest.raises(Rejected) as refused:
        Clean(Furniture(corpus.ledger.texts)).process_item(article(1, damaged, damaged, damaged))
    assert refused.value.reason is Reason.MOJIBAKE
