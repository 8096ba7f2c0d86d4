# ruff: noqa: E501 - sentences and markup stand on one line, as in the pages they play
"""What goes wrong with title, lead and body, as pages of one story (page.py)."""

import json
import re
from collections.abc import Callable

from support.reading.page import (
    BODY,
    LEAD,
    OTHER,
    OTHER_LEAD,
    OTHER_TITLE,
    SITE,
    TITLE,
    Case,
    Family,
    P,
    another,
    paragraphs,
)

COPIED = "Văn bản này lấy từ Báo Cửa Rừng, muốn đăng lại xin ghi rõ nguồn."
LOST = {"lacks": OTHER[:3]}


def amid(html: str) -> str:
    """The text with something between the third and the fourth paragraph."""
    return paragraphs(*P[:3]) + html + paragraphs(*P[3:])


def linked(**values: object) -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-04-12T09:20:00+07:00", **values}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def behind(text: str) -> dict[str, object]:
    return {"paragraphs": (*P, text)}


def two_parts(one: str, between: str, other: str) -> Callable[[Family], str]:
    """Two elements made to hold a text, with something between them."""

    def body(family: Family) -> str:
        opening = re.search(r"<div[^>]*>(?=\{body\})", family.article)
        assert opening is not None
        return f"{one}</div>{between}{opening[0]}{other}"

    return body


_WHOSE = (
    *(
        Case(
            "whose body",
            f"two texts of {own}, a title between {title[:12]}",
            {"body": two_parts(paragraphs(*P[:own]), title, paragraphs(*OTHER))},
            {**LOST, "paragraphs": P[:own]},
        )
        for title in (
            f"<h1>{OTHER_TITLE}</h1>",
            f'<h2><a href="/cho-phien-20260411070000123.htm">{OTHER_TITLE}</a></h2>',
            f'<div class="title">{OTHER_TITLE}</div>',
        )
        for own in (4, 6)
    ),
    *(
        Case(
            "whose body",
            f"stacked within, {title[:12]} {len(title)}",
            {"body": BODY + title + paragraphs(*OTHER[:4])},
            {**LOST, "note": "another article"},
        )
        for title in (
            f'<h1>{OTHER_TITLE}</h1><p class="sapo">{OTHER_LEAD}</p>',
            f"<h1>{OTHER_TITLE}</h1>",
            f'<h2><a href="/cho-phien-20260411070000123.htm">{OTHER_TITLE}</a></h2>',
        )
    ),
    Case(
        "whose body",
        "stacked in the second half",
        {
            "body": f'<div id="dau">{paragraphs(*P[:3])}</div><div id="cuoi">{paragraphs(*P[3:])}<article><h2>{OTHER_TITLE}</h2>{paragraphs(*OTHER[:4])}</article></div>'
        },
        {**LOST, "note": "another article"},
    ),
    Case(
        "whose body",
        "sub-heading within",
        {"body": amid(f"<h2>{OTHER_TITLE}</h2>")},
        {"paragraphs": (*P[:3], OTHER_TITLE, *P[3:])},
    ),
    Case(
        "whose body",
        "pointer within",
        {
            "body": amid(
                '<h3><a href="/tram-do-suoi-20260410.htm">Trạm đo nước đầu suối bị lũ vùi mười năm</a></h3>'
            )
        },
        {"paragraphs": None, "note": "maybe of another article"},
    ),
    *(
        Case(
            "halves",
            f"{count} first, {between[:12]}",
            {"body": two_parts(paragraphs(*P[:count]), between, paragraphs(*P[count:]))},
        )
        for count in (2, 3, 4)
        for between in ("", '<div class="bn"><a href="/qc">Quảng cáo</a></div>')
    ),
    *(
        Case("halves", f"boxed {name}", {"body": body})
        for name, body in (
            (
                "second",
                two_parts(
                    paragraphs(*P[:3]), '<div class="khung"><div>', paragraphs(*P[3:]) + "</div></div>"
                ),
            ),
            (
                "unnamed",
                f'<div class="dau">{paragraphs(*P[:3])}</div><ins></ins><div><div id="p2">{paragraphs(*P[3:])}</div></div>',
            ),
            (
                "beside",
                lambda _: (
                    f'{paragraphs(*P[:4])}</div><div class="qc"><a href="/qc">Quảng cáo</a></div><div class="phan-hai">{paragraphs(*P[4:])}'
                ),
            ),
        )
    ),
    Case(
        "halves",
        "another text beside",
        {
            "body": lambda _: (
                f'{BODY}</div><div class="phan-hai">{paragraphs(*OTHER[3:5], "Nhà chị Hoa ở Sài Gòn vừa mua thêm hai cái tủ lạnh cũ để bán kem trong dịp nghỉ lễ.")}'
            )
        },
        {"lacks": OTHER[3:5], "note": "beside the text left out"},
    ),
    Case("whose body", "longer below", {"below": another}, LOST),
    Case(
        "whose body", "longer below in article", {"below": lambda f: f"<article>{another(f)}</article>"}, LOST
    ),
    Case("whose body", "two below", {"below": lambda f: another(f) + another(f)}, LOST),
    Case(
        "whose body",
        "headline beside the part",
        {
            "below": f'<hr><h2><a href="/cho.html">{OTHER_TITLE} sau mùa mưa lũ</a></h2><div class="noi-dung">{paragraphs(*OTHER)}</div>'
        },
        LOST,
    ),
    Case(
        "whose body",
        "card above",
        {"above": f'<p class="card"><a href="/cho-phien.html">{OTHER_TITLE}</a></p>'},
    ),
)
_NAMES = (
    *tuple(
        Case(
            "named as clutter",
            name,
            {"body": f'<div class="{name}">{paragraphs(*P[:2])}</div>{paragraphs(*P[2:])}'},
        )
        for name in (
            "social-text",
            "share-story",
            "widget-body",
            "modal-inner",
            "banner-text",
            "print-area",
            "source-box",
            "poll-wrap",
            "keyword-mark",
            "comment-closed",
        )
    ),
    *tuple(
        Case(
            "named as clutter",
            f"{tag} {name} {place}",
            {
                "body": f'{paragraphs(*P[:place])}<{tag} class="{name}">{text}</{tag}>{paragraphs(*P[place + 2 :])}'
            },
            {"note": f"kept: {tag} {name}"},
        )
        for place in (2, 4)
        for tag, name, text in (
            ("div", "related-content", paragraphs(*P[place : place + 2])),
            ("div", "caption-text", paragraphs(*P[place : place + 2])),
            ("div", "ads-inner", "<br><br>".join(P[place : place + 2])),
            ("table", "article", f"<tr><td>{paragraphs(*P[place : place + 2])}</td></tr>"),
        )
    ),
    Case(
        "named as clutter",
        "each author-story",
        {"body": "".join(f'<p class="author-story">{text}</p>' for text in P)},
    ),
    Case(
        "clutter",
        "teaser",
        {"body": amid(f'<div class="news-box"><p>{OTHER_LEAD}</p></div>')},
        {"note": "left out"},
    ),
    Case(
        "clutter",
        "foreign box",
        {"body": amid(f'<div class="inset"><h4>{OTHER_TITLE}</h4><p>{OTHER[0]}</p></div>')},
        {"paragraphs": (*P[:3], OTHER_TITLE, OTHER[0], *P[3:]), "note": "maybe of another article"},
    ),
    Case(
        "clutter",
        "card",
        {
            "body": amid(
                f'<div class="inset"><h4><a href="/cho.html">{OTHER_TITLE}</a></h4><p class="relate-sapo">{OTHER[0]}</p></div>'
            )
        },
        {**LOST, "paragraphs": None},
    ),
    Case(
        "clutter",
        "caption",
        {"body": amid(f'<div class="pic"><img src="a.jpg"></div><p class="caption-text">{OTHER_LEAD}</p>')},
        {"note": "left out"},
    ),
    Case(
        "named as clutter",
        "widgets",
        {
            "body": "".join(
                f'<div class="wg wg-{n} text-widget"><div class="widget-inner"><p>{text}</p></div></div>'
                for n, text in enumerate(P)
            )
        },
    ),
    *(
        Case("clutter", f"card {number} {place}", {"body": whole(html)}, {"paragraphs": P, "note": note})
        for number, (html, note) in enumerate(
            (
                (
                    f'<article class="story"><h3><a href="/cho-9.html">{OTHER_TITLE}</a></h3><p>{OTHER[0]}</p></article>',
                    "left out: 1 card",
                ),
                (
                    f'<div><a href="/cho-9.html"><img src="/cho.jpg"></a><h4><a href="/cho-9.html">{OTHER_TITLE}</a></h4><p>{OTHER[0]}</p></div>',
                    "left out: 1 card",
                ),
                (
                    f'<table><tr><td><a href="/cho-9.html"><img src="/cho.jpg"></a></td><td><a href="/cho-9.html">{OTHER_TITLE}</a><br>{OTHER[0]}</td></tr></table>',
                    "left out: 1 card",
                ),
                (
                    f'<a class="k" href="/cho-9.html"><img src="/cho.jpg"><h3>{OTHER_TITLE}</h3><p>{OTHER[0]}</p></a>',
                    "left out: 1 card",
                ),
                (
                    f'<a href="/cho-9.html"><span>{OTHER_TITLE}</span><span>{OTHER[0]}</span><img src="/cho.jpg"></a>',
                    "left out: 1 card",
                ),
                (f'<a href="/cho-9.html"><img src="/cho.jpg"><b>{OTHER_TITLE}</b></a>', ""),
                (
                    f'<ul><li><a href="/cho-9.html">{OTHER_TITLE}</a><p>{OTHER[0]}</p></li><li><a href="/cho-8.html">{OTHER_TITLE} rộng</a><p>{OTHER[1]}</p></li></ul>',
                    "left out",
                ),
            )
        )
        for place, whole in (("amid", amid), ("at the end", lambda html: BODY + html))
    ),
    Case(
        "clutter",
        "a linked sentence",
        {
            "body": amid(
                f'<p><a href="/bao-cao.html">{OTHER[0]}</a></p><a href="/so-lieu.html"><p>{OTHER[1]}</p></a>'
            )
        },
        {"paragraphs": (*P[:3], *OTHER[:2], *P[3:])},
    ),
    Case(
        "clutter",
        "a list of places",
        {
            "body": "".join(
                f'<div><h3><a href="https://nha-nghi.example/{n}">Nhà nghỉ ven suối số {n}</a></h3><p>{text}</p></div>'
                for n, text in enumerate(P)
            )
        },
        {
            "paragraphs": tuple(
                line for n, text in enumerate(P) for line in (f"Nhà nghỉ ven suối số {n}", text)
            )
        },
    ),
    Case(
        "clutter",
        "related",
        {
            "body": amid(
                f'<div class="box-related"><a href="/cho.html">{OTHER_TITLE}</a><p>{OTHER[0]}</p></div>'
            )
        },
        LOST,
    ),
    Case(
        "clutter",
        "comments",
        {"body": BODY + f'<div class="comment-list"><p>{OTHER[0]}</p><p>{OTHER[1]}</p></div>'},
        {**LOST, "note": "left out"},
    ),
    *(
        Case(
            "clutter",
            f"comments under {heading}",
            {
                "body": f"{BODY}<div><h3>{heading}</h3><div><b>Hà Vân</b><p>{OTHER[0]}</p><span>13/04/2026 07:15</span><a>Trả lời</a></div></div>"
            },
            {**LOST, "note": "readers' comments"},
        )
        for heading in ("Ý kiến bạn đọc (1)", "Bình luận (1)", "Ý kiến (1)", "Bạn đọc bình luận", "Bình luận")
    ),
    *(
        Case(
            "clutter",
            f"comments {name}",
            {"body": BODY + html},
            {**LOST, "paragraphs": P, "note": "readers' comments"},
        )
        for name, html in (
            ("under a count", f"<h4>Bình luận (2)</h4><p>{OTHER[0]}</p><p>{OTHER[1]}</p>"),
            (
                "signed",
                f"<p><b>Bạn đọc viết</b></p><div><b>Hà Vân</b><p>{OTHER[0]}</p><i>3 giờ trước</i></div>",
            ),
            (
                "alone",
                f'<div><b>Hà Vân</b><p>{OTHER[0]}</p><a href="#">Thích</a> <a href="#">Trả lời</a></div>',
            ),
        )
    ),
    *(
        Case("clutter", f"form {number}", {"body": amid(html)})
        for number, html in enumerate(
            (
                '<div class="k"><p>Bạn thấy trạm nên mở cửa buổi tối không?</p><form><label><input type="radio" name="a">Nên</label><label><input type="radio" name="a">Không cần</label><button>Bình chọn</button></form></div>',
                '<div><p>Nhận tin Cửa Rừng mỗi sáng</p><p>Điền email của bạn để nhận những bài mới nhất từ tòa soạn vào sáu giờ mỗi ngày.</p><form><input type="email"><button>Gửi</button></form></div>',
                '<section><textarea placeholder="Ý kiến"></textarea><p>Vui lòng nhập nội dung ít nhất hai mươi ký tự và gõ tiếng Việt có dấu bạn nhé.</p></section>',
                '<div class="ck"><p>Chúng tôi dùng cookie để trang mở nhanh hơn và nhớ lựa chọn của bạn cho lần sau.</p><button>Đồng ý</button></div>',
            )
        )
    ),
    *(
        Case(
            "hidden",
            f"by a sheet {name}",
            {
                "head": f"<style>{sheet}</style>",
                "body": paragraphs(*P[:2])
                + f'<p class="q7x">{COPIED}</p>'
                + f'<p>{P[2]} <span id="dau-an">{COPIED}</span></p>'
                + paragraphs(*P[3:]),
            },
            {"paragraphs": P if hidden else None, **({"lacks": (COPIED,)} if hidden else {})},
        )
        for name, sheet, hidden in (
            ("class and id", "body{margin:0} .q7x, span#dau-an { display : none !important }", True),
            (
                "within",
                "/* {a} */main p.q7x{visibility:hidden}div #dau-an{position:absolute;left:-9999px}",
                True,
            ),
            ("for print", "@media print{.q7x,#dau-an{display:none}}", False),
            ("shown again", ".q7x{display:none}p.q7x{display:block}", False),
        )
    ),
    Case(
        "hidden",
        "a sheet that hides the text until a script shows it",
        {
            "head": "<style>.cho{opacity:0}</style>",
            "body": "".join(f'<p class="cho">{text}</p>' for text in P),
        },
    ),
    Case(
        "lines in one element",
        "words run together by markup",
        {
            "body": amid(
                '<p><b>Ông Thịnh</b><i>nói</i> với<a href="/dai.html">đài khu vực</a>và bà con rằng <b>th</b>ủy văn là việc lâu dài.<span>Không ai</span> vội.</p><ul><li>- Máy bơm</li><li>1. Dây cáp</li></ul>'
            )
        },
        {
            "paragraphs": (
                *P[:3],
                "Ông Thịnh nói với đài khu vực và bà con rằng thủy văn là việc lâu dài. Không ai vội.",
                "- Máy bơm",
                "1. Dây cáp",
                *P[3:],
            ),
            "note": "ran together",
        },
    ),
    *(
        Case(
            "title",
            f"part of a series {part}",
            {"h1": f"<span class='label'>{part}</span> {TITLE}"},
            {"title": f"{part} {TITLE}"},
        )
        for part in ("Kỳ 2:", "Bài cuối:", "Phần III -")
    ),
    Case(
        "paper's name",
        "behind the title in the text",
        {"body": f"<p>{TITLE}</p><p>(Cửa Rừng) - {P[0]}</p>" + paragraphs(*P[1:])},
        {"note": "front cut"},
    ),
    Case(
        "title",
        "a placeholder",
        {"page_title": "Bản thử 2", "og": "", "h1": f"<b>{TITLE}</b>", "top": "<h1>Bản thử 2</h1>"},
    ),
    Case(
        "title",
        "a placeholder, and the title stands in bold",
        {"page_title": "popup demo", "og": "", "h1": "", "above": f"<font><b>{TITLE}</b></font>"},
        {"note": "title not used", "published": None},
    ),
    Case(
        "whose body",
        "a by-line behind a stacked article",
        {
            "body": lambda _: (
                f'{BODY}<article><h2>{OTHER_TITLE}</h2>{paragraphs(*OTHER[:4])}</article></div><div class="author-info"><p class="author">Lò Thị Hương</p>'
            )
        },
        {**LOST, "paragraphs": None, "authors": ("Lò Thị Hương",)},
    ),
    Case(
        "clutter",
        "questions and answers",
        {
            "body": amid(
                "<div><p><b>Trả lời</b></p><p>Trạm mở cửa cho mọi người vào xem, chỉ cần gọi trước cho anh Thịnh một tiếng đồng hồ.</p></div>"
            )
        },
        {
            "paragraphs": (
                *P[:3],
                "Trả lời",
                "Trạm mở cửa cho mọi người vào xem, chỉ cần gọi trước cho anh Thịnh một tiếng đồng hồ.",
                *P[3:],
            )
        },
    ),
    Case(
        "heading",
        "words of a button",
        {"body": amid("<h3>Xem thêm chuyện người trực trạm</h3>")},
        {"paragraphs": (*P[:3], "Xem thêm chuyện người trực trạm", *P[3:])},
    ),
    Case(
        "clutter",
        "a sub-heading like comments",
        {"body": amid("<h3>Ý kiến người đọc</h3>")},
        {"paragraphs": (*P[:3], "Ý kiến người đọc", *P[3:])},
    ),
    Case(
        "clutter",
        "share bar",
        {"body": amid('<div class="social-share"><a href="#">Chia sẻ</a> <span>Zalo</span></div>')},
    ),
    Case(
        "heading",
        "id of its words",
        {"body": amid('<h2 id="cac-ho-lien-quan-ke-lai">Các hộ liên quan kể lại</h2>')},
        {"paragraphs": (*P[:3], "Các hộ liên quan kể lại", *P[3:])},
    ),
    Case(
        "heading",
        "id of a word",
        {"body": amid('<h3 id="poll-2">Dân làng bàn tán</h3>')},
        {"paragraphs": (*P[:3], "Dân làng bàn tán", *P[3:])},
    ),
    *tuple(
        Case(
            "heading",
            f"{html[:30]}",
            {"body": amid(html)},
            {"paragraphs": (*P[:3], "Dân làng bàn tán", *P[3:])},
        )
        for html in (
            '<h2 class="author-note">Dân làng bàn tán</h2>',
            '<h3 class="related-2 share">Dân làng bàn tán</h3>',
            '<p id="comment-1"><b>Dân làng bàn tán</b></p>',
        )
    ),
    Case("heading", "of a box", {"body": amid('<h3 class="related">Tin liên quan</h3>')}),
    *tuple(
        Case("lines in one element", tag, {"body": f"<{tag}>{'<br>'.join(P)}</{tag}>"})
        for tag in ("p", "span", "center")
    ),
    Case("lines in one element", "pre", {"body": "<pre>" + "\n\n".join(P) + "</pre>"}),
    *tuple(
        Case(
            "own elements",
            html,
            {"body": "".join(f"{html}{text}</{html[1:].split(' ')[0].strip('>')}>" for text in P)},
        )
        for html in ("<center>", "<h5>", '<span style="display:block">')
    ),
    Case(
        "linked",
        "sentence",
        {"body": paragraphs(P[0]) + f'<p><a href="/ky-truoc.html">{P[1]}</a></p>' + paragraphs(*P[2:])},
    ),
    Case(
        "linked",
        "anchor",
        {"body": paragraphs(P[0]) + f'<p><a name="muc2">{P[1]}</a></p>' + paragraphs(*P[2:])},
    ),
    Case("linked", "headline goes", {"body": amid(f'<p><a href="/cho-phien.html">{OTHER_TITLE}</a></p>')}),
    Case(
        "table",
        "box",
        {
            "body": paragraphs(*P[:2])
            + f"<table><tr><td>{paragraphs(*P[2:4])}</td></tr></table>"
            + paragraphs(*P[4:])
        },
    ),
    Case(
        "table",
        "beside picture",
        {
            "body": paragraphs(*P[:2])
            + f'<table><tr><td>{paragraphs(P[2])}</td><td><img src="a.jpg"></td></tr></table>'
            + paragraphs(*P[3:])
        },
    ),
    Case(
        "table",
        "figures go",
        {
            "body": amid(
                "<table><tr><th>Ngày</th><th>Mực nước</th></tr><tr><td>12/4</td><td>143</td></tr></table>"
            )
        },
        {"lacks": ("143",)},
    ),
    Case(
        "list",
        "steps at the end",
        {
            "body": BODY
            + "<ol><li>Đọc thước lúc sáu giờ sáng.</li><li>Ghi vào sổ bìa xanh.</li><li>Gọi điện cho bốn xóm.</li></ol>"
        },
        {"paragraphs": None},
    ),
    Case("own elements", "blocks", {"body": "".join(f"<x-doan>{text}</x-doan>" for text in P)}),
)
_FIGURES = tuple(
    Case("figures", name, {"body": BODY + f"<p>{html}</p>"}, behind(text))
    for name, html, text in (
        (
            "power",
            "Hồ trên núi chứa chừng 10<sup>6</sup> khối nước, đủ tưới cho cả cánh đồng phía dưới trong một vụ.",
            "Hồ trên núi chứa chừng 10⁶ khối nước, đủ tưới cho cả cánh đồng phía dưới trong một vụ.",
        ),
        (
            "footnote",
            "Trạm cũ đo được mức 640<sup><a href='#fn1'>1</a></sup> phân trong trận lũ lớn nhất từng ghi vào sổ.",
            "Trạm cũ đo được mức 640 phân trong trận lũ lớn nhất từng ghi vào sổ.",
        ),
        (
            "degrees",
            "Đêm trên trạm lạnh 9<sup>o</sup>C, người trực phải đốt bếp củi suốt ca để giữ ấm cho máy đo.",
            "Đêm trên trạm lạnh 9°C, người trực phải đốt bếp củi suốt ca để giữ ấm cho máy đo.",
        ),
        (
            "fraction",
            "Chừng <sup>2</sup>/<sub>3</sub> số hộ trong làng có người biết đọc thước nước và thay ca cho nhau.",
            "Chừng 2/3 số hộ trong làng có người biết đọc thước nước và thay ca cho nhau.",
        ),
        (
            "mixed fraction",
            "Thước mới dài 4<sup>1</sup>/<sub>2</sub> mét, được chôn sâu vào tảng đá lớn giữa dòng suối đầu làng.",
            "Thước mới dài 4 1/2 mét, được chôn sâu vào tảng đá lớn giữa dòng suối đầu làng.",
        ),
        (
            "struck",
            "Xã góp <del>12</del> 15 triệu đồng mua dây cáp, theo bản quyết toán dán ở nhà văn hóa thôn.",
            "Xã góp 15 triệu đồng mua dây cáp, theo bản quyết toán dán ở nhà văn hóa thôn.",
        ),
        (
            "powers by a class",
            'Hồ trên núi chứa 10<span class="sup">6</span> khối, mà <span class="strike">8</span> 9 phần là của mùa lũ năm ngoái.',
            "Hồ trên núi chứa 10⁶ khối, mà 9 phần là của mùa lũ năm ngoái.",
        ),
        (
            "formula",
            "Máy đo còn ghi nồng độ CO<sub>2</sub> trong không khí, thứ mà dân làng gọi vui là hơi thở của rừng.",
            "Máy đo còn ghi nồng độ CO2 trong không khí, thứ mà dân làng gọi vui là hơi thở của rừng.",
        ),
    )
)
_LAWS = ("Nghị định về trạm đo", "Thông tư về báo lũ", "Quy ước của làng")
_STEPS = ("Bước 1: Đọc thước", "Bước 2: Ghi vào sổ", "Bước 3: Gọi bốn xóm")
_OWN_ELEMENTS = (
    Case(
        "own elements",
        "labels in a sentence",
        {
            "body": amid(
                "<p>Trạm <label>Khe Đá</label> có ba người trực, ai cũng <label>quen suối</label>.</p>"
            )
        },
        {"paragraphs": (*P[:3], "Trạm Khe Đá có ba người trực, ai cũng quen suối.", *P[3:])},
    ),
    Case(
        "own elements",
        "a button in a sentence",
        {"body": amid("<p>Trạm <button>Khe Đá</button> có ba người trực, ai cũng quen suối.</p>")},
        {"paragraphs": None, "note": "button amid the text"},
    ),
    Case(
        "own elements",
        "paragraphs as header and figure",
        {"body": f"<p>{P[0]}</p><header>{P[1]}</header><figure>{P[2]}</figure>{paragraphs(*P[3:])}"},
    ),
    Case(
        "own elements",
        "a list of laws behind a colon",
        {
            "body": paragraphs(*P, "Trạm làm theo:")
            + "<ul><li>"
            + "<li>".join(f"<a href='https://luat.vn/{law[:5]}'>{law}</a></li>" for law in _LAWS)
            + "</ul>"
        },
        {"paragraphs": (*P, "Trạm làm theo:", *(f"- {law}" for law in _LAWS))},
    ),
    Case(
        "own elements",
        "a list of other news behind a colon",
        {
            "body": f'{paragraphs(*P)}<p>Tin liên quan:</p><ul><li><a href="/cho-phien-20260411070000123.htm">{OTHER_TITLE}</a></li></ul>'
        },
    ),
    Case(
        "own elements",
        "steps as headings at the end",
        {"body": paragraphs(*P) + "".join(f"<h3>{step}</h3>" for step in _STEPS)},
        {"paragraphs": (*P, *_STEPS)},
    ),
    Case(
        "table",
        "names and figures leave a note",
        {
            "body": amid(
                "<table><tr><td>Xóm Na</td><td>12 hộ</td></tr><tr><td>Xóm Lũng</td><td>9 hộ</td></tr></table>"
            )
        },
        {"note": "a table of names or figures"},
    ),
)
_STYLED = (
    *(
        Case(
            "hidden",
            f"by a sheet {sheet}",
            {"head": sheet, "body": amid(f'<p class="q7">{COPIED}</p>')},
            {"lacks": (COPIED,)},
        )
        for sheet in (
            "<style>@media screen{.q7{display:none}} .q8{color:red}</style>",
            '<style>[class="q7"]{DISPLAY:/* x */NONE}</style>',
        )
    ),
    *(
        Case(
            "hidden",
            f"not by a sheet {sheet} {style}",
            {"head": sheet, "body": amid(f'<p class="q7" style="{style}">{OTHER[0]}</p>')},
            {"paragraphs": (*P[:3], OTHER[0], *P[3:])},
        )
        for sheet, style in (
            ('<style media="print">.q7{display:none}</style>', ""),
            ("<style disabled>.q7{display:none}</style>", ""),
            ("<noscript><style>.q7{display:none}</style></noscript>", ""),
            ("<style>.q7{display:none}</style>", "display:block"),
            ("<style>.q7{opacity:0;animation:hien 1s forwards}</style>", ""),
        )
    ),
)
_HIDDEN = (
    *tuple(
        Case(
            "hidden",
            way,
            {"body": "".join(f"<p>{text}<span {way}> {COPIED}</span></p>" for text in P)},
            {"lacks": (COPIED,)},
        )
        for way in (
            'style="display: none"',
            "hidden",
            'style="font-size:0px"',
            'style="position:absolute;left:-9999px"',
            'class="sr-only"',
            'style="opacity:0"',
            'aria-hidden="true"',
            'style="color: #FFF"',
            'style="width:1px;height:1px;overflow:hidden"',
            'style="transform:translateX(-9999px)"',
            'class="js-hidden"',
        )
    ),
    Case(
        "hidden",
        "shown",
        {
            "body": f'<div class="overflow-hidden">{paragraphs(*P[:2])}</div><div style="background:#030"><p style="color:#fff">{P[2]}</p></div><p class="no-hide hidden-xs">{P[3]}</p>{paragraphs(*P[4:])}'
        },
    ),
    Case(
        "hidden",
        "folded amid",
        {
            "body": paragraphs(*P[:2])
            + f'<a href="#">Xem thêm</a><div hidden>{paragraphs(*P[2:4])}</div>'
            + paragraphs(*P[4:])
        },
        {"note": "folded"},
    ),
    Case(
        "hidden",
        "folded",
        {
            "body": paragraphs(*P[:4])
            + f'<div class="more-text" style="display:none">{paragraphs(*P[4:])}</div>'
        },
        {"note": "folded"},
    ),
)
_HALF = (
    Case(
        "half",
        "articleBody in lines",
        {"body": paragraphs(*P[:3]), "head": linked(articleBody="\n".join(P))},
        {"note": "JSON-LD"},
    ),
    Case(
        "half",
        "articleBody in one",
        {"body": paragraphs(*P[:4]), "head": linked(articleBody=" ".join(P))},
        {"note": "JSON-LD"},
    ),
    Case(
        "half",
        "the middle in articleBody",
        {"body": paragraphs(*P[:2], *P[4:]), "head": linked(articleBody="\n".join([LEAD, *P]))},
        {"note": "JSON-LD"},
    ),
    Case(
        "half",
        "wordCount in words",
        {"body": paragraphs(*P[:3]), "head": linked(wordCount=f"{len(' '.join(P).split()) + 20}.0 từ")},
        {"reason": "half-text"},
    ),
    *tuple(
        Case(
            "half",
            f"the rest in {tag}",
            {"body": f"{paragraphs(*P[:3])}<{tag}>{paragraphs(*P[3:])}</{tag}>"},
            {"note": "only a script shows kept"},
        )
        for tag in ("noscript", "template")
    ),
    Case(
        "half",
        "another in template",
        {"body": f"{BODY}<template>{paragraphs(*OTHER[:3])}</template>"},
        {**LOST, "note": "only a script shows left out"},
    ),
    Case(
        "half",
        "wordCount",
        {"body": paragraphs(*P[:3]), "head": linked(wordCount=len(" ".join(P).split()) + 20)},
        {"reason": "half-text"},
    ),
)
_HEAD = (
    Case("title", "label", {"h1": f'<span class="category">Xã hội</span> {TITLE}'}),
    Case("title", "count", {"h1": f'{TITLE} <a href="#bl">(27)</a>'}),
    Case(
        "title",
        "glued count",
        {"h1": f'{TITLE}<a href="#ykien" class="dem">12</a>', "og": "", "page_title": ""},
    ),
    Case("title", "glued badge", {"h1": f'{TITLE}<em class="badge">Mới</em>'}),
    Case("title", "icon behind, label before", {"h1": f'<b class="live">Trực tiếp</b>: {TITLE} ▶', "og": ""}),
    Case(
        "title",
        "site, section, address",
        {
            "h1": "",
            "og": f'<meta property="og:title" content="{SITE}: {TITLE} | Xã hội | cua-rung.vn"><meta property="og:site_name" content="{SITE}">',
        },
        {"published": None},
    ),
    Case("title", "time", {"h1": f"{TITLE} <time>09:20</time>"}),
    Case(
        "title",
        "a motto of the site that leads home",
        {
            "h1": "",
            "above": f"<h2>{TITLE}</h2>",
            "top": '<header><h1><a href="/">Tiếng nói của các làng ven rừng suốt mười năm</a></h1></header>',
        },
        {"published": None},
    ),
    *(
        Case("title", f"nobody wrote {text}", {"og": f'<meta property="og:title" content="{text}">'})
        for text in ("undefined", "{{ article.title }}", "Chi tiết bài viết")
    ),
    Case("title", "site first", {"og": "", "above": "", "top": f"<h1>{SITE}</h1>"}),
    Case(
        "lead",
        "offer above",
        {
            "above": '<div class="goi-doc"><p class="description">Đọc báo cả năm với giá của chín tháng, tặng thêm một cuốn lịch treo tường.</p></div>'
        },
    ),
    Case(
        "lead",
        "another's above",
        {"above": f'<div class="box-top"><p class="sapo"><a href="/cho.html">{OTHER_LEAD}</a></p></div>'},
    ),
    Case(
        "lead",
        "player above",
        {
            "above": '<div class="audio"><span class="summary">Nghe giọng đọc tự động của bài này, dài bốn phút rưỡi, bấm nút để bắt đầu.</span></div>'
        },
    ),
    *(
        Case("paper's name", f"{front}lead", {"lead": front + LEAD})
        for front in (
            "[Cửa Rừng] - ",
            "(SGGPO).- ",
            "cuarung.vn - ",
            "<b>TTO</b> - ",
            "(Cửa Rừng) - ",
            f"{SITE} - ",
            "TTO - ",
            "KHĐS - ",
        )
    ),
    *(
        Case("paper's name", f"{front}first", {"body": paragraphs(front + P[0], *P[1:])})
        for front in ("(Dân trí) - ", f"{SITE} – ")
    ),
)
_GATES = (
    Case(
        "gates",
        "a story of one paragraph that names a seat",
        {"body": f"<p>{P[0]} Đơn vị bán cảm biến có trụ sở ở tỉnh bên. {' '.join(P[1:])}</p>"},
        {"paragraphs": None},
    ),
    Case(
        "gates",
        "consent story",
        {
            "og": "",
            "body": paragraphs(
                "Người dân phải đồng ý thì ứng dụng mới được lấy dữ liệu cá nhân, theo quy định có hiệu lực từ tháng sau.",
                *P[:3],
            ),
        },
        {"paragraphs": None},
    ),
    Case(
        "gates",
        "captcha story",
        {
            "og": "",
            "body": paragraphs(
                "Nhóm kỹ sư giải thích vì sao mã captcha ngày càng khó đọc đối với người lớn tuổi ở vùng cao.",
                *P[:3],
            ),
        },
        {"paragraphs": None},
    ),
    Case(
        "gates",
        "removed post",
        {
            "og": "",
            "when": "",
            "body": paragraphs(
                "Anh cho biết bài viết về trạm đo đã bị gỡ khỏi trang mạng của xã từ tuần trước.", *P[:3]
            ),
        },
        {"paragraphs": None, "published": None},
    ),
)
CASES: tuple[Case, ...] = (
    Case("plain", "plain"),
    *_WHOSE,
    *_NAMES,
    *_FIGURES,
    *_OWN_ELEMENTS,
    *_STYLED,
    *_HIDDEN,
    *_HALF,
    *_HEAD,
    *_GATES,
)
