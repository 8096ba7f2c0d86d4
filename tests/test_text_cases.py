"""Cases of ../shared/cases/texts: lines that recur, chains of likeness, what lint finds, what pages say."""

from pathlib import Path

import pytest
from conftest import run_press
from support.places import SHARED

CASES = SHARED / "cases" / "texts"
if not CASES.is_dir():
    pytest.skip("no ../shared/cases/texts beside the repository", allow_module_level=True)


def start(folder: Path) -> Path:
    corpus = folder / "corpus"
    assert run_press(None, folder, "init", corpus, "--seeds", CASES / "chain_seeds").code == 0
    return corpus


def test_six_sentences_that_share_a_name_stay(tmp_path: Path) -> None:
    corpus = start(tmp_path)
    for name in ("recurring-1.jsonl", "recurring-2.jsonl"):
        run_press(None, tmp_path, "intake", CASES / name, "--corpus", corpus)
    url = "https://vnexpress.net/chuyen-so-6-4700006.html"
    told = run_press(None, tmp_path, "why", url, "--dropped", "--corpus", corpus)
    assert "relevance   ended here" in told.out  # of a text that is not kept, only the last step is
    assert "dropped" not in told.out
    stats = run_press(None, tmp_path, "stats", "--json", "--corpus", corpus).last
    assert stats["dropped"] == []


def test_a_chain_of_texts_is_kept_where_each_says_something_new(tmp_path: Path) -> None:
    corpus = start(tmp_path)
    done = run_press(None, tmp_path, "intake", CASES / "chain.jsonl", "--corpus", corpus, "--json")
    assert {line["id"]: line["verdict"] for line in done.lines} == dict.fromkeys("ABC", "kept")


@pytest.mark.parametrize(
    ("folder", "kind", "lines"),
    [
        ("pointer-video", "pointer to other news", [(7, 7)]),
        ("tail-of-four", "headline tail", [(line, line) for line in range(7, 11)]),
        ("stacked-no-picture", "stacked article", [(7, 9)]),
    ],
)
def test_lint_finds_it(tmp_path: Path, folder: str, kind: str, lines: list[tuple[int, int]]) -> None:
    found = run_press(None, tmp_path, "lint", CASES / folder, "--json").lines
    assert {line["kind"] for line in found} == {kind}
    assert [(line["line"], line["to_line"]) for line in found] == lines


@pytest.mark.parametrize("page", ["strip-takes-all.html", "audio-player.html"])
def test_a_page_says_its_four_paragraphs(tmp_path: Path, page: str) -> None:
    read = run_press(None, tmp_path, "read", CASES / page, "--json").lines[0]
    assert len(read["text"].split("\n")) == len(("title", "lead", 1, 2, 3, 4))
