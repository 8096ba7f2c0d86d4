"""Tickers, lists, tables, forecasts and photo stories are called what they are; articles are none of them."""

import json

import pytest
from conftest import REPOSITORY

from crawler.errors import Reason
from crawler.newsroom.story import load_stories
from crawler.sorts import sort_of

SHARED = REPOSITORY.parent / "shared"


@pytest.mark.parametrize(
    ("reason", "title", "lines"),
    [
        (
            Reason.LIVE_TICKER,
            "Trực tiếp cuộc họp báo về tập trận",
            [f"1{n}:05 Người phát ngôn trả lời câu hỏi thứ {n} của phóng viên." for n in range(6)],
        ),
        (
            Reason.WEATHER,
            "Thời tiết ngày mai: miền Bắc nhiều mây",
            [
                "Hà Nội nhiều mây, có mưa rào, gió nhẹ. Nhiệt độ thấp nhất 18 độ, cao nhất 24 độ.",
                "Đà Nẵng ít mưa, gió đông bắc cấp 3. Nhiệt độ thấp nhất 21 độ C, cao nhất 27 độ C.",
            ],
        ),
        (
            Reason.PRICE_TABLE,
            "Giá vàng hôm nay 2/3",
            [f"Vàng miếng loại {n}: mua {n}1 500, bán {n}3 900, tăng 1 200" for n in range(5)],
        ),
        (
            Reason.PHOTO_STORY,
            "[Ảnh] Một ngày ở cảng cá",
            ["Tàu về bến lúc năm giờ sáng.", "Cá được đưa lên bờ bằng những chiếc sọt tre."],
        ),
        (
            Reason.NEWS_LIST,
            "Điểm tin sáng: những việc đáng chú ý",
            [f"Thành phố số {n} công bố kế hoạch sửa những cây cầu cũ" for n in range(4)],
        ),
    ],
)
def test_what_it_is(reason: Reason, title: str, lines: list[str]) -> None:
    found = sort_of(title, lines)
    assert found
    assert found.reason is reason


def test_no_story_is_one_of_them() -> None:
    for story in load_stories():
        assert story.flaw or sort_of(story.title, [story.lead, *story.paragraphs]) is None, story.id


def test_no_gold_page_and_no_text_on_the_topic_is_one_of_them() -> None:
    gold = sorted((SHARED / "pages" / "gold").glob("*.json"))
    if not gold:
        pytest.skip("no ../shared")
    pages = [json.loads(path.read_text(encoding="utf-8")) for path in gold]
    assert [p["file"] for p in pages if sort_of(p["title"], [p["lead"] or "", *p["paragraphs"]])] == []
    with (SHARED / "topic" / "dev.jsonl").open(encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    wrong = [t["id"] for t in texts if t["grade"] and sort_of(t["title"], t["text"].split("\n")[1:])]
    assert wrong == []
