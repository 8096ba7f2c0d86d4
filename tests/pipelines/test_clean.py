"""The stage that takes out what is no text: what it drops is noted, what recurs is learnt for later."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support import standing

from crawler.article import Article
from crawler.corpus.corpus import Corpus
from crawler.errors import Rejected
from crawler.newsroom.story import load_stories
from crawler.reasons import Reason
from crawler.store.tables.recurring_lines import RecurringLines
from crawler.text.recurring import ENOUGH_ARTICLES, Recurring, learnable, line_hash
from pipelines.clean import Clean

STORY = next(story for story in load_stories() if story.kind == "on" and not story.flaw)
NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
EVERYTHING = "SELECT line, article, day FROM furniture WHERE line != 0 ORDER BY line, article"
OWN = "Bến Sông mỗi ngày một chuyện"


def article(number: int, *more: str) -> Article:
    now = datetime.now(UTC)
    body = (*STORY.paragraphs, *more)
    return Article("", f"tin:{number}", "tin", STORY.title, STORY.lead, body, now)


def test_what_is_dropped_is_noted() -> None:
    stage = Clean(Recurring())
    dirty = article(
        1, STORY.paragraphs[0], "Video đang HOT", "Mối đ.e dọ.a ấy vẫn còn, các chuyên gia nhắc lại."
    )
    clean = stage.process_item(dirty)
    assert clean.paragraphs == (*STORY.paragraphs, "Mối đe dọa ấy vẫn còn, các chuyên gia nhắc lại.")
    assert clean.notes == (
        "1 line dropped: repeated paragraph",
        "1 line dropped: pointer to other news",
        "1 line mended: censor signs",
    )
    assert clean.dropped == (
        ("repeated paragraph", STORY.paragraphs[0]),
        ("pointer to other news", "Video đang HOT"),
    )
    assert stage.describe(clean) == "; ".join(clean.notes)
    assert stage.process_item(clean).paragraphs == clean.paragraphs


def test_a_text_that_would_lose_much_of_its_prose_waits_whole() -> None:
    lines = tuple(f"{STORY.paragraphs[0][:120].rstrip(' .')} lần thứ {n}." for n in range(3))
    common = Recurring({line_hash(line): 0.5 for line in lines})
    short = replace(article(1), paragraphs=(*lines, STORY.paragraphs[1][:150] + "."))
    with pytest.raises(Rejected) as refused:
        Clean(common).process_item(replace(short, lead=None))
    assert refused.value.reason is Reason.MUCH_DROPPED
    assert refused.value.article is not None
    assert refused.value.article.paragraphs == short.paragraphs


def test_recurring_lines_count_from_the_next_run_on(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus") as corpus:
        for run in range(2):
            recurring_lines = RecurringLines(corpus.ledger.texts)
            stage = Clean(recurring_lines.of(article(0).outlet))
            for n in range(ENOUGH_ARTICLES):
                clean = stage.process_item(article(n, OWN))
                recurring_lines.keep(clean, NOW)
                assert (OWN in clean.paragraphs) == (run == 0)
        assert not RecurringLines(corpus.ledger.texts).of("another")


def test_what_is_remembered_of_lines_does_not_depend_on_the_order_of_the_pages(tmp_path: Path) -> None:
    pages = [
        replace(article(n), paragraphs=(OWN, f"Riêng bài {'x' * n} và sau đó"))
        for n in range(3 * ENOUGH_ARTICLES)
    ]
    remembered = []
    for seed in range(10):
        random.Random(seed).shuffle(pages)
        with Corpus.open(tmp_path / str(seed)) as corpus:
            listen(corpus, pages)
            remembered.append([tuple(row) for row in corpus.ledger.texts.rows(EVERYTHING, ())])
    assert len(set(map(tuple, remembered))) == 1
    assert len(remembered[0]) == 2 * len(pages)


def test_lines_that_did_not_come_again_are_forgotten_the_oldest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.store.tables.recurring_lines.MOST_LINES", 4)
    with Corpus.open(tmp_path / "corpus") as corpus:
        for day in range(ENOUGH_ARTICLES):
            own = (f"{word} {'x' * day} và sau đó" for word in ("Sáng", "Trưa", "Chiều"))
            page = replace(article(day), paragraphs=(OWN, *own))
            listen(corpus, [page], NOW + timedelta(days=day))
        recurring = line_hash(OWN)
        rows = [tuple(row) for row in corpus.ledger.texts.rows(EVERYTHING, ())]
        assert [line for line, *_ in rows].count(recurring) == ENOUGH_ARTICLES
        days = [day for line, _, day in rows if line != recurring]
        assert sorted(days) == ["2026-11-04"] * 3 + ["2026-11-05"] * 3
        listen(corpus, [article(99)], NOW)
        assert RecurringLines(corpus.ledger.texts).of("tin").shares.keys() == {recurring}


def listen(corpus: Corpus, pages: Sequence[Article], now: datetime = NOW) -> None:
    """Let one run read these pages."""
    recurring_lines = RecurringLines(corpus.ledger.texts)
    for page in pages:
        recurring_lines.of(page.outlet)
    for page in pages:
        recurring_lines.keep(replace(page, line_hashes=tuple(learnable(page.paragraphs))), now)


def test_damaged_letters_wait_for_a_person() -> None:
    damaged = STORY.paragraphs[0].encode("ascii", "replace").decode().replace("?", "\ufffd")
    with pytest.raises(Rejected) as refused:
        Clean(Recurring()).process_item(article(1, damaged, damaged, damaged))
    assert refused.value.reason is Reason.MOJIBAKE


CLAIM = "Ông Tư nói cây cầu ấy là của cả hai bờ sông, ai cũng có phần."


def test_a_claim_that_recurs_inside_of_texts_stays(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus") as corpus:
        pages = [
            replace(article(n), paragraphs=(*STORY.paragraphs[:4], CLAIM, *STORY.paragraphs[4:8], OWN))
            for n in range(4 * ENOUGH_ARTICLES)
        ]
        listen(corpus, pages)
        clean = Clean(RecurringLines(corpus.ledger.texts).of("tin")).process_item(pages[0])
    assert CLAIM in clean.paragraphs
    assert OWN not in clean.paragraphs


def test_lines_that_only_share_a_name_are_not_one_line(tmp_path: Path) -> None:
    name = "Chủ tịch hội chèo đò bến sông Nguyễn Văn Mẫu"
    deeds = (
        "mở lớp học bơi",
        "sửa mái nhà kho",
        "đón đoàn khách xa",
        "trồng hàng dừa",
        "về thăm quê cũ",
        "lên bờ",
    )
    with Corpus.open(tmp_path / "corpus") as corpus:
        pages = [replace(article(n), paragraphs=(f"{name} {deed}.",)) for n, deed in enumerate(deeds)]
        listen(corpus, pages)
        assert not RecurringLines(corpus.ledger.texts).of("tin")


def test_what_is_printed_with_articles_goes_and_what_is_told_in_them_stays(tmp_path: Path) -> None:
    """Closing sentences, quotes and sub-headings that come again are told; the figures: bench_lines.py."""
    written = standing.articles(480)
    told = {each.line for each in standing.TRUE}
    dropped: Counter[str] = Counter()
    with Corpus.open(tmp_path / "corpus") as corpus:
        listen(corpus, written)
        lines = RecurringLines(corpus.ledger.texts)
        for page in written:
            clean = Clean(lines.of(page.outlet)).process_item(page)
            dropped.update(line for _, line in clean.dropped)
    assert not told & dropped.keys()
    printed = {each for planted in standing.STANDING.values() for each in planted}
    count = Counter(line for page in written for line in page.paragraphs)
    assert all(dropped[each.line] == count[each.line] for each in printed if each.share >= 0.1)
