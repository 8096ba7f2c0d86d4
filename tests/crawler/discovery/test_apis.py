"""What list APIs announce."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.discovery.announcements import Source
from crawler.discovery.apis import parse_api

MADE = int(datetime(2026, 7, 1, 8, 30, tzinfo=UTC).timestamp())


def entry(**more: Any) -> dict[str, Any]:
    return {
        "title": "Mưa &amp; lũ",
        "url": "/mua-lu-100001.html",
        "date": MADE,
        "zone": {"name": "Thế giới"},
    } | more


@pytest.mark.parametrize("date", [MADE, str(MADE), MADE * 1000, "2026-07-01T15:30:00+0700"])
def test_a_zones_json(source: Callable[..., Source], date: object) -> None:
    body = json.dumps({"error_code": 0, "data": {"contents": [entry(date=date, description="Nước lên.")]}})

    found = parse_api(body.encode(), source(url="https://api.songnay.vn/api/morenews-zone-1-0.html"))

    (item,) = found.announcements
    assert (item.url, item.key) == ("https://songnay.vn/mua-lu-100001.html", "songnay:100001")
    assert (item.title, item.summary, item.section) == ("Mưa & lũ", "Nước lên.", "Thế giới")
    assert item.published == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)


def test_the_end_of_a_list_is_no_fault(source: Callable[..., Source]) -> None:
    for body in (b'{"data": {"contents": [], "load_more": false}}', b"[]", b""):
        assert parse_api(body, source()).problem is None


def test_html_in_json_and_html_alone(source: Callable[..., Source]) -> None:
    fragment = '<li><h3><a href="/mua-lon-100002.html">Mưa lớn ở vùng núi phía Bắc</a></h3></li>'

    for body in (fragment, json.dumps({"data": {"articles": fragment}})):
        (item,) = parse_api(body.encode(), source()).announcements
        assert (item.key, item.title) == ("songnay:100002", "Mưa lớn ở vùng núi phía Bắc")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b'{"data": ', "its JSON is broken"),
        (b'{"error_code": 1}', "its JSON holds none"),
        (b"[" * 100_000, "its JSON is broken"),
        (json.dumps({"data": [entry(url="javascript:void(0)"), {"title": 7}, "x", None]}).encode(), "no"),
    ],
)
def test_what_is_no_list_says_so(source: Callable[..., Source], body: bytes, problem: str) -> None:
    found = parse_api(body, source())

    assert found.announcements == ()
    assert problem in str(found.problem)


@pytest.mark.parametrize("date", [10**30, -1, "0000-00-00", [], None, True])
def test_an_impossible_date_is_unknown(source: Callable[..., Source], date: object) -> None:
    (item,) = parse_api(json.dumps([entry(date=date)]).encode(), source()).announcements

    assert item.published is None
