# ruff: noqa: E501 - markup and sentences stand on one line, as in the pages they play
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.article import Page, ReadingRules

FETCHED = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
PARAGRAPHS = (
    "Sáng 7/3, hải quân ba nước bắt đầu đợt diễn tập kéo dài năm ngày ở vùng biển phía đông, với sự tham gia của bốn tàu khu trục và hai máy bay tuần thám.",
    "Theo kế hoạch được công bố hồi tháng trước, các đơn vị sẽ tập bám bắt tàu ngầm, chia sẻ dữ liệu radar và phối hợp tìm kiếm cứu nạn trong điều kiện thời tiết xấu.",
    "Giới quan sát cho rằng thời điểm của cuộc diễn tập mang nhiều ý nghĩa, bởi nó diễn ra chỉ một tuần sau khi vòng đàm phán kỹ thuật kết thúc mà không ra được thông cáo chung.",
    "Một sĩ quan liên lạc nói rằng kịch bản năm nay phức tạp hơn, song mọi hoạt động đều được thông báo trước cho các bên liên quan và không nhằm vào bất cứ quốc gia nào.",
)
LEAD = (
    "Cuộc diễn tập ba bên diễn ra trong bối cảnh khu vực có nhiều biến động về an ninh, theo cơ quan tổ chức."
)
TITLE = "Ba nước diễn tập săn tàu ngầm ở vùng biển phía đông"


@pytest.fixture(scope="session")
def make_page() -> Callable[..., Page]:
    def make(html: str | bytes, *, url: str = "https://bao-vi-du.vn/tap-tran-1.html", **rest: object) -> Page:
        body = html.encode() if isinstance(html, str) else html
        content_type = rest.get("content_type")
        rules = rest.get("rules", ReadingRules())
        assert content_type is None or isinstance(content_type, str)
        assert isinstance(rules, ReadingRules)
        return Page(url, "vi-du:1", "vi-du", body, content_type, FETCHED, rules)

    return make


@pytest.fixture(scope="session")
def article_html() -> Callable[..., str]:
    """A whole page around an article; every part can be replaced."""

    def make(
        *,
        title: str = TITLE,
        lead: str = f'<h2 class="sapo">{LEAD}</h2>',
        body: str = "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
        head: str = "",
        after: str = "",
        when: str = "Thứ bảy, 07/03/2026 - 08:07",
    ) -> str:
        return (
            f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} | Báo Ví Dụ</title>{head}'
            '</head><body><header><a href="/">Trang chủ</a> <a href="/the-gioi">Thế giới</a></header><main>'
            f'<h1>{title}</h1><span class="date">{when}</span>{lead}<div class="article-content">{body}</div>'
            f"{after}</main><footer>Giấy phép số 1/GP. Tổng biên tập: Nguyễn Ví Dụ</footer></body></html>"
        )

    return make
