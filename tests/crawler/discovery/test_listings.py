from collections.abc import Callable

import pytest

from crawler.discovery.announcements import Found, Source
from crawler.discovery.listings import parse_listing

Make = Callable[..., Source]
STANDFIRST = "Nước các sông lên nhanh, nhiều xã vùng trũng phải dời dân trong đêm."


def page(*inner: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{''.join(inner)}</body></html>".encode()


def test_links_to_articles_become_announcements_and_others_do_not(source: Make) -> None:
    body = page(
        '<nav><a href="/">Trang nhất</a><a href="/the-gioi">Thế giới</a><a href="javascript:;">+</a></nav>',
        '<article><a href="/mua-lon-100001.html"><img alt="Mưa"></a>',
        '<h3><a href="/mua-lon-100001.html">Mưa lớn ở miền Trung</a></h3>',
        f'<p><a href="/mua-lon-100001.html">{STANDFIRST}</a></p>',
        '<a href="/mua-lon-100001.html#binh-luan">12</a></article>',
        '<a href="http://m.songnay.vn/cho-noi-100002.html?utm_source=box" title="Chợ nổi ngày mưa"><img></a>',
        '<a href="/video/lu-quet-100003.html">Xem</a><a href="/tag/mua-lon">#mưa</a>',
        '<a href="https://khac.example.com/x-100004.html">Quảng cáo</a><a>không</a>',
    )

    found = parse_listing(body, source())

    first, second = found.announcements
    assert (first.key, first.title) == ("songnay:100001", "Mưa lớn ở miền Trung")
    assert first.summary == STANDFIRST
    assert second.url == "https://songnay.vn/cho-noi-100002.html"
    assert second.title == "Chợ nổi ngày mưa"
    assert found.problem is None


def test_a_long_bare_link_is_a_title_when_there_is_no_other(source: Make) -> None:
    title = "Hội nghị các tỉnh ven biển bàn cách giữ nước ngọt cho mùa khô năm tới"

    (announcement,) = parse_listing(
        page(f'<a href="/x-100001.html">&gt;&gt; {title}</a>'), source()
    ).announcements

    assert announcement.title == title
    assert announcement.summary is None


def test_the_outlets_own_selector_narrows_the_links(source: Make) -> None:
    body = page('<a href="/a-100001.html">Một</a>', '<h3><a href="/b-100002.html">Hai</a></h3>')

    found = parse_listing(body, source(links="h3 a"))

    assert [announcement.title for announcement in found.announcements] == ["Hai"]


def test_the_page_is_decoded_as_what_it_is(source: Make) -> None:
    body = page("<meta charset=iso-8859-1>", '<a href="/a-100001.html">Đường sắt qua đèo đã thông</a>')

    (announcement,) = parse_listing(
        body, source(content_type="text/html; charset=windows-1258")
    ).announcements

    assert announcement.title == "Đường sắt qua đèo đã thông"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "no section page: the answer is empty"),
        (page("<p>Đang bảo trì</p>"), "it holds no entries"),
        (page('<a href="/the-gioi">Thế giới</a>'), "none of its 1 links is an article of the outlet"),
        (b" " * (9 << 20), "no section page: it is larger than 8 MB"),
    ],
)
def test_a_page_without_articles_is_a_problem(source: Make, body: bytes, problem: str) -> None:
    assert parse_listing(body, source()).problem == problem


@pytest.mark.timeout(60)
def test_an_endless_page_of_links_ends(source: Make) -> None:
    body = page(*(f"<a href=/a-{number:06}.html>x</a>" for number in range(100_000)))

    found: Found = parse_listing(body, source())

    assert len(found.announcements) == 5_000


def test_links_start_at_the_base_the_page_names(source: Make) -> None:
    body = page('<base href="/">', '<a href="mua-lon-100001.html">Mưa lớn ở miền Trung</a>')

    found = parse_listing(body, source(url="https://songnay.vn/the-gioi/trang-2"))

    assert [one.url for one in found.announcements] == ["https://songnay.vn/mua-lon-100001.html"]


@pytest.mark.parametrize(
    "body",
    [
        '<div class="bai" data-url="/nuoc-len-100001.html"><h3>Nước lên</h3></div>',
        '<a href="#" data-href="/nuoc-len-100001.html">Nước lên</a>',
        '<map><area href="/nuoc-len-100001.html"></map>',
        '<html><body></body></html><html><body><a href="/nuoc-len-100001.html">Nước lên</a></body></html>',
    ],
)
def test_an_article_is_found_behind_a_script_and_behind_the_end_of_the_page(source: Make, body: str) -> None:
    found = parse_listing(body.encode(), source())

    assert [one.url for one in found.announcements] == ["https://songnay.vn/nuoc-len-100001.html"]


def test_what_a_script_opens_that_is_no_article_is_no_entry(source: Make) -> None:
    body = '<a href="/nuoc-len-100001.html">Nước lên</a><img data-url="https://anh.vn/1.jpg">'

    assert parse_listing(body.encode(), source()).skipped == 0
