"""Lists of days off and worked Saturdays, in the words of the office."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.work_calendar import DayKind, SpecialDay
from desktop.imports.day_list import DayList, read_day_list
from desktop.imports.tables import Cell, Table
from desktop.wording.imports import problem_text
from tests.imports.sheets import told

HEADER = ["Ngày", "Loại", "Ghi chú"]


def days(*rows: list[Cell], header: list[str] | None = None) -> DayList:
    """The list read from rows in memory."""
    return read_day_list([Table("Lịch", [list(header or HEADER), *rows])], "lich.xlsx")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("off", DayKind.OFF),
        ("Nghỉ", DayKind.OFF),
        ("NGHỈ LỄ", DayKind.OFF),
        ("Nghỉ bù", DayKind.OFF),
        ("swap_work", DayKind.SWAP_WORK),
        ("Làm bù", DayKind.SWAP_WORK),
        ("Đi làm bù", DayKind.SWAP_WORK),
        ("Nghỉ chiều", DayKind.MORNING_ONLY),
        ("Chỉ làm buổi chiều", DayKind.AFTERNOON_ONLY),
        ("nghỉ sáng", DayKind.AFTERNOON_ONLY),
    ],
)
def test_kind_of_day_is_understood(text: str, kind: DayKind) -> None:
    found = days(["02/01/2027", text, "Tết"])
    assert found.days == (SpecialDay(date(2027, 1, 2), kind, "Tết", True, True),)
    assert found.problems == ()


@pytest.mark.parametrize(
    "cell",
    ["02/01/2027", "2027-01-02", datetime(2027, 1, 2), 46389, "ngày 2 tháng 1 năm 2027"],  # noqa: DTZ001
)
def test_date_is_read_in_every_usual_writing(cell: Cell) -> None:
    assert [day.day for day in days([cell, "nghỉ", ""]).days] == [date(2027, 1, 2)]


@pytest.mark.parametrize("note", ["Lịch dự kiến", "chưa có thông báo", "unconfirmed"])
def test_expected_day_is_kept_and_not_in_force(note: str) -> None:
    found = days(["24/11/2027", "nghỉ", note])
    assert found.days == (SpecialDay(date(2027, 11, 24), DayKind.OFF, note, False, False),)
    assert told(found.problems) == [(2, "A", "unconfirmed_day")]
    assert found.problems[0].is_note


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (["mai", "nghỉ", ""], (2, "A", "not_a_date")),
        ([None, "nghỉ", "Tết"], (2, "A", "not_a_date")),
        (["02/01/1927", "nghỉ", ""], (2, "A", "not_a_date")),
        (["02/01/2027", "chưa biết", ""], (2, "B", "bad_kind")),
        (["02/01/2027", None, ""], (2, "B", "bad_kind")),
    ],
)
def test_fault_is_told_with_its_cell(row: list[Cell], place: tuple[int, str, str]) -> None:
    found = days(row)
    assert (found.read, found.days) == (1, ())
    assert told(found.problems) == [place]
    assert found.problems[0].sheet == "Lịch"
    assert "{" not in problem_text(found.problems[0])


def test_last_word_on_a_date_counts_and_blank_rows_do_not() -> None:
    found = days(["02/01/2027", "nghỉ", ""], [None, None, None], ["02/01/2027", "làm bù", ""])
    assert (found.read, [day.kind for day in found.days]) == (2, [DayKind.SWAP_WORK])
    assert told(found.problems) == [(4, "A", "repeated_line")]
    assert "Dòng 02/01/2027 đã có ở hàng 2" in problem_text(found.problems[0])
    same = days(["02/01/2027", "nghỉ", ""], ["02/01/2027", "nghỉ", "Tết"])
    assert (same.problems, [day.note for day in same.days]) == ((), ["Tết"])


def test_list_without_a_column_of_kinds_is_refused() -> None:
    with pytest.raises(RuleViolation) as refused:
        days(["02/01/2027", "Tết"], header=["Ngày", "Ghi chú"])
    assert refused.value.code is Rule.HEADERS_NOT_FOUND
    assert refused.value.facts["file"] == "lich.xlsx"
