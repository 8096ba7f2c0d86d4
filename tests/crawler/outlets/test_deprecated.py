"""Outlet files of users that were written against the last release."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from crawler import outlets
from crawler.outlets import loader

OLD = """
from crawler.article import ReadingRules
from spiders.archives import Pages
from spiders.base import Outlet


class LangChai(Outlet):
    name = "langchai"
    title = "Làng Chài"
    hosts = ("langchai.example.vn",)
    feeds = ("https://langchai.example.vn/rss",)
    archives = (Pages("https://langchai.example.vn/{section}/trang-{n}", sections=("bien",)),)
    article_url = r"https://langchai\\.example\\.vn/(?P<id>\\d+)"
    examples = ("https://langchai.example.vn/7",)
    non_examples = ("https://langchai.example.vn/",)
    reading = ReadingRules(title=("h1",))
    floor = 1
""".replace("\\\\", "\\")
FAMILIES = {"hemera": "Hemera", "mastercms": "MasterCMS", "onecms": "OneCMS", "vccorp": "VCCorp"}


def test_an_old_outlet_file_works_and_says_what_to_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bao_cu").mkdir()
    (tmp_path / "bao_cu" / "__init__.py").touch()
    (tmp_path / "bao_cu" / "langchai.py").write_text(OLD, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.warns(DeprecationWarning, match="next release") as warned:
        found = loader.load(("bao_cu",))

    assert issubclass(found["langchai"], outlets.Outlet)
    assert [str(warning.message) for warning in warned] == [
        "spiders.archives goes with the next release: import from crawler.outlets",
        "spiders.base goes with the next release: import from crawler.outlets",
    ]
    assert {Path(warning.filename).name for warning in warned} == {"langchai.py"}


@pytest.mark.parametrize(
    ("name", "present"),
    [("Leg", "Segment"), *((name, name) for name in ("Archive", "Dated", "Days", "Index", "ListApi"))],
)
def test_every_archive_is_found_under_its_old_name(name: str, present: str) -> None:
    old = importlib.import_module("spiders.archives")

    with pytest.warns(DeprecationWarning, match=r"spiders\.archives goes with the next release"):
        assert getattr(old, name) is getattr(importlib.import_module("crawler.outlets.archives"), present)


@pytest.mark.parametrize("module", FAMILIES)
def test_the_families_are_found_under_their_old_names(module: str) -> None:
    name = FAMILIES[module]
    family = getattr(importlib.import_module(f"spiders.families.{module}"), name)

    with pytest.warns(DeprecationWarning, match=f"import from spiders.families.{module}"):
        assert getattr(importlib.import_module(f"spiders.{module}"), name) is family


def test_a_name_that_never_was_is_missing() -> None:
    with pytest.warns(DeprecationWarning, match="next release"), pytest.raises(AttributeError):
        _ = importlib.import_module("spiders.base").Newspaper


def test_a_person_sees_one_line_a_file(tmp_path: Path) -> None:
    (tmp_path / "bao_cu").mkdir()
    (tmp_path / "bao_cu" / "__init__.py").touch()
    (tmp_path / "bao_cu" / "langchai.py").write_text(OLD, encoding="utf-8")
    (tmp_path / "schedules.yaml").write_text("outlet_modules: [bao_cu]\nend: true\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "crawler", "outlets", "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert '"langchai"' in done.stdout
    assert done.stderr == (
        f"gomtin: {tmp_path / 'bao_cu' / 'langchai.py'}:3: "
        "spiders.archives goes with the next release: import from crawler.outlets\n"
    )


def test_the_outlets_are_loaded_without_scrapy() -> None:
    code = (
        "import sys; from crawler.outlets import loader; "
        "print(len(loader.load()) > 50, sorted({'scrapy', 'twisted', 'lxml'} & sys.modules.keys()))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "True []\n"
