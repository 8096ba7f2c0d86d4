"""What is known of a kept text besides the text: told by `why` and in Python, after a real crawl."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from conftest import lay_out, run_press
from support.keep_all import SCHEDULES, STORIES

import gomtin
from crawler.newsroom.answers import Answer
from crawler.newsroom.layouts import EXPRESS
from crawler.newsroom.paper import Paper, set_in_type
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish

META = b'<meta name="robots" content="noai, follow"><meta name="tdm-reservation" content="1"></head>'
FEED = "https://bensong.example/rss/tin-moi-nhat.rss"
SITEMAP = "https://bensong.example/google-news-sitemap.xml"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[gomtin.Text], Any, str]]:
    home = tmp_path_factory.mktemp("provenance")
    (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    folder = lay_out(home / "corpus")
    with Newsroom() as newsroom:
        paper = set_in_type(Paper("Báo Bến Sông", "bensong.example", EXPRESS, datetime.now(UTC)), STORIES[:3])
        site = publish(newsroom, paper)
        reserved = paper.path(paper.prints[0])
        answer = site.pages[reserved]
        assert isinstance(answer, Answer)
        assert isinstance(answer.body, bytes)
        site.serve(
            reserved,
            replace(answer, body=answer.body.replace(b"</head>", META)).with_headers(
                ("X-Robots-Tag", "noai"), ("TDM-Reservation", "1")
            ),
        )
        run_press(newsroom, home, "crawl", "bensong", "--json")
        texts = [text for text in gomtin.open(folder) if text.origin == "crawl"]
        first = next(text for text in texts if text.title == paper.prints[0].story.title)
        told = run_press(None, home, "why", str(first.number), "--json").last
        said = run_press(None, home, "why", str(first.number)).out
        yield [first, *(text for text in texts if text is not first)], told, said


def test_lead_language_and_time_are_known(known: tuple[list[gomtin.Text], Any, str]) -> None:
    texts, told, _ = known

    assert len(texts) == 3
    for text in texts:
        assert text.lead
        assert text.lead == text.text.split("\n")[1]
        assert text.language == "vi"
        assert text.fetched_at
        assert text.added_at
        assert text.fetched_at <= text.added_at
    assert told["record"]["lead"] == texts[0].lead
    assert datetime.fromisoformat(told["record"]["fetched_at"]) == texts[0].fetched_at


def test_so_is_what_page_and_answer_say_of_its_use(known: tuple[list[gomtin.Text], Any, str]) -> None:
    texts, told, said = known

    theirs = ("robots: noarchive",)  # what the layout says on every page
    own = {"x-robots-tag: noai", "tdm-reservation: 1", "robots: noai"}
    assert texts[0].rights
    assert set(texts[0].rights) == {*own, *theirs}
    assert {text.rights for text in texts[1:]} == {theirs}
    assert told["record"]["rights"] == list(texts[0].rights)
    assert f"rights: {'; '.join(texts[0].rights)}" in said


def test_every_channel_that_announced_it_is_known(known: tuple[list[gomtin.Text], Any, str]) -> None:
    texts, told, said = known

    for text in texts:
        assert {FEED, SITEMAP} <= {each.channel for each in text.announced_by}
    assert [each["channel"] for each in told["announced_by"]] == [
        each.channel for each in texts[0].announced_by
    ]
    assert SITEMAP in said
