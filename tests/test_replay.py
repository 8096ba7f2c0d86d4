"""Real pages at their real addresses, through a proxy, into a corpus started from the user's own seeds."""

import csv
import json
from pathlib import Path

import pytest
from conftest import run_press
from support.places import SHARED

from crawler.newsroom.answers import XML, Answer
from crawler.newsroom.server import Newsroom
from crawler.outlets.loader import load
from crawler.urls import matches

OUTLETS = {"vnexpress.net": "vnexpress", "tuoitre.vn": "tuoitre", "dantri.com.vn": "dantri"}

# No title is announced here; with hopeless at 0 no article is left out for the words of its address.
SCHEDULES = "contact: a@b.example\npoliteness: {delay: 0}\ntopic: {hopeless: 0.0}\nend: true\n"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the recorded pages in ../shared")


def pages() -> dict[str, tuple[str, Path]]:
    """Return the recorded articles of the three outlets: address to outlet and file."""
    with (SHARED / "pages" / "manifest.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    return {
        row["original_url"]: (OUTLETS[row["outlet"]], SHARED / "pages" / row["local_path"])
        for row in rows
        if row["kind"] == "article" and row["outlet"] in OUTLETS
    }


def test_real_pages_end_with_a_verdict_and_seeds_stay_as_they_are(tmp_path: Path) -> None:
    outlets = load()
    seeds = {path.name: path.read_bytes() for path in (SHARED / "seeds").glob("*.txt")}
    run_press(None, tmp_path, "init", "corpus", "--seeds", SHARED / "seeds")
    recorded = pages()
    (tmp_path / "schedules.yaml").write_text(SCHEDULES)
    with Newsroom() as newsroom:
        newsroom.replay({url: path for url, (_, path) in recorded.items()})
        for name in sorted(set(OUTLETS.values())):
            links = [url for url, (outlet, _) in recorded.items() if outlet == name]
            items = "".join(f"<item><link>{link}</link></item>" for link in links)
            feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
            address = outlets[name].feeds[0].removeprefix("https://")
            host, _, path = address.partition("/")
            newsroom.site(host).serve(f"/{path}", Answer(feed.encode(), content_type=XML))
        done = run_press(newsroom, tmp_path, "crawl", "--json", *sorted(set(OUTLETS.values())))
    total = done.last

    shaped = {url for url, (name, _) in recorded.items() if matches(url, outlets[name].article_pattern)}
    assert total["fetched"] == len(shaped)
    rows = {}
    for url in sorted(shaped):
        why = run_press(None, tmp_path, "why", "--json", url).last["page"]
        rows[url] = (why["verdict"], why["reason"], why["detail"])
        print(f"{why['verdict']:<12} {why['reason']:<12} {url}  {why['detail']}")
    # None of the recorded pages is on the seeds' topic; all but the shortest reach the topic's judgement.
    assert {reason for _, reason, _ in rows.values()} <= {"off-topic", "too-short", "borderline"}
    assert total["kept"] == 0
    assert seeds == {name: (tmp_path / "corpus" / name).read_bytes() for name in seeds}
    assert json.loads((tmp_path / "corpus/.gomtin/seeds.json").read_text(encoding="utf-8"))
