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
    SCORE_HEADINGS,
    WRITE_UP_HEADINGS,
    AssessmentPaper,
    Headed,
)
from desktop.reports.writing import written_whole

_SCORE_WIDTHS = (9, 46, 11, 11, 11, 52, 36)
_EXPLANATION_WIDTHS = (9, 50, 10, 80)
_PROOF_WIDTHS = (6, 44, 13, 44, 22, 16)
_FIRST = 4


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
    sheet = workbook.add_worksheet("Khó khăn, đề xuất")
    sheet.set_paper(9)
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, f"{paper.title} – {paper.subtitle}", formats["title"])
    sheet.write_string(1, 0, " – ".join([PARTS[2], paper.body, *paper.marks]), formats["mark"])
    said = zip(WRITE_UP_HEADINGS, (paper.difficulties, paper.proposals), strict=True)
    for place, (heading, text) in enumerate(said):
        sheet.write_string(_FIRST + 3 * place, 0, heading, formats["heading"])
        sheet.write_string(_FIRST + 3 * place + 1, 0, text or NOTHING, formats["text"])


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
) -> None:
    """A sheet of a workbook with one table, its head kept on each page."""
    sheet = workbook.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 1)
    sheet.freeze_panes(_FIRST, 2)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"{paper.title} – {paper.subtitle}", formats["title"])
    sheet.write_string(1, 0, " – ".join([title, paper.body, *paper.marks]), formats["mark"])
    for column, heading in enumerate(headings):
        sheet.write_string(_FIRST - 1, column, heading, formats["heading"])
    for number, row in enumerate(rows):
        style = "bold" if number in bold else "text"
        for column, cell in enumerate(row):
            _write(sheet, _FIRST + number, column, cell, formats, style, headings[column])


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
    cell = {**font, "border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "title": workbook.add_format({**font, "bold": True, "font_size": 14}),
        "mark": workbook.add_format({**font, "italic": True}),
        "heading": workbook.add_format({**cell, "bold": True, "align": "center"}),
        "text": workbook.add_format({**cell, "num_format": "@"}),
        "bold": workbook.add_format({**cell, "bold": True, "num_format": "@"}),
        "text_number": workbook.add_format({**cell, "num_format": "0.00##"}),
        "bold_number": workbook.add_format({**cell, "bold": True, "num_format": "0.00##"}),
    }
