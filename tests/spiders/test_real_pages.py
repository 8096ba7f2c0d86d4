"""The promises about reading, kept on the real pages beside the repository; skipped where there are none."""

import importlib.util
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.article import Page, ReadingRules
from crawler.extraction.extract import extract
from crawler.outlets import loader as outlets
from crawler.urls import article_key

NOW = datetime(2026, 11, 21, tzinfo=UTC)
OUTLETS: dict[str, Any] = dict(outlets.load())


@dataclass(frozen=True)
class Scores:
    rows: list[dict[str, Any]]
    totals: dict[str, dict[str, Any]]


def scores(pages: Path, folder: Path, *, ruled: bool) -> Scores:
    for line in (pages / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        kind, host, path, url, *_ = line.split("\t")
        if kind == "article":
            page = _page(url, (pages / path).read_bytes(), ruled=ruled)
            name = f"{host}__{Path(path).stem}.json"
            (folder / name).write_text(json.dumps(_prediction(page), ensure_ascii=False), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("scorer", pages / "score.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return Scores(*scorer.run(str(folder), str(pages / "gold"), quiet=True))


def _page(url: str, body: bytes, *, ruled: bool) -> Page:
    outlet = outlets.for_address(url, OUTLETS) if ruled else None
    if outlet is None:
        return Page(url, url, "", body, None, NOW, ReadingRules())
    key = article_key(url, outlet.article_pattern)
    return Page(url, key, outlet.name, body, None, NOW, outlet.reading, outlet.article_pattern)


def _prediction(page: Page) -> dict[str, Any]:
    article = extract(page)
    return {
        "title": article.title,
        "lead": article.lead,
        "text": article.text,
        "published": article.published.isoformat() if article.published else None,
        "authors": article.authors,
    }


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the scorer, which is not ours, leaves files open
def test_with_the_outlets_rules(pages: Path, tmp_path: Path) -> None:
    found = scores(pages, tmp_path, ruled=True)

    current = found.totals["current>=2025"]
    assert current["gF"] >= 0.985
    assert current["gFmin"] >= 0.95
    assert (current["lead"], current["title"], current["leaks"], current["date_min"]) == (1, 1, 0, 1)
    assert current["auF"] >= 0.9
    assert found.totals["older"]["gF"] >= 0.95


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the scorer, which is not ours, leaves files open
def test_the_generic_way(pages: Path, tmp_path: Path) -> None:
    found = scores(pages, tmp_path, ruled=False)

    current = found.totals["current>=2025"]
    assert current["gF"] >= 0.97
    assert current["lead"] >= 0.9
    assert current["leaks"] <= 3
