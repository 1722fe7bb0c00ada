"""The rejects file of an import: refused lines as they were, with the reasons beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from desktop.reports.long_book import long_book

REASON_HEADING = "Lý do không nhập được"


def write_rejects(
    target: Path, headings: Sequence[str], lines: Sequence[tuple[Sequence[Any], str]]
) -> None:
    """An Excel file with the register's own headings, so that it can be imported again.

    Raises EnvironmentProblem(DISK_FULL, FILE_NOT_WRITABLE).
    """
    width = max([len(headings), *(len(cells) for cells, _ in lines)], default=0)
    with long_book(target) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        moment = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet = workbook.add_worksheet("Dòng cần sửa")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(width - 1, 0), 18)
        sheet.set_column(width, width, 60)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        sheet.write_string(0, width, REASON_HEADING, bold)
        for row, (cells, reason) in enumerate(lines, start=1):
            for column, cell in enumerate(cells):
                _write(sheet, row, column, cell, moment, day)
            sheet.write_string(row, width, reason)


def _write(sheet: Any, row: int, column: int, cell: Any, moment: Any, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, moment if cell.time() != time(0, 0) else day)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, str(cell))
