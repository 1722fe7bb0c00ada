"""The sheet that comes back in: what may be typed over is yellow, the rest is locked text."""

from __future__ import annotations

from typing import Any

from desktop.reports.assessment.paper import (
    ENTRY_GUIDE,
    ENTRY_HEADINGS,
    ENTRY_SHEET,
    AssessmentPaper,
    exported_as,
)

_WIDTHS = (9, 44, 9, 52, 22, 12, 34, 52, 4)
_FIRST = 4
_OPEN = range(4, 8)


def write_entry_sheet(workbook: Any, paper: AssessmentPaper) -> None:
    """Adds the sheet to a workbook of xlsxwriter."""
    sheet = workbook.add_worksheet(ENTRY_SHEET)
    formats = _formats(workbook)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(_FIRST, 2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(_WIDTHS) - 1, len(_WIDTHS) - 1, 4, None, {"hidden": True})
    sheet.write_string(0, 0, f"{paper.title} – {paper.subtitle}", formats["title"])
    # The identity stands in a cell of its own, where nobody types.
    sheet.write_string(1, 0, paper.identity, formats["plain"])
    sheet.write_string(2, 0, ENTRY_GUIDE, formats["plain"])
    for column, heading in enumerate(ENTRY_HEADINGS):
        sheet.write_string(_FIRST - 1, column, heading, formats["heading"])
    for place, row in enumerate(paper.entries, start=_FIRST):
        cells = (row.number, row.name, row.maximum, row.rule, row.answer, row.own, row.why)
        for column, cell in enumerate((*cells, row.note, exported_as(row))):
            is_open = row.is_open and column in _OPEN
            style = "open" if is_open else ("text" if row.is_open else "bold")
            sheet.write_string(place, column, cell, formats[style])


def _formats(workbook: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 11}
    # As text: 1/2 must not become a day, 1.10 not a number.
    cell = {**font, "border": 1, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
    return {
        "title": workbook.add_format({**font, "bold": True, "font_size": 14}),
        "plain": workbook.add_format({**font, "italic": True, "num_format": "@"}),
        "heading": workbook.add_format({**cell, "bold": True, "align": "center"}),
        "text": workbook.add_format(cell),
        "bold": workbook.add_format({**cell, "bold": True}),
        "open": workbook.add_format({**cell, "bg_color": "#FFF2CC", "locked": False}),
    }
