"""The papers as a workbook; texts stay texts, points are numbers; one sheet comes back in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop.reports.assessment.entry_sheet import write_entry_sheet
from desktop.reports.assessment.paper import (
    EXPLANATION_HEADINGS,
    NOTHING,
    PARTS,
    PROOF_HEADINGS,
    REPORT_NUMBER,
    SCORE_HEADINGS,
    SIGNED_HOW,
    SIGNER,
    WRITE_UP_HEADINGS,
    AssessmentPaper,
    Headed,
)
from desktop.reports.writing import written_whole
from desktop.wording.dates import long_day

_SCORE_WIDTHS = (9, 46, 11, 11, 11, 52, 36)
_EXPLANATION_WIDTHS = (9, 50, 10, 80)
_PROOF_WIDTHS = (6, 44, 13, 44, 22, 16)
_WRITE_UP_WIDTHS = (48, 92)
# Above the table: letterhead (0–2), title, part and marks (4–6), headings (7).
_TITLE, _FIRST = 4, 8
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def write_xlsx(target: Path, paper: AssessmentPaper) -> int:
    """Writes a sheet a part and the one that comes back in; gives their number.

    Raises DISK_FULL, FILE_NOT_WRITABLE.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with written_whole(target) as aside, xlsxwriter.Workbook(str(aside), options) as workbook:
        formats = cell_formats(workbook)
        score = [
            (r.number, r.name, r.maximum, r.computed, r.own, r.why, r.proof) for r in paper.score
        ]
        score += [("", name, "", "", value, "", "") for name, value in paper.totals]
        bold = {n for n, row in enumerate(paper.score) if row.level == 0}
        bold |= set(range(len(paper.score), len(score)))
        add_sheet(
            workbook, formats, paper, "Bảng điểm", PARTS[0],
            SCORE_HEADINGS, score, _SCORE_WIDTHS, frozenset(bold),
        )  # fmt: skip
        explained = [(r.number, r.name, r.points, r.explanation) for r in paper.explanations]
        add_sheet(
            workbook, formats, paper, "Giải trình", PARTS[1],
            EXPLANATION_HEADINGS, explained, _EXPLANATION_WIDTHS, frozenset(),
        )  # fmt: skip
        _write_up(workbook, formats, paper)
        proofs = [
            (r.number, r.document, r.dated, r.summary, r.lines, r.pages) for r in paper.proofs
        ]
        add_sheet(
            workbook, formats, paper, "Tài liệu kiểm chứng", PARTS[3],
            PROOF_HEADINGS, proofs, _PROOF_WIDTHS, frozenset(),
        )  # fmt: skip
        write_entry_sheet(workbook, paper)
    return len(PARTS) + 1


def _write_up(workbook: Any, formats: dict[str, Any], paper: AssessmentPaper) -> None:
    said = zip(WRITE_UP_HEADINGS, (paper.difficulties, paper.proposals), strict=True)
    rows = [(heading, text or NOTHING) for heading, text in said]
    add_sheet(
        workbook, formats, paper, "Khó khăn, đề xuất", PARTS[2],
        ("Mục", "Nội dung"), rows, _WRITE_UP_WIDTHS, frozenset(),
    )  # fmt: skip


def add_sheet(
    workbook: Any,
    formats: dict[str, Any],
    paper: Headed,
    name: str,
    title: str,
    headings: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    widths: tuple[int, ...],
    bold: frozenset[int],
    number: str = REPORT_NUMBER,
) -> None:
    """A sheet of a workbook: letterhead, one table with its head on each page, signature."""
    sheet = workbook.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 1)
    sheet.freeze_panes(_FIRST, 0)
    sheet.set_footer(f"&C{' – '.join(paper.marks)}"[:255])
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    last = len(widths) - 1
    _letterhead(sheet, formats, paper, number, last)
    _across(sheet, _TITLE, (0, last), f"{paper.title} – {paper.subtitle}", formats["title"])
    _across(sheet, _TITLE + 1, (0, last), title, formats["head_bold"])
    _across(sheet, _TITLE + 2, (0, last), " – ".join(paper.marks), formats["mark"])
    for column, heading in enumerate(headings):
        sheet.write_string(_FIRST - 1, column, heading, formats["heading"])
    for place, row in enumerate(rows):
        style = "bold" if place in bold else "text"
        for column, cell in enumerate(row):
            _write(sheet, _FIRST + place, column, cell, formats, style, headings[column])
    if not rows:
        sheet.write_string(_FIRST, 0, NOTHING, formats["plain"])
    under = _FIRST + max(len(rows), 1) + 1
    right = (_middle(last) + 1, last)
    _across(sheet, under, right, SIGNER, formats["head_bold"])
    _across(sheet, under + 1, right, SIGNED_HOW, formats["head_italic"])


def _letterhead(sheet: Any, formats: dict[str, Any], paper: Headed, number: str, last: int) -> None:
    """Office and nation, number and day, as on the first page of the printed paper."""
    left, right = (0, _middle(last)), (_middle(last) + 1, last)
    dated = f"{paper.place}, {long_day(paper.issued_on)}"
    _across(sheet, 0, left, paper.body, formats["head_bold"])
    _across(sheet, 1, left, number, formats["head"])
    _across(sheet, 0, right, _NATION, formats["head_bold"])
    _across(sheet, 1, right, _MOTTO, formats["head_bold"])
    _across(sheet, 2, right, dated, formats["head_italic"])


def _middle(last: int) -> int:
    """The last column of the left half: names are wide, so two columns are half a page."""
    return min(1, max(last - 1, 0))


def _across(sheet: Any, row: int, columns: tuple[int, int], text: str, style: Any) -> None:
    first, last = columns
    if first >= last:
        sheet.write_string(row, last, text, style)
    else:
        sheet.merge_range(row, first, row, last, "", style)
        sheet.write_string(row, first, text, style)


def _write(
    sheet: Any, row: int, column: int, cell: str, formats: dict[str, Any], style: str, heading: str
) -> None:
    """Points become numbers, everything else stays text: 1.10 is a line, not a number."""
    if heading.startswith("Điểm") and cell:
        number = _number(cell)
        if number is not None:
            sheet.write_number(row, column, number, formats[f"{style}_number"])
            return
    sheet.write_string(row, column, cell, formats[style])


def _number(text: str) -> float | None:
    try:
        return float(text.replace("−", "-").replace(".", "").replace(",", "."))
    except ValueError:
        return None


def cell_formats(workbook: Any) -> dict[str, Any]:
    """How texts and points look."""
    font = {"font_name": "Times New Roman", "font_size": 11}
    head = {**font, "align": "center", "valign": "vcenter"}
    cell = {**font, "border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "title": workbook.add_format({**head, "bold": True, "font_size": 14}),
        "cover": workbook.add_format({**head, "bold": True, "font_size": 24}),
        "mark": workbook.add_format({**head, "italic": True}),
        "head": workbook.add_format(head),
        "head_bold": workbook.add_format({**head, "bold": True}),
        "head_italic": workbook.add_format({**head, "italic": True}),
        "plain": workbook.add_format({**font, "italic": True}),
        "heading": workbook.add_format({**cell, "bold": True, "align": "center"}),
        "text": workbook.add_format({**cell, "num_format": "@"}),
        "bold": workbook.add_format({**cell, "bold": True, "num_format": "@"}),
        "text_number": workbook.add_format({**cell, "num_format": "0.00##"}),
        "bold_number": workbook.add_format({**cell, "bold": True, "num_format": "0.00##"}),
    }
