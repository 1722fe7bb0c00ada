"""Reading files in the child process: every kind of table, and files that are none."""

from __future__ import annotations

import time as clock
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from desktop.domain.errors import (
    Cancelled,
    EnvironmentProblem,
    Rule,
    RuleViolation,
    Surroundings,
)
from desktop.imports.tables import Cell, read_tables
from tests.imports.sheets import replace_in_zip, write_book

ROWS: list[list[Any]] = [
    ["STT", "Họ và tên", "Ngày nhận", "Số tiền"],
    [1, "Nguyễn Thị Đào", datetime(2025, 3, 5, 8, 30), 8000.5],  # noqa: DTZ001
    [2, "Trần Văn Ước", "05/03/2025", None],
]


def _only_sheet(path: Path) -> list[list[Cell]]:
    (table,) = read_tables(path)
    return table.rows


def test_workbook_gives_typed_cells_sheet_by_sheet(tmp_path: Path) -> None:
    (table,) = read_tables(write_book(tmp_path / "sổ theo dõi.xlsx", ROWS))
    assert table.sheet == "Sổ 2025"
    assert table.rows == ROWS
    assert table.cell(2, 3) is None
    assert table.cell(2, 99) is None


def test_workbook_of_another_writer_with_two_sheets_is_read(tmp_path: Path) -> None:
    path = tmp_path / "hai trang.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("Tháng 1", "Tháng 2"):
            page = book.add_worksheet(name)
            page.write(3, 1, name)
            page.write_boolean(3, 2, True)
    one, two = read_tables(path)
    assert (one.sheet, two.sheet) == ("Tháng 1", "Tháng 2")
    assert two.rows[3] == [None, "Tháng 2", True]
    assert [any(cell is not None for cell in row) for row in two.rows] == [False] * 3 + [True]


def test_open_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "so.ods"
    namespace = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{namespace}office:1.0"'
        f' xmlns:table="{namespace}table:1.0" xmlns:text="{namespace}text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="Sổ"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>Họ tên</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="5"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    (table,) = read_tables(path)
    assert (table.sheet, table.rows) == ("Sổ", [["Họ tên", 5.0]])


def test_merged_cells_say_their_value_in_each_place(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["UBND XÃ A", None, None], ["a", "b", "c"], ["d", None, None]]
    path = write_book(tmp_path / "x.xlsx", rows, merged=["A1:C1", "C2:C3"])
    assert _only_sheet(path) == [["UBND XÃ A"] * 3, ["a", "b", "c"], ["d", None, "c"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [
        separator.join(("Họ và tên", "Ngày nhận", "Địa chỉ", "Ghi chú")),
        separator.join(("Nguyễn Thị Đào", "05/03/2025", '"Thôn 1, xã ""A"""', "")),
    ]
    text = "\r\n".join(lines) + "\r\n"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path = tmp_path / "so.csv"
    path.write_bytes((mark + text).encode(encoding))
    assert _only_sheet(path) == [
        ["Họ và tên", "Ngày nhận", "Địa chỉ", "Ghi chú"],
        ["Nguyễn Thị Đào", "05/03/2025", 'Thôn 1, xã "A"', None],
    ]


def test_csv_of_an_old_windows_machine_is_read(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes("Đơn vị,Hồ sơ\n".encode("cp1258", errors="replace"))
    assert _only_sheet(path)[0][0] == "Đơn v?"


def test_commas_in_addresses_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    rows = ["Họ tên;Địa chỉ;Thủ tục;Ngày nhận"]
    rows += [
        f"Trần Văn {n};Số {n}, Thôn 1, Xã A, Huyện B, Tỉnh C;Khai sinh;05/03/2025"
        for n in range(20)
    ]
    path.write_text("\n".join(rows), encoding="utf-8-sig")
    assert len(_only_sheet(path)[0]) == 4
    assert len(_only_sheet(path)[5]) == 4


def test_line_breaks_inside_quotes_stay_in_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text('a,b\n"dòng 1\ndòng 2",x\n', encoding="utf-8")
    assert _only_sheet(path) == [["a", "b"], ["dòng 1\ndòng 2", "x"]]


def _refused(path: Path) -> RuleViolation:
    with pytest.raises(RuleViolation) as refused:
        read_tables(path)
    assert refused.value.facts["file"] == path.name
    return refused.value


def _not_tables(folder: Path) -> Iterator[Path]:
    def put(name: str, content: bytes) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    whole = write_book(folder / "whole.xlsx", ROWS).read_bytes()
    yield put("rỗng.xlsx", b"")
    yield put("rỗng.csv", b"")
    yield put("ảnh.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(2000))
    yield put("cắt.xlsx", whole[: len(whole) // 2])
    yield put("cắt-đầu.xlsx", whole[100:])
    yield put("cũ.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    yield put("đơn.pdf", b"%PDF-1.7\n%%EOF")
    yield put("đơn.xlsx", b"%PDF-1.7\n%%EOF")
    yield put("chương trình.csv", b"MZ" + bytes(500))
    yield put("không đuôi", b"a,b")


def test_renamed_file_is_read_for_what_it_is(tmp_path: Path) -> None:
    whole = write_book(tmp_path / "whole.xlsx", ROWS).read_bytes()
    for name in ("sổ.csv", "sổ.xls", "sổ.docx", "không đuôi"):
        (tmp_path / name).write_bytes(whole)
        assert _only_sheet(tmp_path / name) == ROWS, name
    text = tmp_path / "chữ.xlsx"
    text.write_text("Họ tên;Ngày nhận\nAn;1/1/2025", encoding="utf-16")
    assert _only_sheet(text) == [["Họ tên", "Ngày nhận"], ["An", "1/1/2025"]]


def test_file_that_is_no_table_is_refused_by_name(tmp_path: Path) -> None:
    for path in _not_tables(tmp_path):
        assert _refused(path).code is Rule.NOT_A_TABLE, path.name


def test_archive_without_a_workbook_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "nén.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("đọc.txt", "không phải bảng")
    assert _refused(path).code is Rule.NOT_A_TABLE


def test_damaged_sheet_inside_a_whole_archive_is_no_table(tmp_path: Path) -> None:
    path = write_book(tmp_path / "x.xlsx", ROWS)
    replace_in_zip(path, "xl/worksheets/sheet1.xml", "</sheetData>", "<<<")
    assert _refused(path).code is Rule.NOT_A_TABLE


def test_file_that_unpacks_to_a_thousand_times_its_size_is_refused_unopened(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(40 * 2**20))
    assert path.stat().st_size < 2**20
    refused = _refused(path)
    assert refused.code is Rule.FILE_TOO_LARGE
    assert (refused.facts["size"], refused.facts["most"]) == ("40 MB", "500 MB")


def test_archive_of_thousands_of_entries_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}", b"")
    assert _refused(path).code is Rule.FILE_TOO_LARGE


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_missing_file_is_told_from_a_file_that_is_no_table(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"không có.{ending}"
    with pytest.raises(EnvironmentProblem) as failed:
        read_tables(path)
    assert failed.value.code is Surroundings.FILE_NOT_FOUND
    assert failed.value.facts["file"] == path


def test_folder_is_told_from_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "thư mục.xlsx"
    folder.mkdir()
    with pytest.raises(EnvironmentProblem) as failed:
        read_tables(folder)
    assert failed.value.code is Surroundings.FILE_IS_FOLDER


def test_sheet_that_claims_to_be_huge_is_read_as_it_is(tmp_path: Path) -> None:
    path = write_book(tmp_path / "x.xlsx", ROWS)
    replace_in_zip(path, "xl/worksheets/sheet1.xml", 'ref="A1:D3"', 'ref="A1:XFD1048576"')
    assert _only_sheet(path) == ROWS


def test_cell_in_the_farthest_corner_cannot_take_the_machine_down(tmp_path: Path) -> None:
    """A stray cell in XFD1048576 makes a dense sheet of 17 thousand million cells."""
    path = write_book(tmp_path / "x.xlsx", ROWS)
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    replace_in_zip(path, "xl/worksheets/sheet1.xml", "</sheetData>", corner)
    started = clock.monotonic()
    with pytest.raises((EnvironmentProblem, RuleViolation)) as failed:
        read_tables(path)
    problem = failed.value
    assert isinstance(problem, (EnvironmentProblem, RuleViolation))
    assert problem.code in (Surroundings.READER_STOPPED, Rule.NOT_A_TABLE)
    assert clock.monotonic() - started < 20


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_tables(write_book(tmp_path / "x.xlsx", ROWS), cancel)
