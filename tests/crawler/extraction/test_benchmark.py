"""Pages written for what goes wrong on real ones, in three families; -s prints the score by kind."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

import pytest
from support.reading import body_cases, metadata_cases, own_cases, part_cases
from support.reading.anchors import agreement, anchors
from support.reading.page import FAMILIES, PLAIN, Case, Family, print_page

from crawler.article import Article, Page
from crawler.errors import Rejected
from crawler.extraction.extract import extract

# Of the pages that other readers read as well; no multiple of the families, so that each has its turn.
EVERY = 1 if os.environ.get("GOMTIN_FULL") else 4
FETCHED = datetime(2026, 4, 14, 2, 0, tzinfo=UTC)
CASES = (*body_cases.CASES, *metadata_cases.CASES, *own_cases.CASES, *part_cases.CASES)
PAGES = [pytest.param(case, family, id=f"{case.name}-{family.name}") for case in CASES for family in FAMILIES]


def read(case: Case, family: Family) -> Article | Rejected:
    html = print_page(case, family).encode()
    try:
        return extract(Page(family.url, "1", "", html, "text/html", FETCHED, family.rules))
    except Rejected as refused:
        return refused


def wrong(case: Case, family: Family) -> Iterator[str]:
    """What differs from the gold reading."""
    gold = PLAIN | dict(case.expect)
    outcome = read(case, family)
    reason = outcome.reason.code if isinstance(outcome, Rejected) else None
    if reason != gold["reason"]:
        yield f"reason: {reason}"
    if isinstance(outcome, Rejected):
        return
    published = outcome.published.isoformat() if outcome.published else ""
    for key in ("title", "lead", "paragraphs", "authors"):
        if gold[key] is not None and getattr(outcome, key) != (
            gold[key] or None if key == "lead" else gold[key]
        ):
            yield f"{key}: {getattr(outcome, key)}"
    if gold["published"] is not None and published != gold["published"]:
        yield f"published: {published}"
    lacks, note = gold.get("lacks", ()), gold.get("note", "")
    assert isinstance(lacks, tuple)
    yield from (f"holds {text}" for text in lacks if text in outcome.text)
    if not any(str(note) in text for text in outcome.notes or ("",)):
        yield f"notes: {outcome.notes}"


@pytest.fixture(scope="module")
def mistakes() -> dict[tuple[str, str], list[str]]:
    return {(case.name, family.name): list(wrong(case, family)) for case in CASES for family in FAMILIES}


@pytest.mark.parametrize(("case", "family"), PAGES)
def test_page_is_read_as_its_gold_says(
    case: Case, family: Family, mistakes: dict[tuple[str, str], list[str]]
) -> None:
    assert mistakes[case.name, family.name] == []


def test_score_by_kind(mistakes: dict[tuple[str, str], list[str]]) -> None:
    whole = Counter(case.kind for case in CASES for _ in FAMILIES)
    right = Counter(
        case.kind for case in CASES for family in FAMILIES if not mistakes[case.name, family.name]
    )
    print("".join(f"\n{right[kind]:4} of {whole[kind]:4}  {kind}" for kind in sorted(whole)))
    assert right == whole
    assert len(mistakes) == len(PAGES)  # no two cases of one name


def bodies() -> Iterator[tuple[Case, Family, str, str]]:
    """Every page whose text is known, with its gold body and what is neither asked for nor wrong."""
    for case in CASES:
        gold = PLAIN | dict(case.expect)
        if gold["reason"] is None and isinstance(gold["paragraphs"], tuple):
            for family in FAMILIES:
                yield case, family, "\n".join(gold["paragraphs"]), f"{gold['title']}\n{gold['lead']}"


def test_no_other_reader_reads_more_of_the_texts() -> None:
    readers = anchors()
    score: dict[str, Counter[str]] = {name: Counter() for name in ("gomtin", *readers)}
    pages: Counter[str] = Counter()
    for case, family, gold, neutral in islice(bodies(), 0, None, EVERY):
        pages[case.kind] += 1
        html, article = print_page(case, family), read(case, family)
        ours = "\n".join(article.paragraphs) if isinstance(article, Article) else ""
        score["gomtin"][case.kind] += agreement(ours, gold, neutral)  # type: ignore[assignment]
        for name, reader in readers.items():
            if reader:
                score[name][case.kind] += agreement(reader(html, family.url), gold, neutral)  # type: ignore[assignment]
    there = [name for name in score if name == "gomtin" or readers[name]]
    print("\npages " + " ".join(f"{name:>14}" for name in there))
    for kind, count in sorted(pages.items()):
        print(f"{count:5} " + " ".join(f"{score[name][kind] / count:14.3f}" for name in there), kind)
    print(*(f"{name}: not installed" for name in readers if readers[name] is None), sep="\n")
    totals = {name: score[name].total() / pages.total() for name in there}
    print(f"{pages.total():5} " + " ".join(f"{totals[name]:14.3f}" for name in there), "all")
    assert totals["gomtin"] == max(totals.values())
