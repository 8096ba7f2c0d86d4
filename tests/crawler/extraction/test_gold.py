"""The real pages beside the repository, scored against careful readings; -s prints the figures."""

import csv
import importlib
import importlib.util
import json
import pkgutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import trafilatura
from support.places import SHARED

import spiders
from crawler.article import Article, Page, ReadingRules
from crawler.errors import Rejected
from crawler.extraction.extract import extract
from crawler.outlets import Outlet

pytestmark = pytest.mark.skipif(not (SHARED / "pages").is_dir(), reason="no real pages in ../shared/pages")
FETCHED = datetime(2026, 11, 21, tzinfo=UTC)
OWN = ("vnexpress.net", "tuoitre.vn", "dantri.com.vn")
Rows = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", (SHARED / "pages") / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rules() -> dict[str, ReadingRules]:
    """The declared rules by host."""
    rules = {}
    for module in pkgutil.iter_modules(spiders.__path__):
        for thing in vars(importlib.import_module(f"spiders.{module.name}")).values():
            if isinstance(thing, type) and issubclass(thing, Outlet) and not thing.abstract:
                rules |= dict.fromkeys(thing.hosts, thing.reading)
    return rules


def _pages(kind: str) -> list[tuple[str, bytes, str]]:
    """(path, bytes, address) of the real pages of one kind."""
    with ((SHARED / "pages") / "manifest.tsv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["kind"] == kind]
    return [
        (row["local_path"], ((SHARED / "pages") / row["local_path"]).read_bytes(), row["original_url"])
        for row in rows
    ]


def _page(path: str, body: bytes, url: str, rules: ReadingRules) -> Page:
    return Page(url, path, Path(path).parent.name, body, None, FETCHED, rules)


def _score(scorer: ModuleType, how: Callable[[str, bytes, str], dict[str, Any]]) -> Rows:
    rows = {}
    for path, body, url in _pages("article"):
        name = f"{Path(path).parent.name}__{Path(path).stem}"
        gold = json.loads(((SHARED / "pages") / "gold" / f"{name}.json").read_text("utf-8"))
        row = scorer.score_page(gold, how(path, body, url))
        rows[name] = {**row, "year": scorer.year(gold), "gold_authors": gold["authors"]}
    return rows


def _ours(rules: dict[str, ReadingRules]) -> Callable[[str, bytes, str], dict[str, Any]]:
    def how(path: str, body: bytes, url: str) -> dict[str, Any]:
        host = Path(path).parent.name
        article: Article = extract(_page(path, body, url, rules.get(host, ReadingRules())))
        assert article.published is not None
        return {
            "title": article.title,
            "lead": article.lead,
            "text": article.text,
            "published": article.published.isoformat(),
            "authors": list(article.authors),
        }

    return how


def _default(path: str, body: bytes, url: str) -> dict[str, Any]:
    del path, url
    return {"text": trafilatura.extract(body) or ""}


def _mean(rows: Rows, key: str) -> float:
    return sum(row[key] for row in rows.values()) / len(rows)


def _current(rows: Rows) -> Rows:
    return {name: row for name, row in rows.items() if row["year"] >= 2025}


def _line(name: str, rows: Rows) -> str:
    leads = [row["lead"] for row in rows.values() if row["lead"] is not None]
    dates = [row["date"] for row in rows.values()]
    least = min(row["gF"] for row in rows.values())
    leaks, captions = (sum(len(row[kind]) for row in rows.values()) for kind in ("leaks", "caps"))
    return (
        f"{name}: {len(rows)} pages, body {_mean(rows, 'gF'):.3f} (least {least:.3f}), "
        f"lead {sum(leads) / len(leads):.2f}, {leaks} leaks, {captions} captions, "
        f"minute {dates.count('M') / len(dates):.2f}"
    )


@pytest.fixture(scope="module")
def ruled(scorer: ModuleType) -> Rows:
    return _score(scorer, _ours(_rules()))


@pytest.fixture(scope="module")
def generic(scorer: ModuleType) -> Rows:
    return _score(scorer, _ours({}))


def test_no_real_article_is_refused_and_no_page_is_bad(ruled: Rows, generic: Rows) -> None:
    print("\n" + _line("rules, 2025-26", _current(ruled)))
    print(_line("rules, all", ruled))
    print(_line("generic, 2025-26", _current(generic)))
    print(_line("generic, all", generic))
    for rows in (ruled, generic):
        assert min(row["gF"] for row in rows.values()) >= 0.95
        assert _mean(rows, "gF") >= 0.985
        assert sum(len(row["leaks"]) for row in rows.values()) <= 1


def test_the_pages_of_today_are_read_whole_by_the_rules(ruled: Rows) -> None:
    rows = _current(ruled)
    assert _mean(rows, "gF") >= 0.985
    assert not any(row["leaks"] or row["caps"] for row in rows.values())
    assert all(row["title"] and row["lead"] in (True, None) and row["date"] == "M" for row in rows.values())


@pytest.mark.parametrize("host", OWN)
def test_the_three_outlets(host: str, ruled: Rows) -> None:
    rows = {name: row for name, row in _current(ruled).items() if name.startswith(host)}
    assert rows
    for row in rows.values():
        assert row["gF"] >= 0.97
        assert (row["lead"], row["leaks"], row["date"], row["auF"]) == (True, [], "M", 1.0)


def test_the_generic_way_is_good_in_its_own_right(generic: Rows) -> None:
    rows = _current(generic)
    assert _mean(rows, "gF") >= 0.97
    assert sum(row["lead"] is True for row in rows.values()) >= 0.9 * len(rows)
    assert sum(len(row["leaks"]) for row in rows.values()) <= 3
    assert all(row["date"] == "M" for row in rows.values())


def test_it_is_better_than_trafilatura_alone(scorer: ModuleType, generic: Rows) -> None:
    plain = _current(_score(scorer, _default))
    ours = _current(generic)
    print("\n" + _line("trafilatura default, 2025-26", plain))
    assert _mean(ours, "gF") > _mean(plain, "gF")
    assert _mean(ours, "lead") > _mean(plain, "lead")
    assert sum(len(row["leaks"]) for row in ours.values()) < sum(len(row["leaks"]) for row in plain.values())


def test_no_section_or_front_page_is_taken_for_an_article() -> None:
    taken = []
    for path, body, url in _pages("listing"):
        try:
            taken.append(extract(_page(path, body, url, ReadingRules())).title)
        except Rejected:
            continue
    assert taken == []
