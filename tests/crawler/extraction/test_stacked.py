"""A second, longer article on the page in many markups; and parts of one text that look like one."""

from datetime import UTC, datetime

import pytest

from crawler.article import Page
from crawler.extraction.extract import extract

URL = "https://www.baonuixa.vn/cho-phien-ta-van-doi-cho-445566.html"
TITLE = "Chợ phiên Tả Van dời chỗ, hơn sáu mươi hàng quán lên bãi mới"
OWN = [
    "Bãi chợ cũ nằm sát suối, mùa mưa nào nước cũng tràn vào các gian hàng bán vải và nông cụ.",
    "Bà Sùng Thị Dở dọn quầy rượu ngô từ sáng sớm, nói rằng chỗ mới cao ráo nhưng xa đường ô tô hơn.",
    "Ủy ban xã cho biết mặt bằng mới rộng gấp đôi, có mái che và một dãy nhà vệ sinh cho khách.",
    "Phiên chợ đầu tiên ở chỗ mới có hơn bốn trăm người đến, phần đông đi bộ từ các bản trên cao xuống.",
    "Người bán thuốc nam được xếp cạnh cổng, nơi du khách dừng lại lâu nhất trước khi vào trong mua đồ.",
]
OTHER_TITLE = "Nhà máy chè Phình Hồ mở lại sau bốn năm đóng cửa vì nợ"
OTHER = [
    f"Lò sấy số {number} của nhà máy chè được thắp lửa lại trong tuần này, công nhân cũ quay về và "
    "nhận lương theo ngày công như trước khi xưởng đóng cửa."
    for number in range(1, 10)
]


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def read(
    body: str, inside: str = "", outside: str = "", *, named: str = "article-content"
) -> tuple[str, ...]:
    html = (
        f'<html lang="vi"><head><title>{TITLE}</title><meta property="og:title" content="{TITLE}">'
        f'<meta property="og:type" content="article"></head><body><main><h1>{TITLE}</h1>'
        f'<span class="date">12/05/2026 07:40</span><div class="{named}">{body}</div>{inside}</main>{outside}'
        "<footer>Giấy phép số 12/GP</footer></body></html>"
    )
    page = Page(URL, "1", "", html.encode(), "text/html", datetime(2026, 6, 1, tzinfo=UTC))
    return extract(page).paragraphs


STACKED = [
    pytest.param(before + paragraphs(OTHER) + after, id=name)
    for name, before, after in (
        (
            "h1 deeper",
            f'<div class="next"><h1>{OTHER_TITLE}</h1><div class="article-content">',
            "</div></div>",
        ),
        (
            "linked",
            f'<div class="more"><h2><a href="/che-1.html">{OTHER_TITLE}</a></h2><div>',
            "</div></div>",
        ),
        (
            "typed",
            f'<section itemtype="https://schema.org/NewsArticle"><h2>{OTHER_TITLE}</h2><div>',
            "</div></section>",
        ),
        ("bold", f'<section><strong>{OTHER_TITLE}</strong><div class="detail-content">', "</div></section>"),
        ("dated", f'<div data-id="9"><h3>{OTHER_TITLE}</h3><span>11/05/2026 10:00</span>', "</div>"),
        ("called a title", f'<div class="scroll"><p class="title">{OTHER_TITLE}</p><div>', "</div></div>"),
    )
]


@pytest.mark.parametrize("named", ["article-content", "xyz"])
@pytest.mark.parametrize("other", STACKED)
def test_longer_article_below_is_not_ours(other: str, named: str) -> None:
    assert read(paragraphs(OWN), inside=other, named=named) == tuple(OWN)
    assert read(paragraphs(OWN), outside=other, named=named) == tuple(OWN)


@pytest.mark.parametrize("other", STACKED[:4])
def test_article_within_our_text_is_not_ours(other: str) -> None:
    assert read(paragraphs(OWN) + other) == tuple(OWN)


def test_untitled_box_far_below_is_not_ours() -> None:
    box = f'<div class="box"><h3>{OTHER_TITLE}</h3>{paragraphs(OTHER)}</div>'
    assert read(paragraphs(OWN), outside=box) == tuple(OWN)


@pytest.mark.parametrize(
    "part",
    [
        f"<section><h2>Bãi mới ra sao</h2>{paragraphs(OTHER[:3])}</section>",
        f'<div class="item"><h3><a href="/ho">Hồ Séo Mý Tỷ</a></h3>{paragraphs(OTHER[:3])}</div>',
        f'<div class="item"><h3>Ngày đầu họp chợ</h3><span>10/05/2026</span>{paragraphs(OTHER[:3])}</div>',
        f'<div class="box"><h3>Chợ có từ bao giờ</h3>{paragraphs(OTHER[:3])}</div>',
    ],
)
def test_part_of_our_text_stays(part: str) -> None:
    lines = read(paragraphs(OWN) + part)
    assert [line for line in lines if line in OWN + OTHER] == OWN + OTHER[:3]
