# ruff: noqa: E501 - markup and sentences stand on one line, as in the pages they play
import json
import pickle
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from crawler.article import Announcement, Page, ReadingRules
from crawler.errors import Rejected
from crawler.extraction.doubts import extract_with_doubts
from crawler.extraction.extract import extract
from crawler.reasons import Reason
from crawler.text.normalize import content_hash

Make = Callable[..., Page]
Html = Callable[..., str]
VIETNAM = timezone(timedelta(hours=7))
A, B, C = (
    "Tàu khu trục rời cảng lúc rạng sáng, mang theo hai trực thăng săn ngầm và hơn hai trăm thủy thủ.",
    "Bộ chỉ huy liên hợp cho biết giai đoạn bắn đạn thật sẽ diễn ra vào cuối tuần, nếu thời tiết cho phép.",
    "Lần gần nhất ba bên tập trận ở quy mô này là hai năm trước, khi khu vực cũng vừa qua một đợt căng thẳng.",
)
BODY = f"<p>{A}</p><p>{B}</p><p>{C}</p>"
LEAD = (
    "Cuộc diễn tập ba bên diễn ra trong bối cảnh khu vực có nhiều biến động về an ninh, theo cơ quan tổ chức."
)


def linked(**values: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def test_a_whole_article(make_page: Make, article_html: Html) -> None:
    head = linked(
        headline="Ba nước diễn tập",
        author={"@type": "Person", "name": "Hà Thu"},
        articleSection="Thế giới",
        datePublished="2026-03-07T08:07:18+07:00",
    )
    head += '<link rel="canonical" href="https://bao-vi-du.vn/tap-tran-1.html?utm_source=rss#top">'
    article = extract(make_page(article_html(body=BODY, head=head)))
    assert article.title == "Ba nước diễn tập săn tàu ngầm ở vùng biển phía đông"
    assert article.lead == LEAD
    assert article.paragraphs == (A, B, C)
    assert article.authors == ("Hà Thu",)
    assert article.section == "Thế giới"
    assert article.published == datetime(2026, 3, 7, 8, 7, 18, tzinfo=VIETNAM)
    assert article.canonical is not None
    assert article.canonical.startswith("https://bao-vi-du.vn/tap-tran-1.html")
    assert article.normal_hash == content_hash(article.text)
    assert article.text == f"{article.title}\n{LEAD}\n{A}\n{B}\n{C}"
    assert pickle.loads(pickle.dumps(article)) == article


def test_rules_come_before_the_generic_way(make_page: Make, article_html: Html) -> None:
    rules = ReadingRules(
        title=(".tua",),
        lead=("p.mo-dau",),
        body=(".bai",),
        strip=(".hop",),
        lead_prefixes=("Báo Ví Dụ: ",),
        authors=(".nguoi-viet",),
        not_authors=("Ban Quốc tế",),
    )
    body = f'<h3 class="tua">Tên bài theo luật</h3><p class="mo-dau">Báo Ví Dụ: {LEAD}</p><div class="bai"><p>{A}</p>'
    body += f'<p class="hop">Một hộp không thuộc bài viết này, dù nó đứng giữa các đoạn văn.</p><p>{B}</p><p>{C}</p></div>'
    body += '<p class="nguoi-viet">Ban Quốc tế</p><p class="nguoi-viet">MINH ANH</p>'
    article = extract(make_page(article_html(lead="", body=body), rules=rules))
    assert (article.title, article.lead) == ("Tên bài theo luật", LEAD)
    assert article.paragraphs == (A, B, C)
    assert article.authors == ("Minh Anh",)
    assert "lead trimmed" in article.notes
    assert "63 characters left out: strip rule .hop" in article.notes


def test_rules_that_match_nothing_do_no_harm(make_page: Make, article_html: Html) -> None:
    rules = ReadingRules(
        title=("h1.gone",), lead=(".gone",), body=("#gone",), published=("time.gone",), authors=(".gone",)
    )
    article = extract(make_page(article_html(body=BODY), rules=rules))
    assert (article.lead, article.paragraphs) == (LEAD, (A, B, C))


@pytest.mark.parametrize(
    "lead",
    [
        f'<h2 data-role="sapo">{LEAD}</h2>',
        f'<p class="description">(Ví Dụ) - {LEAD}</p>',
        f'<div class="chapeau"><strong>TTO - {LEAD}</strong></div>',
        f'<h2 class="sapo"><span>Dân trí</span> {LEAD}</h2>',
        f'<h2 class="dt-font-arial dt-text-lg">{LEAD}</h2>',
        f"<p><b>{LEAD}</b></p>",
        f'<h2 class="sapo">{LEAD}<a href="/bai-khac.html">>> Bài khác cùng chủ đề</a></h2>',
    ],
)
def test_a_lead_wherever_it_stands(lead: str, make_page: Make, article_html: Html) -> None:
    article = extract(make_page(article_html(lead=lead, body=BODY)))
    assert article.lead == LEAD
    assert article.paragraphs == (A, B, C)


def test_a_lead_in_the_text_is_found_by_the_description_and_kept_once(
    make_page: Make, article_html: Html
) -> None:
    head = f'<meta property="og:description" content="{LEAD[:80]}...">'
    article = extract(
        make_page(article_html(lead="", head=head, body=f"<p><strong>{LEAD}</strong></p>{BODY}"))
    )
    assert article.lead == LEAD
    assert article.text.count(LEAD) == 1


def test_a_description_that_is_nowhere_on_the_page_is_no_lead(make_page: Make, article_html: Html) -> None:
    head = '<meta name="description" content="Đọc báo nhanh, tin tức cập nhật liên tục trong ngày về mọi lĩnh vực.">'
    body = (
        BODY
        + "<p>Sau cùng, các bên thống nhất duy trì đường dây nóng giữa ba trung tâm chỉ huy hải quân trong suốt mùa hè.</p>"
    )
    assert extract(make_page(article_html(lead="", head=head, body=body))).lead is None


def test_an_alliance_in_front_of_the_lead_is_no_prefix(make_page: Make, article_html: Html) -> None:
    lead = (
        "NATO - liên minh quân sự lớn nhất thế giới - sẽ cử quan sát viên tới cuộc diễn tập trong tuần này."
    )
    assert extract(make_page(article_html(lead=f'<p class="sapo">{lead}</p>', body=BODY))).lead == lead


CLUTTER = {
    "related box": '<div class="VCSortableInPreviewMode" type="RelatedNewsBox"><ul><li><a href="/2">Bài hai</a></li></ul></div>',
    "related teaser": '<div class="box-related"><p>Tóm tắt của một bài khác, đủ dài để trông như một đoạn văn thật.</p></div>',
    "link line": '<p><a href="/3.html">Hai miền mở lại đường dây nóng quân sự sau nhiều tháng</a></p>',
    "figure": '<figure><img src="a.jpg"><figcaption>Tàu rời cảng sáng 7/3. Ảnh: Hà Thu</figcaption></figure>',
    "caption table": '<table class="picture"><tr><td><img src="a.jpg"></td></tr><tr><td class="caption">Tàu rời cảng</td></tr></table>',
    "loose caption": '<div align="center"><img src="a.jpg"><br><i>Tàu rời cảng vào sáng sớm</i></div>',
    "caption below": '<p><img src="a.jpg"></p><p style="text-align:center">Tàu rời cảng vào sáng sớm.</p>',
    "share": '<div class="social-share"><span>Chia sẻ bài viết này lên mạng xã hội của bạn ngay</span></div>',
    "script": "<script>var quang_cao = 'chữ trong mã không phải là chữ của bài viết';</script>",
    "aside": "<aside><h4>Đọc nhiều</h4><p>Một tin không liên quan nhưng dài dòng không kém gì bài chính.</p></aside>",
    "author": '<p class="author">Hà Thu</p>',
    "hidden": '<div style="display: none">Chữ ẩn mà người đọc không bao giờ thấy trên trang này đâu.</div>',
    "tags": '<div class="tags">Từ khóa: <a href="/t/1">tập trận</a>, <a href="/t/2">hải quân</a></div>',
    "comments": '<div id="comment-list"><p>Bạn đọc: tôi thấy bài này viết rất hay và có nhiều thông tin bổ ích.</p></div>',
    "pointer": "<p>Xem thêm: Hai miền mở lại đường dây nóng</p>",
}


@pytest.mark.parametrize("name", CLUTTER)
@pytest.mark.parametrize("ruled", [False, True])
def test_what_stands_among_the_paragraphs_is_not_taken(
    name: str, ruled: bool, make_page: Make, article_html: Html
) -> None:
    body = f"<p>{A}</p>{CLUTTER[name]}<p>{B}</p><p>{C}</p>"
    rules = ReadingRules(body=(".article-content",)) if ruled else ReadingRules()
    assert extract(make_page(article_html(body=body), rules=rules)).paragraphs == (A, B, C)


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{A}</div><div>{B}</div><p>{C}</p>",
        f"{A}<br><br>{B}<br><br>{C}",
        f"<div id='divfirst'><p>{A}</p><p>{B}</p></div><div id='divend'><p>{C}</p></div>",
        f"<div class='relative flex'><p class='relative'>{A}</p><p>{B}</p><p>{C}</p></div>",
        f"<p class='pCaption'>{A}</p><p class='pCaption'>{B}</p><p class='pCaption'>{C}</p>",
        f"<div><div><span>{A}</span></div><div><span>{B}</span></div></div><div><span>{C}</span></div>",
        "<div>" * 300 + f"<p>{A}</p><p>{B}</p><p>{C}</p>" + "</div>" * 300,
        f"<p>{A.replace('tàu', 'tàu&#1;')}</p><p>{B}&#x1b;</p><p>{C}&#xFFFE;</p>",
        f"<p>{A}</p><p>{A}</p><p>{B}</p><p>{C}</p>",
    ],
)
def test_texts_built_in_every_way(body: str, make_page: Make, article_html: Html) -> None:
    assert extract(make_page(article_html(body=body))).paragraphs == (A, B, C)


def test_links_within_a_sentence_are_words_of_it(make_page: Make, article_html: Html) -> None:
    body = BODY.replace(
        "trực thăng săn ngầm", '<a class="VCCTagItemInNews" href="/x.html">trực thăng săn ngầm</a>'
    )
    assert extract(make_page(article_html(body=body))).paragraphs == (A, B, C)


def test_subheadings_and_editors_boxes_stay(make_page: Make, article_html: Html) -> None:
    box = '<div class="VCSortableInPreviewMode" type="content"><div><h3>Vì sao là lúc này?</h3>'
    body = f"<p>{A}</p><h2>Kịch bản phức tạp hơn</h2><p>{B}</p>{box}<p>{C}</p></div></div>"
    expected = (A, "Kịch bản phức tạp hơn", B, "Vì sao là lúc này?", C)
    assert extract(make_page(article_html(body=body))).paragraphs == expected


def test_the_by_line_closes_the_text_and_names_the_author(make_page: Make, article_html: Html) -> None:
    body = BODY + '<p style="text-align:right"><strong>Hà Thu</strong> (tổng hợp)</p>'
    article = extract(make_page(article_html(body=body)))
    assert article.paragraphs == (A, B, C)
    assert article.authors == ("Hà Thu",)


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (linked(author={"@type": "Organization", "name": "Báo Ví Dụ"}), ()),
        (linked(author={"@type": "Person", "name": "Ví Dụ Online"}), ()),
        (
            linked(author=[{"@type": "Person", "name": "Hà Thu"}, {"@type": "Person", "name": "Minh Anh"}]),
            ("Hà Thu", "Minh Anh"),
        ),
        (linked(author={"@type": "Person", "name": "Hà Thu - Minh Anh"}), ("Hà Thu", "Minh Anh")),
        (linked(author={"@type": "Person", "name": ""}), ()),
        (linked(author={"@type": "Person", "name": "Hết"}), ()),
        ('<meta property="dable:author" content="Kỳ sau">', ()),
        (linked(author="Hà Thu (Theo Reuters)"), ("Hà Thu",)),
        ('<meta property="dable:author" content="HÀ THU;MINH ANH">', ("Hà Thu", "Minh Anh")),
        ('<meta property="article:author" content="https://www.facebook.com/bao-vi-du">', ()),
        ('<meta name="author" content="bao-vi-du.vn">', ()),
    ],
)
def test_authors_are_people(head: str, authors: tuple[str, ...], make_page: Make, article_html: Html) -> None:
    assert extract(make_page(article_html(body=BODY, head=head))).authors == authors


@pytest.mark.parametrize(
    ("head", "when", "expected"),
    [
        (linked(datePublished="2026-03-07T08:52:11.000 +07:00"), "", "2026-03-07T08:52:11+07:00"),
        (linked(datePublished="2026-03-07"), "Thứ bảy, 07/03/2026 - 08:07", "2026-03-07T08:07:00+07:00"),
        (
            '<meta property="article:published_time" content="2026-03-07T00:04:00">',
            "",
            "2026-03-07T00:04:00+07:00",
        ),
        (
            '<meta name="pubdate" content="2026-03-07T08:40:25+08:00">',
            "Thứ bảy, 7/3/2026, 08:40 (GMT+7)",
            "2026-03-07T08:40:25+07:00",
        ),
        ("", "Thứ bảy, 7/3/2026, 08:15 (GMT+7)", "2026-03-07T08:15:00+07:00"),
        ("", "07/03/2026 08:01 GMT+7", "2026-03-07T08:01:00+07:00"),
        (linked(datePublished="2031-01-01T00:00:00Z"), "", None),
        ("", "© 2010-2024", None),
    ],
)
def test_dates(head: str, when: str, expected: str | None, make_page: Make, article_html: Html) -> None:
    published = extract(make_page(article_html(body=BODY, head=head, when=when))).published
    assert published == (datetime.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","articleSection":"Thế giới","description":"một\ndòng\tgãy",}',
        '{"@graph":[{"@type":"WebSite"},{"@type":["NewsArticle"],"articleSection":["Thế giới"]}]}',
        '[{"@type":"BreadcrumbList"},{"@type":"ReportageNewsArticle","articleSection":"Th&amp;#7871; gi&amp;#7899;i"}]',
        '<!-- {"@type":"NewsArticle","articleSection":"Thế giới"} -->',
    ],
)
def test_json_ld_as_outlets_write_it(script: str, make_page: Make, article_html: Html) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert extract(make_page(article_html(body=BODY, head=head))).section == "Thế giới"


RELATED = {"headline": "Giá lúa tăng nhẹ đầu tháng", "datePublished": "2026-02-01T06:00:00+07:00"}


def test_a_date_that_only_data_about_another_article_hold_is_doubted(
    make_page: Make, article_html: Html
) -> None:
    page = make_page(article_html(body=BODY, head=linked(**RELATED), when=""))
    article = extract(page)
    assert article.published == datetime(2026, 2, 1, 6, tzinfo=VIETNAM)
    assert "its only date is that of JSON-LD about “Giá lúa tăng nhẹ đầu tháng”" in article.notes

    at = article.published
    for told, held in ((at, False), (at + timedelta(hours=3), False), (at + timedelta(days=9), True)):
        announced = replace(page, announcement=Announcement(page.url, page.key, "vi-du", "", published=told))
        if held:
            with pytest.raises(Rejected) as end:
                extract(announced)
            assert end.value.reason is Reason.UNSURE_DATE
            assert end.value.article is not None
        else:
            assert extract(announced).published == at


@pytest.mark.parametrize(
    ("head", "when"),
    [
        (linked(**RELATED), "Thứ bảy, 7/3/2026"),
        (linked(**RELATED) + '<meta property="article:published_time" content="2026-03-07">', ""),
        (linked(**RELATED, url="https://bao-vi-du.vn/gia-lua-9.html"), "07/03/2026"),
    ],
)
def test_a_day_of_its_own_is_never_given_another_articles_time(
    head: str, when: str, make_page: Make, article_html: Html
) -> None:
    article = extract(make_page(article_html(body=BODY, head=head, when=when)))
    assert article.published == datetime(2026, 3, 7, tzinfo=VIETNAM)
    assert not [note for note in article.notes if "JSON-LD" in note]


def test_json_ld_that_cannot_be_read_is_passed_over(make_page: Make, article_html: Html) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", oops</script>' + "[" * 5000
    assert extract(make_page(article_html(body=BODY, head=head))).paragraphs[:1] == (A,)


def test_an_address_of_another_site_is_not_the_pages_own(make_page: Make, article_html: Html) -> None:
    head = '<link rel="canonical" href="https://noi-khac.vn/bai-1.html">'
    assert extract(make_page(article_html(body=BODY, head=head))).canonical is None


def test_the_site_is_cut_off_a_title_that_stands_only_in_metadata(
    make_page: Make, article_html: Html
) -> None:
    html = article_html(body=BODY).replace("<h1>", "<b>").replace("</h1>", "</b>")
    assert extract(make_page(html)).title == "Ba nước diễn tập săn tàu ngầm ở vùng biển phía đông"


def test_decomposed_text_comes_out_composed(make_page: Make, article_html: Html) -> None:
    composed = article_html(body=BODY)
    assert extract(make_page(unicodedata.normalize("NFD", composed))) == extract(make_page(composed))


def test_reading_twice_gives_the_same(make_page: Make, article_html: Html) -> None:
    page = make_page(article_html(body=BODY))
    assert [extract(page) for _ in range(4)] == [extract(page)] * 4


OTHER = linked(
    headline="Chợ nổi vào mùa cam",
    url="https://bao-vi-du.vn/cho-noi-9999999.html",
    author={"@type": "Person", "name": "Vũ Cam"},
    datePublished="2026-01-02T03:04:00+07:00",
)


@pytest.mark.parametrize(
    ("head", "around", "expected"),
    [
        (OTHER, '<span class="date">07/03/2026 08:07</span>', "2026-03-07T08:07:00+07:00"),
        (OTHER, "", "2026-03-07T08:07:00+07:00"),
        ("", "<span>05/03/2026</span><p>Họp báo: 15h00 ngày 04/03/2026</p>", "2026-03-05T00:00:00+07:00"),
        ("", "<p>Giấy phép số 5 cấp ngày 04/03/2026</p>", "2026-03-07T08:07:00+07:00"),
        (
            "",
            '<div class="comment"><span>Minh</span> <span>09/03/2026 21:15</span></div>',
            "2026-03-07T08:07:00+07:00",
        ),
        (
            linked(datePublished="2026-03-07T08:07:00Z"),
            "<span>08:07 07/03/2026</span>",
            "2026-03-07T08:07:00+07:00",
        ),
        (
            linked(datePublished="2026-03-07T01:07:00Z"),
            "<span>08:07 07/03/2026</span>",
            "2026-03-07T08:07:00+07:00",
        ),
        (
            (
                '<script type="application/ld+json">/* bài */{"@type":"NewsArticle","name":"Gọi là "kè mềm" ở bến",'
                '"datePublished":"2026-03-07T08:07:00+07:00"} {"@type":"Thing"</script>'
            ),
            "",
            "2026-03-07T08:07:00+07:00",
        ),
    ],
)
def test_a_date_is_the_articles_own(
    head: str, around: str, expected: str, make_page: Make, article_html: Html
) -> None:
    html = article_html(head=head, body=around + BODY).replace("</h1>", f"</h1>{around}", 1)
    published = extract(make_page(html)).published
    assert published == datetime.fromisoformat(expected)


@pytest.mark.parametrize("name", ["H'Hen Niê", "K'Brơi", "Jean-Pierre Lê"])
def test_a_name_in_capitals_keeps_the_capitals_of_its_parts(
    name: str, make_page: Make, article_html: Html
) -> None:
    head = linked(author={"@type": "Person", "name": name.upper()})
    assert extract(make_page(article_html(body=BODY, head=head))).authors == (name,)


def test_single_words_of_mojibake_are_mended_before_the_page_is_parsed(
    make_page: Make, article_html: Html
) -> None:
    html = article_html(body=BODY.replace(A, f"{mojibake('Bà Đào ở Điền Hải')} nói: {A}", 1))
    article = extract(make_page(html))
    assert article.paragraphs[0] == f"Bà Đào ở Điền Hải nói: {A}"
    assert any(
        note.endswith("words of the page mended: UTF-8 read as windows-1252") for note in article.notes
    )


def mojibake(text: str) -> str:
    signs = ((code, bytes([code]).decode("cp1252", "replace")) for code in text.encode())
    return "".join(chr(code) if sign == "\ufffd" else sign for code, sign in signs)


def test_a_heading_that_names_a_platform_is_text(make_page: Make, article_html: Html) -> None:
    body = f"<p>{A}</p><h3>Facebook</h3><p>{B}</p><p><strong>Google</strong></p><p>{C}</p>"
    article = extract(make_page(article_html(body=body)))
    assert article.paragraphs == (A, "Facebook", B, "Google", C)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("Tàu đã r?i cảng lúc n?a đêm, theo ban qu?n lý cảng biển phía đông của thành phố.", "are lost"),
        (
            "The ships left the harbour at midnight and will be back before the storm arrives.",
            "another language",
        ),
        ("Tau da roi cang luc nua dem va se tro ve truoc khi con bao do bo vao dat lien.", "without marks"),
    ],
)
def test_doubts_of_letters_and_language_are_told(
    line: str, note: str, make_page: Make, article_html: Html
) -> None:
    article = extract_with_doubts(
        make_page(article_html(body=f"<p>{A}</p><p>{line}</p><p>{B}</p><p>{C}</p>"))
    )
    assert [text for text in article.notes if note in text]
    assert not extract_with_doubts(make_page(article_html())).notes
