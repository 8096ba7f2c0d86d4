import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain, repeat
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.places import SHARED
from support.storing import an_article

from crawler.article import Record
from crawler.corpus import reconcile
from crawler.corpus.corpus import Corpus
from crawler.corpus.verify import verify
from crawler.errors import CorpusError, Rejected
from crawler.reasons import Reason
from crawler.store import summary
from crawler.store.folder import Folder, defect, number_of
from crawler.text.normalize import content_hash, nfc_clean

SEEDS = {
    "000_00000000000000aa.txt": " Ghi chú của người gửi\n\nTin vui từ bến cảng\r\nTàu đã về.\n\n",
    "001_00000000000000ab.txt": "\ufeffTàu chậm vì bão\nHai hôm nay biển động.",
    "004_00000000000000ac.txt": "Chợ cá sớm\nNgười mua đông hơn mọi ngày.",
}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name, text in SEEDS.items():
        (folder / name).write_bytes(text.encode())
    return folder


@pytest.fixture
def corpus(tmp_path: Path, seeds: Path) -> Iterator[Corpus]:
    with Corpus.init(tmp_path / "corpus", seeds) as corpus:
        yield corpus


def texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.txt")}


def reopened(corpus: Corpus) -> Corpus:
    corpus.close()
    return Corpus.open(corpus.folder)


def lose_ledger(corpus: Corpus) -> None:
    corpus.close()
    lose_files(corpus.folder)


def lose_files(folder: Path) -> None:
    for path in (folder / ".gomtin").glob("ledger.db*"):
        path.unlink()


# Adding


def test_a_text_is_stored_under_the_next_number(corpus: Corpus) -> None:
    record = corpus.add(an_article(1), run=3)

    data = (corpus.folder / record.name).read_bytes()
    assert data == an_article(1).text.encode()
    assert record.name == f"005_{sha256(data).hexdigest()[:16]}.txt"
    assert corpus.path(record).is_file()
    assert corpus.text(record) == an_article(1).text
    assert record == corpus.ledger.records.get(5)
    assert (record.origin, record.key, record.outlet) == ("crawl", "tin:1", "tin")
    assert record.normal_hash == content_hash(an_article(1).text)
    assert record.published == an_article(1).published


def test_a_known_text_is_rejected_with_its_number(corpus: Corpus) -> None:
    corpus.add(an_article(1))

    with pytest.raises(Rejected) as rejected:
        corpus.add(an_article(1))

    assert rejected.value.reason is Reason.SAME_TEXT
    assert rejected.value.duplicate_of == 5
    assert len(texts(corpus.folder)) == 4


def test_numbers_have_at_least_three_digits(tmp_path: Path) -> None:
    (tmp_path / "998_00000000000000aa.txt").write_text("Một bản tin cũ")
    with Corpus.open(tmp_path) as corpus:
        numbers = [corpus.add(an_article(n)).name[:5] for n in (1, 2)]

    assert [number.rstrip("_")[:4] for number in numbers] == ["999_", "1000"]


def test_the_first_text_of_an_empty_folder_is_number_000(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "new" / "corpus") as corpus:
        assert corpus.add(an_article(1)).name.startswith("000_")
        assert corpus.seeds() == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "empty"),
        ("Bản tin\n", "newline at the end"),
        ("Bản tin\n\nđoạn", "line 2"),
        ("Bản tin \nđoạn", "line 1"),
        ("Bản tin\r\nđoạn", "line end"),
        ("Bản tin\u2028đoạn", "line end"),
        ("\ufeffBản tin", "byte order mark"),
        ("Bản tin".encode().decode("latin-1")[:-1] + "e\u0301", "NFC"),
        ("Bản tin \ud83d", "UTF-8"),
    ],
)
def test_what_is_not_in_the_form_is_not_stored(corpus: Corpus, text: str, wrong: str) -> None:
    title, *paragraphs = text.split("\n")
    article = an_article(1)
    article = type(article)(
        url=article.url, key=article.key, outlet="tin", title=title, lead=None, paragraphs=tuple(paragraphs),
        fetched_at=article.fetched_at,
    )  # fmt: skip

    with pytest.raises(Rejected, match=wrong) as rejected:
        corpus.add(article)

    assert rejected.value.reason is Reason.BUG
    assert texts(corpus.folder).keys() == SEEDS.keys()


@given(st.lists(st.text().map(nfc_clean).filter(lambda s: s and "\n" not in s), min_size=1))
@settings(max_examples=200, deadline=None)
def test_cleaned_lines_are_in_the_form(lines: list[str]) -> None:
    assert defect("\n".join(lines).encode()) is None


def test_the_cost_of_a_text_does_not_grow_with_the_folder(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    names = corpus._files.names
    monkeypatch.setattr(corpus._files, "names", lambda: looks.append(1) or names())

    for number in range(20):
        corpus.add(an_article(number))

    assert looks == []


def test_several_threads_may_store_and_read(corpus: Corpus) -> None:
    failed: list[BaseException] = []

    def store(numbers: range) -> None:
        for number in numbers:
            try:
                corpus.add(an_article(number))
                assert corpus.ledger.records.with_key(f"tin:{number}")
            except Rejected:
                pass
            except BaseException as error:
                failed.append(error)
                raise

    threads = [Thread(target=store, args=(range(n, n + 8),)) for n in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert len(list(corpus.ledger.records.all())) >= 3
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(texts(corpus.folder)) == 3 + 11


# Seeds


def test_seeds_keep_names_and_bytes(corpus: Corpus) -> None:
    assert {name: data.decode() for name, data in texts(corpus.folder).items()} == SEEDS
    assert [name for name, _ in corpus.seeds()] == list(SEEDS)
    assert corpus.seeds()[1][1] == SEEDS["001_00000000000000ab.txt"].removeprefix("\ufeff")
    assert {record.origin for record in corpus.ledger.records.all()} == {"seed"}
    assert corpus.ledger.records.get(0).title == "Ghi chú của người gửi"  # type: ignore[union-attr]
    assert verify(corpus.folder)[0].kind == "gap"
    assert len(verify(corpus.folder)) == 1


def test_seeds_of_other_names_get_the_next_number(tmp_path: Path, seeds: Path) -> None:
    (seeds / "ghi-chep.txt").write_text("Ghi chép ở chợ")
    (seeds / "anh.jpg").write_bytes(b"\xff\xd8")
    (seeds / "001_00000000000000ff.txt").write_text("Cùng số, khác bài")

    with Corpus.init(tmp_path / "corpus", seeds) as corpus:
        names = [name for name, _ in corpus.seeds()]

    digits = [sha256(text.encode()).hexdigest()[:16] for text in ("Cùng số, khác bài", "Ghi chép ở chợ")]
    assert names == [
        "000_00000000000000aa.txt",
        "001_00000000000000ab.txt",
        f"002_{digits[0]}.txt",
        "004_00000000000000ac.txt",
        f"005_{digits[1]}.txt",
    ]


def test_taking_seeds_over_twice_changes_nothing(corpus: Corpus, seeds: Path) -> None:
    corpus.close()
    Corpus.init(corpus.folder, seeds).close()
    Corpus.init(corpus.folder, corpus.folder).close()

    assert texts(corpus.folder).keys() == SEEDS.keys()


def test_a_folder_without_texts_gives_no_seeds(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(CorpusError, match=r"no \.txt files"):
        Corpus.init(tmp_path / "corpus", tmp_path / "empty")


def test_all_texts_of_a_new_folder_are_seeds_and_later_ones_are_not(tmp_path: Path, seeds: Path) -> None:
    Corpus.open(tmp_path / "corpus").close()  # opened while it was empty
    shutil.copytree(seeds, tmp_path / "corpus", dirs_exist_ok=True)
    with Corpus.open(tmp_path / "corpus") as corpus:
        (corpus.folder / "009_00000000000000dd.txt").write_text("Bài của người khác")
        stored = corpus.add(an_article(1))
        origins = {record.number: record.origin for record in corpus.ledger.records.all()}

    assert stored.number == 10
    assert origins == {0: "seed", 1: "seed", 4: "seed", 9: "adopted", 10: "crawl"}


def test_which_texts_are_seeds_survives_a_lost_ledger(corpus: Corpus) -> None:
    corpus.add(an_article(1))
    lose_ledger(corpus)

    with Corpus.open(corpus.folder) as again:
        assert [name for name, _ in again.seeds()] == list(SEEDS)
        assert again.ledger.records.counts() == {"seed": 3, "adopted": 1}


def test_that_a_ledger_was_lost_is_on_record(corpus: Corpus, caplog: pytest.LogCaptureFixture) -> None:
    corpus.add(an_article(1))
    corpus = reopened(corpus)
    assert corpus.ledger.records.lost_at() is None
    lose_ledger(corpus)

    with Corpus.open(corpus.folder) as again:
        assert again.ledger.records.lost_at()
        assert "the ledger was lost" in caplog.text
        caplog.clear()
    with Corpus.open(corpus.folder) as later:
        assert later.ledger.records.lost_at()
    assert "the ledger was lost" not in caplog.text


def test_a_number_is_never_given_twice_though_the_ledger_is_lost(corpus: Corpus) -> None:
    first, last = corpus.add(an_article(1)), corpus.add(an_article(2))
    lose_ledger(corpus)
    corpus.path(last).unlink()

    with Corpus.open(corpus.folder) as again:
        third = again.add(an_article(3))
        again.path(third).unlink()
        lose_files(again.folder)
        fourth = again.add(an_article(4))

    assert [record.number for record in (first, last, third, fourth)] == [5, 6, 7, 8]


def test_a_lost_state_is_told_where_texts_were_stored(
    corpus: Corpus, caplog: pytest.LogCaptureFixture
) -> None:
    assert "seeds" not in caplog.text
    corpus.add(an_article(1))
    corpus.close()
    shutil.rmtree(corpus.folder / ".gomtin")
    before = summary.read(corpus.folder, UTC, datetime.now(UTC))

    with Corpus.open(corpus.folder) as again:
        assert len(again.seeds()) == 4
        assert again.ledger.records.lost_seeds() == 4
    after = summary.read(corpus.folder, UTC, datetime.now(UTC))
    told = [record.getMessage() for record in caplog.records if "count as seeds" in record.getMessage()]

    assert len(told) == 1
    assert "its 4 texts came from" in told[0]
    assert before.problem
    assert "its 4 texts came from" in before.problem
    assert (after.problem, after.lost_seeds) == (None, 4)


def test_which_texts_are_seeds_survives_a_lost_list(corpus: Corpus) -> None:
    corpus.add(an_article(1))
    (corpus.folder / ".gomtin" / "seeds.json").unlink()

    with reopened(corpus) as again:
        assert [name for name, _ in again.seeds()] == list(SEEDS)


def test_an_accepted_article_becomes_a_seed(corpus: Corpus) -> None:
    record = corpus.add(an_article(1), origin="seed")
    lose_ledger(corpus)

    with Corpus.open(corpus.folder) as again:
        assert again.seeds()[-1] == (record.name, an_article(1).text)


def test_an_unreadable_list_of_seeds_is_reported(corpus: Corpus) -> None:
    (corpus.folder / ".gomtin" / "seeds.json").write_text("[")

    with pytest.raises(CorpusError, match=r"seeds\.json"):
        reopened(corpus)


# The ledger fails


def truncate(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(os.urandom(30_000))


def tear(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\xa5" * 4096 * 3)


@pytest.mark.parametrize("damage", [Path.unlink, truncate, garbage, tear])
def test_a_lost_or_damaged_ledger_is_rebuilt(
    corpus: Corpus, damage: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(4):
        corpus.add(an_article(number))
    before = texts(corpus.folder)
    corpus.close()
    damage(corpus.folder / ".gomtin" / "ledger.db")

    with Corpus.open(corpus.folder) as again:
        for number in range(4):
            with pytest.raises(Rejected, match="same text"):
                again.add(an_article(number))
        assert again.add(an_article(4)).number == 9

    aside = list(corpus.folder.glob(".gomtin/ledger.corrupt-*.db"))
    assert len(aside) == (damage in {garbage, tear})
    assert ("rebuilt from the folder" in caplog.text) == bool(aside)
    assert texts(corpus.folder).items() > before.items()
    assert [finding.kind for finding in verify(corpus.folder)] == ["gap"]


def replace_ledger(corpus: Corpus, damage: Callable[[Path], object]) -> None:
    """Put another file in the ledger's place; its log goes, too: SQLite would mend the new file from it."""
    path = corpus.folder / ".gomtin" / "ledger.db"
    for old in path.parent.glob("ledger.db*"):
        old.unlink()
    path.touch()
    damage(path)


@pytest.mark.parametrize("damage", [Path.unlink, truncate, garbage])
def test_a_ledger_lost_under_a_running_process_is_rebuilt(
    corpus: Corpus, damage: Callable[[Path], object]
) -> None:
    corpus.add(an_article(0))
    corpus.ledger.hosts.set_rest("tin.example", datetime.now(UTC), "test")
    replace_ledger(corpus, damage)

    with pytest.raises(Rejected, match="same text"):
        corpus.add(an_article(0))
    assert corpus.add(an_article(1)).number == 6
    assert corpus.ledger.hosts.rest("tin.example") is None
    assert [record.number for record in corpus.ledger.records.all()] == [0, 1, 4, 5, 6]


def test_a_lost_wal_loses_no_text(corpus: Corpus, tmp_path: Path) -> None:
    corpus.add(an_article(0))
    crashed = tmp_path / "crashed"
    shutil.copytree(corpus.folder, crashed)  # what the disk holds while the ledger is open
    for path in crashed.glob(".gomtin/ledger.db-*"):
        path.unlink()

    with Corpus.open(crashed) as again:
        with pytest.raises(Rejected, match="same text"):
            again.add(an_article(0))
        assert again.add(an_article(1)).number == 6
    assert [finding.kind for finding in verify(crashed)] == ["gap"]


def test_two_processes_lose_the_ledger_and_go_on_together(corpus: Corpus) -> None:
    with Corpus.open(corpus.folder) as other:
        for number, writer in zip(range(6), chain.from_iterable(repeat((corpus, other))), strict=False):
            writer.add(an_article(number))
            if number == 2:
                replace_ledger(corpus, garbage)

    assert [number_of(name) for name in sorted(texts(corpus.folder))] == [0, 1, 4, 5, 6, 7, 8, 9, 10]
    assert len(list(corpus.folder.glob(".gomtin/ledger.corrupt-*.db"))) == 1
    assert [finding.kind for finding in verify(corpus.folder)] == ["gap"]


# People edit the folder


def edit(folder: Path, record: Record) -> None:
    (folder / record.name).write_text("Đã sửa tay")


def rename(folder: Path, record: Record) -> None:
    (folder / record.name).rename(folder / f"020_{record.name[-20:]}")


def rename_away(folder: Path, record: Record) -> None:
    (folder / record.name).rename(folder / "bài hay.txt")


def delete(folder: Path, record: Record) -> None:
    (folder / record.name).unlink()


def copy_same_number(folder: Path, record: Record) -> None:
    shutil.copy(folder / record.name, folder / f"{record.number:03d}_00000000000000ee.txt")


def add_numbered(folder: Path, _: Record) -> None:
    (folder / "006_00000000000000ef.txt").write_text("Người khác viết")


def add_other(folder: Path, _: Record) -> None:
    (folder / "ghi chú.md").write_text("Nhớ xem lại")
    (folder / "0006_xyz.txt").write_text("Không phải tên bài")


def add_impostors(folder: Path, record: Record) -> None:
    (folder / "300_00000000000000f0.txt").mkdir()
    (folder / "301_00000000000000f1.txt").symlink_to(folder / record.name)


EDITS = {
    edit: (6, {"edited"}, True),
    rename: (21, {"missing", "gap"}, True),
    rename_away: (6, {"missing", "foreign"}, True),
    delete: (6, {"missing"}, True),
    copy_same_number: (6, {"duplicate", "edited"}, False),
    add_numbered: (7, {"edited"}, True),
    add_other: (6, {"foreign"}, True),
    add_impostors: (6, {"foreign"}, True),
}


@pytest.mark.parametrize("lose", [False, True], ids=["ledger", "no-ledger"])
@pytest.mark.parametrize("change", EDITS)
def test_what_people_do_to_the_folder_stays(
    corpus: Corpus, change: Callable[[Path, Record], None], lose: bool
) -> None:
    number, kinds, mended = EDITS[change]
    record = corpus.add(an_article(0))
    change(corpus.folder, record)
    before = {path.name for path in corpus.folder.iterdir()}, texts_of_files(corpus.folder)
    if lose:
        lose_ledger(corpus)

    with corpus if not lose else Corpus.open(corpus.folder) as again:
        if not (lose and change in {edit, delete, rename_away}):
            with pytest.raises(Rejected, match="same text"):
                again.add(an_article(0))
        stored = again.add(an_article(1))

    assert stored.number == number
    after = {path.name for path in corpus.folder.iterdir()}, texts_of_files(corpus.folder)
    assert after[0] == before[0] | {stored.name}
    assert after[1].items() >= before[1].items()
    if not lose:
        found = {finding.kind for finding in verify(corpus.folder)}
        assert found == kinds | {"gap"}
        left = verify(corpus.folder, repair=True)
        assert any(finding.severity == "problem" for finding in left) != mended
        assert texts_of_files(corpus.folder) == after[1]


def texts_of_files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and not path.is_symlink()
    }


def test_a_name_that_appears_at_the_last_moment_is_not_overwritten(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"005_{sha256(an_article(0).text.encode()).hexdigest()[:16]}.txt"
    publish = corpus._files.publish

    def meanwhile(staged: Path, wanted: str) -> None:
        (corpus.folder / name).mkdir(exist_ok=True)
        publish(staged, wanted)

    monkeypatch.setattr(corpus._files, "publish", meanwhile)

    assert corpus.add(an_article(0)).number == 6
    assert name in {finding.name for finding in verify(corpus.folder) if finding.kind == "foreign"}


def test_the_same_text_that_appears_at_the_last_moment_counts(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"005_{sha256(an_article(0).text.encode()).hexdigest()[:16]}.txt"
    publish = corpus._files.publish

    def meanwhile(staged: Path, wanted: str) -> None:
        (corpus.folder / name).write_text(an_article(0).text)
        publish(staged, wanted)

    monkeypatch.setattr(corpus._files, "publish", meanwhile)

    with pytest.raises(Rejected, match=name):
        corpus.add(an_article(0))
    assert corpus.ledger.records.get(5).origin == "adopted"  # type: ignore[union-attr]


def test_temporary_files_of_dead_processes_are_dropped(corpus: Corpus) -> None:
    tmp = corpus.folder / ".gomtin" / "tmp"
    for name in ("999999999-00000000000000aa", "999999999-seeds.json", f"{os.getppid()}-00000000000000aa"):
        (tmp / name).write_text("{}")

    with reopened(corpus):
        assert [path.name for path in tmp.iterdir()] == [f"{os.getppid()}-00000000000000aa"]


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the user's seeds are not beside the repository")
def test_the_users_seeds(tmp_path: Path) -> None:
    with Corpus.init(tmp_path / "corpus", SHARED / "seeds") as corpus:
        assert texts(corpus.folder) == texts(SHARED / "seeds")
        assert len(corpus.seeds()) == 5
        assert corpus.add(an_article(0)).number == 5
    assert verify(tmp_path / "corpus") == []


# Opening


def test_a_folder_that_is_as_it_was_is_not_listed_again(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "_SURELY_ANOTHER_TIME_NS", 0)
    corpus.add(an_article(0))
    listed: list[Path] = []
    names = Folder.names

    def noted(files: Folder) -> set[str]:
        listed.append(files.path)
        return names(files)

    monkeypatch.setattr(Folder, "names", noted)
    changes: tuple[Callable[[], object], ...] = (
        lambda: None,  # what was stored changed the folder
        lambda: None,
        lambda: (corpus.folder / "077_0123456789abcdef.txt").write_text("Bài của người khác"),
        lambda: None,
        (corpus.folder / ".gomtin" / "seeds.json").unlink,
        lambda: None,
    )
    seen = []
    for change in changes:
        change()
        listed.clear()
        with reopened(corpus) as again:
            seen.append(bool(listed))
            assert {name for name, _ in again.seeds()} == set(SEEDS)
    assert seen == [True, False, True, False, True, False]
    with reopened(corpus) as again:
        assert again.ledger.records.get(77)


def test_a_text_put_there_in_the_moment_of_another_is_found(corpus: Corpus) -> None:
    corpus.add(an_article(0))
    for number in (50, 60):
        before = corpus.folder.stat().st_mtime_ns
        (corpus.folder / f"0{number}_0123456789abcdef.txt").write_text(f"Bài số {number} của người khác")
        os.utime(corpus.folder, ns=(before, before))  # as on a file system whose clock goes in steps
        with reopened(corpus) as again:
            assert again.ledger.records.get(number)


def test_a_text_that_could_not_be_read_is_taken_in_once_it_can(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "_SURELY_ANOTHER_TIME_NS", 0)
    locked = corpus.folder / "077_0123456789abcdef.txt"
    locked.write_text("Bài của người khác")
    read = Folder.read
    with monkeypatch.context() as rights:
        rights.setattr(Folder, "read", lambda files, name: None if name == locked.name else read(files, name))
        with reopened(corpus) as again:
            assert again.ledger.records.get(77) is None
    with reopened(corpus) as again:
        assert again.ledger.records.get(77)
