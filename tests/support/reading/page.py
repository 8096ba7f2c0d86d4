# ruff: noqa: E501 - sentences and markup stand on one line, as in the pages they play
"""One invented story, printed in the markup of three families of sites, with every part replaceable.

A `Case` names its kind, the parts of the page that differ from the plain one, and what must be read otherwise
than from the plain page. Each is printed in all three families, so that one line of a table is three pages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crawler.article import ReadingRules
from spiders.families.hemera import Hemera
from spiders.families.vccorp import VCCorp

SITE = "Báo Cửa Rừng"
TITLE = "Làng Khe Đá dựng lại trạm thủy văn sau mười năm bỏ trống"
LEAD = "Ba mươi hộ dân góp công sửa trạm đo nước đầu nguồn, để mùa lũ năm nay có người báo tin sớm cho các xóm phía dưới."
P = (
    "Sáng 12/4, anh Lò Văn Thịnh mở cánh cửa sắt của trạm thủy văn Khe Đá, nơi chiếc thước đo nước đã nằm dưới lớp bùn dày từ trận lũ mười năm trước.",
    "Theo ban quản lý xã, kinh phí sửa trạm chỉ đủ mua cảm biến và dây, phần còn lại do bà con tự làm trong ba tuần nông nhàn giữa hai vụ lúa.",
    "Mỗi ngày hai lần, người trực ghi mực nước vào cuốn sổ bìa xanh rồi gọi điện cho bốn xóm nằm sát bờ suối, mưa lớn thì cứ nửa giờ gọi một lần.",
    "“Ngày trước nghe tiếng nước mới chạy, giờ biết trước ít nhất một tiếng đồng hồ”, bà Vì Thị Mến kể trong lúc phơi lại những bao thóc còn ẩm.",
    "Kỹ sư của đài khu vực đã lên hiệu chỉnh máy hai lần và cho rằng số đo của làng khớp với trạm chính ở hạ lưu, sai lệch không quá hai phân.",
    "Từ tháng sau, số liệu của Khe Đá sẽ được gửi thẳng về tỉnh qua tin nhắn, còn cuốn sổ bìa xanh vẫn để trên bàn phòng khi mất sóng.",
)
OTHER_TITLE = "Chợ phiên Nà Lùng dời sang bãi đất mới"
OTHER_LEAD = "Tiểu thương Nà Lùng có chỗ ngồi rộng gấp đôi, nhưng đường vào còn lầy."
OTHER = tuple(
    f"Phiên chợ thứ {n} ở bãi mới, người bán {what} kể rằng khách từ bên kia đèo sang đông hơn, song xe máy phải để ngoài cổng vì sân chưa đổ xong bê tông."
    for n, what in enumerate(
        ("gà", "vải", "muối", "dao", "giống ngô", "rượu", "nón", "chiếu", "mật ong", "măng", "ớt", "gừng"), 1
    )
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


BODY = paragraphs(*P)
PLAIN: dict[str, object] = {
    "title": TITLE,
    "lead": LEAD,
    "paragraphs": P,
    "published": "2026-04-12T09:20:00+07:00",
    "authors": (),
    "reason": None,
}


@dataclass(frozen=True, slots=True)
class Family:
    """The markup of one content system, and the rules an outlet of it declares; `{braces}` mark the parts."""

    name: str
    url: str
    rules: ReadingRules
    article: str  # with {h1}, {when}, {above}, {lead}, {body}


FAMILIES = (
    Family(
        "vccorp",
        "https://cua-rung.vn/lang-khe-da-dung-lai-tram-thuy-van-20260412091500123.htm",
        VCCorp.reading,
        '<div class="detail__main" id="main-detail"><h1 class="detail-title" data-role="title">{h1}</h1><div class="detail-time" data-role="publishdate">{when}</div>{above}<h2 class="detail-sapo" data-role="sapo">{lead}</h2><div class="detail-cmain"><div class="detail-content afcbc-body" data-role="content" itemprop="articleBody">{body}</div></div></div>',
    ),
    Family(
        "hemera",
        "https://cua-rung.vn/lang-khe-da-dung-lai-tram-thuy-van-post100234.html",
        Hemera.reading,
        '<div class="article"><h1 class="article__title cms-title">{h1}</h1><div class="article__meta"><span class="time">{when}</span></div>{above}<div class="article__sapo cms-desc">{lead}</div><div class="article__body cms-body" itemprop="articleBody">{body}</div></div>',
    ),
    Family(
        "wordpress",
        "https://cua-rung.vn/2026/04/lang-khe-da-dung-lai-tram-thuy-van/",
        ReadingRules(),
        '<article class="post type-post hentry"><h1 class="entry-title">{h1}</h1><div class="posted-on">{when}</div>{above}<p class="entry-summary">{lead}</p><div class="entry-content">{body}</div></article>',
    ),
)
_PARTS = {
    "page_title": f"{TITLE} | {SITE}",
    "head": "",
    "og": f'<meta property="og:type" content="article"><meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="{SITE}">',
    "top": '<header><a href="/">Trang chủ</a> <a href="/xa-hoi">Xã hội</a> <a href="/kinh-te">Kinh tế</a></header>',
    "h1": TITLE,
    "when": "Chủ nhật, 12/04/2026 - 09:20",
    "above": "",
    "lead": LEAD,
    "body": BODY,
    "below": "",
    "bottom": "<footer>Giấy phép số 01/GP-MAU. Tổng biên tập: Hoàng Thị Mẫu. Tòa soạn: số 1 đường Mẫu</footer>",
}
Part = str | Callable[[Family], str]


@dataclass(frozen=True, slots=True)
class Case:
    """`parts` replace those of the plain page; `expect` what is read from it.

    Keys of `parts`: page_title, head, og (the default meta elements), top, h1, when, above (between date and
    lead), lead, body, below (behind the article), bottom. A function of the family makes markup like its own.
    Keys of `expect`: title, lead, paragraphs, published, authors, reason (a code), and, not of the plain page,
    `lacks` (strings nowhere in the text) and `note` (a string in one of the notes). None: not asked.
    """

    kind: str
    name: str
    parts: Mapping[str, Part] = field(default_factory=dict)
    expect: Mapping[str, object] = field(default_factory=dict)


def another(family: Family, body: str = paragraphs(*OTHER)) -> str:
    """Another article in the same markup."""
    return family.article.format(
        h1=OTHER_TITLE, when="Thứ bảy, 11/04/2026 - 07:00", above="", lead=OTHER_LEAD, body=body
    )


def print_page(case: Case, family: Family) -> str:
    parts = {name: text(family) if callable(text) else text for name, text in (_PARTS | case.parts).items()}
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{parts["page_title"]}</title>{parts["og"]}'
        f'<link rel="canonical" href="{family.url}">{parts["head"]}</head><body>{parts["top"]}<main>'
        f"{family.article.format(**parts)}{parts['below']}</main>{parts['bottom']}</body></html>"
    )
