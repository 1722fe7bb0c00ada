"""Lists of procedures: the portal's own export, lists with limits, and every fault of a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.domain.due_dates import LimitUnit
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.procedures import OnlineLevel
from desktop.imports.procedure_list import ListedProcedure, ProcedureList, read_procedure_list
from desktop.imports.tables import Cell, Table, read_tables
from desktop.wording.imports import problem_text
from tests.imports.sheets import told, write_book

LETTERHEAD = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n"
    "------------------------------\n\nDANH SÁCH THỦ TỤC HÀNH CHÍNH\n\n\n"
)
PORTAL_HEADER = ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"]
HEADER = ["Mã TTHC", "Tên thủ tục", "Lĩnh vực", "Thời hạn giải quyết", "Phí, lệ phí"]


def listed(*rows: list[Cell], header: list[str] | None = None) -> ProcedureList:
    """The list read from rows in memory."""
    table = Table("DS", [list(header or HEADER), *rows])
    return read_procedure_list([table], "ds.xlsx")


def procedure(code: Cell = "1.001193", **changes: Cell) -> list[Cell]:
    """A sound row; ``name``, ``field``, ``limit``, ``fee`` may be given."""
    usual: dict[str, Cell] = {
        "name": "Đăng ký khai sinh",
        "field": "Hộ tịch",
        "limit": "Trong ngày",
        "fee": "Không",
    }
    values = {**usual, **changes}
    return [code, values["name"], values["field"], values["limit"], values["fee"]]


def test_portal_export_with_a_merged_letterhead_is_read(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [LETTERHEAD, None, None, None, None],
        PORTAL_HEADER,
        [
            "1.014966",
            "Cấp lại chứng chỉ hành nghề Quản tài viên ",
            "Bộ Tư pháp",
            "Chủ tịch Ủy ban nhân dân cấp tỉnh\nSở Tư pháp",
            "Quản tài viên",
        ],
        ["1.015010", "Đăng ký giám sát việc giám hộ", "Bộ Tư pháp", "UBND cấp xã", "Hộ tịch"],
        [1.01501, "Đăng ký giám sát việc giám hộ", "Bộ Tư pháp", "UBND cấp xã", "Hộ tịch"],
        [2.0009, "Chứng thực chữ ký", "Bộ Tư pháp", "UBND cấp xã\nPhòng Tư pháp", "Chứng thực"],
    ]
    path = write_book(tmp_path / "ds.xlsx", rows, merged=["A1:E1"], sheet="Danh sách TTHC")
    found = read_procedure_list(read_tables(path), path.name)
    assert (found.read, found.has_limits) == (4, False)
    assert [row.code for row in found.rows] == ["1.014966", "1.015010", "2.000900"]
    first, _, last = found.rows
    assert first == ListedProcedure(
        row=3,
        code="1.014966",
        name="Cấp lại chứng chỉ hành nghề Quản tài viên",
        service_field="Quản tài viên",
        issuing_agency="Bộ Tư pháp",
        handling_agency="Chủ tịch Ủy ban nhân dân cấp tỉnh\nSở Tư pháp",
    )
    assert last.handling_agency == "UBND cấp xã\nPhòng Tư pháp"
    assert told(found.problems) == [(5, "A", "code_mended"), (6, "A", "code_mended")]
    assert {problem.sheet for problem in found.problems} == {"Danh sách TTHC"}
    assert found.problems[0].facts == {"text": "1.01501", "mended": "1.015010"}


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ","), ("utf-8-sig", ";"), ("utf-16", "\t")]
)
def test_list_is_read_from_csv(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "ds.csv"
    rows = (["Mã số", "Tên", "Thời hạn"], ["1.015010", "Đăng ký khai sinh", "3 ngày làm việc"])
    path.write_text("\n".join(separator.join(row) for row in rows), encoding=encoding)
    found = read_procedure_list(read_tables(path), path.name)
    assert [(r.code, r.name, r.limit) for r in found.rows] == [
        ("1.015010", "Đăng ký khai sinh", (3, LimitUnit.WORKING_DAY))
    ]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("3 ngày làm việc", (3, LimitUnit.WORKING_DAY)),
        ("03 ngày làm việc kể từ ngày nhận", (3, LimitUnit.WORKING_DAY)),
        ("15 ngày", (15, LimitUnit.DAY)),
        ("8 giờ làm việc", (8, LimitUnit.HOUR)),
        ("4 giờ", (4, LimitUnit.HOUR)),
        ("Trong ngày", (0, LimitUnit.SAME_DAY)),
        ("Ngay trong ngày", (0, LimitUnit.SAME_DAY)),
        ("", None),
        (None, None),
    ],
)
def test_limit_is_read_with_its_unit(text: Cell, limit: tuple[int, LimitUnit] | None) -> None:
    found = listed(procedure(limit=text))
    assert [row.limit for row in found.rows] == [limit]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("value", "unit", "limit"),
    [
        (3, "working_day", (3, LimitUnit.WORKING_DAY)),
        (15, "ngày", (15, LimitUnit.DAY)),
        (0, "same_day", (0, LimitUnit.SAME_DAY)),
        (None, "same_day", (0, LimitUnit.SAME_DAY)),
        ("5 ngày", "working_day", (5, LimitUnit.DAY)),
        (None, "", None),
    ],
)
def test_limit_with_its_unit_in_a_column_of_its_own_is_read(
    value: Cell, unit: Cell, limit: tuple[int, LimitUnit] | None
) -> None:
    header = ["code", "name", "time limit", "unit"]
    found = listed(["1.001193", "Khai sinh", value, unit], header=header)
    assert [row.limit for row in found.rows] == [limit]
    assert found.problems == ()


@pytest.mark.parametrize("text", ["3", "0 ngày", "5000 ngày làm việc", "lâu", "3 tuần", "1 tháng"])
def test_limit_that_is_not_understood_is_left_as_it_was(text: str) -> None:
    found = listed(procedure(limit=text))
    assert [row.limit for row in found.rows] == [None]
    assert told(found.problems) == [(2, "D", "bad_limit")]


@pytest.mark.parametrize(
    ("cell", "fee"),
    [
        ("Không", 0),
        ("miễn phí", 0),
        ("8.000 đ", 8000),
        (8000, 8000),
        ("", None),
        (None, None),
    ],
)
def test_fee_is_read_in_dong(cell: Cell, fee: int | None) -> None:
    found = listed(procedure(fee=cell))
    assert [row.fee_vnd for row in found.rows] == [fee]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("row", "place", "taken"),
    [
        (procedure(None), (2, "A", "missing"), False),
        (procedure(""), (2, "A", "missing"), False),
        (procedure(name=""), (2, "B", "missing"), False),
        (procedure(name="#REF!"), (2, "B", "formula_error"), False),
        (procedure("khai sinh"), (2, "A", "bad_code"), False),
        (procedure("1.1"), (2, "A", "bad_code"), False),
        (procedure(1.1), (2, "A", "bad_code"), False),
        (procedure(2), (2, "A", "bad_code"), False),
        (procedure(1.01501), (2, "A", "code_mended"), True),
        (procedure(fee="theo quy định"), (2, "E", "not_a_number"), True),
    ],
)
def test_fault_of_a_cell_is_told_with_its_place(
    row: list[Cell], place: tuple[int, str, str], taken: bool
) -> None:
    found = listed(row)
    assert place in told(found.problems)
    assert bool(found.rows) is taken
    assert found.read == 1
    problem = next(p for p in found.problems if str(p.code) == place[2])
    assert problem.sheet == "DS"
    assert "{" not in problem_text(problem)


def test_same_code_twice_counts_once_and_a_difference_is_told() -> None:
    found = listed(procedure(), procedure(), procedure(name="Khai sinh lại"))
    assert (found.read, len(found.rows)) == (3, 1)
    assert told(found.problems) == [(4, "A", "repeated_code")]
    assert found.problems[0].facts == {"text": "1.001193", "first": 2}


def test_written_forms_of_a_code_are_one_code() -> None:
    found = listed(procedure("1.001193.000.00.00.H17"), procedure("1.001193"))
    assert [row.code for row in found.rows] == ["1.001193"]


def test_blank_rows_are_not_counted() -> None:
    blank: list[Cell] = [None, " ", None, None, ""]
    found = listed(blank, procedure(), blank)
    assert (found.read, [row.row for row in found.rows]) == (1, [3])


def test_list_on_the_second_sheet_is_found() -> None:
    notes = Table("Ghi chú", [["Danh sách kèm theo"], ["x"]])
    found = read_procedure_list([notes, Table("DS", [[*HEADER], procedure()])], "ds.xlsx")
    assert [row.code for row in found.rows] == ["1.001193"]


@pytest.mark.parametrize(
    ("tables", "missing"),
    [
        ([Table("A", [["Tên", "Lĩnh vực"], ["x", "y"]])], ["Mã thủ tục"]),
        ([Table("A", [["Mục", "Tổ"]])], ["Mã thủ tục", "Tên thủ tục"]),
        ([], ["Mã thủ tục", "Tên thủ tục"]),
    ],
)
def test_file_without_a_header_is_refused_with_what_is_missing(
    tables: list[Table], missing: list[str]
) -> None:
    with pytest.raises(RuleViolation) as refused:
        read_procedure_list(tables, "ds.xlsx")
    assert refused.value.code is Rule.HEADERS_NOT_FOUND
    assert refused.value.facts["missing"] == missing


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Toàn trình", OnlineLevel.FULL),
        ("DVC một phần", OnlineLevel.PART),
        ("Chưa cung cấp trực tuyến", OnlineLevel.NONE),
        ("", None),
        ("Mức độ 4", None),
    ],
)
def test_service_level_is_read_or_asked_about_never_guessed(
    text: str, level: OnlineLevel | None
) -> None:
    for heading in ("Mức độ DVC", "Dịch vụ công trực tuyến", "Toàn trình/Một phần"):
        found = listed([*procedure(), text], header=[*HEADER, heading])
        assert [row.online_level for row in found.rows] == [level], heading
        noted = [problem_text(problem) for problem in found.problems]
        assert [text in note for note in noted] == ([True] if text == "Mức độ 4" else [])
