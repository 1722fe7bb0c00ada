"""The three files of a report say what the table says, and look like an office's paper."""

from __future__ import annotations

import re
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from desktop.domain.figures_series import Series, SeriesKind, SeriesLine
from desktop.reports.fonts import BOLD
from desktop.reports.tables.docx import write_docx
from desktop.reports.tables.files import stamp_in, writer_for
from desktop.reports.tables.pdf import write_pdf
from desktop.reports.tables.table import (
    Kind,
    PaperHead,
    ReportTable,
    Row,
    TableColumn,
    decimal_text,
    head_rows,
    shown,
)
from desktop.reports.tables.widths import fitted_widths
from desktop.reports.tables.wrapping import word_width, wrapped
from desktop.reports.tables.xlsx import write_xlsx

COLUMNS = (
    TableColumn("order", "STT", Kind.NUMBER, 0.5, number="(1)", added=False),
    TableColumn("name", "Lĩnh vực", Kind.TEXT, 2.5, number="(2)"),
    TableColumn("all", "Tổng số", Kind.NUMBER, 1, ("Tiếp nhận",), "(3)", ("on", "off")),
    TableColumn("on", "Trực tuyến", Kind.NUMBER, 1, ("Tiếp nhận", "Trong kỳ"), "(4)"),
    TableColumn("off", "Trực tiếp", Kind.NUMBER, 1, ("Tiếp nhận", "Trong kỳ"), "(5)"),
    TableColumn("share", "Tỷ lệ (%)", Kind.PERCENT, 1, number="(6)", added=False),
    TableColumn("day", "Ngày", Kind.DATE, 1, number="(7)"),
    TableColumn("at", "Lúc", Kind.MOMENT, 1.2, number="(8)"),
    TableColumn("id", "Số định danh", Kind.TEXT, 1.4, number="(9)"),
)
DANGER = '=HYPERLINK("http://x","bấm")'
ROWS: tuple[Row, ...] = (
    {"order": 1, "name": "Hộ tịch", "all": 1200, "on": 1000, "off": 200, "share": Decimal("83.3"),
     "day": date(2026, 11, 20), "at": datetime(2026, 11, 20, 2, 5, tzinfo=UTC),
     "id": "001090000001"},
    {"order": 2, "name": DANGER, "all": 35, "on": 0, "off": 35, "share": Decimal("0.0"),
     "day": None, "at": None, "id": "012345678"},
    {"order": 3, "name": "Đất đai – Nguyễn Thị Hương Ỷ", "all": 9, "on": 4, "off": 4,
     "share": None, "day": date(2026, 1, 2), "at": None, "id": ""},
)  # fmt: skip
TOTAL: Row = {"name": "TỔNG SỐ", "all": 1244, "on": 1004, "off": 239, "share": Decimal("80.7")}
HEAD = PaperHead(
    parent_body="Ủy ban nhân dân xã Quảng Phú",
    unit_name="Trung tâm Phục vụ hành chính công",
    place="Quảng Phú",
    number_line="Số: 05/BC",
    form_number="Biểu số II.06a/VPCP/KSTT",
    made_on=date(2026, 2, 3),
    recipients=("- Như trên;", "- Lưu: VT."),
)
CHARTS = (
    Series(
        SeriesKind.BARS, "Theo tháng", ("10/2026", "11/2026"), (SeriesLine("a", "Nhận", (3, 10)),)
    ),
    Series(SeriesKind.SHARES, "Kênh", ("",), (SeriesLine("a", "Trực tuyến", (1,)),)),
    Series(SeriesKind.RANKED, "Lĩnh vực", ("Hộ tịch",), (SeriesLine("a", "Tổng", (12,)),)),
    Series(SeriesKind.HEAT, "Giờ", ("8h", "9h"), (SeriesLine("d0", "T2", (3, 0)),)),
    Series(
        SeriesKind.TREND,
        "Đúng hạn",
        ("10/2026", "11/2026"),
        (SeriesLine("a", "Đúng hạn", (Decimal("97.5"), None)),),
        "%",
        Decimal(98),
    ),
)
TABLE = ReportTable(
    name="settlement",
    title="KẾT QUẢ GIẢI QUYẾT",
    subtitle="Kỳ báo cáo: Quý III năm 2026",
    columns=COLUMNS,
    rows=ROWS,
    total=TOTAL,
    head=HEAD,
    notes=("Cách đếm được nêu tại đây.",),
    problems=("Dòng 3 không cộng đủ.",),
    charts=CHARTS,
    stamp="SMC-BC:24259:2026:5:" + "ab" * 32,
    short_stamp="abab abab abab abab",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    for ending in ("pdf", "xlsx", "docx"):
        writer_for(made / f"b.{ending}")(TABLE, made / f"b.{ending}")
    return made


def tool(*line: object) -> str:
    done = subprocess.run([str(word) for word in line], capture_output=True, text=True, check=True)
    return done.stdout


def test_pdf_is_sound_embedded_and_titled(folder: Path) -> None:
    tool("qpdf", "--check", folder / "b.pdf")
    fonts = tool("pdffonts", folder / "b.pdf").splitlines()[2:]
    assert fonts
    for line in fonts:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line
    info = tool("pdfinfo", folder / "b.pdf")
    assert "Title:           KẾT QUẢ GIẢI QUYẾT – Kỳ báo cáo: Quý III năm 2026" in info
    assert b"(vi-VN)" in (folder / "b.pdf").read_bytes()


def test_pdf_text_is_the_papers_text_in_composed_vietnamese(folder: Path) -> None:
    text = tool("pdftotext", "-layout", folder / "b.pdf", "-")
    assert unicodedata.is_normalized("NFC", text)
    flat = re.sub(r"\s+", " ", text)
    for words in (
        "ỦY BAN NHÂN DÂN XÃ QUẢNG PHÚ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Số: 05/BC", "Quảng Phú, ngày 03 tháng 02 năm 2026",
        "Biểu số II.06a/VPCP/KSTT", "1.200", "83,3", "20/11/2026", "001090000001",
        "Số liệu cần xem lại", "- Dòng 3 không cộng đủ.", "NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ",
        "Nơi nhận:", "- Lưu: VT.", "Mã kiểm chứng: abab abab abab abab", "PHỤ LỤC: BIỂU ĐỒ",
        "Chỉ tiêu 98 %",
    ):  # fmt: skip
        assert words in flat, words
    assert "Ỷ" in flat


def test_long_pdf_repeats_its_head_and_numbers_its_pages(tmp_path: Path) -> None:
    rows = tuple({**ROWS[0], "order": n} for n in range(1, 121))
    pages = write_pdf(replace(TABLE, rows=rows, charts=()), tmp_path / "long.pdf")
    texts = tool("pdftotext", "-layout", tmp_path / "long.pdf", "-").split("\f")
    assert pages > 4
    assert len(texts) - 1 == pages
    assert texts[0].lstrip().split("\n")[0].strip() != "1"
    for number, text in enumerate(texts[1:pages], start=2):
        assert text.strip().split("\n")[0].strip() == str(number)
        if "Hộ tịch" in text:
            assert "Tiếp nhận" in text
    listed = re.findall(r"^\s*(\d+)\s+Hộ tịch", "\n".join(texts), re.MULTILINE)
    assert [int(n) for n in listed] == list(range(1, 121))


def test_equal_tables_make_equal_pdf_files(folder: Path, tmp_path: Path) -> None:
    write_pdf(TABLE, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == (folder / "b.pdf").read_bytes()


def _sheet_values(folder: Path) -> tuple[Any, Any]:
    formulas = load_workbook(folder / "b.xlsx").active
    values = load_workbook(folder / "b.xlsx", data_only=True).active
    return formulas, values


def _table_start(sheet: Any) -> int:
    return next(row for row in range(1, 40) if sheet.cell(row, 2).value == "Hộ tịch")


def test_excel_holds_real_numbers_dates_and_text(folder: Path) -> None:
    _, sheet = _sheet_values(folder)
    start = _table_start(sheet)
    first = [sheet.cell(start, column).value for column in range(1, 10)]
    assert first == [
        1, "Hộ tịch", 1200, 1000, 200, 83.3, datetime.fromisoformat("2026-11-20"),
        datetime.fromisoformat("2026-11-20T09:05"), "001090000001",
    ]  # fmt: skip
    assert sheet.cell(start, 9).number_format == "@"
    assert sheet.cell(start, 6).number_format == "#,##0.0"
    assert sheet.freeze_panes == f"C{start}"
    assert sheet.print_title_rows == f"${start - 4}:${start - 1}"
    assert sheet.page_setup.orientation == "landscape"


def test_excel_never_runs_what_a_user_typed(folder: Path) -> None:
    formulas, _ = _sheet_values(folder)
    danger = formulas.cell(_table_start(formulas) + 1, 2)
    assert (danger.value, danger.data_type) == (DANGER, "s")


def test_excel_formulas_agree_with_their_values(folder: Path) -> None:
    """Every formula is a sum; counted again here from the cells that it names."""
    formulas, values = _sheet_values(folder)
    found = [cell for row in formulas.iter_rows() for cell in row if cell.data_type == "f"]
    for cell in found:
        assert _sum_of(str(cell.value), values) == values[cell.coordinate].value
    start = _table_start(formulas)
    assert {cell.coordinate for cell in found} == {
        f"C{start}", f"C{start + 1}", *(f"{letter}{start + 3}" for letter in "CDE")
    }  # fmt: skip


def _sum_of(formula: str, sheet: Any) -> int:
    whole = re.fullmatch(r"=SUM\((\w+):(\w+)\)", formula)
    if whole:
        return sum(row[0].value for row in sheet[f"{whole[1]}:{whole[2]}"])
    names = re.fullmatch(r"=(\w+(?:\+\w+)*)", formula)
    assert names is not None, formula
    return sum(sheet[name].value for name in names[1].split("+"))


def test_two_readers_find_the_same_values_in_the_excel_file(folder: Path) -> None:
    _, sheet = _sheet_values(folder)
    other = CalamineWorkbook.from_path(str(folder / "b.xlsx")).get_sheet_by_index(0).to_python()
    found = [
        value for row in sheet.iter_rows(values_only=True) for value in row if value is not None
    ]
    others = [value for row in other for value in row if value != ""]
    assert [_plain(value) for value in found] == [_plain(value) for value in others]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()
    return float(value) if isinstance(value, (int, float)) else value


def test_word_holds_the_same_table_and_head(folder: Path) -> None:
    document = docx.Document(str(folder / "b.docx"))
    head, table, foot = document.tables
    assert "ỦY BAN NHÂN DÂN XÃ QUẢNG PHÚ" in head.cell(0, 0).text
    assert "ngày 03 tháng 02 năm 2026" in head.cell(0, 1).text
    lines = [[cell.text for cell in row.cells] for row in table.rows]
    assert lines[3] == ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"]
    for row, texts in zip((*ROWS, TOTAL), lines[4:], strict=True):
        assert texts == [shown(row.get(one.key), one.kind) for one in COLUMNS]
    assert lines[0][2:5] == ["Tiếp nhận"] * 3
    assert "NGƯỜI LẬP BIỂU" in foot.cell(0, 1).text
    repeated = table._tbl.xpath("./w:tr[w:trPr/w:tblHeader]")
    assert len(repeated) == 4
    assert document.core_properties.keywords == TABLE.stamp
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "KẾT QUẢ GIẢI QUYẾT" in said
    assert "- Dòng 3 không cộng đủ." in said


def test_signatures_in_word_stay_on_one_page_with_the_line_above(folder: Path) -> None:
    document = docx.Document(str(folder / "b.docx"))
    signatures = document.tables[-1]._tbl
    assert all(paragraph.xpath("./w:pPr/w:keepNext") for paragraph in signatures.xpath(".//w:p"))
    assert signatures.xpath("./w:tr/w:trPr/w:cantSplit")
    above = next(p for p in signatures.itersiblings(preceding=True) if p.xpath(".//w:t"))
    assert above.xpath("./w:pPr/w:keepNext")


def test_nation_of_the_letterhead_has_the_wider_column(folder: Path) -> None:
    """At 12 points its line needs more than half of an upright page."""
    head = docx.Document(str(folder / "b.docx")).tables[0]
    left, right = (column.width for column in head.columns)
    assert left is not None
    assert right is not None
    assert right > left * 1.3


@pytest.mark.parametrize("remarks", [0, 1, 3])
@pytest.mark.parametrize("with_total", [True, False])
def test_nobody_signs_on_a_page_without_a_figure_or_note(
    tmp_path: Path, remarks: int, with_total: bool
) -> None:
    notes = tuple(f"Ghi chú số {place}." for place in range(remarks))
    total = TOTAL if with_total else None
    pages_seen = set()
    for count in range(1, 16):
        rows = tuple({"order": place, "name": f"Lĩnh vực {place}"} for place in range(count))
        table = replace(
            TABLE, rows=rows, total=total, notes=notes, problems=(), charts=(), stamp=""
        )
        write_pdf(table, tmp_path / "r.pdf")
        pages = [page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages]
        (signed,) = [text for text in pages if "NGƯỜI LẬP BIỂU" in text]
        above = signed.split("Nơi nhận")[0]
        assert (notes[-1] if notes else f"Lĩnh vực {count - 1}") in above
        pages_seen.add(len(pages))
    assert len(pages_seen) > 1


def test_stamp_is_read_back_from_every_kind_of_file(folder: Path, tmp_path: Path) -> None:
    for ending in ("pdf", "xlsx", "docx"):
        assert stamp_in(folder / f"b.{ending}") == TABLE.stamp
    other = tmp_path / "x.txt"
    other.write_text("xin chào", encoding="utf-8")
    assert stamp_in(other) == ""


@pytest.mark.parametrize("writer", [write_pdf, write_xlsx, write_docx])
def test_empty_table_is_still_a_paper(writer: Any, tmp_path: Path) -> None:
    target = tmp_path / "rỗng"
    writer(replace(TABLE, rows=(), total=None, charts=(), stamp=""), target)
    assert target.stat().st_size > 1000


def test_head_of_several_lines_covers_every_column_once() -> None:
    covered = set()
    for level, line in enumerate(head_rows(COLUMNS)):
        for start, count, deep, _ in line:
            for place in range(start, start + count):
                for below in range(level, level + deep):
                    assert (place, below) not in covered
                    covered.add((place, below))
    assert covered == {(place, level) for place in range(9) for level in range(3)}


@pytest.mark.parametrize(
    ("value", "text"),
    [("1234.5", "1.234,5"), ("-0.5", "-0,5"), ("100.0", "100,0"), ("1234567", "1.234.567")],
)
def test_decimals_are_written_the_vietnamese_way(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


def test_dates_codes_and_words_stay_whole_beside_a_long_word_and_a_strange_sign(
    tmp_path: Path,
) -> None:
    """A register whose names and addresses hold an address of the web, and signs no font has."""
    columns = tuple(
        TableColumn(key, heading, kind, width)
        for key, heading, kind, width in (
            ("order", "STT", Kind.NUMBER, 0.5),
            ("code", "Mã hồ sơ", Kind.TEXT, 1.7),
            ("procedure", "Tên thủ tục hành chính", Kind.TEXT, 2.6),
            ("sets", "Số bộ", Kind.NUMBER, 0.5),
            ("applicant", "Tên cá nhân, tổ chức", Kind.TEXT, 1.8),
            ("address", "Địa chỉ", Kind.TEXT, 2),
            ("phone", "Số điện thoại", Kind.TEXT, 1.1),
            ("received", "Nhận hồ sơ", Kind.DATE, 1.1),
            ("due", "Hẹn trả kết quả", Kind.DATE, 1.1),
            ("returned", "Trả kết quả", Kind.DATE, 1.1),
            ("method", "Phương thức nhận kết quả", Kind.TEXT, 1.1),
            ("state", "Trạng thái", Kind.TEXT, 1.2),
            ("note", "Ghi chú", Kind.TEXT, 1.2),
        )
    )
    long_word = "https://dichvucong.example.vn/ho-so/2026/11/30/mot-dia-chi-rat-dai"
    row: Row = {
        "order": 1,
        "code": "000.17.22.H56-261130-0001",
        "procedure": "Xác nhận tình trạng hôn nhân",
        "sets": 1,
        "applicant": long_word,
        "address": long_word,
        "phone": "0912345678",
        "received": date(2026, 11, 30),
        "due": date(2026, 12, 25),
        "returned": date(2026, 12, 28),
        "method": "Nhận tại quầy",
        "state": "Đã trả kết quả",
        "note": "số ００１ 🙂",
    }
    table = replace(TABLE, columns=columns, rows=(row,), total=None, charts=(), landscape=True)
    made = fitted_widths(table, 700, 10, 3)
    assert sum(made) == pytest.approx(700)
    needs = {
        "code": row["code"],
        "received": "30/11/2026",
        "procedure": "trạng",
        "method": "Phương",
    }
    for column, width in zip(columns, made, strict=True):
        if column.key in needs:
            assert width >= word_width(str(needs[column.key]), BOLD, 10) + 6
    target = tmp_path / "dài.pdf"
    writer_for(target)(table, target)
    text = tool("pdftotext", "-layout", target, "-")
    assert "30/11/2026" in text
    assert "25/12/2026" in text
    assert "số ??? ?" in text
    # Word takes the same widths: no date is cut there either.
    target = tmp_path / "dài.docx"
    writer_for(target)(table, target)
    grid = [int(one) for one in re.findall(r'gridCol w:w="(\d+)"', _document_xml(target))]
    assert grid[7] / 20 >= word_width("30/11/2026", BOLD, 10)


def _document_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml").decode()


def test_wrapping_loses_no_letter() -> None:
    from desktop.reports.fonts import REGULAR, register_fonts

    register_fonts()
    text = "Đăng ký khai sinh 24259-261120-0001-0002-0003-0004 cho trẻ"
    lines = wrapped(text, REGULAR, 11, 60)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) > 4
