"""Whether a page is the article that was announced."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.article import Announcement, Article, Page
from crawler.errors import Rejected
from crawler.extraction.announced import is_announced
from crawler.extraction.extract import extract
from crawler.reasons import Reason

TITLE = "Tàu hộ vệ Hàn Quốc cập cảng Đà Nẵng sau chuyến tuần tra Biển Đông"
LEAD = "Con tàu cùng hai trăm thủy thủ sẽ ở lại bốn ngày trước khi về Busan."
PARAGRAPH = (
    "Sáng 4/3, tàu hộ vệ của hải quân Hàn Quốc cập cảng Tiên Sa, Đà Nẵng, kết thúc chuyến tuần tra Biển Đông."
)
OTHER = "Tàu hộ vệ Nhật Bản rời cảng Cam Ranh sau ba ngày thăm Khánh Hòa"
NOTICE = "Our site is being upgraded tonight. Please come back later, we are sorry for the trouble. " * 8


def article(title: str, lead: str | None, *paragraphs: str) -> Article:
    at = datetime(2026, 3, 4, tzinfo=UTC)
    return Article("https://bao.example/1", "bao:1", "bao", title, lead, paragraphs, at)


def announced(title: str | None) -> Announcement:
    return Announcement("https://bao.example/1", "bao:1", "bao", "https://bao.example/rss", title)


@pytest.mark.parametrize(
    ("title", "page"),
    [
        (TITLE, article(TITLE, LEAD, PARAGRAPH)),
        (TITLE.upper(), article(TITLE, LEAD, PARAGRAPH)),
        (TITLE, article("Chiến hạm ghé thăm miền Trung", LEAD, PARAGRAPH)),
        ("Chiến hạm Hàn Quốc thăm Đà Nẵng bốn ngày", article(TITLE, LEAD, PARAGRAPH)),
        (TITLE, article("Tau ho ve Han Quoc cap cang Da Nang sau chuyen tuan tra Bien Dong", None, NOTICE)),
        ("Xem thêm", article(OTHER, LEAD, NOTICE)),
        (None, article(OTHER, LEAD, NOTICE)),
    ],
    ids=["the same", "in capitals", "retitled", "shortened", "without marks", "a label", "no title"],
)
def test_it_is(title: str | None, page: Article) -> None:
    assert is_announced(announced(title), page, elsewhere=False)


@pytest.mark.parametrize(
    "page",
    [
        article("We will be back soon", None, NOTICE),
        article("Thông báo", None, "Hệ thống đang nâng cấp. " * 40),
    ],
    ids=["English", "a notice"],
)
def test_it_is_another_page(page: Article) -> None:
    assert not is_announced(announced(TITLE), page, elsewhere=False)


def test_where_an_address_led_to_another_article_its_title_tells() -> None:
    near = article(OTHER, LEAD, PARAGRAPH)

    assert is_announced(announced(TITLE), near, elsewhere=False), "its text says all words of the title"
    assert not is_announced(announced(TITLE), near, elsewhere=True)
    assert is_announced(announced(f"{TITLE} (Video)"), article(TITLE, LEAD, PARAGRAPH), elsewhere=True)
    assert is_announced(None, near, elsewhere=True)


@pytest.mark.parametrize(("title", "reason"), [(TITLE, Reason.OTHER_ARTICLE), (None, Reason.PRICE_TABLE)])
def test_a_table_in_the_place_of_what_was_announced_is_not_final(
    make_page: Callable[..., Page], article_html: Callable[..., str], title: str | None, reason: Reason
) -> None:
    rows = "".join(f"<p>{first} {first * 7 % 1000:03} {first * 11 % 100:02}</p>" for first in range(101, 122))
    page = make_page(article_html(title="Kết quả xổ số miền Trung hôm nay", lead="", body=rows))

    with pytest.raises(Rejected) as end:
        extract(replace(page, announcement=announced(title)))

    assert end.value.reason is reason
