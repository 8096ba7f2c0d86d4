"""Real outlets' addresses, served with stories of fiction, read by the real outlets' rules."""

import gzip
import json
import unicodedata
from datetime import datetime
from typing import Any

import pytest

from crawler.article import Page
from crawler.extraction.extract import extract
from crawler.newsroom.answers import Answer, Request
from crawler.newsroom.layouts import EXPRESS, HEMERA, TAILWIND, VCCORP, Look
from crawler.newsroom.paper import Paper
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import realistic
from crawler.newsroom.story import load_stories
from crawler.newsroom.vietnamese import VIETNAM, windows_1258
from crawler.urls import matches
from spiders.dantri import DanTri
from spiders.tuoitre import TuoiTre
from spiders.vnexpress import VnExpress

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=VIETNAM)
STORIES = [story for story in load_stories() if not story.flaw]


@pytest.mark.parametrize(
    ("outlet", "look", "prefix"),
    [(VnExpress, EXPRESS, ""), (TuoiTre, VCCORP, ""), (DanTri, TAILWIND, "(Dân trí) - ")],
)
def test_a_real_outlets_rules_read_the_story(
    newsroom: Newsroom, outlet: Any, look: Look, prefix: str
) -> None:
    host = outlet.hosts[0]
    paper = realistic(
        newsroom,
        Paper(outlet.title, host, look, NOW, prefix=prefix),
        STORIES,
        feeds=outlet.feeds,
        sitemaps=outlet.sitemaps,
        listings=outlet.listings,
    )
    site = newsroom.site(host)
    for url in (*outlet.feeds, *outlet.sitemaps, *outlet.listings):
        target = url.removeprefix(f"https://{host}")
        assert site.answer(Request("GET", "https", host, target, {})).status == 200, url
    for item in paper.prints:
        url = paper.url(item)
        assert matches(url, outlet.article_pattern), url
        answer = site.answer(Request("GET", "https", host, paper.path(item), {}))
        assert isinstance(answer.body, bytes)
        page = Page(
            url=url,
            key=url,
            outlet=outlet.name,
            body=answer.body,
            content_type=answer.content_type,
            fetched_at=NOW,
            rules=outlet.reading,
            article_pattern=outlet.article_pattern,
        )
        assert extract(page).text == item.story.text


def test_hemera_list_api_pages_through_a_zone(newsroom: Newsroom) -> None:
    paper = realistic(newsroom, Paper("Hư Cấu", "h.example", HEMERA, NOW, zones={"the-gioi": 5}), STORIES)
    answer = newsroom.site("api.h.example").answer(
        Request("GET", "https", "api.h.example", "/api/morenews-zone-5-0.html?page_size=20", {})
    )
    assert isinstance(answer.body, bytes)
    data = json.loads(answer.body)["data"]
    world = [item for item in paper.prints if item.story.section == "the-gioi"]
    assert [c["content_id"] for c in data["contents"]] == [int(item.number) for item in world]
    assert data["load_more"] is False


def test_shards_hold_each_article_once_by_date(newsroom: Newsroom) -> None:
    paper = realistic(newsroom, Paper("Hư Cấu", "v.example", VCCORP, NOW), STORIES)
    site = newsroom.site("v.example")
    shards = [
        a for t, a in site.pages.items() if t.startswith("/sitemaps/sitemaps-") and isinstance(a, Answer)
    ]
    text = b"".join(gzip.decompress(a.body) for a in shards if isinstance(a.body, bytes)).decode()
    assert all(text.count(f"<loc>{paper.url(item)}</loc>") == 1 for item in paper.prints)
    assert "/sitemaps/sitemaps-2026-11-21-25.xml" in site.pages


@pytest.mark.parametrize(
    ("day", "block"),
    [(1, "1-5"), (5, "1-5"), (6, "6-10"), (25, "21-25"), (26, "26-28"), (28, "26-28")],
)
def test_five_day_blocks(day: int, block: str) -> None:
    assert VCCORP.shard_of(datetime(2026, 2, day, tzinfo=VIETNAM)) == f"/sitemaps/sitemaps-2026-2-{block}.xml"


def test_windows_1258_comes_back() -> None:
    text = "Triều Tiên đối thoại với Hàn Quốc, những ngữ cảnh ẩn ý “kín”"
    assert unicodedata.normalize("NFC", windows_1258(text).decode("cp1258")) == text


def test_json_ld_and_feed_titles_are_escaped_as_often_as_the_system_does() -> None:
    assert VCCORP.over_escaped("Chiến & hòa") == "Chi&amp;#7871;n &amp;amp; hòa"
    assert EXPRESS.over_escaped("Chiến & hòa") == "Chiến & hòa"
