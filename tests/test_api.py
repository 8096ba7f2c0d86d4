"""import gomtin: a corpus, a page and texts, as another program uses them."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import REPOSITORY

import gomtin
from crawler.corpus.corpus import Corpus
from crawler.paths import StatePaths

ON = json.loads((REPOSITORY / "crawler/newsroom/stories/on.json").read_text(encoding="utf-8"))
OFF = json.loads((REPOSITORY / "crawler/newsroom/stories/off.json").read_text(encoding="utf-8"))
PAGE = (REPOSITORY / "docs/api.md").read_text(encoding="utf-8")


def article_of(story: dict[str, object], number: int) -> gomtin.Article:
    paragraphs = story["paragraphs"]
    assert isinstance(paragraphs, list)
    url = f"https://bengo.example.vn/bai-{number}.html"
    return gomtin.Article(
        url=url,
        key=url,
        outlet="bengo",
        title=str(story["title"]),
        lead=str(story["lead"]),
        paragraphs=tuple(paragraphs),
        fetched_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
        published=datetime(2026, 11, 20, 1, tzinfo=UTC),
    )


@pytest.fixture
def grown(corpus: Path) -> Path:
    """A corpus of the seeds and one crawled article."""
    with Corpus.open(corpus) as opened:
        opened.add(article_of(ON[0], 1), origin="crawl")
    return corpus


def state_of(folder: Path) -> dict[str, tuple[int, bytes | None]]:
    """Every path below a folder with its time of change and its bytes."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else None,
        )
        for path in sorted(folder.rglob("*"))
    }


def test_a_corpus_is_read_in_order_and_left_as_it_is(grown: Path) -> None:
    before = state_of(grown)

    corpus = gomtin.open(grown)
    texts = list(corpus)

    assert len(texts) == len(corpus) == len(list(grown.glob("*.txt")))
    assert [text.number for text in texts] == sorted(text.number for text in texts)
    assert all(text.text.encode() == (grown / text.name).read_bytes() for text in texts)
    assert {text.origin for text in texts[:-1]} == {"seed"}
    last = texts[-1]
    assert (last.title, last.outlet, last.origin) == (ON[0]["title"], "bengo", "crawl")
    assert last.url == "https://bengo.example.vn/bai-1.html"
    assert last.published == datetime(2026, 11, 20, 1, tzinfo=UTC)
    assert corpus[last.number] == last
    assert state_of(grown) == before


def test_its_values_are_frozen_and_what_is_not_there_says_so(grown: Path, tmp_path: Path) -> None:
    corpus = gomtin.open(str(grown))
    with pytest.raises(FrozenInstanceError):
        next(iter(corpus)).title = "khác"  # type: ignore[misc]
    with pytest.raises(KeyError):
        corpus[999_999]
    with pytest.raises(gomtin.CorpusError, match="no such folder"):
        gomtin.open(tmp_path / "khong-co")


def test_a_folder_without_a_ledger_is_read_too(corpus: Path) -> None:
    texts = list(gomtin.open(corpus))

    assert texts
    assert {text.origin for text in texts} == {None}
    assert not StatePaths.of(corpus).folder.exists()


def test_what_a_writer_has_not_yet_put_into_the_file_is_seen(corpus: Path) -> None:
    with Corpus.open(corpus) as opened:
        opened.add(article_of(ON[0], 1), origin="crawl")
        ledger = StatePaths.of(corpus).ledger
        assert ledger.with_name("ledger.db-wal").stat().st_size

        assert [text.outlet for text in gomtin.open(corpus)][-1] == "bengo"


def test_a_text_that_is_deleted_meanwhile_is_left_out(grown: Path) -> None:
    corpus = gomtin.open(grown)
    first = next(iter(corpus))
    (grown / first.name).unlink()

    assert first not in list(corpus)


def test_a_broken_ledger_is_an_error_of_the_corpus(grown: Path) -> None:
    StatePaths.of(grown).ledger.write_bytes(b"khong phai co so du lieu" * 300)

    with pytest.raises(gomtin.CorpusError, match=r"ledger\.db"):
        gomtin.open(grown)


def test_a_log_that_a_dead_writer_left_is_read_and_left_as_it_is(corpus: Path, tmp_path: Path) -> None:
    with Corpus.open(corpus) as opened:
        opened.add(article_of(ON[0], 1), origin="crawl")
        left = Path(shutil.copytree(corpus, tmp_path / "left"))
    StatePaths.of(left).ledger.with_name("ledger.db-shm").unlink()
    before = state_of(left)

    assert before[".gomtin/ledger.db-wal"][1]
    assert [text.outlet for text in gomtin.open(left)][-1] == "bengo"
    assert state_of(left) == before


def test_a_ledger_without_tables_knows_nothing(corpus: Path) -> None:
    ledger = StatePaths.of(corpus).ledger
    ledger.parent.mkdir()
    ledger.touch()

    assert {text.origin for text in gomtin.open(corpus)} == {None}
    assert ledger.read_bytes() == b""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user, whom only root can become")
@pytest.mark.parametrize("writer", ["closed", "at work", "dead"])
def test_another_user_may_read_a_folder_that_is_not_his(corpus: Path, writer: str) -> None:
    # The program must be loaded before the rights are given up: it may lie where the other user may not look.
    code = """if True:
        import os, sys, gomtin
        folder = sys.argv[1]
        len(list(gomtin.open(folder)))
        os.setuid(65534)
        assert not os.access(folder, os.W_OK)
        print([text.outlet for text in gomtin.open(folder)][-1])"""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        with Corpus.open(corpus) as opened:
            opened.add(article_of(ON[0], 1), origin="crawl")
            if writer == "closed":
                opened.close()
            copy = Path(shutil.copytree(corpus, Path(place) / "corpus"))
        if writer == "dead":
            StatePaths.of(copy).ledger.with_name("ledger.db-shm").unlink()
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        done = subprocess.run(
            [sys.executable, "-c", code, str(copy)],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.stdout.strip() == "bengo", done.stderr


def test_a_page_is_read_by_text_or_bytes_or_refused_with_its_reason() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in ON[0]["paragraphs"])
    html = f"<html><body><h1>{ON[0]['title']}</h1><article>{body}</article></body></html>"
    url = "https://bengo.example.vn/bai-1.html"

    assert gomtin.read(html, url).paragraphs == tuple(ON[0]["paragraphs"])
    assert gomtin.read(html.encode(), url).text == gomtin.read(html, url).text
    with pytest.raises(gomtin.Rejected) as end:
        gomtin.read("<html><body></body></html>", url)
    assert end.value.reason in gomtin.Reason
    with pytest.raises(gomtin.ConfigError):
        gomtin.read(html, "file:///etc/passwd")


def test_texts_are_judged_as_the_command_judges_them(grown: Path, tmp_path: Path) -> None:
    texts = ["\n".join([s["title"], s["lead"], *s["paragraphs"]]) for s in (ON[1], OFF[0])]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")

    near, far = gomtin.judge(iter(texts), grown)

    assert near.score > far.score
    assert (near.language, far.decision) == ("vi", "reject")
    command = [sys.executable, "-m", "crawler", "judge", "--json", "--corpus", str(grown), "0.txt", "1.txt"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    shown = [json.loads(line)["topic"] for line in done.stdout.splitlines()]
    assert [topic["score"] for topic in shown] == [round(near.score, 4), round(far.score, 4)]
    with pytest.raises(gomtin.ConfigError, match="no such folder"):
        gomtin.judge([], tmp_path / "khong-co")


@pytest.mark.parametrize("there", [(), ("ghi-chu.txt",)])
def test_a_folder_without_seeds_is_refused_before_anything_is_made_in_it(
    tmp_path: Path, there: tuple[str, ...]
) -> None:
    for name in there:
        (tmp_path / name).write_text("Ghi chú\n", encoding="utf-8")

    with pytest.raises(gomtin.ConfigError, match="no seed texts"):
        gomtin.judge(["Nước lên"], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(there)


def test_importing_it_imports_nothing_heavy() -> None:
    code = (
        "import sys, gomtin; print([m for m in ('scrapy', 'lxml', 'sqlite3', 'click') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_the_examples_of_the_page_run(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(grown.parent)
    there: dict[str, object] = {}
    for example in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(example, "docs/api.md", "exec"), there)

    assert [text.outlet for text in there["with_date"]] == ["bengo"]  # type: ignore[attr-defined]
    assert there["article"]("<html></html>", "https://bengo.example.vn/x.html") is None  # type: ignore[operator]
    assert there["on_topic"]([]) == []  # type: ignore[operator]


@pytest.mark.parametrize("name", gomtin.__all__)
def test_every_public_name_has_a_docstring(name: str) -> None:
    value = getattr(gomtin, name)
    assert isinstance(value, str) or value.__doc__
