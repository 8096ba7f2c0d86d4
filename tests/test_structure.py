"""What must stay so in the structure; tests/structure.py prints the rest."""

from pathlib import Path

import structure

ROOT = Path(__file__).resolve().parent.parent
MODULES = structure.modules_of(ROOT)
FILES = structure.file_graph(MODULES)


def test_no_file_and_no_package_imports_itself_by_way_of_others() -> None:
    assert structure.circles(FILES) == []
    assert structure.circles(structure.package_graph(MODULES, FILES)) == []


def test_sql_stands_in_the_store_and_in_the_journal_of_the_daemon() -> None:
    assert structure.with_sql(MODULES) == ["crawler/scheduling/journal.py"]


def test_outlets_are_data() -> None:
    assert structure.machinery(MODULES) == {}


def test_every_number_has_a_unit_or_a_comment() -> None:
    assert structure.bare_numbers(MODULES) == []


def test_a_circle_is_found(tmp_path: Path) -> None:
    for name, text in {
        "crawler/__init__.py": "",
        "crawler/a.py": "from crawler import b",
        "crawler/b.py": "def late():\n    from crawler.deep.c import x",
        "crawler/deep/__init__.py": "",
        "crawler/deep/c.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .. import a",
        "crawler/lone.py": "import crawler.a\n"
        "MOST = 5\nMOST_BYTES = 5\nFEW = 5  # why\nBARE = 6\n# why\nB = 7",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    modules = structure.modules_of(tmp_path)
    graph = structure.file_graph(modules)

    assert structure.circles(graph) == [["crawler.a", "crawler.b", "crawler.deep.c"]]
    assert structure.circles(structure.package_graph(modules, graph)) == [
        ["crawler.a", "crawler.b", "crawler.deep"]
    ]
    assert structure.circles(structure.file_graph(modules, annotations=False)) == []
    assert structure.bare_numbers(modules) == ["crawler/lone.py:2 MOST", "crawler/lone.py:5 BARE"]
