"""Single cells: dates in every writing, amounts, numbers that lost their zeros."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.imports.cells import cell_digits, cell_moment, cell_number, cell_text, is_error
from desktop.imports.tables import Cell
from tests.domain.calendars import moment

MIDNIGHT = "2025-05-12 00:00"


def naive(text: str) -> datetime:
    """A date cell as a spreadsheet gives it, without a zone."""
    return moment(text).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (naive("2025-05-12 08:30"), "2025-05-12 08:30"),
        (date(2025, 5, 12), MIDNIGHT),
        (45789, MIDNIGHT),
        (45789.0, MIDNIGHT),
        (45789.5, "2025-05-12 12:00"),
        ("45789", MIDNIGHT),
        ("12/05/2025", MIDNIGHT),
        ("12/5/2025", MIDNIGHT),
        ("12-05-2025", MIDNIGHT),
        ("12.5.2025", MIDNIGHT),
        ("12/5/25", MIDNIGHT),
        (" 12 / 05 / 2025 ", MIDNIGHT),
        ("2025-05-12", MIDNIGHT),
        ("2025-05-12 08:30", "2025-05-12 08:30"),
        ("2025-05-12T08:30:00", "2025-05-12 08:30"),
        ("ngày 12 tháng 5 năm 2025", MIDNIGHT),
        ("Ngày 12 tháng 05 năm 2025", MIDNIGHT),
        ("12/05/2025 08:30", "2025-05-12 08:30"),
        ("12/05/2025 8h30", "2025-05-12 08:30"),
        ("12/05/2025 8g30", "2025-05-12 08:30"),
        ("12/05/2025 8h", "2025-05-12 08:00"),
        ("8 giờ 30 ngày 12/05/2025", "2025-05-12 08:30"),
        ("8h30 ngày 12 tháng 5 năm 2025", "2025-05-12 08:30"),
        ("8 giờ 30 phút, ngày 12 tháng 5 năm 2025", "2025-05-12 08:30"),
        ("12/05/2025 14:20:59", "2025-05-12 14:20"),
        ("12/05/2025 (thứ Hai)", MIDNIGHT),
        ("12/05/2025 (2 hồ sơ)", MIDNIGHT),
        # Decomposed accents, as a Mac writes them.
        ("nga\u0300y 12 tha\u0301ng 5 na\u0306m 2025", MIDNIGHT),
    ],
)
def test_date_is_read_in_every_usual_writing(cell: Cell, expected: str) -> None:
    assert cell_moment(cell) == moment(expected)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "x",
        "trong ngày",
        "12/2025",
        "05/2025",
        "2025",
        "31/02/2025",
        "12/13/2025",
        "0/5/2025",
        "12/05/20255",
        "0912345678",
        "001090000001",
        "24259-261120-0001",
        5,
        12.5,
        99_999,
        True,
        time(8, 30),
    ],
)
def test_other_cells_are_no_dates(cell: Cell) -> None:
    assert cell_moment(cell) is None


FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "ngày %d tháng %m năm %Y")


@given(st.dates(date(1991, 1, 1), date(2049, 12, 31)), st.sampled_from(FORMATS))
def test_every_day_is_read_back_from_every_format(day: date, written: str) -> None:
    found = cell_moment(day.strftime(written))
    assert found is not None
    assert (found.date(), found.time()) == (day, time(0, 0))


@given(st.dates(date(1991, 1, 1), date(2049, 12, 31)), st.integers(0, 24 * 60 - 1))
def test_day_number_of_a_spreadsheet_keeps_its_minute(day: date, minutes: int) -> None:
    number = (day - date(1899, 12, 30)).days + minutes / (24 * 60)
    found = cell_moment(number)
    expected = moment(f"{day} 00:00") + timedelta(minutes=minutes)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == f"{expected:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""),
        ("  Nguyê\u0303n \n Văn  An ", "Nguyễn Văn An"),
        (8000.0, "8000"),
        (8000, "8000"),
        (0.5, "0.5"),
        (True, "x"),
        (False, ""),
        (naive("2025-05-12 00:00"), "12/05/2025"),
        (naive("2025-05-12 08:30"), "12/05/2025 08:30"),
        (date(2025, 5, 12), "12/05/2025"),
        (79090000012.0, "79090000012"),
    ],
)
def test_cell_is_shown_as_clean_text(cell: Cell, expected: str) -> None:
    assert cell_text(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (8000, 8000),
        (8000.0, 8000),
        ("8000", 8000),
        ("8.000", 8000),
        ("8,000", 8000),
        ("1 200 000", 1_200_000),
        ("8.000 đ", 8000),
        ("8.000đồng", 8000),
        ("8000 VNĐ", 8000),
        ("8.000 đ.", 8000),
        ("0", 0),
        ("8.5", None),
        ("8.0000", None),
        ("tám nghìn", None),
        ("", None),
        (None, None),
        (True, None),
        (8.5, None),
    ],
)
def test_amount_is_a_whole_number_of_dong(cell: Cell, expected: int | None) -> None:
    assert cell_number(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("'001090000001", "001090000001"),
        ("001 090 000 001", "001090000001"),
        ("0912.345.678", "0912345678"),
        (1090000001.0, "1090000001"),
        (None, ""),
    ],
)
def test_number_kept_as_text_loses_its_separators_only(cell: Cell, expected: str) -> None:
    assert cell_digits(cell) == expected


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#VALUE!", "#name?", "#DIV/0!"])
def test_error_of_a_formula_is_recognised(text: str) -> None:
    assert is_error(text)
    assert not is_error(text + " x")
