"""A corpus folder with odd things in it, one that vanishes, and one on a file system that lacks something."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.storing import an_article

from crawler.corpus.corpus import Corpus
from crawler.corpus.quarantine import Quarantine
from crawler.corpus.verify import verify
from crawler.errors import CorpusError
from crawler.reasons import Reason
from crawler.store.snapshot import snapshot

ODD: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "folder": lambda path: path.mkdir() or (path / "tin").write_text("x"),
    "link": lambda path: path.symlink_to(path.parents[2] / "elsewhere"),
    "dead link": lambda path: path.symlink_to("nowhere"),
}
FILES = ("ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.mark", "seeds.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a corpus with two texts; beside it lies what links lead to."""
    folder = tmp_path / "corpus"
    with Corpus.open(folder) as corpus:
        for number in range(2):
            corpus.add(an_article(number))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "seeds.json").write_text('{"seeds": []}', encoding="utf-8")
    return folder


def replace(path: Path, kind: str) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    ODD[kind](path)


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name in (*FILES, "tmp", ".") for kind in ODD if name in FILES or kind != "folder"],
)
def test_an_odd_thing_in_the_state_is_one_line(folder: Path, name: str, kind: str) -> None:
    odd = folder / ".gomtin" / name
    replace(odd, kind)
    before = tree(folder.parent)

    with pytest.raises(CorpusError) as refused:
        Corpus.open(folder)

    assert str(refused.value).startswith(f"{odd}: no ")
    assert "\n" not in str(refused.value)
    assert [(finding.kind, finding.severity) for finding in verify(folder)][:1] == [("foreign", "problem")]
    assert tree(folder.parent) == before


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_thing_named_like_a_text_is_left_alone(folder: Path, kind: str) -> None:
    replace(folder / "070_00000000000000aa.txt", kind)
    known = next(folder.glob("001_*.txt"))
    replace(known, kind)

    with Corpus.open(folder) as corpus:
        record = corpus.ledger.records.named(known.name)
        assert record
        assert corpus.text(record) is None
        assert corpus.add(an_article(5)).number == 2
    findings = {finding.name: finding.kind for finding in verify(folder) if finding.severity == "problem"}
    assert findings == {known.name: "missing"}


@pytest.mark.parametrize("kind", ["pipe", "dead link"])
def test_an_odd_thing_in_the_quarantine_is_one_line(
    folder: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    quarantine = Quarantine(folder)
    name = quarantine.add(an_article(7), Reason.BORDERLINE)
    replace(folder / ".gomtin" / "quarantine" / f"{name}.json", kind)
    assert quarantine.list() == []
    assert ["no regular file" in line for line in caplog.messages] == [True] * (kind == "pipe")

    replace(folder / ".gomtin" / "quarantine", "link")
    with pytest.raises(CorpusError, match="quarantine: no folder"):
        quarantine.add(an_article(8), Reason.BORDERLINE)
    assert tree(folder.parent / "elsewhere") == {"seeds.json"}


def test_the_database_of_another_program_is_neither_changed_nor_replaced(folder: Path) -> None:
    ledger = folder / ".gomtin" / "ledger.db"
    ledger.unlink()
    with sqlite3.connect(ledger) as other:
        other.execute("CREATE TABLE records (number INTEGER, owner TEXT)")
    other.close()
    before = ledger.read_bytes()

    uses: tuple[tuple[Callable[[Path], object], Path], ...] = (
        (Corpus.open, folder),
        (verify, folder),
        (snapshot, ledger),
    )
    for use, path in uses:
        with pytest.raises(CorpusError, match="of another program, no ledger; move it away"):
            use(path)

    assert ledger.read_bytes() == before
    assert not list(ledger.parent.glob("*corrupt*"))


# A folder that vanishes


def renamed(folder: Path) -> None:
    folder.rename(folder.with_name("away"))


def replaced(folder: Path) -> None:
    renamed(folder)
    folder.mkdir()


@pytest.mark.parametrize("vanish", [renamed, replaced, shutil.rmtree])
def test_a_folder_that_vanishes_is_not_made_anew(folder: Path, vanish: Callable[[Path], Any]) -> None:
    with Corpus.open(folder) as corpus:
        vanish(folder)
        for _ in range(2):
            with pytest.raises(CorpusError, match="renamed, deleted or replaced while it was in use"):
                corpus.add(an_article(5))
            with pytest.raises(CorpusError, match="renamed, deleted or replaced while it was in use"):
                corpus.ledger.hosts.set_rest("bao.example", an_article(1).fetched_at, "")
            if vanish is not replaced:
                with pytest.raises(CorpusError):
                    Quarantine(folder).add(an_article(6), Reason.BORDERLINE)

    assert not list(folder.glob("*"))
    away = folder.with_name("away")
    if away.exists():
        assert not list((away / ".gomtin" / "tmp").iterdir())
        assert verify(away) == []


def test_a_state_that_vanishes_is_not_made_anew(folder: Path) -> None:
    with Corpus.open(folder) as corpus:
        quarantine, gone = Quarantine(folder), r"\.gomtin: renamed, deleted or replaced while it was in use"
        shutil.rmtree(folder / ".gomtin")
        for _ in range(2):
            with pytest.raises(CorpusError, match=gone):
                corpus.add(an_article(5))
            with pytest.raises(CorpusError, match=gone):
                corpus.ledger.hosts.set_rest("bao.example", an_article(1).fetched_at, "")
            with pytest.raises(CorpusError, match=gone):
                quarantine.add(an_article(6), Reason.BORDERLINE)

    assert not (folder / ".gomtin").exists()
    assert len(list(folder.iterdir())) == 2


def test_a_folder_that_is_only_shown_gets_no_state(folder: Path) -> None:
    shutil.rmtree(folder / ".gomtin")
    with Corpus.to_show(folder) as corpus:
        assert corpus.ledger.records.counts() == {"seed": 2}
        assert len(corpus.seeds()) == 2

    assert not (folder / ".gomtin").exists()


# A folder that several users share


def test_what_was_made_for_one_user_is_shared_when_the_folder_is(folder: Path) -> None:
    state = folder / ".gomtin"
    for path in (state, state / "tmp"):
        path.chmod(0o700)
    for path in (state / "ledger.db", state / "seeds.json"):
        path.chmod(0o600)
    (state / "quarantine").mkdir(mode=0o500)
    folder.chmod(0o2770)

    with Corpus.open(folder) as corpus:
        text = corpus.path(corpus.add(an_article(5)))
        modes = {path.name: oct(path.stat().st_mode & 0o7777) for path in (text, *state.iterdir())}

    assert modes.pop("quarantine") == "0o2550", "nobody gets more than the owner"
    assert modes.pop("tmp") == "0o2770"
    assert modes.pop(text.name) == "0o660"
    assert len(modes) == 6
    assert set(modes.values()) <= {"0o660", "0o664"}, modes


# File systems


def failing(number: int) -> Callable[..., None]:
    def call(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return call


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_a_file_system_without_hard_links_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with Corpus.open(folder) as corpus:
        corpus.check_file_system()
        monkeypatch.setattr(os, "link", failing(number))
        with pytest.raises(CorpusError, match="no hard links"):
            corpus.check_file_system()
    assert not list((folder / ".gomtin" / "tmp").iterdir())


def test_where_no_single_folder_is_flushed_all_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    sync_file = os.fsync

    def no_folder(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112 - a descriptor
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        sync_file(descriptor)

    monkeypatch.setattr(os, "fsync", no_folder)
    monkeypatch.setattr(os, "sync", lambda: flushed.append("all"))
    with Corpus.open(folder) as corpus:
        corpus.check_file_system()
        record = corpus.add(an_article(3))

    assert (folder / record.name).is_file()
    assert flushed
