"""A dry run tells what a crawl would fetch, fetches no article, and says nothing of the outlets' health."""

from datetime import UTC, datetime
from pathlib import Path

from conftest import Press, lay_out

from crawler.newsroom import demo
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories

SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {delay: 0}
end: true
"""


def test_a_dry_run_shows_titles_with_score_and_decision(
    press: Press, newsroom: Newsroom, tmp_path: Path
) -> None:
    lay_out(tmp_path / "corpus")
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    outlets = demo.build(newsroom, load_stories(), datetime.now(UTC))
    shown = press("crawl", "--dry-run", "--json")
    for_people = press("crawl", "--dry-run")
    *lines, report = shown.lines
    fetched = [line for line in lines if line["decision"] == "fetch"]
    scores = [line["score"] for line in fetched if line["score"]]
    printed = {item.story.title for outlet in outlets for item in outlet.paper.prints}

    assert report["fetched"] == 0
    assert len(lines) == sum(report["outlets"][name]["skipped"] for name in report["outlets"])
    assert {line["decision"] for line in lines} >= {"fetch", "hopeless"}
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0.6
    assert fetched[0]["title"] in printed
    assert fetched[0]["title"][:40] in for_people.out
    assert not [hit for hit in newsroom.hits if hit.endswith(".html") and "-" in hit.rpartition("/")[2]]


def test_a_dry_run_without_an_answer_raises_no_alarm(press: Press, tmp_path: Path) -> None:
    lay_out(tmp_path / "corpus")
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    runs = [press("crawl", "--dry-run", "--json") for _ in range(3)]
    status = press("status", "--json")

    assert all(run.code == 1 for run in runs)  # the person who asked is told
    assert status.last["alarms"] == []
    assert status.last["problems"] == []
    assert status.last["outlets"] == {}
