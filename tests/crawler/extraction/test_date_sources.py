"""Where a page may tell its date, and what beside it tells another's."""

from datetime import UTC, datetime

import pytest

from crawler.article import Page
from crawler.extraction.broken_json import read_json
from crawler.extraction.extract import extract
from crawler.text.dates import read_moment

TITLE = "Xưởng gốm Bồ Bát nhóm lại lò sau mười năm nguội lửa"
TEXT = "".join(
    f"<p>Mẻ gốm thứ {number} ra lò vào sáng sớm, thợ cả gõ từng chiếc bình để nghe tiếng và xếp riêng những "
    "chiếc bị nứt chân men.</p>"
    for number in range(1, 7)
)
AT = datetime.fromisoformat("2026-05-12T07:40:00+07:00")


def published(head: str = "", line: str = "", before: str = "") -> datetime | None:
    html = (
        f'<html><head><title>{TITLE}</title><meta property="og:type" content="article">{head}</head><body>'
        f"<main>{before}<h1>{TITLE}</h1>{line}<div>{TEXT}</div></main></body></html>"
    )
    url = "https://www.baonuixa.vn/xuong-gom-445566.html"
    return extract(Page(url, "1", "", html.encode(), "text/html", datetime(2026, 6, 1, tzinfo=UTC))).published


@pytest.mark.parametrize(
    "name",
    [
        "dcterms.issued",
        "bt:pubDate",
        "published_at",
        "pub_date",
        "og:article:published_time",
        "created",
        "ptime",
    ],
)
def test_names_of_content_systems(name: str) -> None:
    assert published(f'<meta name="{name}" content="2026-05-12T07:40:00+07:00">') == AT


def test_date_of_the_page_s_making_stands_behind_what_is_seen() -> None:
    making = '<meta http-equiv="date" content="2026-05-13T08:00:00+07:00">'
    assert published(making, line="<span>12/05/2026 07:40</span>") == AT
    assert published(making.replace("13T08:00", "12T07:40")) == AT


def test_line_of_the_last_change_is_a_date_line() -> None:
    assert published(line="<span>Cập nhật: 12/05/2026 07:40</span>") == AT


def test_ceremony_is_no_date() -> None:
    own = '<div class="date">12/05/2026 07:40</div>'
    assert published(before=own, line="<p>Lễ khởi công lúc 8h30 ngày 20/05/2026</p>") == AT


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("11h30 đêm 12/05/2026", "23:30"),
        ("2h15 đêm 12/05/2026", "02:15"),
        ("12h10 đêm 12/05/2026", "00:10"),
        ("12 Th5, 2026 07:40", "07:40"),
    ],
)
def test_spellings(text: str, clock: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert moment.at.strftime("%Y-%m-%d %H:%M") == f"2026-05-12 {clock}"


@pytest.mark.parametrize(
    "text",
    [
        '\ufeff{"a": "b"}',
        '{"a": "b", // tên\n"c": "d"}',
        '/* seo */ {"a": "b"}',
        '{"url": "https://cua-rung.vn/a.html", /* ông "Tư" */ "name": "Ông "Tư" kể", "a": "b"}',
    ],
)
def test_json_with_a_mark_or_comments(text: str) -> None:
    assert read_json(text)[0]["a"] == "b"
