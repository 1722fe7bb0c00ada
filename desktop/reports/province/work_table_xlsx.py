"""The workbook that a department judges away from the desk: claims given, points left empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.reports.writing import written_whole

_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
# Heading, width; the reader of verdicts knows the first, third, ninth and tenth.
_COLUMNS = (
    ("Mã đơn vị", 11),
    ("Tên", 24),
    ("Dòng", 9),
    ("Nội dung", 46),
    ("Tối đa", 9),
    ("Tự chấm", 9),
    ("Trả lời của xã, phường", 24),
    ("Lời của xã, phường", 30),
    ("Điểm", 9),
    ("Nhận xét", 40),
    ("Nơi thẩm định", 22),
)
_POINTS, _REMARK = 8, 9


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of one unit; ``claimed`` None where it says that the line does not apply."""

    unit_code: str
    unit_name: str
    item: str
    about: str
    maximum: Decimal | None
    claimed: Decimal | None
    answer: str
    note: str
    department: str


def write_work_table_xlsx(rows: Sequence[WorkRow], target: Path) -> int:
    """Writes the workbook; gives the number of rows. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with written_whole(target) as aside, xlsxwriter.Workbook(str(aside), options) as book:
        sheet = book.add_worksheet("Thẩm định")
        head = book.add_format({**_FONT, "bold": True, "border": 1, "text_wrap": True,
                                "align": "center", "bg_color": "#DBE7FB"})  # fmt: skip
        look: dict[str, Any] = {**_FONT, "border": 1, "text_wrap": True}
        text = book.add_format({**look, "num_format": "@"})
        points = book.add_format({**look, "num_format": "0.00"})
        empty = book.add_format({**look, "bg_color": "#FDF2C7"})
        for place, (heading, width) in enumerate(_COLUMNS):
            sheet.write_string(0, place, heading, head)
            sheet.set_column(place, place, width)
        for line, row in enumerate(rows, start=1):
            texts = {0: row.unit_code, 1: row.unit_name, 2: row.item, 3: row.about,
                     6: row.answer, 7: row.note, 10: row.department}  # fmt: skip
            for place, words in texts.items():
                sheet.write_string(line, place, words, text)
            for place, value in ((4, row.maximum), (5, row.claimed)):
                if value is None:
                    sheet.write_string(line, place, "", text)
                else:
                    sheet.write_number(line, place, float(value), points)
            sheet.write_blank(line, _POINTS, None, empty)
            sheet.write_blank(line, _REMARK, None, empty)
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, max(len(rows), 1), len(_COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return len(rows)
