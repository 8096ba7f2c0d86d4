"""gomtin outlets --check and gomtin outlets new, against the newsroom."""

import ast
import importlib.util
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Press

from crawler.newsroom.demo import DemoOutlet, build
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories

SCHEDULES = """\
corpus: corpus
outlet_modules: [{}]
politeness: {{delay: 0}}
end: true
"""


@pytest.fixture
def outlets(newsroom: Newsroom) -> list[DemoOutlet]:
    return build(newsroom, load_stories(), datetime.now(UTC))


@pytest.fixture
def configured(tmp_path: Path) -> Callable[[str], None]:
    return lambda modules: (tmp_path / "schedules.yaml").write_text(SCHEDULES.format(modules)) and None


def imported(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return next(
        value
        for value in vars(module).values()
        if isinstance(value, type) and value.__dict__.get("name") == path.stem
    )


def test_a_check_asks_for_little_and_reads_three_articles(
    press: Press, newsroom: Newsroom, outlets: list[DemoOutlet], configured: Callable[[str], None]
) -> None:
    configured("spiders.demo")
    assert outlets

    done = press("outlets", "--check", "--json", "tinsommai")

    (line,) = done.lines
    assert done.code == 0, done.err
    assert line["outlet"] == "tinsommai"
    assert line["problems"] == []
    assert len(line["articles"]) == 3
    assert len(newsroom.log) <= 8


def test_a_check_says_which_channel_is_broken(
    press: Press, outlets: list[DemoOutlet], configured: Callable[[str], None], newsroom: Newsroom
) -> None:
    configured("spiders.demo")
    assert outlets
    del newsroom.site("tinsommai.example").pages["/rss/home.rss"]

    done = press("outlets", "--check", "tinsommai")

    assert done.code == 1
    assert "gomtin: tinsommai: https://tinsommai.example/rss/home.rss: the outlet says" in done.err


@pytest.mark.parametrize(
    ("host", "family"), [("phuongdong", "vccorp"), ("thoicuoc", "hemera"), ("bensong", "own")]
)
def test_a_new_site_gets_an_outlet_file_that_holds(
    press: Press,
    tmp_path: Path,
    outlets: list[DemoOutlet],
    configured: Callable[[str], None],
    host: str,
    family: str,
) -> None:
    configured("spiders")
    paper = next(outlet.paper for outlet in outlets if outlet.name == host)

    done = press("outlets", "new", f"https://{host}.example/", "--quiet")

    path = tmp_path / f"{host}.py"
    text = path.read_text(encoding="utf-8")
    outlet = imported(path)
    assert outlet.family == family, done.err
    assert not any(isinstance(node, ast.FunctionDef) for node in ast.walk(ast.parse(text)))
    assert len(text.splitlines()) <= 60
    assert outlet.archives
    assert outlet.listings
    from crawler.urls import matches

    assert [
        paper.url(item) for item in paper.prints if not matches(paper.url(item), outlet.article_pattern)
    ] == []


@pytest.mark.parametrize("out", [(), ("--out", "bensong.py")])
def test_an_existing_file_is_left_alone(
    press: Press,
    tmp_path: Path,
    newsroom: Newsroom,
    outlets: list[DemoOutlet],
    configured: Callable[[str], None],
    out: tuple[str, ...],
) -> None:
    configured("spiders")
    assert outlets
    (tmp_path / "bensong.py").write_text("của tôi")

    done = press("outlets", "new", "https://bensong.example/", *out)

    assert done.code == 2
    assert bool(newsroom.log) == (not out)  # a name that is given is looked at first
    assert "bensong.py: exists already" in done.err
    assert (tmp_path / "bensong.py").read_text() == "của tôi"


def test_saved_pages_are_enough(
    press: Press, tmp_path: Path, newsroom: Newsroom, outlets: list[DemoOutlet]
) -> None:
    paper = next(outlet.paper for outlet in outlets if outlet.name == "phuongdong")
    site = newsroom.site(paper.host)
    targets = ["/", *(paper.path(item) for item in paper.prints[:6] if not item.ends)]
    files = []
    for rank, target in enumerate(targets):
        body = getattr(site.pages[target], "body", b"")
        files.append(tmp_path / f"{rank}.html")
        files[-1].write_bytes(body)

    done = press("outlets", "new", *files, "--json")

    assert done.last["outlet"] == "phuongdong"
    assert imported(tmp_path / "phuongdong.py").family == "vccorp"
    assert not newsroom.log
