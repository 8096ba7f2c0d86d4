"""Outlet files of users, read for the daemon: none of them ends it, and a mended one is read again."""

import asyncio
import os
import re
from pathlib import Path

import pytest

from crawler.config import loading
from crawler.daemon import catalogue
from crawler.errors import ConfigError

OUTLET = """
from crawler.outlets import *


class MuaVu(Outlet):
    name = "muavu"
    title = "Mùa Vụ"
    hosts = ("muavu.example.vn",)
    family = "{family}"
    feeds = ("https://muavu.example.vn/rss",)
    article_url = r"https://muavu\\.example\\.vn/(?P<id>\\d+)"
    examples = ("https://muavu.example.vn/1",)
    non_examples = ("https://muavu.example.vn/",)
    floor = 1
""".replace("\\\\", "\\")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an outlet file in a package that a process of its own can import."""
    (tmp_path / "dong_ruong").mkdir()
    (tmp_path / "dong_ruong" / "__init__.py").touch()
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return tmp_path / "dong_ruong" / "muavu.py"


def asked() -> catalogue.Catalogue:
    return asyncio.run(catalogue.ask(("dong_ruong",)))


def test_a_mended_file_is_read_again(file: Path) -> None:
    file.write_text(OUTLET.format(family="lua"), encoding="utf-8")
    assert asked() == {"muavu": catalogue.Entry("lua", "")}

    file.write_text(OUTLET.format(family="ngo"), encoding="utf-8")
    assert asked() == {"muavu": catalogue.Entry("ngo", "")}


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("import khong_co_thu_vien_nay", "khong_co_thu_vien_nay"),
        ("class Sai(", "SyntaxError"),
        (OUTLET.format(family="lua").replace("floor = 1", "flor = 1"), "did you mean floor?"),
        ("raise SystemExit('thôi')", "thôi"),
        ("import os; os.abort()", "no reason given"),
    ],
)
def test_a_broken_file_is_a_mistake_in_the_configuration(file: Path, source: str, word: str) -> None:
    file.write_text(source, encoding="utf-8")

    with pytest.raises(ConfigError, match="the outlets cannot be loaded") as caught:
        asked()

    assert word in str(caught.value)


def test_a_file_that_hangs_is_given_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("import time\n\nwhile True:\n    time.sleep(1)\n", encoding="utf-8")
    monkeypatch.setattr(catalogue, "_LOAD_TIMEOUT_S", 3)

    with pytest.raises(ConfigError, match="the outlets of dong_ruong do not load within 3 s"):
        asked()


PAPERS = {
    "bensong": catalogue.Entry("vccorp", ""),
    "gocpho": catalogue.Entry("hemera", ""),
    "muavu": catalogue.Entry("hemera", ""),
    "cu": catalogue.Entry("cu", "closed"),
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("except: muavu", ("bensong", "gocpho")),
        ("outlets: hemera\n    except: [gocpho]", ("muavu",)),
        ("outlets: all\n    except: hemera", ("bensong",)),
        ("outlets: [bensong, hemera]\n    except: [hemera, cu]", ("bensong",)),
    ],
)
def test_except_leaves_outlets_out(words: str, expected: tuple[str, ...]) -> None:
    document = written(words)
    catalogue.check(document, PAPERS)

    assert catalogue.chosen(document.config.schedules[0], PAPERS) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("except: [gocpho, mauvu]", "no outlet is called 'mauvu'; did you mean 'muavu'?"),
        ("outlets: hemera\n    except: [gocpho, muavu]", "'except' leaves no outlet"),
    ],
)
def test_a_wrong_except_is_refused_with_its_line(words: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        catalogue.check(written(words), PAPERS)

    assert message in str(caught.value)
    assert re.search(r"schedules.yaml:[45]: news: ", str(caught.value))


def written(words: str) -> loading.Document:
    text = f"schedules:\n  - name: news\n    every: 1h\n    {words}\nend: true\n"
    return loading.parse(text.encode(), Path("schedules.yaml"))
