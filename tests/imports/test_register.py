"""Registers kept by hand: every line read, mended or refused, each problem with its cell."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any

import pytest

from desktop.domain.dossiers import Channel, DossierState, Timeliness
from desktop.domain.errors import Rule, RuleViolation
from desktop.imports.register import RegisterRow, find_register
from desktop.imports.tables import Cell, Table
from desktop.wording.imports import problem_text
from tests.domain.calendars import moment
from tests.imports.sheets import SHEET, TODAY, register_of, told

HEADER = [
    "STT", "Mã hồ sơ", "Họ và tên", "Số CCCD", "Địa chỉ", "Điện thoại", "Tên TTHC",
    "Ngày nhận", "Ngày hẹn trả", "Ngày trả", "Tình trạng", "Hình thức nộp", "Lệ phí", "Số bộ",
    "Ghi chú",
]  # fmt: skip
LETTERS = dict(zip(HEADER, "ABCDEFGHIJKLMNO", strict=True))
USUAL: dict[str, Cell] = {
    "STT": 1,
    "Mã hồ sơ": "H56.14-250305-0001",
    "Họ và tên": "Nguyễn Văn An",
    "Số CCCD": "001090000001",
    "Địa chỉ": "Thôn 1",
    "Điện thoại": "0900000001",
    "Tên TTHC": "Đăng ký khai sinh",
    "Ngày nhận": "05/03/2025",
    "Ngày hẹn trả": "06/03/2025",
    "Ngày trả": "06/03/2025",
    "Tình trạng": "Đã trả",
    "Hình thức nộp": "Trực tiếp",
    "Lệ phí": "8.000",
    "Số bộ": 1,
    "Ghi chú": "",
}


def line(**changes: Cell) -> list[Cell]:
    """A line of the register; keys with "_" for blanks."""
    given = {key.replace("_", " "): value for key, value in changes.items()}
    assert set(given) <= set(USUAL)
    return [{**USUAL, **given}[name] for name in HEADER]


def the_row(**changes: Cell) -> RegisterRow:
    """The one sound row of a register with this line."""
    (row,) = register_of([HEADER, line(**changes)]).rows
    return row


def test_register_that_names_procedures_by_code_only_is_found() -> None:
    header = ["Họ và tên", "Mã thủ tục", "Ngày nhận"]
    sheet = register_of([header, ["Nguyễn Văn An", "1.004873", "05/03/2025"]])
    (row,) = sheet.rows
    assert (row.procedure_code, row.procedure, row.applicant) == ("1.004873", "", "Nguyễn Văn An")


def test_sound_line_is_read_whole() -> None:
    sheet = register_of([["SỔ THEO DÕI HỒ SƠ"], HEADER, line()])
    assert (sheet.read, sheet.problems, sheet.refused) == (1, (), {})
    assert sheet.rows == (
        RegisterRow(
            row=3,
            order="1",
            code="H56.14-250305-0001",
            procedure_code="",
            procedure="Đăng ký khai sinh",
            applicant="Nguyễn Văn An",
            received=moment("2025-03-05 00:00"),
            id_number="001090000001",
            address="Thôn 1",
            phone="0900000001",
            due=moment("2025-03-06 00:00"),
            returned=moment("2025-03-06 00:00"),
            state=DossierState.RETURNED,
            channel=Channel.DIRECT,
            fee_vnd=8000,
            sets=1,
        ),
    )


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2025, 3, 5),  # noqa: DTZ001 - a date cell has no zone
        date(2025, 3, 5),
        45721,
        45721.0,
        "45721",
        "05/03/2025",
        "5.3.25",
        "ngày 05 tháng 03 năm 2025",
        "2025-03-05",
    ],
)
def test_date_of_reception_is_read_from_text_number_and_date_cells(cell: Cell) -> None:
    assert the_row(Ngày_nhận=cell).received == moment("2025-03-05 00:00")


def test_hour_of_reception_is_kept() -> None:
    assert the_row(Ngày_nhận="05/03/2025 14:20").received == moment("2025-03-05 14:20")


def test_decomposed_accents_are_composed() -> None:
    decomposed = {
        key: unicodedata.normalize("NFD", value) if isinstance(value, str) else value
        for key, value in USUAL.items()
    }
    header = [unicodedata.normalize("NFD", name) for name in HEADER]
    (row,) = register_of([header, [decomposed[name] for name in HEADER]]).rows
    assert row.applicant == "Nguyễn Văn An"
    assert row.procedure == "Đăng ký khai sinh"


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("Họ và tên", "", "missing"),
        ("Họ và tên", None, "missing"),
        ("Họ và tên", "#REF!", "formula_error"),
        ("Họ và tên", "A" * 501, "text_too_long"),
        ("Tên TTHC", None, "missing"),
        ("Ngày nhận", None, "missing"),
        ("Ngày nhận", "hôm qua", "not_a_date"),
        ("Ngày nhận", "31/02/2025", "not_a_date"),
        ("Ngày nhận", "05/03/1985", "date_far"),
        ("Ngày nhận", "22/11/2026", "date_far"),
        ("Ngày hẹn trả", "mai", "not_a_date"),
        ("Ngày hẹn trả", "04/03/2025", "date_order"),
        ("Ngày hẹn trả", "06/03/2205", "date_far"),
        ("Ngày trả", "04/03/2025", "date_order"),
        ("Tình trạng", "chưa rõ lắm", "unknown_state"),
    ],
)
def test_line_that_cannot_be_sound_is_refused_with_its_cell(
    column: str, cell: Cell, code: str
) -> None:
    sheet = register_of([HEADER, line(), line(**{column.replace(" ", "_"): cell})])
    assert [row.row for row in sheet.rows] == [2]
    assert (3, LETTERS[column], code) in told(sheet.problems)
    assert code in [str(problem.code) for problem in sheet.refused[2]]
    (problem,) = [p for p in sheet.problems if str(p.code) == code]
    assert problem.sheet == SHEET
    assert not problem.is_note
    assert "{" not in problem_text(problem)


@pytest.mark.parametrize(
    ("column", "cell", "code", "field", "kept"),
    [
        ("Số CCCD", 1090000001, "id_number_mended", "id_number", "001090000001"),
        ("Số CCCD", 79090000012.0, "id_number_mended", "id_number", "079090000012"),
        ("Số CCCD", "79090000012", "id_number_mended", "id_number", "079090000012"),
        ("Số CCCD", 12345678, "id_number_mended", "id_number", "012345678"),
        ("Số CCCD", "0010900000", "bad_id_number", "id_number", "0010900000"),
        ("Số CCCD", "0312345678", "bad_id_number", "id_number", "0312345678"),
        ("Số CCCD", "không có", "bad_id_number", "id_number", "KHÔNGCÓ"),
        ("Điện thoại", 912345678, "phone_mended", "phone", "0912345678"),
        ("Điện thoại", "nhà bên", "bad_phone", "note", "Điện thoại: nhà bên"),
        ("Hình thức nộp", "nhờ hàng xóm", "unknown_channel", "channel", Channel.DIRECT),
        ("Lệ phí", "tùy tâm", "not_a_number", "fee_vnd", None),
        ("Số bộ", "hai", "not_a_number", "sets", 1),
    ],
)
def test_line_with_a_small_fault_is_taken_and_the_fault_is_said(
    column: str, cell: Cell, code: str, field: str, kept: object
) -> None:
    sheet = register_of([HEADER, line(**{column.replace(" ", "_"): cell})])
    assert told(sheet.problems) == [(2, LETTERS[column], code)]
    assert getattr(sheet.rows[0], field) == kept
    assert sheet.problems[0].is_note
    assert "{" not in problem_text(sheet.problems[0])


@pytest.mark.parametrize(
    ("text", "state", "timeliness"),
    [
        ("Đã trả", DossierState.RETURNED, None),
        ("Đã trả kết quả trước hạn", DossierState.RETURNED, Timeliness.EARLY),
        ("Đúng hạn", DossierState.RETURNED, Timeliness.ON_TIME),
        ("Đã trả đúng hạn", DossierState.RETURNED, Timeliness.ON_TIME),
        ("ĐÃ TRẢ KẾT QUẢ ĐÚNG HẠN", DossierState.RETURNED, Timeliness.ON_TIME),
        ("Đã giải quyết đúng hạn", DossierState.RETURNED, Timeliness.ON_TIME),
        ("Dừng", DossierState.STOPPED, None),
        ("Chưa hoàn thành", DossierState.PROCESSING, None),
        ("Đã bổ sung hồ sơ", DossierState.PROCESSING, None),
        ("Trễ hạn", None, Timeliness.LATE),
        ("Đang giải quyết", DossierState.PROCESSING, None),
        ("Chưa giải quyết", DossierState.PROCESSING, None),
        ("Có kết quả, chờ trả", DossierState.FINISHED, None),
        ("Chưa trả", DossierState.FINISHED, None),
        ("Yêu cầu bổ sung", DossierState.WAITING_SUPPLEMENT, None),
        ("Từ chối", DossierState.REFUSED, None),
        ("Trả lại hồ sơ", DossierState.REFUSED, None),
        ("Công dân rút hồ sơ", DossierState.WITHDRAWN, None),
        ("Dừng giải quyết", DossierState.STOPPED, None),
        ("Mới tiếp nhận", DossierState.RECEIVED, None),
        ("", None, None),
    ],
)
def test_state_is_understood_in_the_words_of_the_office(
    text: str, state: DossierState | None, timeliness: Timeliness | None
) -> None:
    row = the_row(Tình_trạng=text)
    assert (row.state, row.timeliness) == (state, timeliness)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Trực tuyến", Channel.ONLINE),
        ("Cổng DVC", Channel.ONLINE),
        ("Qua bưu điện", Channel.POST),
        ("BCCI", Channel.POST),
        ("Tại quầy", Channel.DIRECT),
        ("", Channel.DIRECT),
    ],
)
def test_channel_is_understood_in_the_words_of_the_office(text: str, channel: Channel) -> None:
    assert the_row(Hình_thức_nộp=text).channel is channel


@pytest.mark.parametrize("mark", ["x", "-", "Không", "trong ngày", None])
def test_mark_instead_of_a_date_means_none(mark: Cell) -> None:
    row = the_row(Ngày_hẹn_trả=mark, Ngày_trả=mark)
    assert (row.due, row.returned) == (None, None)


def test_several_problems_of_one_line_are_all_told() -> None:
    sheet = register_of([HEADER, line(Họ_và_tên="", Ngày_nhận="?", Số_CCCD="12")])
    assert {code for _, _, code in told(sheet.problems)} >= {"missing", "not_a_date"}
    assert (sheet.read, sheet.rows) == (1, ())


def test_table_without_the_needed_columns_is_refused_by_name() -> None:
    tables = [Table("Trang 1", [["Họ tên", "Ngày nhận"], ["An", "05/03/2025"]])]
    with pytest.raises(RuleViolation) as refused:
        find_register(tables, "so.xlsx")
    assert refused.value.code is Rule.HEADERS_NOT_FOUND
    assert refused.value.facts["missing"] == ["Thủ tục"]
    with pytest.raises(RuleViolation):
        find_register([], "so.xlsx")


def test_longest_sheet_with_a_register_is_taken() -> None:
    short: list[list[Any]] = [HEADER, line()]
    long: list[list[Any]] = [HEADER, line(), line(), line()]
    notes: list[list[Any]] = [["Ghi chú"], *([["x"]] * 50)]
    tables = [Table("Tháng 1", short), Table("Ghi chép", notes), Table("Cả năm", long)]
    table, header = find_register(tables, "so.xlsx")
    assert (table.sheet, header.first_row) == ("Cả năm", 1)


def test_received_tomorrow_is_a_slip_of_the_pen_that_is_allowed() -> None:
    tomorrow = f"{TODAY.day + 1}/{TODAY.month}/{TODAY.year}"
    row = the_row(Ngày_nhận=tomorrow, Ngày_hẹn_trả="", Ngày_trả="")
    assert row.received == moment("2026-11-21 00:00")
