# ruff: noqa: E501 - sentences and markup stand on one line, as in the pages they play
"""Pages that show a part of an article, or none: teasers, walls, comments, topics, a report just begun; and
whole articles that look like them."""

from collections.abc import Iterator

from support.reading.body_cases import linked
from support.reading.page import OTHER, OTHER_TITLE, TITLE, Case, Family, P, another, paragraphs

HALF = {"reason": "half-text"}
CUT = paragraphs(*P[:3], P[3][:60].rstrip() + "...")
START = paragraphs(*P[:4])
CARDS = "".join(
    f'<div class="item"><a href="/bai-{n}.html"><img src="/{n}.jpg" alt=""></a><h3><a href="/bai-{n}.html">{text[:70]}</a></h3><p>{text}</p></div>'
    for n, text in enumerate(OTHER[:8])
)
COMMENTS = "".join(
    f'<div class="comment-item"><b class="ten">{name}</b><p>{text}</p><span>12/04 10:{n}0</span> <a href="#">Trả lời</a> <a href="#">Thích</a></div>'
    for n, (name, text) in enumerate(
        (
            (
                "Hà Vân",
                "Quê tôi cũng có một trạm như thế, bỏ không từ ngày nhà máy về, giờ cỏ mọc kín cả lối đi.",
            ),
            (
                "bạn đọc 81",
                "Hoan hô bà con, tự làm được thì không phải chờ ai cả, năm sau nhớ lắp thêm cái loa.",
            ),
            (
                "Quang Tiến",
                "Cho tôi hỏi số đo có công khai ở đâu không, nhà tôi ở cuối suối nên rất cần biết sớm.",
            ),
            ("Mẹ Bông", "Đọc mà thấy ấm lòng, mong anh Thịnh giữ sức khỏe để còn trực qua mấy mùa lũ nữa."),
        )
    )
)


def its_own(family: Family, label: str) -> str:
    """A link to the article itself, as teasers have it."""
    return f'<p class="more"><a href="{family.url}?full=1">{label}</a></p>'


def wall(text: str, name: str = "goi-thanh-vien") -> str:
    return f'<div class="{name}"><p>{text}</p><a href="/goi-doc">Chọn gói</a></div>'


_MARKERS = (
    *(
        Case(
            "half",
            f"marker {label}",
            {"body": lambda family, label=label: START + its_own(family, label)},
            HALF,
        )
        for label in ("Đọc tiếp", "Xem tiếp »", "[Đọc tiếp...]", "Xem toàn bộ bài viết", "Đọc đầy đủ")
    ),
    Case("half", "cut and a marker", {"body": CUT + '<a class="btn" href="#">Đọc tiếp</a>'}, HALF),
    Case(
        "half",
        "cut and a button behind",
        {"body": CUT, "below": '<button class="xem">Xem tiếp</button>'},
        HALF,
    ),
    Case("half", "marker in the sentence", {"body": paragraphs(*P[:3], P[3][:60] + "... Xem tiếp")}, HALF),
    Case(
        "half",
        "the rest at the source",
        {"body": START + '<p><a href="https://bao-nguon.vn/khe-da.html">Đọc toàn bộ bài viết</a></p>'},
        HALF,
    ),
)


def _behind(name: str, *htmls: str) -> Iterator[Case]:
    """Each a half article: whole sentences, and behind them what says that there is more."""
    return (Case("half", f"{name} {html}", {"body": START + html}, HALF) for html in htmls)


_BUTTONS = (
    *_behind(
        "under whole sentences",
        '<div class="more"><a href="javascript:taiThem()">Xem tiếp</a></div>',
        "<button>Xem thêm</button>",
        '<p><a href="javascript:;">Xem toàn bộ bài viết</a></p>',
        "<p>Xem tiếp trang 2</p>",
        "<p>Vui lòng tải ứng dụng để đọc toàn bộ nội dung.</p>",
        '<div class="btn-more" onclick="mo()">Bấm để đọc tiếp</div>',
        '<input type="button" value="Xem thêm nội dung">',
        f'<p><a href="#">Đọc tiếp</a></p><div class="note-box related"><p>{OTHER[0]}</p></div>',
        '<div class="qc"></div><div class="nut"><span class="view-more">Hiển thị toàn bộ bài viết</span></div>',
    ),
    Case(
        "half",
        "a button behind the text's element",
        {"body": START, "below": '<div><a class="xem-tiep" href="javascript:;">Xem tiếp</a></div>'},
        HALF,
    ),
    Case(
        "half",
        "a button, and something else is folded",
        {"body": START + '<div class="toggle"><img src="/ban-do.jpg"></div><button>Đọc tiếp</button>'},
        HALF,
    ),
    Case(
        "whole",
        "a button amid the text",
        {"body": paragraphs(*P[:3]) + "<button>Xem thêm</button>" + paragraphs(*P[3:])},
    ),
    *(
        Case("whole", name, {"body": paragraphs(*P) + html}, {"paragraphs": None})
        for name, html in (
            ("more comments", f'<div class="comment-list">{COMMENTS}<button>Xem thêm</button></div>'),
            ("more comments' pages", f'<div class="comment-list">{COMMENTS}<a href="?p=2">2</a></div>'),
            ("more cards", f"<div>{CARDS}<button>Xem thêm</button></div>"),
            ("more pages of cards", f'<div>{CARDS}<p><a href="?page=2">2</a></p></div>'),
            ("an app", "<p>Tải ứng dụng Cửa Rừng để đọc tin nhanh hơn.</p>"),
        )
    ),
)
_WORDED_WALLS = tuple(
    Case("half", f"wall {number}", {"body": START, "below": lambda _, text=text: wall(text)}, HALF)
    for number, text in enumerate(
        (
            "Bạn cần đăng nhập để đọc tiếp bài viết này.",
            "Nội dung dành cho độc giả trả phí. Mời bạn mua gói để đọc toàn bộ bài viết.",
            "Đăng ký thành viên VIP để xem phần còn lại.",
            "Bài viết này dành riêng cho hội viên. Vui lòng đăng nhập để xem đầy đủ.",
            "Chỉ dành cho thuê bao",
            "Bạn đã đọc hết năm bài miễn phí của tháng này.",
            "Để đọc toàn bộ bài viết, mời quý độc giả đặt mua dài hạn.",
            "Mở khóa bài viết",
        )
    )
)
_WALLS = (
    *_WORDED_WALLS,
    *_behind(
        "the rest is elsewhere",
        '<a class="nut" href="/dang-nhap?ve=1">Đọc tiếp</a>',
        '<p>… <a href="/bai-day-du">[Đọc tiếp]</a></p>',
        '<div class="expand">Hiển thị toàn bộ</div>',
        '<div class="subscribe-box"><h3>Đăng ký để xem toàn bộ nội dung</h3><button>Đăng ký</button></div>',
        "<p>Quét mã QR bên dưới để đọc tiếp bài này.</p>",
        "<p>Để đọc toàn bộ bài viết, mời bạn cài ứng dụng Cửa Rừng.</p>",
        '<a class="load-more" href="?day-du=1">Tải thêm nội dung</a>',
        "<button>Mở rộng bài viết</button>",
        '<p><a href="https://app.cua-rung.vn">Đọc toàn bộ bài viết trên ứng dụng</a></p>',
        f"<p>{P[3][:-1]}, tuy nhiên...</p>",
        f"<p>{P[3][:-1]} và</p>",
    ),
    Case("half", "wall in the body", {"body": START + wall("Đăng nhập để đọc tiếp", "paywall")}, HALF),
    *(
        Case("half", f"not free, whole sentences, {name}", {"body": START, "head": head}, HALF)
        for name, head in (
            ("JSON-LD", linked(isAccessibleForFree="False")),
            ("a part", linked(hasPart=[{"@type": "WebPageElement", "isAccessibleForFree": False}])),
            ("meta", '<meta property="article:content_tier" content="locked">'),
        )
    ),
    Case("half", "lock", {"body": START + '<div class="premium-lock"><i></i></div>'}, HALF),
    Case("half", "not free", {"body": CUT, "head": linked(isAccessibleForFree=False)}, HALF),
)
_BEGUN = (
    Case(
        "half",
        "just begun",
        {"body": paragraphs(*P[:3], "Báo Cửa Rừng tiếp tục cập nhật."), "h1": TITLE},
        HALF,
    ),
    Case("half", "being updated", {"body": paragraphs(*P[:3], "<i>Đang cập nhật...</i>")}, HALF),
)
_NONE = (
    Case(
        "no article",
        "comments only",
        {
            "h1": f"Bình luận: {TITLE}",
            "lead": "",
            "body": "",
            "below": f'<div class="box-comment"><h3>Ý kiến bạn đọc (4)</h3>{COMMENTS}</div>',
        },
        {"reason": "empty"},
    ),
    Case(
        "no article",
        "comments as the body",
        {"h1": f"Ý kiến bạn đọc về bài “{TITLE}”", "lead": "", "body": COMMENTS},
        {"reason": "empty"},
    ),
    Case(
        "no article",
        "topic",
        {
            "page_title": "trạm thủy văn - tin tức mới nhất",
            "og": '<meta property="og:type" content="website"><meta property="og:title" content="trạm thủy văn">',
            "h1": "trạm thủy văn",
            "when": "",
            "lead": "",
            "body": CARDS,
        },
        {"reason": "empty"},
    ),
    Case(
        "no article",
        "topic with a description",
        {
            "page_title": "Sự kiện: Mùa lũ ở Khe Đá",
            "og": '<meta property="og:type" content="website"><meta property="og:title" content="Mùa lũ ở Khe Đá">',
            "h1": "Mùa lũ ở Khe Đá",
            "when": "",
            "lead": "Các bài viết về mùa lũ, trạm đo nước và cuộc sống ven suối của người dân Khe Đá.",
            "body": f'<div class="list-news">{CARDS}</div>',
        },
        {"reason": "empty"},
    ),
)
_WHOLE = (
    Case(
        "whole",
        "a button, and no more words are counted",
        {
            "body": paragraphs(*P) + '<div class="btn-view-more"><a href="javascript:;">Xem thêm</a></div>',
            "head": linked(wordCount=len(" ".join(P).split())),
        },
    ),
    Case(
        "whole",
        "a heading of other news made like a button",
        {
            "body": paragraphs(*P) + '<div class="btn-view-more"><a href="#">Xem thêm</a></div>'
            f'<div><a href="/cho-phien-20260411070000123.htm">{OTHER_TITLE} hôm qua</a></div>'
        },
    ),
    Case(
        "whole",
        "a document to read",
        {"body": paragraphs(*P) + '<p><a href="https://luat.vn/12.pdf">Xem toàn văn tại đây</a></p>'},
        {"paragraphs": None},
    ),
    Case(
        "whole",
        "a pointer",
        {"body": lambda _: paragraphs(*P) + f'<p>Xem tiếp: <a href="/bai-9.html">{OTHER_TITLE}</a></p>'},
    ),
    Case(
        "whole",
        "a button that unfolds",
        {
            "body": f'<div class="text-collapse">{paragraphs(*P)}</div><a class="xem" href="javascript:void(0)">Xem tiếp</a>'
        },
    ),
    Case(
        "whole",
        "comments need a login",
        {"below": wall("Vui lòng đăng nhập để gửi ý kiến của bạn.", "box-comment")},
    ),
    Case("whole", "an offer on top", {"top": wall("Đăng ký thành viên để đọc toàn bộ báo in.")}),
    Case(
        "whole",
        "an offer at the foot",
        {
            "bottom": f"<footer><p>{'Trang chủ Liên hệ Quảng cáo ' * 12}</p>{wall('Mua gói để đọc tiếp báo giấy.')}</footer>"
        },
    ),
    Case(
        "whole",
        "three dots",
        {"body": paragraphs(*P[:5], P[5][:-1] + "...")},
        {"paragraphs": (*P[:5], P[5][:-1] + "...")},
    ),
    Case(
        "whole",
        "comments are open",
        {"body": f'<div class="text comments-open has-comment">{paragraphs(*P)}</div>'},
    ),
    Case(
        "whole",
        "more news",
        {"below": f'<div class="box"><h3>Xem thêm</h3><a href="/bai-9.html">{OTHER_TITLE}</a></div>'},
    ),
    Case(
        "whole",
        "a story of a wall",
        {
            "body": paragraphs(
                *P,
                "Trang của xã viết rằng phải đăng nhập để đọc tiếp, song bà con vẫn gọi điện hỏi thẳng anh Thịnh cho nhanh.",
            )
        },
        {
            "paragraphs": (
                *P,
                "Trang của xã viết rằng phải đăng nhập để đọc tiếp, song bà con vẫn gọi điện hỏi thẳng anh Thịnh cho nhanh.",
            )
        },
    ),
    Case(
        "whole",
        "not free and long",
        {"head": linked(isAccessibleForFree=False), "body": paragraphs(*P, *OTHER)},
        {"paragraphs": (*P, *OTHER)},
    ),
    Case(
        "whole",
        "a wall that is not shown",
        {"below": f'<div style="display:none">{wall("Đăng nhập để đọc tiếp", "paywall")}</div>'},
    ),
    Case(
        "whole",
        "the next article's teaser",
        {
            "below": lambda family: (
                another(family, paragraphs(OTHER[0])) + '<a href="/bai-9.html">Đọc tiếp</a>'
            )
        },
    ),
)
CASES = (*_MARKERS, *_BUTTONS, *_WALLS, *_BEGUN, *_NONE, *_WHOLE)
