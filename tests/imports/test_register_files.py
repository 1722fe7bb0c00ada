"""Whole register files, written cell by cell and read by the child process."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from desktop.imports.register import RegisterSheet, find_register, read_register
from desktop.imports.tables import read_tables
from tests.domain.calendars import moment
from tests.imports.sheets import SHEET, TODAY, told, write_book

WITH_HOUR = datetime(2025, 3, 5, 8, 30)  # noqa: DTZ001 - a date cell has no zone


def read(path: Path) -> RegisterSheet:
    table, header = find_register(read_tables(path), path.name)
    return read_register(table, header, TODAY)


def test_register_as_offices_keep_it_is_read_in_one_go(tmp_path: Path) -> None:
    """Letterhead, two header rows with merges, numbering, months, repeated header, totals."""
    top = ["STT", "Họ và tên", "Số CCCD", "Tên TTHC", "Ngày, tháng, năm", None, None, "Ghi chú"]
    below = [None, None, None, None, "Nhận hồ sơ", "Hẹn trả", "Trả kết quả", None]
    rows: list[list[Any]] = [
        ["UBND XÃ A"],
        ["SỔ THEO DÕI HỒ SƠ NĂM 2025"],
        [],
        top,
        below,
        [f"({n})" for n in range(1, 9)],
        [1, "Nguyễn Thị Đào", 1190000001, "Đăng ký khai sinh", WITH_HOUR,
         "06/03/2025", 45722, None],
        [2, unicodedata.normalize("NFD", "Trần Văn Ước"), "001090000002", "Khai tử",
         "05/03/2025", None, None, "hẹn lại"],
        [],
        top,
        below,
        [3, "NguyÔn V¨n An", 79090000012, "§¨ng ký kÕt h«n", "6.3.25", "7.3.25", None, None],
        ["Tổng cộng: 3 hồ sơ"],
        [None, "Người lập biểu", None, None, None, "Thủ trưởng đơn vị"],
    ]  # fmt: skip
    merged = ["A1:H1", "A2:H2", "A13:H13"]
    for upper in (4, 10):
        merged += [f"{letter}{upper}:{letter}{upper + 1}" for letter in "ABCDH"]
        merged.append(f"E{upper}:G{upper}")
    sheet = read(write_book(tmp_path / "so.xlsx", rows, merged))
    assert sheet.read == 3
    assert [(r.row, r.applicant, r.procedure) for r in sheet.rows] == [
        (7, "Nguyễn Thị Đào", "Đăng ký khai sinh"),
        (8, "Trần Văn Ước", "Khai tử"),
        (12, "Nguyễn Văn An", "Đăng ký kết hôn"),
    ]
    first, second, third = sheet.rows
    assert (first.received, first.due, first.returned) == (
        moment("2025-03-05 08:30"),
        moment("2025-03-06 00:00"),
        moment("2025-03-06 00:00"),
    )
    assert (first.id_number, second.id_number) == ("001190000001", "001090000002")
    assert (third.id_number, third.received) == ("079090000012", moment("2025-03-06 00:00"))
    assert sheet.refused == {}
    assert set(told(sheet.problems)) == {
        (7, "C", "id_number_mended"),
        (10, "", "skipped_line"),
        (11, "", "skipped_line"),
        (12, "B", "old_font"),
        (12, "D", "old_font"),
        (12, "C", "id_number_mended"),
        (13, "", "skipped_line"),
        (14, "", "skipped_line"),
    }
    assert {problem.sheet for problem in sheet.problems} == {SHEET}


def test_dates_typed_as_text_numbers_and_dates_agree(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Sổ")
        shown = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, ["Họ tên", "Thủ tục", "Ngày nhận"])
        for row in range(1, 5):
            page.write_row(row, 0, [f"Người {row}", "Khai sinh"])
        page.write_string(1, 2, "05/03/2025")
        page.write_number(2, 2, 45721)
        page.write_number(3, 2, 45721, shown)
        page.write_datetime(4, 2, datetime(2025, 3, 5), shown)  # noqa: DTZ001
    sheet = read(path)
    assert [row.received for row in sheet.rows] == [moment("2025-03-05 00:00")] * 4
    assert sheet.problems == ()


def test_date_merged_over_several_lines_belongs_to_each(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Họ tên", "Thủ tục", "Ngày nhận"],
        ["An", "Khai sinh", "05/03/2025"],
        ["Bình", "Khai tử", None],
        ["Cúc", "Kết hôn", None],
    ]
    sheet = read(write_book(tmp_path / "so.xlsx", rows, merged=["C2:C4"]))
    assert [(r.applicant, r.received.day) for r in sheet.rows] == [
        ("An", 5),
        ("Bình", 5),
        ("Cúc", 5),
    ]


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8-sig", ";"), ("utf-8-sig", ","), ("utf-16", "\t"), ("utf-8", ";")],
)
def test_register_is_read_from_csv(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "so.csv"
    rows = (
        ("STT", "Họ tên", "Thủ tục", "Ngày nhận"),
        ("1", "Nguyễn Thị Đào", "Khai sinh", "05/03/2025"),
        ("2", "", "Khai tử", "05/03/2025"),
    )
    path.write_text("\n".join(separator.join(row) for row in rows), encoding=encoding)
    sheet = read(path)
    assert [row.applicant for row in sheet.rows] == ["Nguyễn Thị Đào"]
    assert told(sheet.problems) == [(3, "B", "missing")]
    assert sheet.problems[0].sheet == ""


def test_register_on_the_third_sheet_is_found(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Bìa").write(0, 0, "SỔ THEO DÕI")
        book.add_worksheet("Hướng dẫn").write_row(0, 0, ["Ghi chú", "Họ tên"])
        page = book.add_worksheet("Dữ liệu")
        page.write_row(0, 0, ["Họ tên", "Thủ tục", "Ngày nhận"])
        page.write_row(1, 0, ["An", "", "05/03/2025"])
    sheet = read(path)
    assert sheet.table.sheet == "Dữ liệu"
    assert [problem.place for problem in sheet.problems] == ["Trang “Dữ liệu”, ô B2"]
