"""What an address may answer instead of an article."""

from html import escape

from crawler.newsroom.answers import HTML, Answer

_PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head>
<body>{body}</body></html>"""


def _page(title: str, body: str, head: str = "", status: int = 200) -> Answer:
    return Answer(
        _PAGE.format(title=escape(title), body=body, head=head).encode(), status=status, content_type=HTML
    )


def gone(_article: bytes = b"") -> Answer:
    return _page("Bài viết đã được gỡ", "<h1>Bài viết đã được gỡ theo yêu cầu của tác giả</h1>", status=410)


def soft_404(_article: bytes = b"") -> Answer:
    """Return an error page that says 200."""
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("the-gioi", "quan-su", "van-hoa"))
    body = (
        "<h1>Không tìm thấy trang</h1><p>Rất tiếc, trang bạn yêu cầu không tồn tại hoặc đã bị xóa. "
        "Bạn có thể quay về trang chủ, hoặc chọn một trong các chuyên mục dưới đây.</p>"
        f'<ul>{menu}</ul><p><a href="/">Về trang chủ</a></p>'
    )
    return _page("404 - Không tìm thấy trang", body)


def consent_wall(_article: bytes = b"") -> Answer:
    body = (
        '<div class="consent" role="dialog"><h1>Chúng tôi tôn trọng quyền riêng tư của bạn</h1>'
        "<p>Chúng tôi và 214 đối tác sử dụng cookie để lưu trữ và truy cập thông tin trên thiết bị của bạn, "
        "đo lường hiệu quả quảng cáo và cá nhân hóa nội dung. Vui lòng đồng ý để tiếp tục đọc báo.</p>"
        '<button id="accept-all">Đồng ý tất cả</button><button>Tùy chọn cookie</button></div>'
    )
    return _page("Quyền riêng tư", body)


def challenge(_article: bytes = b"") -> Answer:
    head = '<meta http-equiv="refresh" content="5"><script>document.cookie="D1N=0123456789abcdef";</script>'
    body = (
        "<h1>Checking your browser before accessing the site</h1>"
        "<p>Đang kiểm tra trình duyệt của bạn. Vui lòng chờ trong giây lát, trang sẽ tự tải lại.</p>"
        '<div id="challenge-form" data-ray="0000"></div>'
    )
    return _page("Just a moment...", body, head)


def login_wall(_article: bytes = b"") -> Answer:
    body = (
        "<h1>Nội dung dành cho thành viên</h1>"
        "<p>Vui lòng đăng nhập hoặc đăng ký thành viên để đọc tiếp bài viết này.</p>"
        '<form action="/dang-nhap" method="post"><input name="email"><input name="password" type="password">'
        "<button>Đăng nhập</button></form>"
    )
    return _page("Đăng nhập", body)


def half_page(article: bytes) -> Answer:
    """Return the page cut inside its text, with a length that fits: nothing on the way tells."""
    first = article.index(b"</h1>")
    end = article.find(b"</article>", first)
    last = article.rindex(b"</p>", first, end if end > 0 else len(article))
    return Answer(article[: first + (last - first) * 7 // 10], content_type=HTML)
