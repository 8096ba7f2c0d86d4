"""Texts known in a corpus: parts of seeds, copies of copies, what waits, deleted files, rebuilt ledgers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from conftest import lay_out
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import Article, Likeness
from crawler.corpus.corpus import Corpus
from crawler.corpus.quarantine import Quarantine
from crawler.dedup.compare import new_words
from crawler.dedup.policy import judged
from crawler.errors import Rejected
from crawler.newsroom.story import Story, load_stories
from crawler.reasons import Reason
from crawler.store.tables.postings import MOST_COMMON
from crawler.text.shingles import LEAST_TOKENS, shingles_of
from pipelines.dedup import Dedup

ON = [story for story in load_stories() if story.kind == "on" and not story.flaw]
NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
POLICY: Any = SimpleNamespace(
    near="duplicate", contained="duplicate", contains="duplicate", edited="duplicate", versions="first"
)


def article(story: Story, **more: Any) -> Article:
    values: dict[str, Any] = {
        "url": f"https://{story.id}.example/",
        "key": f"tin:{story.id}",
        "outlet": "tin",
        "title": story.title,
        "lead": story.lead,
        "paragraphs": story.paragraphs,
        "fetched_at": NOW,
    }
    return Article(**(values | more))


def longer(of: Article, key: str = "khac:1") -> Article:
    more = ("Một đoạn mới được thêm vào cuối bài để nói rõ hơn về những gì đã xảy ra trong buổi chiều.",)
    return replace(of, key=key, paragraphs=of.paragraphs + more)


def test_a_part_of_a_stacked_seed_is_recognised(tmp_path: Path) -> None:
    first, second = article(ON[0]), article(ON[1])
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "000_0123456789abcdef.txt").write_text(f"{first.text}\n{second.text}", encoding="utf-8")
    with Corpus.open(folder) as corpus:
        with pytest.raises(Rejected) as refused:
            corpus.add(second, policy=POLICY)
        assert refused.value.reason is Reason.CONTAINED
        assert refused.value.duplicate_of == 0
        assert refused.value.similarity is not None
        assert refused.value.similarity > 0.9


def test_what_the_stage_did_not_see_the_transaction_does(tmp_path: Path) -> None:
    """Two processes hold copies of one text; both passed the stage before either was written."""
    one = article(ON[0])
    with Corpus.open(lay_out(tmp_path / "corpus")) as here, Corpus.open(tmp_path / "corpus") as there:
        kept = here.add(one, policy=POLICY)
        with pytest.raises(Rejected) as refused:
            there.add(longer(one), policy=POLICY)
        assert (refused.value.reason, refused.value.duplicate_of) == (Reason.NEAR_TEXT, kept.number)
        with pytest.raises(Rejected) as changed:
            there.add(longer(one, one.key), policy=POLICY)
        assert changed.value.reason is Reason.CHANGED


def test_a_person_may_keep_what_the_policy_would_not(tmp_path: Path) -> None:
    one = article(ON[0])
    with Corpus.open(lay_out(tmp_path / "corpus")) as corpus:
        first = corpus.add(one, policy=POLICY)
        second = corpus.add(longer(one), origin="accepted")
        cluster = corpus.ledger.texts.cluster_of(second.number)
    assert {member.number for member in cluster} == {first.number, second.number}


def test_a_ledger_rebuilt_from_the_folder_knows_as_much(tmp_path: Path) -> None:
    one = article(ON[0])
    folder = lay_out(tmp_path / "corpus")
    with Corpus.open(folder) as corpus:
        kept = corpus.add(one)
    for file in (folder / ".gomtin").glob("ledger.db*"):
        file.unlink()
    with Corpus.open(folder) as corpus:
        relations = corpus.duplicates.of(longer(one).text)
    assert [(each.number, each.likeness) for each in relations][:1] == [(kept.number, Likeness.NEAR)]


def test_a_deleted_or_edited_file_is_remembered_by_its_fingerprints(tmp_path: Path) -> None:
    one, two = article(ON[0]), article(ON[1])
    with Corpus.open(lay_out(tmp_path / "corpus")) as corpus:
        gone, edited = corpus.add(one), corpus.add(two)
        corpus.path(gone).unlink()
        corpus.path(edited).write_text("Một câu khác hẳn.", encoding="utf-8")
        for each, record in ((one, gone), (two, edited)):
            relation = corpus.duplicates.of(longer(each).text)[0]
            assert (relation.number, relation.likeness) == (record.number, Likeness.NEAR)


def test_a_copy_is_evidence_for_nobody(tmp_path: Path) -> None:
    """Each text has less of the kept one; the last is nearly the same as a copy, and half of it is new."""
    one = article(ON[0])
    copy = replace(one, key="a:1", paragraphs=one.paragraphs[1:] + article(ON[1]).paragraphs[:4])
    last = replace(copy, key="b:1", lead=None, paragraphs=copy.paragraphs[len(one.paragraphs) // 2 :])
    with Corpus.open(lay_out(tmp_path / "corpus")) as corpus:
        kept = corpus.add(one)
        corpus.duplicates.note_copy(copy, kept.number, NOW.isoformat())
        assert corpus.add(last, policy=POLICY).number == kept.number + 1


def test_as_much_news_as_makes_a_text_is_kept_beside_a_long_report_it_repeats(tmp_path: Path) -> None:
    """Of eight hundred words and more, a hundred are few; they are a text by themselves."""
    report = article(ON[0], paragraphs=tuple(line for each in ON[:4] for line in each.paragraphs))
    one_more, *news = ON[4].paragraphs[:4]
    assert len(one_more.split()) < LEAST_TOKENS < sum(len(line.split()) for line in news)
    with Corpus.open(lay_out(tmp_path / "corpus")) as corpus:
        corpus.add(report, policy=POLICY)
        with pytest.raises(Rejected):
            corpus.add(replace(report, key="a:1", paragraphs=(*report.paragraphs, one_more)), policy=POLICY)
        corpus.add(replace(report, key="b:1", paragraphs=(*report.paragraphs, *news)), policy=POLICY)


def test_a_sentence_of_phrases_that_stand_apart_says_something_new() -> None:
    old = "Ông Ba vá lưới ngoài bến đò.\nCô Tư phơi cá sau nhà máy cũ khi trời vừa sáng."
    said = "Ông Ba vá lưới ngoài bến đò cũ."
    recombined = "Ông Ba phơi cá ngoài bến đò khi trời vừa sáng."
    assert new_words(said, old) == 0
    assert new_words(f"{said} {recombined}", old) == len(recombined.split())


def test_a_text_of_the_other_house_style_is_a_copy(tmp_path: Path) -> None:
    """One paper writes kỹ, lý and Mỹ where the other writes kĩ, lí and Mĩ: no other word, no other name."""
    one = article(ON[0])
    lines = tuple(f"{line} Theo kỹ sư Mỹ, công ty quản lý kỹ tỷ lệ hy vọng." for line in one.paragraphs)
    other = tuple(line.translate(str.maketrans("ýỹỷy", "íĩỉi")) for line in lines)
    with Corpus.open(lay_out(tmp_path / "corpus")) as corpus:
        corpus.add(replace(one, paragraphs=lines), policy=POLICY)
        with pytest.raises(Rejected):
            corpus.add(replace(one, key="a:1", paragraphs=other), policy=POLICY)


def test_a_longer_text_is_kept_beside_the_short_one_it_holds(tmp_path: Path) -> None:
    one = article(ON[0])
    report = replace(one, key="c:1", paragraphs=one.paragraphs + article(ON[1]).paragraphs)
    with Corpus.open(lay_out(tmp_path / "corpus")) as corpus:
        corpus.add(one, policy=POLICY)
        corpus.add(report, policy=POLICY)
        with pytest.raises(Rejected) as refused:
            corpus.add(replace(one, key="d:1", paragraphs=one.paragraphs[1:]), policy=POLICY)
    assert refused.value.reason in (Reason.NEAR_TEXT, Reason.CONTAINED)


FRAME = (
    "Trạm đo {place} cho biết lúc 7h ngày {day}, nước sông ở mức {level} m, thấp hơn báo động một.",
    "Bà con hai bên bờ không neo ghe sát mép nước, không dựng lán trên bãi bồi khi chưa có tin mới.",
    "Dân quân các ấp thay nhau trực đêm, mang theo đèn pin, dây thừng và loa tay để gọi người khi cần.",
    "Ghe tàu qua khúc cong giảm tốc độ; xe chở nặng không vào đường ven sông từ tối đến sáng hôm sau.",
    "Khi thấy vết nứt mới, người dân báo ngay cho trưởng ấp và rời khỏi nhà, không quay lại lấy đồ đạc.",
)


def test_bulletins_of_two_days_are_two_texts_and_an_edit_of_one_is_not(tmp_path: Path) -> None:
    def bulletin(day: str, level: str, place: str) -> Article:
        body = tuple(line.format(day=day, level=level, place=place) for line in FRAME)
        title = f"Mực nước ngày {day}"
        return article(ON[0], key=f"tin:{day}{level}", title=title, lead=None, paragraphs=body)

    with Corpus.open(lay_out(tmp_path / "corpus")) as corpus:
        first = bulletin("4/5", "1,31", "Bến Gỗ")
        corpus.add(first, policy=POLICY)
        corpus.add(bulletin("5/5", "1,58", "Vàm Tre"), policy=POLICY)
        edited = replace(
            first, key="x:1", paragraphs=(first.paragraphs[0].replace("thấp", "vẫn thấp"), *FRAME[1:])
        )
        with pytest.raises(Rejected) as refused:
            corpus.add(edited, policy=POLICY)
    assert "stands in record" in refused.value.detail


KEPT, GONE, DROPPED = 8, 9, 10  # numbers: a long report, one whose file was deleted, one of a copy's record
OFFERED = [line for each in (ON[0], ON[1], ON[2], ON[3]) for line in each.paragraphs]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Corpus, dict[int, str]]]:
    """A corpus, and its records' texts as they were kept; the last has a copy that says other things."""
    report = article(ON[0], paragraphs=(*ON[0].paragraphs, *ON[1].paragraphs))
    texts = {KEPT: report, GONE: article(ON[2]), DROPPED: article(ON[4])}
    with Corpus.open(lay_out(tmp_path_factory.mktemp("known") / "corpus")) as corpus:
        records = {number: corpus.add(each) for number, each in texts.items()}
        corpus.path(records[GONE]).unlink()
        copy = replace(texts[DROPPED], key="b:1", paragraphs=ON[3].paragraphs)
        corpus.duplicates.note_copy(copy, DROPPED, NOW.isoformat())
        assert [record.number for record in records.values()] == list(texts)
        yield corpus, {number: each.text for number, each in texts.items()}


@given(
    st.lists(st.sampled_from(OFFERED), min_size=4, max_size=14, unique=True),
    st.sets(st.integers(0, 13), max_size=6),
)
def test_the_share_that_why_tells_is_that_of_the_text_in_the_record(
    known: tuple[Corpus, dict[int, str]], drawn: list[str], edited: set[int]
) -> None:
    """Whatever of it stands there, in order or edited; the record named is one that was kept."""
    corpus, texts = known
    lines = [
        f"Hôm qua, {line.replace(' và ', ' cùng với ')}" if n in edited else line
        for n, line in enumerate(drawn)
    ]
    offered = article(ON[0], key="new:1", title="Chuyện bên sông", lead=None, paragraphs=tuple(lines))
    relations = corpus.duplicates.of(offered.text)
    says = Dedup(corpus, POLICY, cast("Any", None)).describe(replace(offered, relations=relations))
    end = judged((), relations, POLICY)
    ours = shingles_of(offered.text).hashes
    for about, here, number, there in _SHARES.findall(f"{says}; {end.detail if end else ''}"):
        theirs = shingles_of(texts[int(number)]).hashes
        shared, most_off = len(ours & theirs), 0.4 if about else 0.0051
        assert bool(about) == (int(number) == GONE)  # by one run in eight: a text of a few lines has few
        assert int(here) / 100 == pytest.approx(shared / len(ours), abs=most_off)
        if there:
            assert int(there) / 100 == pytest.approx(shared / len(theirs), abs=most_off)
    if end:
        assert end.duplicate_of in (KEPT, GONE)
        assert f"stands in record {end.duplicate_of}" in end.detail
    for each in relations:
        if each.number == KEPT and not edited:
            stands = sum(len(line.split()) for line in drawn if line in texts[KEPT])
            assert each.new_share == pytest.approx(1 - stands / len(" ".join(drawn).split()), abs=0.12)


_SHARES = re.compile(r"(about )?(\d+)% of it stands in record (\d+)(?:, (\d+)% of that in it)?")


def test_the_shares_of_a_cluster_and_of_stories_are_those_in_the_record_that_is_named(tmp_path: Path) -> None:
    """Told from the later text's side and from the earlier one's; a copy is no story of its own."""
    one = article(ON[0])
    report = replace(one, key="a:1", paragraphs=one.paragraphs + ON[1].paragraphs)
    part = replace(one, key="b:1", paragraphs=one.paragraphs[1:])
    other = article(
        ON[2], key="c:1", paragraphs=(*ON[2].paragraphs, *one.paragraphs[: len(one.paragraphs) // 3])
    )
    again = replace(other, key="d:1", paragraphs=other.paragraphs[1:])

    def share(new: Article, old: Article) -> float:
        ours = shingles_of(new.text).hashes
        return pytest.approx(len(ours & shingles_of(old.text).hashes) / len(ours), abs=1e-6)

    with Corpus.open(lay_out(tmp_path / "corpus")) as corpus:
        first, second, third = (corpus.add(each, policy=POLICY).number for each in (one, report, other))
        for copy, number in ((part, second), (again, third)):
            seen = replace(copy, relations=corpus.duplicates.of(copy.text))
            corpus.duplicates.note_copy(seen, number, NOW.isoformat())
        texts = corpus.ledger.texts
        shown = {
            asked: {(each.kind, each.number): each.similarity for each in texts.cluster_of(asked)}
            for asked in (first, second)
        }
        copied = {("copy", second): share(part, report)}
        assert shown[first] == {
            ("kept", first): None,
            ("kept", second): share(report, one),
            **copied,
        }
        assert shown[second] == {
            ("kept", first): share(one, report),
            ("kept", second): None,
            **copied,
        }
        assert dict(texts.stories_of(first))[third] == share(one, other)
        assert dict(texts.stories_of(third))[first] == share(other, one)
        assert [number for number, _ in texts.stories_of(first)].count(third) == 1


def test_what_waits_is_known_until_a_person_decides(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "corpus")
    one = article(ON[0])
    with Corpus.open(folder) as corpus:
        quarantine = Quarantine(folder)
        name = quarantine.add(one, Reason.BORDERLINE)
        corpus.duplicates.note_waiting(one, name, NOW.isoformat())
        waiting = corpus.duplicates.of(longer(one).text)
        assert [(each.number, each.likeness) for each in waiting] == [(None, Likeness.NEAR)]
        assert corpus.add(longer(one), policy=POLICY).number == 8
        quarantine.remove(name)
        assert [each.number for each in corpus.duplicates.of(one.text)] == [8]


def test_formulas_say_nothing_and_take_no_room(tmp_path: Path) -> None:
    formula = "Bản tin này được phát lúc sáu giờ sáng mỗi ngày trên tất cả các đài địa phương trong cả nước. "
    formula *= 2
    with Corpus.open(tmp_path / "corpus") as corpus:
        for number in range(MOST_COMMON + 30):
            own = " ".join(f"số{number}x{word}" for word in range(90))
            text = article(ON[0], key=f"tin:{number}", lead=None, paragraphs=(formula, own), title="Tin")
            corpus.duplicates.note_copy(text, number, NOW.isoformat())
        rows = corpus.ledger.texts.rows(_MOST_HOLDERS, ())
        assert MOST_COMMON <= rows[0]["most"] <= MOST_COMMON + 2
        assert corpus.duplicates.of(formula * 3) == ()


_MOST_HOLDERS = "SELECT max(length(texts)) / 4 AS most FROM postings"


def test_an_older_ledger_is_indexed_on_opening(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "corpus")
    one = article(ON[0])
    with Corpus.open(folder) as corpus:
        kept = corpus.add(one)
        corpus.ledger.transaction(_forget_index)
    with Corpus.open(folder) as corpus:
        assert corpus.duplicates.of(one.text)[0].number == kept.number
        assert len(shingles_of(one.text).fingerprints) > 20


def _forget_index(db: Any) -> None:
    for table in ("texts", "postings", "links"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM meta WHERE name = 'records_indexed'")
