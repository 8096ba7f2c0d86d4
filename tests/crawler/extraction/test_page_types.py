# ruff: noqa: E501 - markup and sentences stand on one line, as in the pages they play
from collections.abc import Callable

import pytest

from crawler.article import Page
from crawler.errors import Rejected
from crawler.extraction.extract import MAX_PAGE_BYTES, extract
from crawler.reasons import Reason

MENU = "".join(f'<li><a href="/muc-{n}">Chuyên mục số {n} của báo</a></li>' for n in range(30))
TEASERS = "".join(
    f'<h3><a href="/bai-{n}.html">Tiêu đề của bài viết thứ {n} trong ngày</a></h3>'
    f'<p><a href="/bai-{n}.html">Tóm tắt</a> ngắn gọn của bài thứ {n}, vừa đủ để người đọc muốn xem tiếp.</p>'
    for n in range(12)
)


def whole(body: str, title: str = "Báo Ví Dụ", head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


PAGES = {
    Reason.SOFT_404: [
        whole("<h1>404</h1><p>Không tìm thấy trang bạn yêu cầu.</p>", "Lỗi 404"),
        whole(
            f"<ul>{MENU}</ul><h1>Không tìm thấy nội dung</h1><p>Bài viết không tồn tại hoặc đã bị xóa.</p>"
        ),
        whole(f"<h1>Trang không tồn tại</h1>{TEASERS}", "Trang không tồn tại - Báo Ví Dụ"),
        whole("<p>The page you are looking for could not be found.</p>", "Page not found"),
    ],
    Reason.CONSENT_WALL: [
        whole(
            "<h1>Quyền riêng tư của bạn</h1><p>Chúng tôi và các đối tác dùng cookie để đo lường và hiển thị quảng cáo. "
            "Bấm Đồng ý để tiếp tục đọc. Bạn có thể thay đổi lựa chọn bất cứ lúc nào.</p><button>Đồng ý</button>"
        ),
    ],
    Reason.SCRIPT_SHELL: [
        whole('<div id="root"></div><script src="/app.js"></script>'),
        whole(
            '<div id="__next"></div><noscript>Bạn cần bật JavaScript.</noscript><script>1</script><script>2</script>'
        ),
    ],
    Reason.CHALLENGE: [
        whole("<h1>bao-vi-du.vn</h1><p>Checking your browser before accessing.</p>", "Just a moment..."),
        whole('<p>Xin xác minh bạn là con người.</p><form id="challenge-form"></form>'),
        whole('<script>document.cookie="D1N=0a1b2c";window.location.reload(true);</script>'),
    ],
    Reason.LOGIN_WALL: [
        whole(
            "<h1>Chuyện chưa kể về một vòng đàm phán</h1><p>Đoạn mở đầu ngắn.</p><div>Vui lòng đăng nhập để đọc toàn bộ "
            "bài viết này.</div>",
            head='<meta property="og:type" content="article">',
        ),
    ],
    Reason.TOO_SHORT: [
        whole("<h1>Tin vắn</h1><p>Một câu. Hai câu. Ba câu thì vẫn là quá ngắn cho một bài.</p>")
    ],
    Reason.EMPTY: [
        whole("<h1>Một trang trống</h1>"),
        whole(f"<h1>Thế giới</h1><ul>{MENU}</ul>{TEASERS * 2}"),
    ],
}
CASES = [(reason, html) for reason, pages in PAGES.items() for html in pages]


@pytest.mark.parametrize(("reason", "html"), CASES, ids=[reason.code for reason, _ in CASES])
def test_what_is_no_article_says_what_it_is(
    reason: Reason, html: str, make_page: Callable[..., Page]
) -> None:
    with pytest.raises(Rejected) as refused:
        extract(make_page(html))
    assert refused.value.reason is reason


def test_a_page_that_breaks_off(make_page: Callable[..., Page], article_html: Callable[..., str]) -> None:
    html = article_html()
    with pytest.raises(Rejected) as refused:
        extract(make_page(html[: html.rindex("</p>")]))
    assert refused.value.reason is Reason.HALF_PAGE


@pytest.mark.parametrize("end", ["</body>", "</html>", "</body></html><!-- 07/03/2026 -->"])
def test_one_of_the_two_ends_is_enough(
    end: str, make_page: Callable[..., Page], article_html: Callable[..., str]
) -> None:
    assert extract(make_page(article_html().replace("</body></html>", end))).paragraphs


def test_a_minified_page_without_optional_ends_is_whole(
    make_page: Callable[..., Page], article_html: Callable[..., str]
) -> None:
    html = article_html()
    for tag in ("</p>", "</li>", "</body>", "</html>"):
        html = html.replace(tag, "")
    assert len(extract(make_page(html)).paragraphs) == 4


def test_a_page_over_the_limit(make_page: Callable[..., Page], article_html: Callable[..., str]) -> None:
    with pytest.raises(Rejected) as refused:
        extract(make_page(article_html(after=f"<!--{'x' * MAX_PAGE_BYTES}-->")))
    assert refused.value.reason is Reason.TOO_LARGE


def test_no_title(make_page: Callable[..., Page], article_html: Callable[..., str]) -> None:
    html = article_html(title="").replace(" | Báo Ví Dụ", "")
    with pytest.raises(Rejected) as refused:
        extract(make_page(html))
    assert refused.value.reason is Reason.NO_TITLE


@pytest.mark.parametrize(
    "title",
    [
        "Không tìm thấy hộp đen của máy bay rơi",
        "Bài viết không ký tên gây sóng gió ở thủ đô",
        "404 ngày chờ đợi một vòng đàm phán",
        "Trang bị mới của hải quân",
        "Cookie và quyền riêng tư: người dùng đồng ý điều gì?",
    ],
)
def test_articles_with_such_words_in_the_title_stay(
    title: str, make_page: Callable[..., Page], article_html: Callable[..., str]
) -> None:
    head = '<meta property="og:type" content="article">'
    assert extract(make_page(article_html(title=title, head=head))).title == title


def test_a_short_article_among_many_links_stays(
    make_page: Callable[..., Page], article_html: Callable[..., str]
) -> None:
    short = "<p>Vụ việc xảy ra khoảng 21 giờ tối 13/3. Không ai bị thương nặng, song hai xe hư hỏng hoàn toàn.</p>"
    rest = "<p>Lực lượng chức năng đã có mặt, đưa các phương tiện về trụ sở để làm rõ nguyên nhân sự cố và trách nhiệm của từng người lái xe.</p>"
    more = "<p>Giao thông qua khu vực này bị ùn tắc gần một giờ. Đến nửa đêm, xe cộ đi lại bình thường.</p>"
    html = article_html(body=short + rest + more, after=f"<ul>{MENU}</ul>")
    assert len(extract(make_page(html)).paragraphs) == 3
