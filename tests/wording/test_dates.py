"""Dates, hours, amounts and limits, as the office writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.domain.due_dates import Limit, LimitUnit, compute_due
from desktop.domain.work_calendar import DayKind
from desktop.wording import dates
from tests.domain.calendars import calendar_with, moment, official_calendar, special

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 27), "ngày 27 tháng 11 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 1, 9), "ngày 09 tháng 01 năm 2026"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2026, 10, 1), "ngày 01 tháng 10 năm 2026"),
    ],
)
def test_long_day_has_zeros_where_the_decree_wants_them(day: date, expected: str) -> None:
    assert dates.long_day(day) == expected


def test_short_forms_show_the_office_s_clock() -> None:
    instant = datetime(2026, 11, 26, 18, 42, tzinfo=UTC)
    assert dates.day(FRIDAY) == "20/11/2026"
    assert dates.moment(instant) == "01:42 27/11/2026"
    assert dates.long_moment(instant) == "01 giờ 42 phút, ngày 27 tháng 11 năm 2026"
    assert (dates.day(None), dates.moment(None), dates.dong(None)) == ("", "", "")


def test_weekdays_begin_with_monday() -> None:
    week = [dates.weekday(date(2026, 11, 16 + n)) for n in range(7)]
    assert week == ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 1), "Thứ Sáu 20/11"),
        (date(2025, 12, 31), "Thứ Sáu 20/11/2026"),
        (None, "Thứ Sáu 20/11/2026"),
    ],
)
def test_spoken_day_names_the_year_only_when_it_is_another(
    today: date | None, expected: str
) -> None:
    assert dates.spoken_day(FRIDAY, today) == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (Limit(3, LimitUnit.WORKING_DAY), "3 ngày làm việc"),
        (Limit(15, LimitUnit.DAY), "15 ngày"),
        (Limit(8, LimitUnit.HOUR), "8 giờ làm việc"),
        (Limit(0, LimitUnit.SAME_DAY), "Trong ngày làm việc"),
        (None, "Chưa có thời hạn"),
    ],
)
def test_limit_is_written_with_its_unit(limit: Limit | None, expected: str) -> None:
    assert dates.limit_text(limit) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(0, "0 đ"), (500, "500 đ"), (8_000, "8.000 đ"), (4_500_000, "4.500.000 đ")],
)
def test_amount_has_dots_between_thousands(amount: int, expected: str) -> None:
    assert dates.dong(amount) == expected
    assert dates.number(amount) == expected.removesuffix(" đ")


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (0, "0 byte"),
        (1023, "1023 byte"),
        (1024, "1,0 KB"),
        (150 * 1024, "150 KB"),
        (1_468_006, "1,4 MB"),
        (5 * 2**30, "5,0 GB"),
        (5000 * 2**30, "5000 GB"),
    ],
)
def test_size_has_a_decimal_comma(octets: int, expected: str) -> None:
    assert dates.size(octets) == expected


@pytest.mark.parametrize(
    ("due", "now", "expected"),
    [
        ("2026-11-25 17:00", "2026-11-20 09:00", "còn 3 ngày làm việc"),
        ("2026-11-20 17:00", "2026-11-20 16:00", "đến hạn hôm nay"),
        ("2026-11-20 10:00", "2026-11-20 16:00", "đến hạn hôm nay"),
        ("2026-11-20 17:00", "2026-11-24 09:00", "quá hạn 2 ngày làm việc"),
        ("2026-11-20 17:00", "2026-11-21 09:00", "quá hạn (chưa qua ngày làm việc nào)"),
        ("2026-02-23 17:00", "2026-02-13 09:00", "còn 1 ngày làm việc"),
    ],
)
def test_time_left_is_counted_in_working_days(due: str, now: str, expected: str) -> None:
    assert dates.time_left(moment(due), moment(now), official_calendar()) == expected


def test_dossier_without_appointment_has_no_time_left() -> None:
    now = moment("2026-11-20 09:00")
    assert dates.time_left(None, now, official_calendar()) == "không hẹn ngày"


def test_why_is_one_line_a_date_with_the_notes_of_days_off() -> None:
    off = special(DayKind.OFF, "2026-11-23", note="Nghỉ lễ của xã")
    due = compute_due(
        moment("2026-11-20 09:00"), Limit(1, LimitUnit.WORKING_DAY), calendar_with(off)
    )
    assert dates.why_text(due).splitlines() == [
        "Thứ Sáu 20/11/2026  ·  —  ·  ngày tiếp nhận, không tính",
        "Thứ Bảy 21/11/2026  ·  —  ·  ngày nghỉ cuối tuần",
        "Chủ nhật 22/11/2026  ·  —  ·  ngày nghỉ cuối tuần",
        "Thứ Hai 23/11/2026  ·  —  ·  nghỉ lễ, Tết: Nghỉ lễ của xã",
        "Thứ Ba 24/11/2026  ·  tính ngày 1  ·  ngày làm việc",
    ]


def test_why_of_hours_says_how_many() -> None:
    due = compute_due(moment("2026-11-20 09:15"), Limit(3, LimitUnit.HOUR), official_calendar())
    assert [dates.why_line(line) for line in due.why] == ["tính 3 giờ"]
    longer = compute_due(moment("2026-11-20 16:15"), Limit(3, LimitUnit.HOUR), official_calendar())
    texts = [dates.why_line(line) for line in longer.why]
    assert (texts[0], texts[-1]) == ("tính 0 giờ 45 phút", "tính 2 giờ 15 phút")


def test_why_warns_of_a_date_that_is_not_confirmed() -> None:
    due = compute_due(
        moment("2026-11-20 09:00"), Limit(3, LimitUnit.WORKING_DAY), official_calendar()
    )
    tuesday = next(line for line in due.why if line.day == date(2026, 11, 24))
    assert dates.why_line(tuesday).startswith("ngày làm việc (lưu ý: Ngày Văn hóa Việt Nam")
