"""Statistics forms out of spreadsheets: lines, levels, kinds of values, ways of computing."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.domain.cell_problems import ImportCode
from desktop.domain.errors import RuleViolation
from desktop.domain.statistics.forms import (
    Difference,
    Expression,
    Formula,
    Percent,
    StatisticsForm,
    Sum,
    ValueType,
)
from desktop.imports.statistics_form import ReadForm, read_statistics_form
from desktop.imports.statistics_formulas import read_formula
from desktop.imports.tables import Table

DRAFT = StatisticsForm("bieu", "2026", "Tên tệp", ("year",), (), ())
NUMBERS = {"1": "r1", "2": "r2", "3": "r3", "1.1": "r1_1", "a": "ra"}


def read(*rows: list[Any]) -> ReadForm:
    """A sheet with a letterhead, read as a form."""
    head: list[list[Any]] = [["UBND TỈNH ĐẮK LẮK"], ["BIỂU SỐ LIỆU ĐÀO TẠO NĂM 2026"], []]
    return read_statistics_form([Table("Biểu 1", [*head, *rows])], "bieu.xlsx", DRAFT)


HEADER = ["STT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", "Nữ", "Cách tính", "Ghi chú"]


def test_lines_columns_and_ways_of_computing() -> None:
    found = read(
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["I", "Đào tạo", None, None, None, None, None],
        [1, "Lượt người", "lượt người", None, None, "1 = 1.1 + 1.2", "Cả năm"],
        [1.1, "Lãnh đạo", "lượt người", None, None, None, None],
        ["1.2", "Công chức", "lượt người", None, None, None, None],
        [2, "Tỷ lệ lãnh đạo", "%", None, None, "1.1/1 x 100%", None],
        ["II", "Kinh phí", None, None, None, None, None],
        [3, "Ngân sách", "triệu đồng", None, None, None, None],
        [None, "- Trong đó: tự chủ", "đồng", None, None, None, None],
        [None, "Người lập biểu", None, None, None, None, None],
    )
    form = found.form
    assert found.problems == ()
    assert form.title == "BIỂU SỐ LIỆU ĐÀO TẠO NĂM 2026"
    assert [column.heading for column in form.columns] == ["Tổng số", "Nữ"]
    assert [(row.key, row.level, row.type) for row in form.rows] == [
        ("ri", 0, ValueType.HEADING), ("r1", 1, ValueType.INTEGER), ("r1_1", 2, ValueType.INTEGER),
        ("r1_2", 2, ValueType.INTEGER), ("r2", 1, ValueType.PERCENT), ("rii", 0, ValueType.HEADING),
        ("r3", 1, ValueType.DECIMAL), ("line_8", 2, ValueType.MONEY),
    ]  # fmt: skip
    assert form.row_by_key["r1"].formula == Sum(("r1_1", "r1_2"))
    assert form.row_by_key["r2"].formula == Percent("r1_1", "r1")
    assert form.row_by_key["r1"].note == "Cả năm"
    assert form.row_by_key["line_8"].label == "Trong đó: tự chủ"
    assert form.unconfirmed is False  # the service marks it; the reader only reads


def test_way_of_computing_that_is_not_understood_is_told_with_its_cell() -> None:
    found = read(HEADER, [1, "Số người", "người", None, None, "theo sổ bảo hiểm", None])
    (problem,) = found.problems
    assert (problem.code, problem.place) == (
        ImportCode.ROW_FORMULA_UNCLEAR,
        "Trang “Biểu 1”, ô F5",
    )
    assert found.form.rows[0].formula is None
    assert found.form.rows[0].required


def test_sheet_without_a_heading_for_its_lines_is_refused() -> None:
    with pytest.raises(RuleViolation, match="headers_not_found"):
        read(["Ngày", "Người"], ["1/1", "An"])


def test_form_without_columns_of_its_own_gets_one_for_values() -> None:
    form = read(["TT", "Nội dung", "ĐVT"], [1, "Số người", "người"]).form
    assert [column.key for column in form.columns] == ["value"]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("1+2", Sum(("r1", "r2"))),
        ("3 = 1 + 2", Sum(("r1", "r2"))),
        ("(1)+(2)+(3)", Sum(("r1", "r2", "r3"))),
        ("3 − 1 − 2", Difference("r3", ("r1", "r2"))),
        ("2/1*100", Percent("r2", "r1")),
        ("2:1", Percent("r2", "r1")),
        ("= 1.1 / 1 × 100 %", Percent("r1_1", "r1")),
        ("(1 + 2) / 3 * 100", Expression("( r1 + r2 ) / r3 * 100", ("r1", "r2", "r3"))),
        ("1 x 12", Expression("r1 * 12", ("r1",))),
        ("theo sổ", None),
        ("1 + 9.9.9 lần", None),
        ("1", None),
        ("", None),
    ],
)
def test_ways_of_computing(text: str, formula: Formula | None) -> None:
    assert read_formula(text, NUMBERS, "own") == formula


def test_row_is_never_computed_from_itself() -> None:
    assert read_formula("1 + 2", NUMBERS, "r1") is None
