"""Which addresses the archives of a window have."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.errors import OutletError
from crawler.outlets import Outlet
from crawler.outlets import loader as outlets
from crawler.outlets.archives import Archive, Days, Index, ListApi, Pages, Per, Shards

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SINCE, UNTIL = datetime(2023, 1, 28, tzinfo=ZONE), datetime(2023, 3, 2, tzinfo=ZONE)
HOME = "https://songnay.vn"


def first_pages(archive: Archive) -> Iterator[str]:
    return (archive.address(segment, 0).removeprefix(HOME) for segment in archive.segments(SINCE, UNTIL))


def test_shards_of_five_days_end_with_their_month_and_come_newest_first() -> None:
    shards = Shards(f"{HOME}/sitemaps-{{year}}-{{month}}-{{first}}-{{last}}.xml", per=Per.FIVE_DAYS)

    assert list(first_pages(shards)) == [
        "/sitemaps-2023-3-1-5.xml",
        "/sitemaps-2023-2-26-28.xml",
        "/sitemaps-2023-2-21-25.xml",
        "/sitemaps-2023-2-16-20.xml",
        "/sitemaps-2023-2-11-15.xml",
        "/sitemaps-2023-2-6-10.xml",
        "/sitemaps-2023-2-1-5.xml",
        "/sitemaps-2023-1-26-31.xml",
    ]


def test_months_are_padded_or_not_and_may_have_parts() -> None:
    plain = Shards(f"{HOME}/news-{{year}}-{{month}}.xml", per=Per.MONTH)
    parts = Shards(f"{HOME}/article-{{month:02}}-{{year}}-{{n:02}}.xml", per=Per.MONTH, most=3)
    segment = next(parts.segments(SINCE, UNTIL))

    assert list(first_pages(plain)) == ["/news-2023-3.xml", "/news-2023-2.xml", "/news-2023-1.xml"]
    assert [parts.address(segment, page) for page in range(2)] == [
        f"{HOME}/article-03-2023-01.xml",
        f"{HOME}/article-03-2023-02.xml",
    ]


def test_years_and_days() -> None:
    years = Shards(f"{HOME}/{{year}}.xml", per=Per.YEAR)
    days = Days(f"{HOME}/ngay/{{since}}/{{until}}/{{n}}", sections=("the-gioi",))

    assert list(first_pages(years)) == ["/2023.xml"]
    assert len(list(days.segments(SINCE, UNTIL))) == 33
    assert list(first_pages(days))[-1] == "/ngay/1674838800/1674925199/1"


def test_a_day_by_offset() -> None:
    days = Days(f"{HOME}/{{section}}&fv={{begin:%Y-%m-%d}}&BRSR={{n}}", sections=("a", "b"), first=0, step=15)
    segments = list(days.segments(SINCE, UNTIL))

    assert [segment.name for segment in segments[:3]] == ["a 2023-03-01", "b 2023-03-01", "a 2023-02-28"]
    assert days.address(segments[1], 2) == f"{HOME}/b&fv=2023-03-01&BRSR=30"


def test_newest_first_lists_have_a_leg_per_section_and_may_begin_elsewhere() -> None:
    pages = Pages(f"{HOME}/{{section}}-p{{n}}", sections=("x", "y"), front=f"{HOME}/{{section}}", most=9)
    api = ListApi(f"{HOME}/timelinelist/{{section}}/{{n}}.htm", sections=("12",), most=9)
    segment = next(pages.segments(SINCE, UNTIL))

    assert list(first_pages(pages)) == ["/x", "/y"]
    assert pages.address(segment, 1) == f"{HOME}/x-p2"
    assert list(first_pages(api)) == ["/timelinelist/12/1.htm"]


def test_a_number_tells_when_its_article_was_made() -> None:
    whole = Pages(HOME, stamp="%Y%m%d%H%M%S")
    behind = Pages(HOME, stamp="###%y%m%d%H%M%S")

    assert whole.created("20260307075519174", ZONE) == datetime(2026, 3, 7, 7, 55, 19, tzinfo=ZONE)
    assert behind.created("196260712101112123", ZONE) == datetime(2026, 7, 12, 10, 11, 12, tzinfo=ZONE)
    assert behind.created("5107014", ZONE) is None
    assert Pages(HOME).created("20260307075519174", ZONE) is None


@pytest.mark.parametrize(
    ("archive", "message"),
    [
        (
            Index("https://khac.vn/sitemap.xml"),
            "the host of https://khac.vn/sitemap.xml is not among the hosts",
        ),
        (Shards(f"{HOME}/{{jahr}}.xml"), "cannot be filled in"),
        (Pages(f"{HOME}/{{section}}", most=5), "has several pages, but no {n}"),
        (Pages(f"{HOME}/{{n}}", most=0), "must not be empty or 0"),
        (f"{HOME}/sitemap.xml", "must hold kinds of Archive"),
        (Archive(HOME), "must hold kinds of Archive"),
    ],
)
def test_a_wrong_archive_fails_at_import(archive: object, message: str) -> None:
    attributes = {
        "name": "songnay",
        "title": "Sông Này",
        "hosts": ("songnay.vn",),
        "feeds": (f"{HOME}/rss",),
        "article_url": r"https://songnay\.vn/(?P<id>\d+)",
        "examples": (f"{HOME}/1",),
        "non_examples": (HOME,),
        "floor": 1,
    }

    with pytest.raises(OutletError) as caught:
        type("SongNay", (Outlet,), {**attributes, "archives": (archive,)})

    assert message in str(caught.value)


def test_every_archive_of_every_outlet_gives_addresses_of_it() -> None:
    for outlet in outlets.load().values():
        for archive in outlet.archives:
            for segment in archive.segments(SINCE, UNTIL):
                assert archive.address(segment, 0).startswith("https://")
