"""The paper of a periodic report: pages, a document to edit, a sheet whose formulas agree."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from desktop.domain.statistics.forms import Difference, Expression, Formula, Percent, Sum
from desktop.reports.periodic.letter import Letter, LetterPart
from desktop.reports.tables.pdf import write_pdf
from desktop.reports.tables.table import PaperHead, ReportTable, TableColumn
from desktop.services.clock import FixedClock
from desktop.services.office import Office
from desktop.services.periodic.issuing import export_periodic, issue_periodic
from desktop.services.periodic.papers import periodic_paper, spreadsheet_formula
from desktop.services.periodic.records import PeriodicReport, Wanted, open_report
from desktop.services.periodic.texts import write_text
from desktop.services.periodic.values import set_value
from desktop.services.reports.issuing import export_issued
from desktop.services.signing_in import sign_in
from tests.factory import ADMIN, FRIDAY_MORNING, PASSWORD
from tests.pdf import check_pdf, codes_on, ink_reaches_edge, page_texts, text_of
from tests.services.register_of_november import fill

LONG = "Đã tổ chức 02 cuộc kiểm tra; xử lý các tồn tại <được nêu> & báo cáo 😀 đầy đủ. " * 12
DANGEROUS = "=cmd|'/c calc'!A1"
CONTROL = "\x07"  # what a paste from elsewhere may hold, and XML may not


@pytest.fixture(scope="module")
def made(
    office_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, PeriodicReport]]:
    """One filled report for all papers."""
    folder = tmp_path_factory.mktemp("papers") / "office"
    shutil.copytree(office_template, folder)
    office = sign_in(folder, ADMIN, PASSWORD, FixedClock(FRIDAY_MORNING))
    fill(office)
    report = open_report(office, Wanted("year", 2026)).value
    for place, section in enumerate(report.sections):
        if section.writes and section.required:  # of many lengths, so that pages end anywhere
            write_text(office, report.id, section.key, f"{LONG[: 90 * place + 20]}\n{LONG}")
    write_text(office, report.id, "iv", f"{LONG}\n{DANGEROUS}")
    set_value(office, report.id, ("staff_given", "value"), "45")
    set_value(office, report.id, ("staff_there", "value"), "43")
    set_value(office, report.id, ("invest_plan", "value"), "12.500,5")
    set_value(office, report.id, ("invest_paid", "value"), "4.167,3")
    set_value(office, report.id, ("dialogue", "value"), "Có")
    set_value(office, report.id, ("files_online", "value"), "5", DANGEROUS + CONTROL)
    yield office, report
    office.close()


def test_pages_follow_the_layout_and_are_whole(
    made: tuple[Office, PeriodicReport], tmp_path: Path
) -> None:
    office, report = made
    issued = issue_periodic(office, report.id, anyway=True).value
    target = tmp_path / "b.pdf"
    pages = export_issued(office, issued, target)
    pdf = target.read_bytes()
    check_pdf(pdf, tmp_path)
    texts = page_texts(pdf)
    assert len(texts) == pages
    first, whole = texts[0], text_of(pdf)
    for words in (
        "ỦY BAN NHÂN DÂN XÃ QUẢNG PHÚ",
        "Độc lập - Tự do - Hạnh phúc",
        "Kết quả công tác cải cách hành chính năm 2026",
        "UBND xã Quảng Phú báo cáo",
    ):
        assert words in first
    assert whole.index("III. ĐÁNH GIÁ CHUNG") < whole.index("TM. ỦY BAN NHÂN DÂN")
    assert "<được nêu> & báo cáo ? đầy đủ" in whole  # a sign that the typeface lacks
    assert "V. KIẾN NGHỊ" not in whole  # nobody needs it and nobody wrote it
    annex = next(n for n, text in enumerate(texts) if "PHỤ LỤC SỐ LIỆU" in text)
    assert all("Chỉ tiêu" in text for text in texts[annex:-1])  # the head repeats
    assert "Có" in whole
    assert f"Lý do: {DANGEROUS}" in whole
    assert set(codes_on(pdf)) == {issued.table.stamp}
    assert not ink_reaches_edge(pdf)


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 7])
def test_no_heading_and_no_signature_stands_alone_on_a_page(lines: int, tmp_path: Path) -> None:
    """Every length of the first part moves what follows over the pages' ends."""
    body = "Công tác tuyên truyền được thực hiện qua hệ thống truyền thanh của xã. " * lines
    headings = [f"{n}. Đề mục số {n}" for n in range(1, 15)]
    # Every third is a heading over the next one.
    parts = tuple(
        LetterPart(1, heading, "" if place % 3 == 0 else body)
        for place, heading in enumerate(headings)
    )
    letter = Letter("BÁO CÁO", "Kết quả", "Mở đầu.", "Trên đây là báo cáo./.", parts,
                    ("CHỦ TỊCH",), "PHỤ LỤC", "(Kèm theo)")  # fmt: skip
    head = PaperHead("", "ỦY BAN NHÂN DÂN", "Quảng Phú", "Số:", recipients=("- Lưu: VT.",) * 5)
    columns = (TableColumn("label", "Chỉ tiêu"),)
    stamp = "SMC-BC:1:2026:1:" + "0" * 64
    for extra in range(8):
        opening = replace(
            letter, opening="Thực hiện chế độ báo cáo định kỳ của đơn vị. " * 3 * extra
        )
        table = ReportTable("b", "B", "Kỳ", columns, ({"label": "A"},), None, head,
                            letter=opening, stamp=stamp)  # fmt: skip
        write_pdf(table, tmp_path / "b.pdf")
        pages = page_texts((tmp_path / "b.pdf").read_bytes())
        for text in pages:
            assert not [name for name in headings if text.rstrip().endswith(name)], text[-80:]
            assert ("CHỦ TỊCH" in text) <= ("Trên đây là báo cáo" in text)


def test_document_to_edit_has_the_same_words_and_figures(
    made: tuple[Office, PeriodicReport], tmp_path: Path
) -> None:
    office, report = made
    target = tmp_path / "b.docx"
    export_periodic(office, report.id, target)
    document = Document(str(target))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert DANGEROUS in words
    assert "2. Cải cách thủ tục hành chính" in words
    table = document.tables[-1]
    rows = {row.cells[1].text: row.cells[3].text for row in table.rows}
    assert rows["Biên chế chưa sử dụng"] == "2"
    assert rows["Tỷ lệ giải ngân"] == "33,3"
    assert rows["Đối thoại với người dân, doanh nghiệp"] == "Có"
    assert len(document.sections) == 2


def test_sheet_holds_numbers_and_formulas_that_agree_and_nothing_that_runs(
    made: tuple[Office, PeriodicReport], tmp_path: Path
) -> None:
    office, report = made
    target = tmp_path / "b.xlsx"
    export_periodic(office, report.id, target)
    values = load_workbook(target, data_only=True).active
    formulas = load_workbook(target).active
    assert values is not None
    assert formulas is not None
    found = {row[1].value: row[3].value for row in values.iter_rows()}
    written = {row[1].value: row[3].value for row in formulas.iter_rows()}
    assert found["Tỷ lệ giải ngân"] == 33.3
    assert str(written["Tỷ lệ giải ngân"]).startswith("=ROUND(")
    assert str(written["Biên chế chưa sử dụng"]).count("-") == 1
    assert written["Hồ sơ tiếp nhận trực tuyến"] == 5  # typed over: no formula
    cells = [cell for row in formulas.iter_rows() for cell in row if cell.data_type == "f"]
    table = periodic_paper(office, report)
    assert len(cells) == len(table.formulas)
    assert not [cell for cell in cells if "cmd" in str(cell.value)]


def test_spreadsheet_program_comes_to_the_same_values(
    made: tuple[Office, PeriodicReport], tmp_path: Path
) -> None:
    """LibreOffice computes the formulas anew; the document opens and prints."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed here: its values were not compared")
    office, report = made
    for name in ("b.xlsx", "b.docx"):
        export_periodic(office, report.id, tmp_path / name)
    line = [program, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    run = [*line, "--convert-to", "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,true",
           "--outdir", str(tmp_path), str(tmp_path / "b.xlsx")]  # fmt: skip
    subprocess.run(run, check=True, capture_output=True, timeout=120)
    rows = [line.split("\t") for line in (tmp_path / "b.csv").read_text("utf-8").splitlines()]
    table = periodic_paper(office, report)
    shown = {row[1].strip('"'): row[3] for row in rows if len(row) > 3}
    computed = [table.rows[one.row] for one in table.formulas]
    for row in computed:
        text = shown[str(row["label"])].strip('"').replace(",", "")
        assert Decimal(text) == Decimal(str(row["value"])), row["label"]
    assert len(computed) > 5


@pytest.mark.parametrize(
    ("formula", "names", "text"),
    [
        (Sum(("a", "b")), ["A1", "A2"], "=A1+A2"),
        (Difference("a", ("b", "c")), ["A1", "A2", "A3"], "=A1-A2-A3"),
        (Percent("a", "b"), ["A1", "A2"], "=ROUND(A1/A2*100,1)"),
        (Expression("(a + b) × 100 ÷ ab", ("a", "ab", "b")), ["A1", "A9", "A2"],
         "=ROUND((A1+A2)*100/A9,1)"),
        (Expression("max(a, b)", ("a", "b")), ["A1", "A2"], "=ROUND(MAX(A1,A2),1)"),
        (Expression("a ** 2", ("a",)), ["A1"], ""),
        (Expression("a if a > b else b", ("a", "b")), ["A1", "A2"], ""),
    ],
)  # fmt: skip
def test_formula_in_the_words_of_spreadsheets(
    formula: Formula, names: list[str], text: str
) -> None:
    assert spreadsheet_formula(formula, names, 1) == text
