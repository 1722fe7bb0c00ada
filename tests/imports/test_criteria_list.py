"""Criteria sets out of tables as decisions are really laid out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.domain.cell_problems import ImportCode
from desktop.domain.criteria.items import Block, CriteriaSet, ItemKind
from desktop.domain.criteria.rules import Ratio, Tiers, YesNo
from desktop.domain.errors import RuleViolation
from desktop.imports.criteria_list import ReadSet, read_criteria
from desktop.imports.tables import Cell, Table, read_tables
from desktop.wording.imports import problem_text

DRAFT = CriteriaSet("thu", "Bộ thử", "", 2026, "", "1", ())
HEAD: list[Cell] = ["STT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm", "Tài liệu kiểm chứng"]


def _read(*rows: list[Cell], head: list[Cell] | None = None) -> ReadSet:
    return read_criteria([Table("Bảng", [head or HEAD, *rows])], "thu.xlsx", DRAFT)


def _codes(read: ReadSet) -> list[ImportCode]:
    return [problem.code for problem in read.problems]


def test_numbering_makes_the_tree() -> None:
    read = _read(
        ["1", "Chỉ đạo", "3,5", None, None],
        ["1.1", "Kế hoạch", 2.5, None, None],
        ["1.1.1", "Ban hành", "1.5", "Có = 1,5; không = 0", "Kế hoạch"],
        ["a)", "Phụ lục", 1, "Có = 1; không = 0", "Phụ lục"],
        ["1.2.", "Báo cáo", "1 điểm", "Có = 1; không = 0", "Báo cáo"],
    )
    found = [(i.id, i.parent, i.kind, i.maximum) for i in read.criteria.items]
    assert found == [
        ("1", None, ItemKind.FIELD, Decimal("3.5")),
        ("1.1", "1", ItemKind.CRITERION, Decimal("2.5")),
        ("1.1.1", "1.1", ItemKind.SUBCRITERION, Decimal("1.5")),
        ("1.1.1.a", "1.1.1", ItemKind.SUBCRITERION, Decimal(1)),
        ("1.2", "1", ItemKind.CRITERION, Decimal(1)),
    ]


def test_roman_fields_keep_their_own_numbers_apart() -> None:
    read = _read(
        ["I", "Một", 1, None, None],
        ["1", "Dòng", 1, "Có = 1; không = 0", "x"],
        ["II", "Hai", 1, None, None],
        ["1", "Dòng", 1, "Có = 1; không = 0", "x"],
    )
    assert [i.id for i in read.criteria.items] == ["I", "I.1", "II", "II.1"]


def test_levels_in_rows_of_their_own_become_the_rule() -> None:
    read = _read(
        ["1", "Tỷ lệ đúng hạn", 2, None, "Báo cáo"],
        [None, "Từ 95%", 2, None, None],
        [None, "Từ 90%", 1, None, None],
        ["2", "Họp", 1, "Có = 1; không = 0", "Biên bản"],
    )
    rule = read.criteria.by_id["1"].rule
    assert isinstance(rule, Tiers)
    assert [tier.lowest for tier in rule.tiers] == [95, 90]
    assert len(read.criteria.items) == 2


def test_parts_without_a_number_get_one_and_are_told() -> None:
    read = _read(
        ["1", "Kế hoạch", 2, None, None],
        [None, "Ban hành", 1.5, "Có = 1,5; không = 0", "a"],
        [None, "Báo cáo", 0.5, "Có = 0,5; không = 0", "b"],
    )
    assert [i.id for i in read.criteria.items] == ["1", "1.1", "1.2"]
    assert _codes(read).count(ImportCode.ITEM_NUMBER_GIVEN) == 2


def test_rows_that_could_be_either_are_asked() -> None:
    read = _read(
        ["1", "Kế hoạch", 3, None, None],
        [None, "Một", 2, None, None],
        [None, "Hai", 2, None, None],
    )
    assert ImportCode.ROWS_UNCLEAR in _codes(read)


def test_a_lost_zero_at_the_end_of_a_number_is_mended() -> None:
    rows: list[list[Cell]] = [["1", "Lĩnh vực", 10, None, None]]
    rows += [[1 + n / 10, f"Dòng {n}", 1, "Có = 1; không = 0", "x"] for n in range(1, 10)]
    read = _read(*rows, [1.1, "Dòng mười", 1, "Có = 1; không = 0", "x"])
    assert read.criteria.items[-1].id == "1.10"
    assert ImportCode.ITEM_NUMBER_MENDED in _codes(read)


def test_rewards_and_penalties_are_known_by_their_heading() -> None:
    read = _read(
        ["1", "Chỉ đạo", 100, "Có = 100; không = 0", "x"],
        ["2", "Điểm thưởng", 2, None, None],
        ["2.1", "Sáng kiến", 2, "Có = 2; không = 0", "x"],
        ["3", "Điểm phạt", -1, None, None],
        ["3.1", "Gửi chậm", -1, "Chậm = trừ 1", "x"],
        [None, "Tổng cộng", 100, None, None],
    )
    blocks = {item.id: item.block for item in read.criteria.items}
    assert blocks["2.1"] is Block.BONUS
    assert blocks["3.1"] is Block.DEDUCTION
    assert (read.criteria.bonus_cap, read.criteria.deduction_cap) == (2, 1)
    assert (read.criteria.whole, read.criteria.by_id["3.1"].maximum) == (100, 1)
    assert isinstance(read.criteria.by_id["3.1"].rule, YesNo)
    assert ImportCode.TOTAL_LINE in _codes(read)


def test_cells_that_cannot_be_read_are_told_with_their_place() -> None:
    read = _read(
        ["1", "Chỉ đạo", "mười", "Theo hướng dẫn", "x"],
        [None, "Ghi chú cuối bảng", None, None, None],
    )
    places = {(p.code, p.row, p.column) for p in read.problems}
    assert (ImportCode.NOT_A_NUMBER, 2, "C") in places
    assert (ImportCode.RULE_QUESTION, 2, "D") in places
    assert (ImportCode.STRAY_LINE, 3, "B") in places


def test_a_table_without_points_is_no_criteria_set() -> None:
    with pytest.raises(RuleViolation):
        _read(["1", "a"], head=["STT", "Họ tên"])


def test_figures_are_proposed_and_told() -> None:
    read = _read(
        ["1", "Tỷ lệ hồ sơ giải quyết đúng hạn", 4, "Tỷ lệ: đúng hạn / tổng × 4", "x"],
        ["2", "Tỷ lệ phản ánh đúng hạn", 4, "Tỷ lệ: đúng hạn / tổng × 4", "x"],
    )
    bound = {i.id: i.binding.figure for i in read.criteria.items if i.binding}
    assert bound == {"1": "on_time_share"}
    assert ImportCode.FIGURE_PROPOSED in _codes(read)


def test_merged_cells_of_a_workbook_are_one_line(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["BẢNG TIÊU CHÍ CHẤM ĐIỂM"])
    sheet.append([])
    sheet.append(["TT", "Nội dung tiêu chí", "Điểm chuẩn", "Hướng dẫn chấm điểm", "Minh chứng"])
    sheet.append([1, "Giải quyết hồ sơ", "4,0", "Từ 95%: 4 điểm", "Báo cáo"])
    sheet.append([None, None, None, "Từ 90%: 2 điểm", None])
    sheet.append([None, None, None, "Dưới 90%: 0 điểm", "Sổ theo dõi"])
    sheet.append(["2", "Công khai", "1,0", "b/a × 1 (a: thủ tục, b: đã công khai)", "Ảnh"])
    for column in "ABC":
        sheet.merge_cells(f"{column}4:{column}6")
    sheet.merge_cells("A1:E1")
    path = tmp_path / "qd.xlsx"
    book.save(path)
    read = read_criteria(read_tables(path), path.name, DRAFT)
    first, second = read.criteria.items
    assert isinstance(first.rule, Tiers)
    assert first.evidence == "Báo cáo; Sổ theo dõi"
    assert isinstance(second.rule, Ratio)
    assert (second.rule.part, second.rule.whole) == ("đã công khai", "thủ tục")
    assert read.problems == []


def test_levels_in_lines_of_one_cell_are_a_rule_and_a_gap_is_asked() -> None:
    read = _read(
        ["1", "Giải ngân", 3, "Từ 95% trở lên: 3\n- Từ 90% đến dưới 95%: 1;\n- Dưới 90%: 0", "BC"],
        ["2", "Xử lý", 3, "Từ 95% trở lên: 3\n- Từ 80% đến dưới 90%: 1", "BC"],
    )
    rule = read.criteria.by_id["1"].rule
    assert isinstance(rule, Tiers)
    assert [(tier.lowest, tier.points) for tier in rule.tiers] == [(95, 3), (90, 1)]
    assert read.criteria.by_id["2"].rule is None
    assert "hở nhau" in problem_text(read.problems[-1])


def test_a_lost_heading_and_a_row_pushed_out_of_its_columns_are_told() -> None:
    rows: list[list[Cell]] = [
        HEAD,
        ["1", "Thể chế", 10, None, None],
        ["1.1", "Xử lý", "7,5", "xử lý / phải xử lý x 7,5", " dưới 80% = 0", "Văn bản"],
        ["3.1.1", "Mồ côi", 5, "Có = 5; không = 0", "x"],
    ]
    read = read_criteria([Table("", rows)], "thu.csv", DRAFT)
    told = {p.code: p for p in read.problems}
    assert told[ImportCode.ROW_TOO_WIDE].place == "ô F3"
    assert "“Văn bản”" in problem_text(told[ImportCode.ROW_TOO_WIDE])
    assert told[ImportCode.ITEM_ORPHAN].place == "ô A4"
    assert read.criteria.by_id["3.1.1"].parent is None
