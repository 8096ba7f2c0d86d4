import gzip
import html
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.article import ArticlePattern
from crawler.discovery.announcements import Found, Source
from crawler.discovery.feeds import MAX_FEED_ENTRIES, parse_feed

Make = Callable[..., Source]
VIETNAM = timezone(timedelta(hours=7))


def item(
    number: int = 100001, *, link: str | None = None, title: str = "Bão đổi hướng", extra: str = ""
) -> str:
    link = f"https://songnay.vn/bao-doi-huong-{number}.html" if link is None else link
    return f"<item><title>{title}</title><link>{link}</link>{extra}</item>"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    return (
        f'{head}<rss version="2.0"><channel><title>Sông Này</title>{"".join(items)}</channel></rss>'.encode()
    )


def addresses(found: Found) -> list[str]:
    return [announcement.url for announcement in found.announcements]


def test_an_item_becomes_an_announcement(source: Make) -> None:
    body = rss(
        item(
            title="Gạo &amp; nước: hai mối lo",
            extra="<description><![CDATA[<a href='x'><img src='y'/></a></br>Nước xuống thấp &amp; mặn.]]>"
            "</description>"
            "<pubDate>Mon, 20 Jul 2026 09:30:00 +0700</pubDate><category>Thế giới</category>",
        ),
    )

    found = parse_feed(body, source())

    (announcement,) = found.announcements
    assert announcement.url == "https://songnay.vn/bao-doi-huong-100001.html"
    assert announcement.key == "songnay:100001"
    assert announcement.outlet == "songnay"
    assert announcement.channel == "https://songnay.vn/rss/the-gioi.rss"
    assert announcement.title == "Gạo & nước: hai mối lo"
    assert announcement.summary == "Nước xuống thấp & mặn."
    assert announcement.published == datetime(2026, 7, 20, 9, 30, tzinfo=VIETNAM)
    assert announcement.section == "Thế giới"
    assert found.problem is None
    assert found.skipped == 0


def test_atom_is_read_too(source: Make) -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Sông Này</title><entry><title>Mưa lớn</title>'
        '<link rel="alternate" href="/mua-lon-100002.html"/><updated>2026-07-20T01:00:00Z</updated>'
        "</entry></feed>"
    ).encode()

    (announcement,) = parse_feed(body, source()).announcements

    assert announcement.url == "https://songnay.vn/mua-lon-100002.html"
    assert announcement.published == datetime(2026, 7, 20, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "updated", "changed"),
    [
        ("2026-07-20T01:00:00Z", "2026-07-20T03:30:00Z", datetime(2026, 7, 20, 3, 30, tzinfo=UTC)),
        ("2026-07-20T01:00:00Z", "2026-07-20T01:00:00Z", None),
        ("2026-07-20T01:00:00Z", "2026-07-20T00:59:00Z", None),
        ("2026-07-20T01:00:00Z", "hôm nay", None),
    ],
)
def test_an_entry_says_when_it_was_changed(
    source: Make, published: str, updated: str, changed: datetime | None
) -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Mưa lớn</title>'
        f'<link href="/mua-lon-100002.html"/><published>{published}</published><updated>{updated}</updated>'
        "</entry></feed>"
    ).encode()

    (announcement,) = parse_feed(body, source()).announcements

    assert announcement.published == datetime(2026, 7, 20, 1, 0, tzinfo=UTC)
    assert announcement.changed == changed


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + rss(item()),
        b"\n  " + rss(item()),
        rss(item(), head='<?xml version="1.0" encoding="utf-16"?>'),
        rss(item(), head='<?xml version="1.0" encoding="utf-8"?>').decode().encode("utf-16"),
        rss(item(extra="<description>Chuông\x01 reo\x0b</description>")),
        rss(item(extra="<description>Chuông&#1; reo&#xFFFE;</description>")),
        rss(item(extra="<description>Gạo & nước &nbsp; &khong; &</description>")),
        rss(item(link="https://songnay.vn/bao-doi-huong-100001.html?utm_source=rss&utm_medium=x")),
        rss(
            item(link="<![CDATA[https://songnay.vn/bao-doi-huong-100001.html?utm_source=rss&amp;fbclid=1]]>")
        ),
        rss(item(link="http://www.songnay.vn/bao-doi-huong-100001.html")),
        rss(item(link="//m.songnay.vn/bao-doi-huong-100001.html#binh-luan")),
        rss(item(link="/bao-doi-huong-100001.html")),
        rss(item(), item(link="/bao-doi-huong-100001.html?fbclid=2")),
    ],
)
def test_odd_bytes_and_spellings_lead_to_the_same_article(source: Make, body: bytes) -> None:
    found = parse_feed(body, source())

    assert addresses(found) == ["https://songnay.vn/bao-doi-huong-100001.html"]
    assert found.announcements[0].title == "Bão đổi hướng"
    assert found.problem is None


def test_a_bare_ampersand_in_an_address_stays_one(source: Make) -> None:
    article_pattern = ArticlePattern(
        "songnay", ("songnay.vn",), r"https://songnay\.vn/[^/?#]+-(?P<id>\d{6})\.html\?a=1&b=2"
    )
    body = rss(item(link="https://songnay.vn/bao-100001.html?a=1&b=2"))

    (announcement,) = parse_feed(body, source(article_pattern=article_pattern)).announcements

    assert announcement.url == "https://songnay.vn/bao-100001.html?a=1&b=2"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "mailto:toasoan@songnay.vn",
        "file:///etc/passwd",
        "data:text/html,x",
        "http://169.254.169.254/latest-100001.html",
        "http://2130706433/x-100001.html",
        "http://[::1/x-100001.html",
        "https://songnay.vn:99999/x-100001.html",
        "https://user:secret@songnay.vn/x-100001.html",
        "https://khac.example.com/x-100001.html",
        "https://songnay.vn/the-gioi.html",
        "https://songnay.vn/video/x-100001.html",
        "https://songnay.vn/" + "x" * 600 + "-100001.html",
        "",
    ],
)
def test_a_bad_link_harms_only_itself(source: Make, link: str) -> None:
    found = parse_feed(rss(item(link=link), item(100009)), source())

    assert addresses(found) == ["https://songnay.vn/bao-doi-huong-100009.html"]
    assert found.skipped == 1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 20 Jul 2026 09:30:00 GMT+7", datetime(2026, 7, 20, 9, 30, tzinfo=VIETNAM)),
        ("Mon, 20 Jul 2026 09:30:00 ICT", datetime(2026, 7, 20, 9, 30, tzinfo=VIETNAM)),
        ("Mon, 20 Jul 2026 02:30:00 GMT", datetime(2026, 7, 20, 2, 30, tzinfo=UTC)),
        ("2026-07-20 09:30:00", datetime(2026, 7, 20, 9, 30, tzinfo=VIETNAM)),
        ("Thứ Hai, 20/07/2026, 09:30", datetime(2026, 7, 20, 9, 30, tzinfo=VIETNAM)),
        ("20/7/2026 7:30:00 SA", datetime(2026, 7, 20, 7, 30, tzinfo=VIETNAM)),
        ("7/19/2026 7:30:00 PM", datetime(2026, 7, 19, 19, 30, tzinfo=VIETNAM)),
        ("0000-00-00 00:00:00", None),
        ("2026-13-45T99:99:99", None),
        ("Fri, 01 Jan 2099 00:00:00 +0700", None),
        ("Thu, 01 Jan 1970 00:00:00 +0700", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_dates_are_believed_only_when_possible(source: Make, written: str, expected: datetime | None) -> None:
    (announcement,) = parse_feed(rss(item(extra=f"<pubDate>{written}</pubDate>")), source()).announcements

    assert announcement.published == expected


def test_a_date_without_a_zone_is_in_the_outlets_zone(source: Make) -> None:
    body = rss(item(extra="<pubDate>2026-07-20 09:30:00</pubDate>"))

    (announcement,) = parse_feed(body, source(zone="Asia/Seoul")).announcements

    assert announcement.published == datetime(2026, 7, 20, 0, 30, tzinfo=UTC)


def test_a_feed_that_breaks_off_gives_its_whole_entries_and_says_so(source: Make) -> None:
    body = rss(item(100001), item(100002), item(100003))

    found = parse_feed(body[: body.rindex(b"100003") + 3], source())

    assert [announcement.key for announcement in found.announcements] == ["songnay:100001", "songnay:100002"]
    assert found.problem == "it is cut off; 2 entries were read"


@pytest.mark.parametrize("broken", ["100002", "<item><title>Bão", "summary"])
def test_a_feed_that_breaks_off_before_another_gives_the_whole_entries_of_both(
    source: Make, broken: str
) -> None:
    extra = "<description><![CDATA[summary <b>dài</b>]]></description>"
    one, two = rss(item(100001, extra=extra), item(100002, extra=extra)), rss(item(100003, extra=extra))

    found = parse_feed(one[: one.rindex(broken.encode()) + len(broken)] + two, source())

    assert [announcement.key for announcement in found.announcements] == ["songnay:100001", "songnay:100003"]
    assert found.problem == "it is cut off; 2 entries were read"


def test_a_feed_quoted_in_an_entry_is_no_other_feed(source: Make) -> None:
    quoted = "<description><![CDATA[Viết <rss version='2.0'><channel> ở đầu tệp]]></description>"

    found = parse_feed(rss(item(100001, extra=quoted), item(100002)), source())

    assert [announcement.key for announcement in found.announcements] == ["songnay:100001", "songnay:100002"]
    assert found.problem is None


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "no feed: the answer is empty"),
        (b" \n", "no feed: the answer is empty"),
        (rss(), "it holds no entries"),
        (
            rss(item(link="https://songnay.vn/the-gioi.html")),
            "none of its 1 links is an article of the outlet",
        ),
        (b"<!DOCTYPE html><html><body>403</body></html>", "no feed: the answer is a web page"),
        (b"\n<html lang=vi>", "no feed: the answer is a web page"),
        (b'{"error": 1}', "no feed: the answer is no XML"),
        (b"<opml><body/></opml>", "no feed: it is a <opml>"),
        (b"<rss" + b" " * (6 << 20), "no feed: it is larger than 5 MB"),
        (b"\x1f\x8b\x08junk", "no feed: its gzip is broken"),
    ],
)
def test_what_is_no_feed_is_a_problem_in_one_sentence(source: Make, body: bytes, problem: str) -> None:
    assert parse_feed(body, source()) == Found(skipped=parse_feed(body, source()).skipped, problem=problem)
    assert parse_feed(body, source()).announcements == ()


def test_entities_of_a_document_type_are_neither_read_nor_blown_up(source: Make) -> None:
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    local = '<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY l0 "ha">'
    head = f'<?xml version="1.0"?><!DOCTYPE rss [{local}{bomb}]>'

    (announcement,) = parse_feed(rss(item(title="Tin &f; &l8;"), head=head), source()).announcements

    assert announcement.title is not None
    assert "root:" not in announcement.title
    assert len(announcement.title) < 100


@pytest.mark.timeout(60)
def test_of_an_endless_feed_only_the_newest_are_read(source: Make) -> None:
    body = rss(*(f"<item><link>/x-{number:06}.html</link></item>" for number in range(100_000)))
    assert len(body) < 5 << 20

    found = parse_feed(body, source())

    assert len(found.announcements) == MAX_FEED_ENTRIES
    assert "https://songnay.vn/x-099999.html" in addresses(found)


def test_the_newest_stand_first_whatever_the_feed_does(source: Make) -> None:
    dates = [f"<pubDate>2026-07-{day:02}T08:00:00+07:00</pubDate>" for day in range(1, 20)]
    body = rss(*(item(100_001 + n, extra=date) for n, date in enumerate(dates)))

    assert parse_feed(body, source()).announcements[0].key == "songnay:100019"


ARTICLE = "https://songnay.vn/mua-lon-100002.html"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


@pytest.mark.parametrize(
    "entry",
    [
        f'<link href="{ARTICLE}"/><link rel="enclosure">https://anh.example/a.jpg</link>',
        f'<link href="https://amp.example/x"/><link href="{ARTICLE}"/>',
        f'<link href="{ARTICLE}"/><link href="https://amp.example/x"/>',
        f'<link rel="related" href="https://songnay.vn/khac-100009.html"/><link href="{ARTICLE}"/>',
        f"<id>{ARTICLE}</id>",
        f'<id>{ARTICLE}</id><link href="https://dem.example/r?1"/>',
        f'<link href="{ARTICLE}?vi-sao=1"/>',
    ],
)
def test_of_the_links_of_an_entry_the_article_is_taken(source: Make, entry: str) -> None:
    body = f"<feed {ATOM}><entry><title>Mưa</title>{entry}</entry></feed>".encode()

    assert addresses(parse_feed(body, source())) == [ARTICLE]


@pytest.mark.parametrize(
    "before",
    [
        "<br />\n<b>Warning</b>: Undefined variable in <b>/srv/x.php</b> on line <b>3</b><br />\n",
        "<!-- " + "bản quyền " * 500 + " -->\n",
        "<!-- một --><?xml version='1.0'?><!-- hai --><?xml-stylesheet href='a.xsl'?>",
        "Notice: cache is cold\n<?xml version='1.0'?>",
        "<div>quảng cáo</div><script>var a = 1;</script>",
    ],
)
def test_junk_before_the_feed_does_no_harm(source: Make, before: str) -> None:
    assert len(parse_feed(rss(item(), head=before), source()).announcements) == 1


def test_relative_links_start_at_the_channels_own_link(source: Make) -> None:
    body = (
        b'<rss version="2.0"><channel><link>https://songnay.vn/the-gioi/</link>'
        b"<item><link>mua-lon-100002.html</link></item></channel></rss>"
    )

    assert addresses(parse_feed(body, source())) == ["https://songnay.vn/the-gioi/mua-lon-100002.html"]


@pytest.mark.parametrize("rel", ["self", "alternate"])
def test_relative_links_of_a_feed_on_another_host_start_where_it_says_it_stands(
    source: Make, rel: str
) -> None:
    own = f'<link rel="{rel}" href="https://songnay.vn/the-gioi/"/>'
    entry = '<entry><link href="mua-lon-100002.html"/></entry>'
    body = f'<feed xmlns="http://www.w3.org/2005/Atom">{own}{entry}</feed>'
    elsewhere = source(url="https://tin.kho.example/atom.xml")

    assert addresses(parse_feed(body.encode(), elsewhere)) == [
        "https://songnay.vn/the-gioi/mua-lon-100002.html"
    ]


SINCE = datetime(2026, 7, 6, tzinfo=VIETNAM)
ALIKE = ["2026-05-01T06:00:00Z"] * 4
ANCIENT = ["2009-01-01T00:00:00Z", "2010-02-03", "2010-05-01T00:00:00Z"]


@pytest.mark.parametrize("dates", [ALIKE, ANCIENT])
def test_dates_that_cannot_be_are_none_when_a_run_asks_for_news(source: Make, dates: list[str]) -> None:
    body = rss(*(item(100_001 + n, extra=f"<pubDate>{date}</pubDate>") for n, date in enumerate(dates)))

    assert {one.published for one in parse_feed(body, source(since=SINCE)).announcements} == {None}


def test_old_dates_are_right_where_the_past_is_asked_for(source: Make) -> None:
    body = rss(*(item(100_001 + n, extra=f"<pubDate>{date}</pubDate>") for n, date in enumerate(ANCIENT)))
    past = source(since=datetime(2009, 1, 1, tzinfo=VIETNAM), until=datetime(2011, 1, 1, tzinfo=VIETNAM))

    assert {one.published for one in parse_feed(body, past).announcements} == {
        datetime(2009, 1, 1, tzinfo=UTC),
        datetime(2010, 2, 3, tzinfo=VIETNAM),
        datetime(2010, 5, 1, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 20 Jul 2026 02:30:00 -0000", "2026-07-20T02:30:00+00:00"),
        ("Mon, 20 Jul 2026 09:30:00 +07", "2026-07-20T02:30:00+00:00"),
        ("Mon, 20 Jul 2026 09:30:00 +7", "2026-07-20T02:30:00+00:00"),
        ("Mon, 20 Jul 2026 9:30 PM +0700", "2026-07-20T14:30:00+00:00"),
        ("7/5/2026 9:30:00 AM", "2026-07-05T02:30:00+00:00"),
        ("7/20/2026 9:30:00 AM", "2026-07-20T02:30:00+00:00"),
        ("12/7/2026 9:30:00 AM", "2026-07-12T02:30:00+00:00"),
        ("05/07/2026 09:30", "2026-07-05T02:30:00+00:00"),
        ("Mon Jul 20 2026 09:30:00 GMT+0700 (Giờ Đông Dương)", "2026-07-20T02:30:00+00:00"),
        ("2026-07-20T09:30:00+07:00[Asia/Saigon]", "2026-07-20T02:30:00+00:00"),
        ("20260720T093000+0700", "2026-07-20T02:30:00+00:00"),
        ("20 Thg7 2026 09:30 ICT", "2026-07-20T02:30:00+00:00"),
        ("Sun, 19 Jul 2026 22:30:00 EDT", "2026-07-20T02:30:00+00:00"),
        ("/Date(1784514600000)/", "2026-07-20T02:30:00+00:00"),
        ("30 Feb 2026 09:30", None),
        ("2099-01-01", None),
    ],
)
def test_dates_of_feeds(source: Make, written: str, meant: str | None) -> None:
    (one,) = parse_feed(rss(item(extra=f"<pubDate>{written}</pubDate>")), source()).announcements

    assert one.published == (datetime.fromisoformat(meant) if meant else None)


def test_marks_of_cdata_and_comparisons_in_titles(source: Make) -> None:
    titles = ("&lt;![CDATA[Đê <![CDATA[sông]]> cao]]&gt;", "Nước &lt; 2 m, gió &gt; 10 m/s")

    found = parse_feed(rss(*(item(100_001 + n, title=title) for n, title in enumerate(titles))), source())

    assert found.announcements[1].title == "Nước < 2 m, gió > 10 m/s"
    assert "CDATA" not in (found.announcements[0].title or "")


FLOOD = "https://songnay.vn/nuoc-len-o-thuong-nguon-100001.html"


def entry(inside: str) -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Sông Này</title>'
        f"<entry><id>tag:songnay.vn,2026:1</id><title>Nước lên</title>{inside}</entry></feed>"
    ).encode()


@pytest.mark.parametrize(
    "body",
    [
        entry(f'<link rel="self" href="https://songnay.vn/api/1"/><link rel="ALTERNATE" href="{FLOOD}"/>'),
        entry(f'<link rel="canonical" href="{FLOOD}"/>'),
        entry(f'<link rel="" href="{FLOOD}"/>'),
        entry(f'<link rel="http://www.iana.org/assignments/relation/alternate" href="{FLOOD}"/>'),
        entry(f'<link rel="self" href="{FLOOD}"/>'),
        entry(f'<link rel="alternate" href="https://dem.vn/r/1"/><link rel="via" href="{FLOOD}"/>'),
        entry(f'<content type="text/html" src="{FLOOD}"/>'),
        rss(item(link="https://dem.vn/r/1", extra=f"<p:origLink xmlns:p='urn:p'>{FLOOD}</p:origLink>")),
        rss(item(link=f"https://dem.vn/r?a=1&amp;url={FLOOD}&amp;b=2")),
        rss(item(link="https://dem.vn/r?to=https%3A%2F%2Fsongnay.vn%2Fnuoc-len-o-thuong-nguon-100001.html")),
        rss(item(link=f"https://{FLOOD}")),
        rss(item(link=f"https://songnay.vn{FLOOD}")),
        rss(item(link=FLOOD.removeprefix("https://"))),
        rss(item(link=f"&lt;![CDATA[{FLOOD}]]&gt;")),
        rss(item(link=f'&lt;a href="{FLOOD}"&gt;Đọc tiếp&lt;/a&gt;')),
        rss(item(link="https://dem.vn/1", extra=f"<comments>{FLOOD}#ban-doc</comments>")),
        rss(item(link="", extra=f"<description>&lt;a href='{FLOOD}'&gt;Ảnh&lt;/a&gt;</description>")),
        f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": "{FLOOD}"}}]}}'.encode(),
    ],
)
def test_the_article_is_found_wherever_an_entry_names_it(source: Make, body: bytes) -> None:
    assert addresses(parse_feed(body, source())) == [FLOOD]


def test_a_related_article_is_not_taken_for_the_entry(source: Make) -> None:
    body = entry(f'<link rel="related" href="{FLOOD}"/><link href="https://songnay.vn/the-gioi.html"/>')

    assert not parse_feed(body, source()).announcements


FEED = rss(item(link=FLOOD), item(100002))


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html>\n" + FEED,
        b"<html><head><title>Loi</title></head><body>" + FEED + b"</body></html>",
        b"<html><body><pre>" + html.escape(FEED.decode()).encode() + b"</pre></body></html>",
        b'<string xmlns="http://dichvu.vn/">' + html.escape(FEED.decode()).encode() + b"</string>",
        gzip.compress(gzip.compress(FEED, mtime=0), mtime=0),
        rss(item(link=FLOOD, extra="<description><![CDATA[ Bị bỏ dở </description>"), item(100002)),
    ],
)
def test_a_feed_is_read_out_of_what_was_wrapped_around_it(source: Make, body: bytes) -> None:
    assert set(addresses(parse_feed(body, source()))) == {
        FLOOD,
        "https://songnay.vn/bao-doi-huong-100002.html",
    }


def test_a_page_that_names_a_feed_is_none(source: Make) -> None:
    body = b"<!DOCTYPE html><html><body><script>var a = '<rss version=2>';</script></body></html>"

    assert parse_feed(body, source()).problem == "no feed: the answer is a web page"
