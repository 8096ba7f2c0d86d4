# ruff: noqa: E501 - sentences and markup stand on one line, as in the pages they play
"""What goes wrong with dates, authors and JSON-LD, as pages of one story (page.py)."""

import json

from support.reading.body_cases import linked
from support.reading.page import OTHER, OTHER_TITLE, TITLE, Case, Family, P, another, paragraphs

DAY = "2026-04-12T00:00:00+07:00"
EXACT = "2026-04-12T09:20:00+07:00"
ONLY_DAY = {"when": "Ngày 12/04/2026"}


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def of_another(family: Family, **values: object) -> str:
    """JSON-LD of another article of the same site."""
    address = family.url.replace("lang-khe-da", "cho-phien-na-lung").replace("0412091500123", "0410070000456")
    address = address.replace("100234", "100229")
    data = {
        "@type": "NewsArticle", "headline": OTHER_TITLE, "url": address, "mainEntityOfPage": address,
        "datePublished": "2026-04-10T07:00:00+07:00", "author": {"@type": "Person", "name": "Vi Văn Páo"}, **values,
    }  # fmt: skip
    return script(json.dumps(data, ensure_ascii=False))


_TAKEN = (
    *(
        Case(
            "date: not its own",
            f"right behind the title {html}",
            {"h1": f"{TITLE}</h1>{html}<h1 hidden>", "when": '<span class="date">12/04/2026 09:20</span>'},
        )
        for html in (
            '<div class="clock">Thứ hai, 13/04/2026 14:05</div>',
            "<table><tr><td>11/04/2026</td></tr></table>",
            '<div><a href="/lich.html">Lịch nghỉ lễ 30/3/2026</a></div>',
        )
    ),
    Case(
        "date: not its own",
        "clock in the header",
        {**ONLY_DAY, "top": '<header><span class="clock">Thứ hai, 13/04/2026, 14:05</span></header>'},
        {"published": DAY},
    ),
    Case(
        "date: not its own",
        "comment",
        {
            **ONLY_DAY,
            "below": '<div class="comments"><p>Đúng là phải có người trực. <time datetime="2026-04-12T21:44:00+07:00">12/04/2026 21:44</time></p></div>',
        },
        {"published": DAY},
    ),
    Case(
        "date: not its own",
        "licence",
        {**ONLY_DAY, "bottom": "<footer>Giấy phép số 12/GP-MAU cấp lúc 08:00 ngày 01/03/2019</footer>"},
        {"published": DAY},
    ),
    Case(
        "date: not its own",
        "another's card",
        {
            **ONLY_DAY,
            "below": f'<div class="card"><a href="/bai-9.html">{OTHER_TITLE}</a> <time datetime="2026-04-11T06:30:00+07:00">06:30 11/04/2026</time></div>',
        },
        {"published": DAY},
    ),
    Case(
        "date: not its own",
        "an event in the text",
        {
            **ONLY_DAY,
            "body": paragraphs(
                *P[:5], "Lễ bàn giao trạm diễn ra lúc 15:30 ngày 20/04/2026 tại nhà văn hóa xóm."
            ),
        },
        {
            "published": DAY,
            "paragraphs": (*P[:5], "Lễ bàn giao trạm diễn ra lúc 15:30 ngày 20/04/2026 tại nhà văn hóa xóm."),
        },
    ),
    Case(
        "date: not its own",
        "another's JSON-LD",
        {**ONLY_DAY, "head": of_another},
        {"published": DAY},
    ),
)
_ZONES = tuple(
    Case(
        "date: wrong zone",
        zone,
        {"head": linked(datePublished=f"2026-04-12T09:20:00{zone}")},
        {"published": EXACT},
    )
    for zone in ("Z", "+00:00", "-07:00", "")
)
_SPELLED = tuple(
    Case("date: spellings", when, {"when": when}, {"published": EXACT})
    for when in (
        "09:20 | 12/04/2026",
        "12-04-2026 09:20",
        "Ngày 12 tháng 4 năm 2026, 9 giờ 20",
        "Chủ Nhật 12/4/2026, 09:20 (GMT+7)",
        "12 Tháng Tư, 2026 9:20 sáng",
        "April 12, 2026 9:20 AM",
        "9h20' ngày 12/04/2026",
        "Th4 12, 2026 9:20",
        "12/Tháng 4/2026 09 : 20",
        "Cập nhật: 13/04/2026 10:00 | Đăng lúc: 12/04/2026 09:20",
        "12/04/2026, 09:20 (GMT+7) • Bình luận: 5",
        "12/04/2026 09:20 (cập nhật 13/04/2026 10:00)",
        "<span>Cập nhật lúc: 13/04/2026 10:00</span> <span>12/04/2026 09:20</span>",
        "<b>Sửa lần cuối:</b> <span>13/04/2026 10:00</span> <time>12/04/2026 09:20</time>",
        '<time class="updated">13/04/2026 10:00</time> <time class="entry-date">12/04/2026 09:20</time>',
        '<abbr title="2026-04-12T09:20:00+07:00">hôm kia</abbr>',
    )
)
_CHANGED = (
    *(
        Case(
            "date: of a change",
            label,
            {"h1": f'{TITLE}</h1><p class="upd">{label} 13/04/2026 10:00</p><h1>'},
            {"published": EXACT},
        )
        for label in ("Cập nhật lúc:", "Sửa lúc", "Last updated:", "Modified:")
    ),
    Case(
        "date: of a change",
        "of the same day",
        {"when": "<p>12/04/2026</p><p>Cập nhật: 12/04/2026 18:00</p>"},
        {"published": DAY},
    ),
    Case(
        "date: of a change",
        "alone",
        {"when": "Cập nhật: 12/04/2026 09:20"},
        {"published": EXACT, "note": "of a change"},
    ),
)
_META = tuple(
    Case(
        "date: meta names",
        name,
        {"when": "", "head": f'<meta name="{name}" content="2026-04-12T09:20:00+07:00">'},
        {"published": EXACT},
    )
    for name in (
        "news_publish_date",
        "date.release",
        "pubdate",
        "dc.date.issued",
        "parsely-pub-date",
        "article:published_time",
        "sailthru.date",
    )
)
_JSON_LD = (
    Case("JSON-LD", "another's first", {"head": lambda f: of_another(f) + linked(author={"@type": "Person", "name": "Lò Thị Ngoan"})}, {"authors": ("Lò Thị Ngoan",)}),
    Case("JSON-LD", "in a graph", {"head": script(json.dumps({"@graph": [{"@type": "WebSite", "name": "Cửa Rừng"}, {"@type": "NewsArticle", "headline": TITLE, "datePublished": EXACT, "author": {"@id": "#a"}}, {"@id": "#a", "@type": "Person", "name": "Lò Thị Ngoan"}]}, ensure_ascii=False))}, {"authors": ("Lò Thị Ngoan",)}),
    Case("JSON-LD", "two objects", {"when": "", "head": script('{"@type": "WebPage"}{"@type": "NewsArticle", "headline": "' + TITLE + '", "datePublished": "' + EXACT + '"}')}),
    Case("JSON-LD", "a comment in it", {"when": "", "head": script('/* bai */ {"@type": "NewsArticle", "headline": "' + TITLE + '", /* gio */ "datePublished": "' + EXACT + '"}')}),
    Case("JSON-LD", "quotes in it", {"when": "", "head": script('{"@type": "NewsArticle", "headline": "' + TITLE + '", "description": "Trạm "Khe Đá" mở lại", "datePublished": "' + EXACT + '"}')}),
    Case("JSON-LD", "single quotes, bare keys", {"when": "", "head": script("var bai = {'@type': 'NewsArticle', headline: '" + TITLE + "', 'author': {'name': 'H'Hen'}, datePublished: '" + EXACT + "',};")}, {"authors": ("H'Hen",)}),
    Case("JSON-LD", "no commas", {"when": "", "head": script('{"@type": "NewsArticle"\n"headline": "' + TITLE + '"\n"datePublished": "' + EXACT + '"}')}),
    Case("JSON-LD", "in a string", {"when": "", "head": script(json.dumps(json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": {"@value": EXACT}})))}),
    Case("JSON-LD", "of the page", {"when": "", "head": script(json.dumps({"@type": "WebPage", "name": TITLE, "datePublished": EXACT}))}),
    Case("JSON-LD", "of a video", {"when": "", "head": script(json.dumps({"@type": "VideoObject", "name": OTHER_TITLE, "uploadDate": EXACT}))}, {"published": ""}),
    Case("JSON-LD", "escaped", {"when": "", "head": script("{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;" + TITLE + "&quot;, &quot;datePublished&quot;: &quot;" + EXACT + "&quot;}")}),
)  # fmt: skip
_AUTHORS = (
    Case(
        "author",
        "with an address to write to",
        {
            "body": paragraphs(*P)
            + '<p class="author">Lò Thị Hương <a href="mailto:h@cua-rung.vn">huong@cua-rung.vn</a></p>'
        },
        {"authors": ("Lò Thị Hương",), "paragraphs": None},
    ),
    *(
        Case("author", name, {"head": linked(author={"@type": "Person", "name": name})}, {"authors": (read,)})
        for name, read in (
            ("H'Hen Niê", "H'Hen Niê"),
            ("K'BRƠI", "K'Brơi"),
            ("Y Thịnh", "Y Thịnh"),
            ("Lê Thị Mai-Anh", "Lê Thị Mai-Anh"),
        )
    ),
    Case(
        "author",
        "a card's",
        {
            "below": f'<div class="card"><a href="/bai-9.html">{OTHER_TITLE}</a><span class="author">Vi Văn Páo</span></div>'
        },
    ),
    Case(
        "author",
        "a comment's",
        {"below": f'<div class="comments"><span class="author">Hà Vân</span><p>{OTHER[0]}</p></div>'},
    ),
    Case(
        "author",
        "the next article's",
        {"below": lambda f: another(f, paragraphs(*OTHER[:4]) + '<p class="author">Vi Văn Páo</p>')},
    ),
    Case("author", "the paper", {"head": linked(author={"@type": "Organization", "name": "Báo Cửa Rừng"})}),
)
CASES: tuple[Case, ...] = (*_TAKEN, *_ZONES, *_SPELLED, *_CHANGED, *_META, *_JSON_LD, *_AUTHORS)
