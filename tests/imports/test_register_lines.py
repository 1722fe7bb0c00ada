"""Lines of a register that are no dossiers: titles, totals, signatures; and the old fonts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.domain.cell_problems import ImportCode
from desktop.domain.dossiers import Channel
from desktop.domain.payments import Payment
from tests.imports.sheets import register_of, told

HEADER = ["STT", "Họ và tên", "Nội dung", "Ngày nhận", "Ngày hẹn trả", "Ghi chú"]


def line(order: int, name: str = "Nguyễn Văn An") -> list[Any]:
    return [order, name, "Đăng ký khai sinh", "05/03/2025", "06/03/2025", None]


@pytest.mark.parametrize(
    "between",
    [
        ["Tổng cộng: 25 hồ sơ"],
        ["Tổng số: 25"],
        ["Cộng", None, None, 25],
        ["Cộng:", None, None, 25],
        ["Tổng cộng", None, None, None, 25],
        [None, "Tổng cộng", None, 25],
        ["Người lập biểu", None, None, None, "Thủ trưởng đơn vị"],
        ["Người lập", None, None, None, "Trần Thị B"],
        [None, None, None, "Xác nhận của UBND xã"],
        [None, "NGƯỜI LẬP BIỂU", None, None, "THỦ TRƯỞNG"],
        ["Tháng 4 năm 2025"],
        ["THÁNG 04/2025"] * 6,  # merged over all columns
        ["Lĩnh vực hộ tịch"] * 6,
        HEADER,
        [name.upper() for name in HEADER],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, 2, 3, 4, 5, 6],
    ],
)
def test_line_that_is_no_dossier_is_passed_over_and_said(between: list[Any]) -> None:
    sheet = register_of([HEADER, line(1), between, line(2)])
    assert [row.order for row in sheet.rows] == ["1", "2"]
    assert sheet.refused == {}
    assert sheet.read == 2
    assert told(sheet.problems) == [(3, "", "skipped_line")]
    assert sheet.problems[0].is_note


def test_blank_lines_are_passed_over_without_a_word() -> None:
    blank: list[Any] = [None, "  ", "", None, None, None]
    sheet = register_of([HEADER, blank, line(1), [], blank, line(2), blank])
    assert [row.row for row in sheet.rows] == [3, 6]
    assert sheet.problems == ()


@pytest.mark.parametrize("name", ["Cộng Hòa", "Tổng Văn Cộng", "Thủ Thị Trưởng"])
def test_person_whose_name_looks_like_a_total_is_a_dossier(name: str) -> None:
    header = HEADER[1:]
    sheet = register_of([header, line(1, name)[1:]])
    assert [row.applicant for row in sheet.rows] == [name]


def test_dossier_with_two_entries_is_told_from_a_title() -> None:
    sheet = register_of([HEADER, [1, "Nguyễn Văn An", None, None, None, None]])
    assert sheet.read == 1
    assert told(sheet.problems) == [(2, "C", "missing"), (2, "D", "missing")]


TCVN3 = ["NguyÔn V¨n An", "§¨ng ký khai sinh", "§· tr¶"]
VNI = ["Nguyeãn Vaên An", "Ñaêng kyù khai sinh", "Ñaõ traû"]
STATE_HEADER = ["Họ và tên", "Nội dung", "Tình trạng", "Ngày nhận"]


@pytest.mark.parametrize(("texts", "font"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_text_of_an_old_font_is_put_right_and_said(texts: list[str], font: str) -> None:
    sheet = register_of([STATE_HEADER, [*texts, "05/03/2025"]])
    (row,) = sheet.rows
    assert (row.applicant, row.procedure) == ("Nguyễn Văn An", "Đăng ký khai sinh")
    assert row.state is not None
    assert set(told(sheet.problems)) == {
        (2, "A", "old_font"),
        (2, "B", "old_font"),
        (2, "C", "old_font"),
    }
    assert {problem.facts["font"] for problem in sheet.problems} == {font}
    assert len(sheet.problems) == 3


def test_a_letter_that_the_old_font_keeps_on_an_unseen_sign_is_not_lost() -> None:
    # TCVN3 writes ư with the code of the soft hyphen.
    sheet = register_of([STATE_HEADER, ["NguyÔn ThÞ Ph\xadîng", "L\xadu tr÷", "", "05/03/2025"]])
    (row,) = sheet.rows
    assert (row.applicant, row.procedure) == ("Nguyễn Thị Phượng", "Lưu trữ")
    # In Unicode text the same sign is only a place to break the word.
    (row,) = register_of([STATE_HEADER, ["Trần\xad Lê", "Khai\xad sinh", "", "05/03/2025"]]).rows
    assert (row.applicant, row.procedure) == ("Trần Lê", "Khai sinh")


@pytest.mark.parametrize(
    "header",
    [
        ["Hä vµ tªn", "Néi dung", "T×nh tr¹ng", "Ngµy nhËn"],
        ["Hoï vaø teân", "Noäi dung", "Tình traïng", "Ngaøy nhaän"],
    ],
)
def test_register_whose_headings_are_in_an_old_font_is_found(header: list[str]) -> None:
    sheet = register_of([header, ["Nguyễn Văn An", "Khai sinh", "Đã trả", "05/03/2025"]])
    assert [row.applicant for row in sheet.rows] == ["Nguyễn Văn An"]


def test_totals_in_an_old_font_are_no_dossiers() -> None:
    sheet = register_of([HEADER, line(1), ["Tæng céng: 25 hå s¬"]])
    assert [row.order for row in sheet.rows] == ["1"]
    assert sheet.refused == {}


PAID_HEADER = ["Họ và tên", "Nội dung", "Ngày nhận", "Lệ phí"]


@pytest.mark.parametrize(
    ("heads", "cells", "kept"),
    [
        (["Hình thức thanh toán"], ["Trực tuyến"], (Payment.ONLINE, date(2025, 3, 5))),
        (["Hình thức nộp phí"], ["Tiền mặt"], (Payment.DIRECT, date(2025, 3, 5))),
        (["Thanh toán", "Ngày nộp phí"], ["trực tuyến", "07/03/2025"],
         (Payment.ONLINE, date(2025, 3, 7))),
        (["Trạng thái thanh toán"], ["Chưa thanh toán"], (Payment.UNPAID, None)),
        (["Thanh toán trực tuyến"], ["x"], (Payment.ONLINE, date(2025, 3, 5))),
        (["Thanh toán trực tuyến"], ["Không"], (Payment.DIRECT, date(2025, 3, 5))),
        (["Thanh toán trực tuyến"], [""], (None, None)),
        (["Hình thức thanh toán"], ["Chuyển khoản"], (None, None)),
        (["Hình thức thanh toán"], ["Chưa ghi"], (None, None)),
    ],
)  # fmt: skip
def test_payment_of_a_line_is_read_by_its_heading_and_never_guessed(
    heads: list[str], cells: list[str], kept: tuple[Payment | None, date | None]
) -> None:
    line_cells = ["Nguyễn Văn An", "Khai sinh", "05/03/2025", "8.000", *cells]
    sheet = register_of([[*PAID_HEADER, *heads], line_cells])
    (row,) = sheet.rows
    assert (row.payment, row.paid_on) == kept
    asked = [problem.code for problem in sheet.problems]
    assert asked == ([ImportCode.UNKNOWN_PAYMENT] if cells == ["Chuyển khoản"] else [])
    assert (row.fee_vnd, row.channel) == (8_000, Channel.DIRECT)


def test_line_from_outside_the_area_is_told_by_its_own_column() -> None:
    header = [*PAID_HEADER, "Phi địa giới"]
    marked = ["Nguyễn Văn An", "Khai sinh", "05/03/2025", "8.000", "X"]
    other = ["Trần Thị Bình", "Khai sinh", "05/03/2025", "", ""]
    rows = register_of([header, marked, other]).rows
    assert [(row.outside_boundary, row.fee_vnd) for row in rows] == [(True, 8_000), (False, None)]
