"""What reading a page costs, beside trafilatura and a bare parse of the same page; and all that is read.

From the repository: PYTHONPATH=.:tests python -P tests/bench_reading.py [--rounds N] [--json FILE]
measures; `--dump FILE` writes every result of reading instead, a line each, to compare two revisions by.

All methods take turns on each page, so that a busy machine is busy for all of them; only ratios count.
The recorded pages beside the repository are read where they lie; without them, the newsroom's own.
"""

import argparse
import csv
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any, NamedTuple

import trafilatura
from lxml.html import document_fromstring
from support.places import SHARED
from support.reading import body_cases, metadata_cases
from support.reading.page import FAMILIES, print_page

from crawler import urls
from crawler.article import Page, ReadingRules
from crawler.crawl.reading import CorpusView
from crawler.discovery.announcements import Source
from crawler.discovery.listings import parse_listing
from crawler.errors import Rejected
from crawler.extraction.extract import extract
from crawler.newsroom.answers import Request
from crawler.newsroom.demo import build
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories
from crawler.outlets import loader
from crawler.pipeline import load_stages
from crawler.settings import EXAMINING
from crawler.text import normalize
from crawler.text.recurring import Recurring
from crawler.text.shingles import Shingles

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
# What is kept of a page's lines and links: in a crawl, the next page has others.
OF_A_PAGE = (
    normalize.whole_form,
    normalize._line_form,
    urls.host_of,
    urls.is_public_host,
    urls._resolved,
    urls._match,
)
KNOWN = loader.load(("spiders", "spiders.demo"))


class Sample(NamedTuple):
    """A page to read, by the rules of its outlet."""

    kind: str
    name: str
    page: Page


def samples() -> Iterator[Sample]:
    yield from recorded()
    yield from newsroom()


def recorded() -> Iterator[Sample]:
    """Real pages, where they lie beside the repository."""
    manifest = SHARED / "pages" / "manifest.tsv"
    if manifest.is_file():
        with manifest.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t"):
                if row["kind"] == "article":
                    body = (SHARED / "pages" / row["local_path"]).read_bytes()
                    yield Sample("recorded", row["local_path"], _page(row["original_url"], body))


def newsroom() -> Iterator[Sample]:
    """What the demo's five outlets print."""
    with Newsroom() as room:
        for outlet in build(room, load_stories(), NOW):
            for item in outlet.paper.prints:
                path = outlet.paper.path(item)
                body = room.answer(Request("GET", "https", outlet.paper.host, path, {})).body
                assert isinstance(body, bytes)
                yield Sample("newsroom", path, _page(outlet.paper.url(item), body))


def odd() -> Iterator[Sample]:
    """Small pages made for what goes wrong; they are compared, not measured."""
    for case in (*body_cases.CASES, *metadata_cases.CASES):
        for family in FAMILIES:
            body = print_page(case, family).encode()
            yield Sample(
                "made", f"{case.name}-{family.name}", replace(_page(family.url, body), rules=family.rules)
            )
    for path in sorted((SHARED / "cases" / "reading" / "pages").glob("*")):
        yield Sample("case", path.name, _page("", path.read_bytes()))


def _page(url: str, body: bytes) -> Page:
    outlet = loader.for_address(url, KNOWN) if url else None
    return Page(
        url=url,
        key=urls.article_key(url, outlet.article_pattern) if outlet else url,
        outlet=outlet.name if outlet else "",
        body=body,
        content_type=None,
        fetched_at=NOW,
        rules=outlet.reading if outlet else ReadingRules(),
        article_pattern=outlet.article_pattern if outlet else None,
    )


def _unruled(page: Page) -> Page:
    return replace(page, rules=ReadingRules())


def _links(page: Page) -> list[str]:
    if page.article_pattern is None:
        return []
    source = Source("", page.url, page.article_pattern, "Asia/Ho_Chi_Minh", NOW, skips_named=0)
    return [repr(each) for each in parse_listing(page.body, source).announcements]


def _read(page: Page) -> object:
    try:
        return extract(page)
    except Rejected as refused:
        return refused


def outcome(page: Page) -> dict[str, Any]:
    """All that reading says of a page, as JSON."""
    found = _read(page)
    if isinstance(found, Rejected):
        return {"reason": found.reason.code, "detail": found.detail}
    return asdict(found)  # type: ignore[call-overload,no-any-return]


def dump(path: Path) -> None:
    with path.open("w", encoding="utf-8") as lines:
        for sample in (*samples(), *odd()):
            results: dict[str, Any] = {
                "rules": outcome(sample.page),
                "no rules": outcome(_unruled(sample.page)),
            }
            results["links"] = _links(sample.page)
            for how, result in results.items():
                value = {"page": f"{sample.kind} {sample.name}", "how": how, "result": result}
                lines.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def methods() -> dict[str, Callable[[Page], object]]:
    """What is measured. The second one is what the others are compared with."""
    return {
        "lxml parse": lambda page: document_fromstring(page.body),
        "trafilatura with metadata": lambda page: trafilatura.bare_extraction(page.body, with_metadata=True),
        "trafilatura": lambda page: trafilatura.extract(page.body),
        "trafilatura fast": lambda page: trafilatura.extract(page.body, fast=True),
        "read": _read,
        "read, no rules": lambda page: _read(_unruled(page)),
        "links": _links,
    }


def measure(pages: list[Page], rounds: int) -> dict[str, list[float]]:
    """Return CPU ms of each method, page by page: the least of so many rounds."""
    ways = methods()
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for page in pages[:: max(1, len(pages) // 10)]:  # what is loaded once is loaded before
        for way in ways.values():
            way(page)
    for page in pages:
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(rounds):
            for name, way in ways.items():
                for kept in OF_A_PAGE:
                    kept.cache_clear()
                began = time.process_time()
                way(page)
                best[name] = min(best[name], 1000 * (time.process_time() - began))
        for name, ms in best.items():
            spent[name].append(ms)
    return spent


def stages(rounds: int) -> dict[str, float]:
    """Return mean CPU ms a page of what a worker does with an article that was read."""
    made = [
        (type(stage).__name__.lower(), stage) for stage in load_stages(EXAMINING, CorpusView(Recurring()))
    ]
    spent: dict[str, float] = dict.fromkeys([*(name for name, _ in made), "shingles"], 0.0)
    articles = []
    for sample in samples():
        try:
            articles.append(extract(sample.page))
        except Rejected:
            continue
    for number in range(rounds + 1):
        for article in articles:
            thing: Any = article
            for name, work in (*((n, s.process_item) for n, s in made), ("shingles", _shingled)):
                began = time.process_time()
                try:
                    thing = work(thing)
                except Rejected:
                    break
                finally:
                    if number:
                        spent[name] += 1000 * (time.process_time() - began) / rounds / len(articles)
    return spent


def _shingled(article: Any) -> object:
    return Shingles.of(normalize.whole_form(article.text).split())


def ratios(spent: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Return for each method its CPU ms, and the medians of its ratios on each page."""
    base, parse = spent["trafilatura with metadata"], spent["lxml parse"]
    return {
        name: {
            "mean_ms": mean(ms),
            "median_ms": median(ms),
            "p95_ms": quantiles(ms, n=20)[-1],
            "of_trafilatura": median(own / other for own, other in zip(ms, base, strict=True)),
            "of_parse": median(own / other for own, other in zip(ms, parse, strict=True)),
        }
        for name, ms in spent.items()
    }


def show(kind: str, pages: int, rows: dict[str, dict[str, float]]) -> None:
    print(f"{f'{pages} {kind} pages':<26}" + "".join(f"{column:>16}" for column in rows["read"]))
    for name, row in rows.items():
        print(f"{name:<26}" + "".join(f"{figure:16.2f}" for figure in row.values()))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--json", type=Path)
    asked.add_argument("--dump", type=Path)
    given = asked.parse_args()
    if given.dump:
        dump(given.dump)
        return
    found: dict[str, Any] = {}
    for kind, kin in groupby(samples(), key=lambda sample: sample.kind):
        pages = [sample.page for sample in kin]
        found[kind] = ratios(measure(pages, given.rounds))
        show(kind, len(pages), found[kind])
    found["stages"] = stages(given.rounds)
    print("what a worker does with an article that was read, mean CPU ms")
    for name, cost in found["stages"].items():
        print(f"{name:<26}{cost:16.2f}")
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
