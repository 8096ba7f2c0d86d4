from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.dates import VIETNAM, in_window, read_moment

LATEST = datetime(2026, 11, 30, tzinfo=UTC)
TIMES = [
    ("Thứ bảy, 07/03/2026 - 08:07", "2026-03-07T08:07"),
    ("Thứ ba, 7/3/2026, 08:15 (GMT+7)", "2026-03-07T08:15"),
    ("07/03/2026 08:01 GMT+7", "2026-03-07T08:01"),
    ("07/03/2026 08:52 (GMT+07:00)", "2026-03-07T08:52"),
    ("2/3/2026 7:30:00 SA", "2026-03-02T07:30"),
    ("2/3/2026 7:30:00 CH", "2026-03-02T19:30"),
    ("2/3/2026 12:05:00 SA", "2026-03-02T00:05"),
    ("2/3/2026 12:05:00 CH", "2026-03-02T12:05"),
    ("2026-03-07T08:52:11.000 +07:00", "2026-03-07T08:52:11"),
    ("2026-03-07T08:52:11+0700", "2026-03-07T08:52:11"),
    ("2026-03-07T01:52:11Z", "2026-03-07T08:52:11"),
    ("2026-03-07T08:06:00.0000000+07:00", "2026-03-07T08:06"),
    ("2026-03-07 00:01 AM", "2026-03-07T00:01"),
    ("2026-03-07 13:05 PM", "2026-03-07T13:05"),
    ("2015-03-23 08:06 +07:00", "2015-03-23T08:06"),
    ("15:18 19/07/2018", "2018-07-19T15:18"),
    ("08:36 ngày 14/03/2016", "2016-03-14T08:36"),
    ("05/03/2014 | 00:01", "2014-03-05T00:01"),
    ("9h30 ngày 5/11/2026", "2026-11-05T09:30"),
    ("20261105093000", "2026-11-05T09:30"),
    ("9h 5/11/2026", "2026-11-05T09:00"),
    ("5-11-2026, 21 giờ", "2026-11-05T21:00"),
    ("21h12' 5-11-2026", "2026-11-05T21:12"),
    ("Thứ Năm, ngày 5 tháng 11 năm 2026, 21 giờ 12 phút", "2026-11-05T21:12"),
    ("Thu Nov 5 21:12:00 2026", "2026-11-05T21:12"),
    ("Ngày 5 tháng 11 năm 2026, lúc 9 giờ 05 phút", "2026-11-05T09:05"),
    ("Thứ Tư, 5 Tháng 11, 2026, 9:05", "2026-11-05T09:05"),
    ("Cập nhật lúc 14:05, Thứ Tư, 11/03/2026 (GMT+7)", "2026-03-11T14:05"),
    ("2/26/2026 12:00:00 PM", "2026-02-26T12:00"),
    ("Sat, 07 Mar 2026 08:15:00 +0700", "2026-03-07T08:15"),
    ("Sat, 07 Mar 2026 08:15:00 GMT+7", "2026-03-07T08:15"),
    ("Sat, 07 Mar 2026 08:15:00 ICT", "2026-03-07T08:15"),
    ("Sat, 07 Mar 26 08:15:00 +0700", "2026-03-07T08:15"),  # RFC 822 as it was at first
    ("Sat, 07 Mar 2026 01:15:00 GMT", "2026-03-07T08:15"),
    ("Sat, 07 Mar 2026 08:15:00 +07", "2026-03-07T08:15"),
    ("Sat, 07 Mar 2026 01:15:00 -0000", "2026-03-07T08:15"),
    ("Sat, 07 Mar 2026 08:15 PM", "2026-03-07T20:15"),
    ("Sat Mar 07 2026 08:15:09 GMT+0700 (Giờ Đông Dương)", "2026-03-07T08:15:09"),
    ("March 7th, 2026 at 8:15 p.m.", "2026-03-07T20:15"),
    ("7 Sept 2026, 08:15", "2026-09-07T08:15"),
    ("07-Mar-2026 08:15", "2026-03-07T08:15"),
    ("20260307T081509+0700", "2026-03-07T08:15:09"),
    ("20260307T0815", "2026-03-07T08:15"),
    ("3/7/2026 8:15:00 AM", "2026-03-07T08:15"),
    ("11/12/2026 8:15:00 PM", "2026-11-12T20:15"),
    ("07/03/2026 08:15:00 AM", "2026-03-07T08:15"),
    ("3/7/2026 8:15", "2026-07-03T08:15"),
    ("07/03/26 - 08:15", "2026-03-07T08:15"),
    ("08:15 07.03.26", "2026-03-07T08:15"),
    ("9 giờ 5 phút, ngày 7 tháng 3 năm 2026", "2026-03-07T09:05"),
    ("9h ngày 7/3/2026", "2026-03-07T09:00"),
    ("9 giờ tối ngày 7/3/2026", "2026-03-07T21:00"),
    ("7 Tháng Mười Một, 2026 - 9:05", "2026-11-07T09:05"),
    ("7 tháng năm năm 2026, 9:05", "2026-05-07T09:05"),
    ("/Date(1772845313000)/", "2026-03-07T08:01:53"),
    ("1772845313", "2026-03-07T08:01:53"),
    ("1772845313000", "2026-03-07T08:01:53"),
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_a_date_with_its_time(text: str, expected: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert moment.exact
    assert moment.at == datetime.fromisoformat(expected).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Ngày 5 tháng 11 năm 2026",
            "5/11/2026",
            "5-11-2026",
            "2026-11-05",
            "Nov 5, 2026",
            "5th November 2026",
        ),
        *("Tháng Mười Một 5, 2026", "Tháng 11 5, 2026", "5 Tháng Mười Một, 2026", "Báo 24h 5/11/2026"),
    ],
)
def test_a_day_without_a_time_is_the_day_and_not_exact(text: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert not moment.exact
    assert moment.at == datetime(2026, 11, 5, tzinfo=VIETNAM)


def test_a_named_zone_is_kept() -> None:
    moment = read_moment("2026-03-07T10:15:00+09:00")
    assert moment is not None
    assert moment.zoned
    assert moment.at.utcoffset() == timedelta(hours=9)
    assert read_moment("2026-03-07 8:52:11 -03:00") is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "0000-00-00",
        "2026-13-45T99:99:99",
        "31/02/2026",
        "tháng 11",
        "© 2010-2024",
        "a" * 500,
        "1/2/3",
        "07/03/26",
        "Điều 1/2/26",
    ],
)
def test_what_is_no_date_is_none(text: str | None) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize(
    "text", ["1970-01-01", "1999-12-31T23:59:59+07:00", "2099-01-01", "2026-12-02T00:00:00Z"]
)
def test_dates_outside_the_window_are_refused(text: str) -> None:
    moment = read_moment(text)
    assert moment
    assert not in_window(moment.at, LATEST)


def test_a_day_ahead_is_allowed_for_clocks_that_run_fast() -> None:
    assert in_window(datetime(2026, 11, 30, 12, tzinfo=UTC), LATEST)


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    moment = read_moment(text)
    assert moment is None or moment.at.tzinfo is not None


@given(st.datetimes(datetime(2000, 1, 2), datetime(2026, 11, 29)), st.integers(-11, 13))  # noqa: DTZ001 - the zone is drawn apart
def test_iso_dates_come_back(at: datetime, hours: int) -> None:
    aware = at.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    moment = read_moment(aware.isoformat())
    assert moment
    assert moment.at == aware
