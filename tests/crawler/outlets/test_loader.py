import sys
from pathlib import Path

import pytest

from crawler.errors import ConfigError, OutletError
from crawler.outlets import loader as outlets

DECLARATION = """
from crawler.outlets import Outlet


class {name}(Outlet):
    name = "{name}"
    title = "Tờ báo"
    hosts = ("{name}.example.vn",)
    feeds = ("https://{name}.example.vn/rss",)
    article_url = r"https://{name}\\.example\\.vn/(?P<id>\\d+)"
    examples = ("https://{name}.example.vn/1",)
    non_examples = ("https://{name}.example.vn/",)
    floor = 1
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sap_bao"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("sap_bao")]:
        monkeypatch.delitem(sys.modules, name)
    return folder


def test_the_outlets_of_a_package_are_found_by_name(package: Path) -> None:
    (package / "z.py").write_text(DECLARATION.format(name="hai"))
    (package / "a.py").write_text(
        DECLARATION.format(name="mot") + "    enabled = False\n    off = 'đang sửa'\n"
    )
    (package / "khac.py").write_text("from sap_bao.z import hai\n")
    (package / "con").mkdir()
    (package / "con" / "__init__.py").write_text("raise RuntimeError('not to be imported')")

    found = outlets.load(("sap_bao",))

    assert list(found) == ["hai", "mot"]
    assert list(outlets.choose(found, ())) == ["hai"]
    assert list(outlets.choose(found, ["hai"])) == ["hai"]
    assert list(outlets.named(found, ["mot", "hai", "mot"])) == ["hai", "mot"]


def test_what_cannot_be_chosen_is_said(package: Path) -> None:
    (package / "a.py").write_text(
        DECLARATION.format(name="mot") + "    enabled = False\n    off = 'đang sửa'\n"
    )
    found = outlets.load(("sap_bao",))

    with pytest.raises(ConfigError, match="mot is switched off: đang sửa"):
        outlets.choose(found, ["mot"])


def test_a_misspelled_name_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(ConfigError) as caught:
        outlets.choose(outlets.load(), ["VnExpres", "qqq"])

    assert "no outlet is called 'VnExpres'; did you mean vnexpress?" in str(caught.value)
    assert "no outlet is called 'qqq'; there are 24h, anninhthudo, " in str(caught.value)


def test_two_outlets_of_one_name_are_refused(package: Path) -> None:
    (package / "a.py").write_text(DECLARATION.format(name="mot"))
    (package / "b.py").write_text(DECLARATION.format(name="mot"))

    with pytest.raises(OutletError, match=r"sap_bao\.b\.mot\.name: sap_bao\.a\.mot is called 'mot' already"):
        outlets.load(("sap_bao",))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("\nimport bao_nao_do\n", r"sap_bao\.a cannot be imported: line 2: ModuleNotFoundError: No module"),
        ("x = 1\ndef f(:\n", r"sap_bao\.a cannot be imported: line 2: SyntaxError: "),
        ("def f():\n    raise ValueError('hai\\ndòng')\n\nf()\n", r"line 2: ValueError: hai dòng\Z"),
        ("raise SystemExit(3)\n", r"line 1: SystemExit: 3\Z"),
    ],
)
def test_a_module_that_cannot_be_imported_is_one_line(package: Path, content: str, told: str) -> None:
    (package / "a.py").write_text(content)

    with pytest.raises(OutletError, match=told):
        outlets.load(("sap_bao",))


def test_a_plain_scrapy_spider_is_refused(package: Path) -> None:
    (package / "a.py").write_text("import scrapy\n\nclass Old(scrapy.Spider):\n    name = 'old'\n")

    with pytest.raises(OutletError, match="Old: a Scrapy spider, but no Outlet"):
        outlets.load(("sap_bao",))


def test_a_package_that_is_not_there_is_a_mistake_in_the_configuration() -> None:
    with pytest.raises(ConfigError, match="there is no package 'khong_co' to load outlets from"):
        outlets.load(("khong_co",))


@pytest.mark.parametrize("name", [".x", "../x", "a b", "a..b", ""])
def test_a_name_that_no_package_has_is_a_mistake_in_the_configuration(name: str) -> None:
    with pytest.raises(ConfigError, match="is no name of a Python package"):
        outlets.load((name,))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://vnexpress.net/the-gioi", "vnexpress"),
        ("http://m.vnexpress.net/", "vnexpress"),
        ("https://www.dantri.com.vn/xa-hoi/slug-677789.htm", "dantri"),
        ("https://dulich.tuoitre.vn/tin/20150319/slug/722540.html", "tuoitre"),
        ("https://e.vnexpress.net/news", None),
        ("https://vnexpress.net.example.com/", None),
        ("khong phai dia chi", None),
    ],
)
def test_an_address_finds_its_outlet(address: str, name: str | None) -> None:
    assert getattr(outlets.for_address(address, outlets.load()), "name", None) == name
