"""Finding the header and the meaning of each column, whatever the office calls it."""

from __future__ import annotations

import unicodedata
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.imports import procedure_list
from desktop.imports.headers import Heading, Phrases, find_header, missing_fields, recognise
from desktop.imports.register_words import PHRASES, REQUIRED
from desktop.imports.tables import Table

# Headings of registers as offices write them, with the field that each must be taken for.
HEADINGS = {
    "STT": "order",
    "Số TT": "order",
    "Mã hồ sơ": "code",
    "Mã số hồ sơ": "code",
    "Số biên nhận": "code",
    "Mã TTHC": "procedure_code",
    "Mã thủ tục hành chính": "procedure_code",
    "Tên TTHC": "procedure",
    "Tên thủ tục hành chính": "procedure",
    "Nội dung hồ sơ": "procedure",
    "Nội dung yêu cầu giải quyết": "procedure",
    "Loại hồ sơ": "procedure",
    "Trích yếu": "procedure",
    "Lĩnh vực": "service_field",
    "Họ và tên": "applicant",
    "Họ tên công dân": "applicant",
    "Tên cá nhân, tổ chức": "applicant",
    "Họ và tên người nộp hồ sơ": "applicant",
    "Chủ hồ sơ": "applicant",
    "Số CMND/CCCD": "id_number",
    "Số CCCD": "id_number",
    "Số định danh cá nhân": "id_number",
    "Ngày sinh": "birth_date",
    "Năm sinh": "birth_date",
    "Địa chỉ": "address",
    "Nơi thường trú": "address",
    "Địa chỉ liên hệ": "address",
    "Điện thoại": "phone",
    "Số điện thoại liên hệ": "phone",
    "SĐT": "phone",
    "Ngày nhận": "received",
    "Ngày tiếp nhận hồ sơ": "received",
    "Ngày, giờ tiếp nhận": "received",
    "Ngày nộp": "received",
    "Ngày hẹn trả": "due",
    "Ngày hẹn trả kết quả": "due",
    "Hẹn trả kết quả": "due",
    "Hạn trả": "due",
    "Ngày có kết quả": "finished",
    "Ngày hoàn thành": "finished",
    "Ngày trả": "returned",
    "Ngày trả kết quả": "returned",
    "Ngày trả thực tế": "returned",
    "Tình trạng": "state",
    "Trạng thái hồ sơ": "state",
    "Kết quả giải quyết": "state",
    "Hình thức nộp": "channel",
    "Lệ phí": "fee",
    "Phí, lệ phí (đồng)": "fee",
    "Số lượng hồ sơ (bộ)": "sets",
    "Ghi chú": "note",
    "Cán bộ tiếp nhận": "handler",
    "Người nhận kết quả": "signed_by_taker",
    "Họ tên người nhận kết quả": "signed_by_taker",
}


def meanings(texts: list[str], phrases: Phrases) -> dict[str, int]:
    """Field → column of headings that stand alone."""
    return recognise([Heading(text, text) for text in texts], phrases)


@pytest.mark.parametrize(("heading", "field"), HEADINGS.items())
def test_heading_is_taken_for_its_field(heading: str, field: str) -> None:
    for text in (heading, heading.upper(), unicodedata.normalize("NFD", heading)):
        assert meanings([text], PHRASES) == {field: 0}


@pytest.mark.parametrize("heading", ["", "  ", "x", "Tổ", "…", "Mục", "n" * 200])
def test_other_heading_has_no_meaning(heading: str) -> None:
    assert meanings([heading], PHRASES) == {}


@st.composite
def headers(draw: st.DrawFn) -> tuple[list[str], dict[str, int]]:
    """One heading a field, any order, case and normal form, with strange columns between."""
    by_field: dict[str, list[str]] = {}
    for heading, field in HEADINGS.items():
        by_field.setdefault(field, []).append(heading)
    others = [name for name in by_field if name not in REQUIRED]
    chosen = [*REQUIRED, *draw(st.lists(st.sampled_from(others), unique=True, max_size=12))]
    texts = [(draw(st.sampled_from(by_field[field])), field) for field in chosen]
    texts += [(strange, "") for strange in draw(st.lists(st.sampled_from(["", "Mục", "…"])))]
    order = draw(st.permutations(texts))
    decomposed = draw(st.booleans())
    shown = draw(st.sampled_from((str.upper, str.title, lambda text: f" {text}\n")))
    form: Literal["NFC", "NFD"] = "NFD" if decomposed else "NFC"
    written = [unicodedata.normalize(form, shown(text)) for text, _ in order]
    return written, {field: place for place, (_, field) in enumerate(order) if field}


@given(headers())
def test_every_column_is_found_in_any_order_and_writing(
    header: tuple[list[str], dict[str, int]],
) -> None:
    written, expected = header
    assert meanings(written, PHRASES) == expected


@given(headers(), st.integers(0, 12))
def test_header_is_found_below_any_letterhead(
    header: tuple[list[str], dict[str, int]], above: int
) -> None:
    written, expected = header
    letterhead: list[list[Any]] = [["UBND XÃ A"], ["SỔ THEO DÕI HỒ SƠ"], [None], ["Năm 2025"]]
    rows = (letterhead * 3)[:above]
    body: list[Any] = ["05/03/2025"] * len(written)
    found = find_header(Table("Sổ", [*rows, list(written), body]), PHRASES, REQUIRED)
    assert found is not None
    assert (found.first_row, found.columns) == (above + 1, expected)


def test_two_rows_of_headings_are_joined() -> None:
    rows: list[list[Any]] = [
        ["STT", "Chủ hồ sơ", None, "Thủ tục", "Nhận và trả kết quả", None, None],
        [None, "Họ và tên", "Địa chỉ", None, "Ngày nhận", "Ngày hẹn trả", "Ngày trả"],
        [1, "An", "Thôn 1", "Khai sinh", "05/03/2025", "06/03/2025", "06/03/2025"],
    ]
    found = find_header(Table("Sổ", rows), PHRASES, REQUIRED)
    assert found is not None
    assert found.first_row == 2
    assert found.columns == {
        "order": 0,
        "applicant": 1,
        "address": 2,
        "procedure": 3,
        "received": 4,
        "due": 5,
        "returned": 6,
    }


def test_official_register_with_its_group_of_dates_is_recognised() -> None:
    group = "Nhận và trả kết quả"
    rows: list[list[Any]] = [
        ["STT", "Mã hồ sơ", "Tên TTHC", "Tên cá nhân, tổ chức", group, None, None, None, "Ghi chú"],
        [None] * 4 + ["Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả", "Ký nhận", None],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        [1, "H56.14-250305-0001", "Khai sinh", "An", "05/03/2025", "06/03/2025", None, "", ""],
    ]
    found = find_header(Table("Sổ", rows), PHRASES, REQUIRED)
    assert found is not None
    assert found.first_row == 3
    places = {name: found.columns[name] for name in ("applicant", "received", "due", "returned")}
    assert places == {"applicant": 3, "received": 4, "due": 5, "returned": 6}


def test_letterhead_merged_over_the_whole_width_is_no_group_of_headings() -> None:
    headings = ["STT", "Họ và tên", "Nội dung", "Ngày nhận"]
    rows: list[list[Any]] = [["UBND XÃ A"] * 4, headings, [1, "An", "Khai sinh", "05/03/2025"]]
    found = find_header(Table("Sổ", rows), PHRASES, REQUIRED)
    assert found is not None
    assert (found.first_row, found.texts) == (2, headings)


def test_headings_merged_over_two_rows_are_said_once() -> None:
    """Merged cells say their text in both rows, as the reader fills them."""
    rows: list[list[Any]] = [
        ["STT", "Họ và tên", "Nội dung", "Ngày, tháng", "Ngày, tháng"],
        ["STT", "Họ và tên", "Nội dung", "Nhận hồ sơ", "Trả kết quả"],
        [1, "An", "Khai sinh", "05/03/2025", "06/03/2025"],
    ]
    found = find_header(Table("Sổ", rows), PHRASES, REQUIRED)
    assert found is not None
    assert found.first_row == 2
    assert found.texts[:3] == ["STT", "Họ và tên", "Nội dung"]
    assert (found.columns["received"], found.columns["returned"]) == (3, 4)


@pytest.mark.parametrize(
    "numbers",
    [
        ["(1)", "(2)", "(3)", "(4)"],
        ["1", "2", "3", "4"],
        [1, 2, 3, 4],
        [1.0, 2.0, 3.0, 4.0],
        ["[1]", "[2]", "[3]", "[4]"],
    ],
)
def test_numbers_of_the_columns_under_the_header_are_no_data(numbers: list[Any]) -> None:
    rows: list[list[Any]] = [
        ["STT", "Họ và tên", "Nội dung", "Ngày nhận"],
        numbers,
        [1, "An", "Khai sinh", "05/03/2025"],
    ]
    found = find_header(Table("Sổ", rows), PHRASES, REQUIRED)
    assert found is not None
    assert found.first_row == 2


def test_first_dossier_is_not_taken_for_a_second_row_of_headings() -> None:
    rows: list[list[Any]] = [
        ["Họ và tên", "Nội dung", "Ngày nhận"],
        ["Nguyễn Văn Ngày", "Cấp bản sao trích lục", "05/03/2025"],
    ]
    found = find_header(Table("Sổ", rows), PHRASES, REQUIRED)
    assert found is not None
    assert found.first_row == 1


def test_header_with_more_known_columns_wins() -> None:
    rows: list[list[Any]] = [
        ["Họ tên", "Thủ tục", "Ngày nhận", None, None],
        ["Họ và tên", "Thủ tục", "Ngày nhận", "Ngày hẹn trả", "Ghi chú"],
        ["An", "Khai sinh", "05/03/2025", "06/03/2025", ""],
    ]
    found = find_header(Table("Sổ", rows), PHRASES, REQUIRED)
    assert found is not None
    assert (found.first_row, found.texts[3]) == (2, "Ngày hẹn trả")


def test_columns_without_a_meaning_are_told() -> None:
    rows: list[list[Any]] = [["Họ tên", "Mục", "Thủ tục", "Ngày nhận", None, "Tổ"]]
    found = find_header(Table("Sổ", rows), PHRASES, REQUIRED)
    assert found is not None
    assert found.unused() == [1, 5]


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (["Họ và tên", "Ngày nhận"], ["procedure"]),
        (["Nội dung", "Địa chỉ"], ["applicant", "received"]),
        (["Mục", "Tổ"], ["applicant", "received", "procedure"]),
    ],
)
def test_missing_columns_of_the_nearest_header_are_named(
    headings: list[str], missing: list[str]
) -> None:
    table = Table("Sổ", [["UBND XÃ A"], list(headings), ["x", "y"]])
    assert find_header(table, PHRASES, REQUIRED) is None
    assert missing_fields(table, PHRASES, REQUIRED) == missing


def test_portal_s_headings_are_those_of_a_procedure_list() -> None:
    headings = ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"]
    assert meanings(headings, procedure_list.PHRASES) == {
        "procedure_code": 0,
        "procedure_name": 1,
        "issuing_agency": 2,
        "handling_agency": 3,
        "service_field": 4,
    }
