"""The cover of the evidence volume as Word and Excel: the same texts, to be edited and printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.reports.assessment.paper import (
    COVER_TITLE,
    NOTHING,
    PARTS,
    PROOF_HEADINGS,
    AssessmentPaper,
    cover_count,
    sheet_facts,
    sheet_title,
)
from desktop.reports.writing import written_whole

_WIDTHS = (6, 27, 16, 25, 14, 12)
_SHEET_WIDTHS = (6, 44, 13, 44, 22, 16)
# Where the eye looks for a title on a page that carries little else.
_ABOVE_PT = 150
_COVER_ROWS, _ROWS_A_SHEET = 12, 22


def write_cover_docx(target: Path, paper: AssessmentPaper) -> int:
    """Cover, index and one sheet a document; gives their number. Raises DISK_FULL, …"""
    import docx
    from docx.shared import Pt

    from desktop.reports.assessment.docx import add_line, add_part, set_up, stand_upright

    document: Any = docx.Document()
    set_up(document, paper)
    stand_upright(document)
    add_line(document, paper.body, 14, bold=True, centred=True)
    heading = add_line(document, COVER_TITLE, 24, bold=True, centred=True)
    heading.paragraph_format.space_before = Pt(_ABOVE_PT)
    add_line(document, paper.title, 15, bold=True, centred=True)
    add_line(document, paper.subtitle, 13, centred=True)
    add_line(document, cover_count(paper), 13, centred=True)
    document.add_page_break()
    rows = [(p.number, p.document, p.dated, p.summary, p.lines, p.pages) for p in paper.proofs]
    add_part(document, _index_title(), PROOF_HEADINGS, rows, _WIDTHS)
    for proof in paper.proofs:
        document.add_page_break()
        title = add_line(document, sheet_title(proof), 20, bold=True, centred=True)
        title.paragraph_format.space_before = Pt(_ABOVE_PT)
        for name, text in sheet_facts(proof):
            add_line(document, f"{name}: ", 13, bold=True).add_run(text).bold = False
    with written_whole(target) as aside, aside.open("wb") as file:
        document.save(file)
    return 2 + len(paper.proofs)


def write_cover_xlsx(target: Path, paper: AssessmentPaper) -> int:
    """Sheets: cover, index, separators (a page a document); gives their number."""
    import xlsxwriter

    from desktop.reports.assessment.xlsx import add_sheet, cell_formats

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with written_whole(target) as aside, xlsxwriter.Workbook(str(aside), options) as workbook:
        formats = cell_formats(workbook)
        _cover(workbook, formats, paper)
        rows = [(p.number, p.document, p.dated, p.summary, p.lines, p.pages) for p in paper.proofs]
        add_sheet(
            workbook, formats, paper, "Danh mục", _index_title(),
            PROOF_HEADINGS, rows, _SHEET_WIDTHS, frozenset(),
        )  # fmt: skip
        _separators(workbook, formats, paper)
    return 3


def _cover(workbook: Any, formats: dict[str, Any], paper: AssessmentPaper) -> None:
    sheet = _upright(workbook.add_worksheet("Bìa"), paper)
    sheet.set_column(0, 0, 76)
    sheet.write_string(0, 0, paper.body, formats["head_bold"])
    sheet.write_string(_COVER_ROWS, 0, COVER_TITLE, formats["cover"])
    sheet.set_row(_COVER_ROWS, 40)
    sheet.write_string(_COVER_ROWS + 1, 0, paper.title, formats["title"])
    sheet.write_string(_COVER_ROWS + 2, 0, paper.subtitle, formats["head"])
    sheet.write_string(_COVER_ROWS + 4, 0, cover_count(paper), formats["head"])


def _separators(workbook: Any, formats: dict[str, Any], paper: AssessmentPaper) -> None:
    sheet = _upright(workbook.add_worksheet("Tờ ngăn"), paper)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 56)
    if not paper.proofs:
        sheet.write_string(0, 0, NOTHING, formats["plain"])
    breaks = []
    for place, proof in enumerate(paper.proofs):
        top = place * _ROWS_A_SHEET
        sheet.merge_range(top + 6, 0, top + 6, 1, "", formats["title"])
        sheet.write_string(top + 6, 0, sheet_title(proof), formats["title"])
        for line, (name, text) in enumerate(sheet_facts(proof), start=top + 8):
            sheet.write_string(line, 0, name, formats["bold"])
            sheet.write_string(line, 1, text, formats["text"])
        breaks.append(top + _ROWS_A_SHEET)
    sheet.set_h_pagebreaks(breaks[:-1])


def _upright(sheet: Any, paper: AssessmentPaper) -> Any:
    sheet.set_paper(9)
    sheet.set_portrait()
    # Not fitted to the page: then Excel would drop the breaks between the documents.
    sheet.set_print_scale(80)
    sheet.set_footer(f"&C{' – '.join(paper.marks)}"[:255])
    return sheet


def _index_title() -> str:
    return PARTS[3].split(". ", 1)[1]
