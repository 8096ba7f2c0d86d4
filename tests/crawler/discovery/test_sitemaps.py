import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.article import ArticlePattern
from crawler.discovery.announcements import MAX_ENTRIES, Found, Source
from crawler.discovery.sitemaps import parse_sitemap, period

Make = Callable[..., Source]
VIETNAM = timezone(timedelta(hours=7))
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*entries: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMESPACES}>{"".join(entries)}</urlset>'.encode()


def url(loc: str, extra: str = "") -> str:
    return f"<url>{extra}<loc>{loc}</loc></url>"


def index(*entries: tuple[str, str]) -> bytes:
    inner = "".join(f"<sitemap><loc>{loc}</loc><lastmod>{day}</lastmod></sitemap>" for loc, day in entries)
    return f"<sitemapindex {NAMESPACES}>{inner}</sitemapindex>".encode()


def addresses(found: Found) -> list[str]:
    """Return them sorted: which come first has tests of its own."""
    return sorted(announcement.url for announcement in found.announcements)


def test_a_news_sitemap_gives_title_and_date(source: Make) -> None:
    news = (
        "<image:image><image:loc>https://songnay.vn/anh-100009.html</image:loc><image:title>Ảnh</image:title></image:image>"
        "<news:news><news:publication_date>2026-07-20T08:00:00+07:00</news:publication_date>"
        "<news:title>Cầu m&#432;a &amp;amp; nắng</news:title></news:news>"
    )

    (announcement,) = parse_sitemap(
        urlset(url("https://songnay.vn/cau-mua-100001.html", news)), source()
    ).announcements

    assert announcement.url == "https://songnay.vn/cau-mua-100001.html"
    assert announcement.title == "Cầu mưa & nắng"
    assert announcement.published == datetime(2026, 7, 20, 8, 0, tzinfo=VIETNAM)


def test_the_title_of_a_picture_is_the_title_of_an_article(source: Make) -> None:
    picture = "<image:image><image:title>Chợ n&amp;#7893;i ngày mưa</image:title></image:image>"

    (announcement,) = parse_sitemap(urlset(url("/cho-noi-100001.html", picture)), source()).announcements

    assert announcement.title == "Chợ nổi ngày mưa"
    assert announcement.published is None


def test_the_picture_is_found_without_any_namespace(source: Make) -> None:
    body = b"<urlset><url><loc>/cho-noi-100001.html</loc></url></urlset>"

    assert addresses(parse_sitemap(body, source())) == ["https://songnay.vn/cho-noi-100001.html"]


def test_a_bare_ampersand_does_not_change_an_address(source: Make) -> None:
    article_pattern = ArticlePattern(
        "songnay", ("songnay.vn",), r"https://songnay\.vn/[^/?#]+-(?P<id>\d{6})\.html\?a=1&b=2"
    )
    body = urlset(url("https://songnay.vn/bao-100001.html?a=1&b=2"), url("/mua-100002.html?a=1&amp;b=2"))

    found = parse_sitemap(body, source(article_pattern=article_pattern))

    assert addresses(found) == [
        "https://songnay.vn/bao-100001.html?a=1&b=2",
        "https://songnay.vn/mua-100002.html?a=1&b=2",
    ]


@pytest.mark.parametrize(
    "bad",
    [
        "<loc>file:///etc/passwd</loc>",
        "<loc>http://[::1</loc>",
        "<loc></loc>",
        "<loc>https://songnay.vn:99999/x-100001.html</loc>",
        "<loc>http://10.0.0.1/x-100001.html</loc>",
        "<loc>x</loc><loc>y</loc>",
        "<lastmod>0000-00-00</lastmod>",
        "<loc>\x00\x01</loc>",
        "<loc>&nbsp;&unbekannt;</loc>",
    ],
)
def test_one_bad_entry_harms_only_itself(source: Make, bad: str) -> None:
    found = parse_sitemap(urlset(url("/a-100001.html"), f"<url>{bad}</url>", url("/b-100002.html")), source())

    assert addresses(found) == ["https://songnay.vn/a-100001.html", "https://songnay.vn/b-100002.html"]
    assert found.skipped == 1
    assert found.problem is None


def test_gzip_is_unpacked_and_half_a_gzip_is_a_problem(source: Make) -> None:
    packed = gzip.compress(urlset(*(url(f"/a-{number:06}.html") for number in range(500))))

    assert len(parse_sitemap(packed, source()).announcements) == 500
    assert parse_sitemap(packed[: len(packed) // 2], source()) == Found(
        problem="no sitemap: its gzip is cut off"
    )


def test_a_gzip_bomb_is_not_unpacked(source: Make) -> None:
    bomb = gzip.compress(b" " * (64 << 20))

    assert parse_sitemap(bomb, source()) == Found(problem="no sitemap: it unpacks to more than 20 MB")


def test_a_sitemap_that_breaks_off_gives_its_whole_entries(source: Make) -> None:
    body = urlset(url("/a-100001.html"), url("/b-100002.html"))

    found = parse_sitemap(body[: body.rindex(b"100002") + 6], source())

    assert addresses(found) == ["https://songnay.vn/a-100001.html"]
    assert found.problem == "it is cut off; what came before was read"


def test_lines_of_addresses_are_a_sitemap(source: Make) -> None:
    body = b"\xef\xbb\xbfhttps://songnay.vn/a-100001.html\r\n\r\nhttps://songnay.vn/the-gioi\r\nhttps://songnay.vn/b-100002.html"

    found = parse_sitemap(body, source())

    assert addresses(found) == ["https://songnay.vn/a-100001.html", "https://songnay.vn/b-100002.html"]


def test_a_feed_where_a_sitemap_was_expected_is_read(source: Make) -> None:
    body = b"<rss><channel><item><link>/a-100001.html</link></item></channel></rss>"

    assert addresses(parse_sitemap(body, source())) == ["https://songnay.vn/a-100001.html"]


def test_what_changed_before_the_window_is_counted_only(source: Make) -> None:
    body = urlset(
        url("/a-100001.html", "<lastmod>2026-07-19</lastmod>"),
        url("/b-100002.html", "<lastmod>2026-06-01T10:00:00+07:00</lastmod>"),
        url("/c-100003.html"),
    )

    found = parse_sitemap(body, source(since=datetime(2026, 7, 15, tzinfo=VIETNAM)))

    assert {announcement.key for announcement in found.announcements} == {"songnay:100001", "songnay:100003"}
    assert found.skipped == 1


def test_a_sitemap_all_before_the_window_is_a_problem_only_where_the_outlet_names_it(source: Make) -> None:
    since = datetime(2026, 7, 15, tzinfo=VIETNAM)
    old = urlset(url("/a-100001.html", "<lastmod>2020-07-19</lastmod>"))
    slow = urlset(url("/a-100001.html", "<lastmod>2026-03-19</lastmod>"))

    assert parse_sitemap(old, source(since=since, declared=False)) == Found(skipped=1)
    assert parse_sitemap(slow, source(since=since)) == Found(skipped=1)
    assert parse_sitemap(old, source(since=since)).problem == "the newest of its 1 dates is 2020-07-19"


def test_an_index_gives_its_own_sitemaps_in_the_window_newest_first(source: Make) -> None:
    here = "https://songnay.vn/sitemaps/index.rss"
    body = index(
        (here, "2026-07-20"),
        ("https://songnay.vn/sitemaps/sitemaps-2026-7-6-10.xml", "2026-07-11"),
        ("https://songnay.vn/sitemaps/sitemaps-2026-7-11-15.xml", "2026-07-16"),
        ("/sitemaps/sitemaps-2026-7-16-20.xml", "2026-07-20"),
        ("https://songnay.vn/sitemaps/news-2026-5.xml", "2026-07-20"),
        ("https://songnay.vn/sitemaps/bai-cu.xml", "2020-01-01"),
        ("https://songnay.vn/sitemaps/bai-moi.xml", "2026-07-19"),
        ("https://songnay.vn/sitemaps/categories.xml", "2026-07-20"),
        ("https://songnay.vn/sitemaps/video-2026-7.xml", "2026-07-20"),
        ("https://khac.example.com/sitemaps/2026-7.xml", "2026-07-20"),
        ("http://[::1", "2026-07-20"),
    )

    found = parse_sitemap(body, source(channel=here, since=datetime(2026, 7, 14, tzinfo=VIETNAM)))

    assert found.sitemaps == (
        "https://songnay.vn/sitemaps/sitemaps-2026-7-16-20.xml",
        "https://songnay.vn/sitemaps/bai-moi.xml",
        "https://songnay.vn/sitemaps/sitemaps-2026-7-11-15.xml",
        # By their names they hold no articles; so they are asked last.
        "https://songnay.vn/sitemaps/categories.xml",
        "https://songnay.vn/sitemaps/video-2026-7.xml",
    )
    assert found.problem is None


def test_an_index_of_the_past_is_searched_by_name(source: Make) -> None:
    body = index(
        *((f"/sitemaps/sitemaps-2024-3-{day}-{day + 4}.xml", "2026-07-20") for day in (1, 6, 11, 16, 21))
    )
    window = {"since": datetime(2024, 3, 8, tzinfo=VIETNAM), "until": datetime(2024, 3, 12, tzinfo=VIETNAM)}

    found = parse_sitemap(body, source(**window))

    assert found.sitemaps == (
        "https://songnay.vn/sitemaps/sitemaps-2024-3-11-15.xml",
        "https://songnay.vn/sitemaps/sitemaps-2024-3-6-10.xml",
    )


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("name", "begin", "end"),
    [
        ("sitemaps-2026-7-11-15.xml", day(2026, 7, 11), day(2026, 7, 16)),
        ("sitemaps-2026-2-26-31.xml", day(2026, 2, 26), day(2026, 3, 1)),
        ("news-2026-7.xml", day(2026, 7, 1), day(2026, 8, 1)),
        ("Article-2025.xml", day(2025, 1, 1), day(2026, 1, 1)),
        ("sitemap-article-07-2026-02.xml", day(2026, 7, 1), day(2026, 8, 1)),
        ("2026/7/article.xml", day(2026, 7, 1), day(2026, 8, 1)),
        ("20260719.xml", day(2026, 7, 19), day(2026, 7, 20)),
        ("2026-99.xml", None, None),
        ("sitemap-12345.xml", None, None),
        ("index.rss", None, None),
    ],
)
def test_the_name_of_a_sitemap_tells_its_time(
    name: str, begin: datetime | None, end: datetime | None
) -> None:
    assert period(f"https://songnay.vn/sitemaps/{name}", "Asia/Ho_Chi_Minh") == (begin, end)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "no sitemap: the answer is empty"),
        (b"<!doctype html><title>x</title>", "no sitemap: the answer is a web page"),
        (b"<urlset></urlset>", "it holds no entries"),
        (b"<sitemapindex></sitemapindex>", "it holds no entries"),
        (b"<url/>", "no sitemap: it is a <url>"),
        (urlset(url("/the-gioi")), "none of its 1 links is an article of the outlet"),
    ],
)
def test_what_is_no_sitemap_is_a_problem_in_one_sentence(source: Make, body: bytes, problem: str) -> None:
    found = parse_sitemap(body, source())

    assert found.problem == problem
    assert found.announcements == ()


def test_entities_of_a_document_type_are_not_read(source: Make) -> None:
    body = b'<!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + urlset(url("/&f;-100001.html"))

    found = parse_sitemap(body.replace(b'<?xml version="1.0" encoding="UTF-8"?>', b""), source())

    assert not any("root" in address for address in addresses(found))


@pytest.mark.timeout(60)
def test_an_endless_sitemap_ends(source: Make) -> None:
    body = urlset(*(url(f"/a-{number:06}.html") for number in range(3 * MAX_ENTRIES)))

    found = parse_sitemap(body, source(now=datetime(2026, 7, 20, tzinfo=UTC)))

    assert len(found.announcements) == MAX_ENTRIES


WEEKS_AGO = datetime(2026, 7, 6, tzinfo=VIETNAM)
HERE = "https://songnay.vn/sitemap.xml"


@pytest.mark.parametrize(
    "name",
    [
        "prevention-news.xml",
        "eventful.xml",
        "videokien.xml",
        "2019/tin-moi.xml",
        "uploads/2019/03/tin-moi.xml",
    ],
)
def test_parts_of_words_and_years_of_folders_say_nothing(source: Make, name: str) -> None:
    body = f"<sitemapindex><sitemap><loc>https://songnay.vn/{name}</loc></sitemap></sitemapindex>".encode()

    found = parse_sitemap(body, source(channel=HERE, since=WEEKS_AGO))

    assert found.sitemaps == (f"https://songnay.vn/{name}",)


def test_folders_that_go_on_are_a_calendar(source: Make) -> None:
    shards = [f"https://songnay.vn/{y}/{m}/bai.xml" for y in (2024, 2025, 2026) for m in range(1, 8)]
    body = "".join(f"<sitemap><loc>{shard}</loc></sitemap>" for shard in shards)

    found = parse_sitemap(f"<sitemapindex>{body}</sitemapindex>".encode(), source(since=WEEKS_AGO))

    assert found.sitemaps == ("https://songnay.vn/2026/7/bai.xml",)


def test_a_sitemap_of_categories_is_empty_without_fault(source: Make) -> None:
    body = urlset(url("/the-gioi"))

    assert parse_sitemap(body, source(channel="https://songnay.vn/category-sitemap.xml")).problem is None
    assert parse_sitemap(body, source(channel=HERE)).problem


def test_a_lastmod_that_is_the_same_everywhere_is_no_date(source: Make) -> None:
    body = urlset(*(url(f"/a-{100000 + n}.html", "<lastmod>2020-01-01</lastmod>") for n in range(5)))

    found = parse_sitemap(body, source(since=WEEKS_AGO))

    assert len(found.announcements) == 5
    assert {announcement.changed for announcement in found.announcements} == {None}


def test_an_index_that_calls_all_of_it_old_is_looked_into(source: Make) -> None:
    shards = ((f"https://songnay.vn/s-{day}.xml", f"2021-03-0{day}") for day in range(1, 8))

    found = parse_sitemap(index(*shards), source(since=WEEKS_AGO))

    assert found.sitemaps == tuple(f"https://songnay.vn/s-{day}.xml" for day in (7, 6, 5))


@pytest.mark.parametrize("newest", [1, 30])
def test_of_numbered_sitemaps_both_ends_are_asked_first(source: Make, newest: int) -> None:
    body = "".join(f"<sitemap><loc>https://songnay.vn/bai-{n}.xml</loc></sitemap>" for n in range(1, 31))

    found = parse_sitemap(f"<sitemapindex>{body}</sitemapindex>".encode(), source(since=WEEKS_AGO))

    assert f"https://songnay.vn/bai-{newest}.xml" in found.sitemaps[:10]
    assert len(found.sitemaps) == 30


def test_an_index_without_loc_is_read(source: Make) -> None:
    body = b"<sitemapindex><sitemap>https://songnay.vn/s-1.xml</sitemap></sitemapindex>"

    assert parse_sitemap(body, source()).sitemaps == ("https://songnay.vn/s-1.xml",)


@pytest.mark.parametrize("dated", [True, False])
def test_the_newest_of_a_long_sitemap_are_read_wherever_they_stand(source: Make, dated: bool) -> None:
    def entry(number: int) -> str:
        at = datetime(2026, 7, 10, tzinfo=VIETNAM) + timedelta(minutes=number - 100_000)
        return url(f"/a-{number}.html", f"<lastmod>{at.isoformat()}</lastmod>" if dated else "")

    body = urlset(*(entry(number) for number in range(100_000, 106_000)))
    seen: set[str] = set()
    for run in range(3):
        found = parse_sitemap(body, source(since=WEEKS_AGO, now=datetime(2026, 7, 20 + run, tzinfo=UTC)))
        assert found.announcements[0].key == "songnay:105999"
        assert len(found.announcements) == MAX_ENTRIES
        seen |= {announcement.key for announcement in found.announcements}

    assert len(seen) == 6_000


SINCE = datetime(2026, 7, 8, tzinfo=VIETNAM)
BOTH = ["https://songnay.vn/nuoc-len-100001.html", "https://songnay.vn/nuoc-rut-100002.html"]


@pytest.mark.parametrize(
    "body",
    [
        "\n".join(("# các bài", *BOTH)).encode(),
        "\n".join(f"{address}\t2026-07-19" for address in BOTH).encode(),
        "\n".join(address.removeprefix("https://") for address in BOTH).encode(),
        "\n".join(address.removeprefix("https://songnay.vn") for address in BOTH).encode(),
        gzip.compress(gzip.compress(urlset(*map(url, BOTH)), mtime=0), mtime=0),
        urlset(*(url(f'<a href="{address}">{address}</a>') for address in BOTH)),
        index(*((address, "2026-07-19") for address in BOTH)),
        urlset(*map(url, BOTH), "<sitemap><loc>https://songnay.vn/sitemap-2.xml</loc></sitemap>"),
        b"<html><body>" + urlset(*map(url, BOTH)).partition(b"?>")[2] + b"</body></html>",
    ],
)
def test_articles_are_found_in_any_kind_of_sitemap(source: Make, body: bytes) -> None:
    assert addresses(parse_sitemap(body, source(since=SINCE))) == BOTH


@pytest.mark.parametrize(
    "body",
    [
        b"https://songnay.vn/sitemap-1.xml\nhttps://songnay.vn/sitemap-2.xml.gz\n",
        urlset(url("https://songnay.vn/sitemap-1.xml"), url("https://songnay.vn/sitemap-2.xml.gz")),
    ],
)
def test_sitemaps_are_found_where_addresses_should_be(source: Make, body: bytes) -> None:
    assert set(parse_sitemap(body, source(since=SINCE)).sitemaps) == {
        "https://songnay.vn/sitemap-1.xml",
        "https://songnay.vn/sitemap-2.xml.gz",
    }


@pytest.mark.parametrize(
    "news",
    [
        "<tin:news><tin:publication_date>2026-07-19</tin:publication_date><tin:title>Lũ</tin:title></tin:news>",
        "<news:publication_date>2026-07-19</news:publication_date><news:title>Lũ</news:title>",
        """<news:news><news:a><news:publication_date>2026-07-19</news:publication_date></news:a>\
<news:title>Lũ</news:title></news:news>""",
    ],
)
def test_title_and_date_are_read_of_news_written_wrongly(source: Make, news: str) -> None:
    (announcement,) = parse_sitemap(urlset(url(BOTH[0], news)), source()).announcements

    assert announcement.title == "Lũ"
    assert announcement.published == datetime(2026, 7, 19, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "name",
    ["sitemap-cup-2022.xml", "post-sitemap2024.xml", "sitemap.php?year=2019", "sitemap-20201.xml"],
)
def test_a_year_in_one_name_is_no_calendar(source: Make, name: str) -> None:
    wanted = f"https://songnay.vn/{name}"
    body = index((wanted, ""), ("https://songnay.vn/sitemap-khac.xml", ""))

    assert wanted in parse_sitemap(body, source(since=SINCE)).sitemaps


@pytest.mark.parametrize(
    "shape", ["sitemap.xml?page={}", "s.xml?type=bai&amp;page={}&amp;v=1", "s/{}/bai.xml"]
)
def test_the_last_of_a_numbered_series_is_among_the_first_asked(source: Make, shape: str) -> None:
    shards = [f"https://songnay.vn/{shape.format(number)}" for number in range(1, 2100)]

    first = parse_sitemap(index(*((shard, "") for shard in shards)), source(since=SINCE)).sitemaps[:2]

    assert shards[-1].replace("&amp;", "&") in first


def test_an_index_whose_only_fresh_sitemap_lists_categories_is_not_believed(source: Make) -> None:
    body = index(
        ("https://songnay.vn/post-sitemap.xml", "2021-03-01"),
        ("https://songnay.vn/category-sitemap.xml", "2026-07-19"),
    )

    assert "https://songnay.vn/post-sitemap.xml" in parse_sitemap(body, source(since=SINCE)).sitemaps


def test_an_index_that_leads_to_other_hosts_only_says_so(source: Make) -> None:
    found = parse_sitemap(index(("https://kho.vn/sitemap-1.xml", "")), source(since=SINCE))

    assert found.problem == "none of the 1 sitemaps it names is on a host of the outlet"


def test_dates_that_were_set_within_minutes_are_none(source: Make) -> None:
    body = urlset(
        *(
            url(f"https://songnay.vn/bai-{100001 + n}.html", f"<lastmod>2026-02-01T03:00:{n:02}Z</lastmod>")
            for n in range(20)
        )
    )

    assert len(parse_sitemap(body, source(since=SINCE)).announcements) == 20


@pytest.mark.parametrize("written", ["7/10/2026", "07/10/2026 08:05:00"])
def test_a_date_that_may_have_its_month_first_is_for_the_page_to_tell(source: Make, written: str) -> None:
    body = urlset(url(BOTH[0], f"<lastmod>{written}</lastmod>"))
    old = urlset(url(BOTH[0], "<lastmod>30/5/2026</lastmod>"))

    assert addresses(parse_sitemap(body, source(since=SINCE))) == BOTH[:1]
    assert not addresses(parse_sitemap(old, source(since=SINCE)))


ONE, TWO = "https://songnay.vn/cho-noi-100001.html", "https://songnay.vn/mua-lon-100002.html"


@pytest.mark.parametrize(
    "body",
    [
        urlset(url(ONE)) + urlset(url(TWO)),
        urlset(url(ONE)) + b"\n<!-- het -->\n" + urlset(url(TWO)),
        urlset(url(ONE)) + index() + urlset(url(TWO)),
        gzip.compress(urlset(url(ONE))) + gzip.compress(urlset(url(TWO))) + b"\r\n",
        urlset(f"<url><loc>{ONE}</loc><loc>{TWO}</loc></url>"),
        urlset(f"<url><loc></loc><loc> {ONE}</loc></url>", url(TWO)),
        urlset(f"<url><loc>{ONE}</loc>", f"<url><loc>{TWO}</loc>"),
        urlset(f"<URL><LOC>{ONE}</LOC></URL>", f"<Url><Loc>{TWO}</Loc></Url>"),
        *(
            urlset(url(ONE, f"<title>Chợ {odd} nổi</title>"), url(TWO))
            for odd in (
                "<br>",
                "<BR clear=all>",
                "<img src='a.jpg'>",
                "<p>nổi <b>chợ</p>",
                "a < b",
                "<3",
                "</br>",
            )
        ),
    ],
)
def test_what_is_joined_doubled_or_not_closed_loses_no_address(source: Make, body: bytes) -> None:
    found = parse_sitemap(body, source())

    assert (addresses(found), found.problem) == ([ONE, TWO], None)


def test_an_index_joined_to_a_list_names_its_sitemaps(source: Make) -> None:
    shards = index(("https://songnay.vn/sitemap-a.xml", ""))

    for body in (shards + urlset(url(ONE)), urlset(url(ONE)) + shards):
        found = parse_sitemap(body, source())
        assert (addresses(found), found.sitemaps) == ([ONE], ("https://songnay.vn/sitemap-a.xml",))


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("times", [1, 2])
def test_what_is_cut_anywhere_and_joined_to_a_whole_one_is_read_as_far_as_it_is_whole(
    source: Make, declared: bool, times: int
) -> None:
    first, second = urlset(url(ONE)).decode(), urlset(url(TWO)).decode()
    if not declared:
        second = second[second.index("<urlset") :]
    whole, end = first.index("</url>") + len("</url>"), first.index("</urlset")

    for cut in range(first.index("<urlset") + 8, end):
        found = parse_sitemap((first[:cut] * times + second).encode(), source())
        read = [ONE, TWO] if cut >= whole else [TWO]
        assert (sorted(set(addresses(found))), found.problem is None) == (read, False), first[:cut]


def test_an_index_that_breaks_off_before_a_list_names_its_whole_sitemaps(source: Make) -> None:
    shards = index(("https://songnay.vn/sitemap-a.xml", ""), ("https://songnay.vn/sitemap-b.xml", ""))

    found = parse_sitemap(shards[: shards.index(b"sitemap-b") + 5] + urlset(url(ONE)), source())

    assert (addresses(found), found.sitemaps) == ([ONE], ("https://songnay.vn/sitemap-a.xml",))
    assert found.problem
