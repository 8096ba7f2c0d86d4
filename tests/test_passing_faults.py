"""Answers that look like pages and are not the article, and runs of other commands in between."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from conftest import lay_out, run_press, texts_of
from support.bad_month import age
from support.keep_all import SCHEDULES, STORIES

from crawler.newsroom.answers import Answer, Request, redirect
from crawler.newsroom.layouts import EXPRESS
from crawler.newsroom.paper import Paper, set_in_type
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish
from crawler.text.normalize import unmarked

SORRY = (
    "We are upgrading our systems tonight and will be back in the morning; thank you for waiting with us. "
)
ENGLISH = (
    "<html lang='en'><body><h1>Back soon</h1>"
    f"<article class='fck_detail'><p>{SORRY * 12}</p></article></body></html>"
)

FRONT_PAGE = (
    "<html lang='vi'><body><h1 class='title-detail'>Tin mới</h1><article class='fck_detail'>"
    + "".join(f"<p class='Normal'>{story.lead}</p>" for story in STORIES[:8])
    + "</article></body></html>"
)


def once(first: Answer, then: Answer) -> Callable[[Request], Answer]:
    answers = iter([first])
    return lambda _: next(answers, then)


def test_a_page_that_is_another_for_a_while_is_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    folder = lay_out(tmp_path / "corpus")
    with Newsroom() as newsroom:
        paper = set_in_type(Paper("Báo Bến Sông", "bensong.example", EXPRESS, datetime.now(UTC)), STORIES[:8])
        site = publish(newsroom, paper)
        known, *others = paper.prints
        good = {item: site.pages[paper.path(item)] for item in paper.prints}
        assert all(isinstance(answer, Answer) and isinstance(answer.body, bytes) for answer in good.values())
        first = [
            Answer(ENGLISH.encode()),
            redirect(paper.path(known), 302),
            good[known],  # a cache that answers with the wrong page; its canonical is the other's address
            Answer(unmarked(good[others[3]].body.decode()).encode()),  # type: ignore[union-attr]
            Answer(bytes(9_000_000)),
            Answer(FRONT_PAGE.encode()),
            redirect("http://192.168.1.1/login", 302),  # of a network between us and the outlet
        ]
        for item, answer in zip(others, first, strict=True):
            site.serve(paper.path(item), once(answer, good[item]))  # type: ignore[arg-type]
        begun = run_press(newsroom, tmp_path, "crawl", "bensong", "--json")
        early = texts_of(folder)
        age(folder, timedelta(hours=2))
        done = run_press(newsroom, tmp_path, "crawl", "bensong", "--json")
        kept = set(texts_of(folder).values())

    assert begun.last["kept"] == 1, begun.last
    assert len(early) == len(texts_of(folder)) - len(others), done.err
    assert {item.story.text for item in paper.prints} <= kept


def test_what_intake_took_in_stops_no_crawl_and_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    lay_out(tmp_path / "corpus")
    offered = {"title": "Tin vắn", "text": "Một dòng thôi.", "url": "https://x.example/1"}
    (tmp_path / "in.jsonl").write_text(json.dumps(offered), encoding="utf-8")
    with Newsroom() as newsroom:
        publish(
            newsroom,
            set_in_type(Paper("Báo Bến Sông", "bensong.example", EXPRESS, datetime.now(UTC)), STORIES[:6]),
        )
        run_press(newsroom, tmp_path, "intake", "in.jsonl")
        retried = run_press(newsroom, tmp_path, "quarantine", "retry", "1")
        waiting = run_press(newsroom, tmp_path, "quarantine", "--json").lines
        done = run_press(newsroom, tmp_path, "crawl", "bensong", "--json")

    assert (retried.code, retried.err.count("\n")) == (2, 1), retried.err
    assert "accept or reject it" in retried.err
    assert len(waiting) == 1
    assert (done.code, done.last["kept"]) == (0, 6), done.err
