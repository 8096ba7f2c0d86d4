import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.storing import an_article

from crawler.article import Announcement, Article, Decision, Judgement, Page
from crawler.corpus.corpus import Corpus
from crawler.corpus.quarantine import Quarantine
from crawler.errors import CorpusError
from crawler.reasons import Reason
from crawler.text.normalize import content_hash

NOW = datetime(2026, 11, 5, 7, 30, tzinfo=UTC)


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    return Quarantine(tmp_path, now=lambda: NOW)


def borderline(number: int = 1) -> Article:
    article = an_article(number)
    return replace(
        article,
        normal_hash=content_hash(article.text),
        topic=Judgement(0.5, Decision.BORDERLINE),
        language="vi",
    )


def a_page() -> Page:
    announcement = Announcement(
        "https://tin.example/9", "tin:9", "tin", "https://tin.example/rss", title="Chợ cá"
    )
    return Page(
        "https://tin.example/9", "tin:9", "tin", b"<html>", "text/html", NOW, announcement=announcement
    )


def test_an_article_waits_readably_and_comes_back_whole(quarantine: Quarantine, tmp_path: Path) -> None:
    name = quarantine.add(borderline(), Reason.BORDERLINE, "điểm 0.5")

    entry = quarantine.get(name)
    assert entry
    assert entry.article == replace(borderline(), topic=None)
    assert (entry.reason, entry.detail, entry.score, entry.at) == ("borderline", "điểm 0.5", 0.5, NOW)
    path = tmp_path / ".gomtin" / "quarantine" / f"{name}.json"
    assert json.loads(path.read_text())["title"] == "Bản tin số 1 từ bến cảng"
    assert '\n  "title": "Bản tin số 1 từ bến cảng",' in path.read_text()
    assert not list(tmp_path.rglob("*.txt"))
    assert not list((tmp_path / ".gomtin" / "tmp").iterdir())


def test_a_page_without_an_article_waits_by_its_key(quarantine: Quarantine) -> None:
    name = quarantine.add(a_page(), Reason.SOFT_404, "“Không tìm thấy trang”")

    entry = quarantine.get(name)
    assert entry
    assert (entry.title, entry.article, entry.reason) == ("Chợ cá", None, "soft-404")


def test_the_same_text_waits_once(quarantine: Quarantine) -> None:
    again = replace(borderline(), url="https://tin.example/khac.html", key="tin:khac")

    assert quarantine.add(borderline(), Reason.BORDERLINE) == quarantine.add(again, Reason.BORDERLINE)
    assert len(quarantine.list()) == 1


def test_the_oldest_comes_first(tmp_path: Path) -> None:
    clock = iter(NOW - timedelta(hours=n) for n in range(3))
    quarantine = Quarantine(tmp_path, now=lambda: next(clock))
    for number in range(3):
        quarantine.add(borderline(number), Reason.BORDERLINE)

    assert [entry.key for entry in quarantine.list()] == ["tin:2", "tin:1", "tin:0"]


def test_nothing_waits_in_a_new_corpus(quarantine: Quarantine) -> None:
    assert quarantine.list() == []
    assert quarantine.get("00000000000000aa") is None
    assert quarantine.get("../../etc/passwd") is None
    assert not quarantine.remove("00000000000000aa")


def test_what_is_accepted_is_stored_and_leaves(tmp_path: Path, quarantine: Quarantine) -> None:
    entry = quarantine.get(quarantine.add(borderline(), Reason.BORDERLINE))
    assert entry
    assert entry.article

    with Corpus.open(tmp_path) as corpus:
        record = corpus.add(entry.article, origin="seed")
        assert [name for name, _ in corpus.seeds()] == [record.name]
    assert quarantine.remove(entry.id)
    assert quarantine.list() == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"at": 3}'])
def test_an_unreadable_entry_is_told_and_the_others_wait(
    quarantine: Quarantine, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    other = quarantine.add(an_article(3), Reason.BORDERLINE)
    name = quarantine.add(borderline(), Reason.BORDERLINE)
    (quarantine.folder / f"{name}.json").write_text(text)

    with pytest.raises(CorpusError, match="mend or delete it"):
        quarantine.get(name)
    assert [entry.id for entry in quarantine.list()] == [other]
    assert [name in record.getMessage() for record in caplog.records] == [True]
