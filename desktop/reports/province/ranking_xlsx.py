"""The ranking as a workbook: ranks, fields, and charts that Excel itself draws."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.reports.province.comparison import Comparison
from desktop.reports.tables.table import Kind, ReportTable
from desktop.reports.writing import written_whole

_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_FIRST = 4


def write_ranking_xlsx(table: ReportTable, comparison: Comparison, target: Path) -> int:
    """Writes the workbook; gives the number of units. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with written_whole(target) as aside, xlsxwriter.Workbook(str(aside), options) as book:
        book.set_properties({"title": table.title, "author": table.head.unit_name})
        _Ranks(book, table).write()
        _fields(book, comparison)
    return len(table.rows)


class _Ranks:
    """The first sheet: one row a unit, real numbers, a chart of all results beside it."""

    def __init__(self, book: Any, table: ReportTable) -> None:
        self.book, self.table = book, table
        self.sheet = book.add_worksheet("Xếp hạng")
        self.head = book.add_format({**_FONT, "bold": True, "border": 1, "text_wrap": True,
                                     "align": "center", "bg_color": "#DBE7FB"})  # fmt: skip
        self.text = book.add_format({**_FONT, "border": 1, "num_format": "@"})
        self.number = book.add_format({**_FONT, "border": 1, "num_format": "0"})
        self.points = book.add_format({**_FONT, "border": 1, "num_format": "0.00"})

    def write(self) -> None:
        sheet, table = self.sheet, self.table
        bold = self.book.add_format({**_FONT, "bold": True, "font_size": 14})
        sheet.write_string(0, 0, table.title, bold)
        sheet.write_string(1, 0, table.subtitle, self.book.add_format(_FONT))
        for place, column in enumerate(table.columns):
            heading = ": ".join((*column.above, column.heading))
            sheet.write_string(_FIRST - 1, place, heading, self.head)
            sheet.set_column(place, place, 9 * column.width + 3)
        for line, row in enumerate(table.rows, start=_FIRST):
            for place, column in enumerate(table.columns):
                self._cell(line, place, row.get(column.key), column.kind)
        last = _FIRST + len(table.rows) - 1
        for n, note in enumerate(table.notes, start=last + 2):
            sheet.write_string(n, 0, note, self.book.add_format({**_FONT, "italic": True}))
        sheet.freeze_panes(_FIRST, 2)
        sheet.autofilter(_FIRST - 1, 0, last, len(table.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_FIRST - 1)
        self._chart(last)

    def _cell(self, line: int, place: int, value: Any, kind: Kind) -> None:
        if value is None:
            self.sheet.write_blank(line, place, None, self.text)
        elif isinstance(value, Decimal):
            self.sheet.write_number(line, place, float(value), self.points)
        elif isinstance(value, int) and kind is Kind.NUMBER:
            self.sheet.write_number(line, place, value, self.number)
        else:
            self.sheet.write_string(line, place, str(value), self.text)

    def _chart(self, last: int) -> None:
        keys = [column.key for column in self.table.columns]
        name, percent = keys.index("name"), keys.index("percent")
        chart = self.book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": "Chỉ số (%)",
                "categories": ["Xếp hạng", _FIRST, name, last, name],
                "values": ["Xếp hạng", _FIRST, percent, last, percent],
                "fill": {"color": "#1D4ED8"},
                "gap": 40,
            }
        )
        chart.set_legend({"none": True})
        chart.set_title({"name": "Chỉ số (%)", "name_font": {"name": "Times New Roman"}})
        chart.set_y_axis({"reverse": True, "interval_unit": 1})
        chart.set_x_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True}})
        rows = last - _FIRST + 1
        chart.set_size({"width": 720, "height": max(300, 60 + rows * 18)})
        self.sheet.insert_chart(_FIRST, len(keys) + 1, chart)


def _fields(book: Any, comparison: Comparison) -> None:
    """The second sheet: units against fields, coloured by the share of the points."""
    sheet = book.add_worksheet("Theo lĩnh vực")
    head = book.add_format({**_FONT, "bold": True, "border": 1, "text_wrap": True,
                            "align": "center", "bg_color": "#DBE7FB"})  # fmt: skip
    text, share = (
        book.add_format({**_FONT, "border": 1}),
        book.add_format({**_FONT, "border": 1, "num_format": "0.0%"}),
    )
    sheet.write_string(0, 0, "Hạng", head)
    sheet.write_string(0, 1, "Đơn vị", head)
    for place, (_number, name, maximum) in enumerate(comparison.fields, start=2):
        sheet.write_string(0, place, f"{name} ({maximum})", head)
    for line, row in enumerate(comparison.rows, start=1):
        sheet.write_number(line, 0, row.rank, text)
        sheet.write_string(line, 1, row.name, text)
        for place, (shown, reached) in enumerate(row.cells, start=2):
            if reached is None:
                sheet.write_string(line, place, shown, text)
            else:
                sheet.write_number(line, place, reached, share)
    last = len(comparison.rows)
    if comparison.fields and last:
        scale = {"type": "3_color_scale", "min_color": "#F8CBC6", "mid_color": "#FDF2C7",
                 "max_color": "#C2E8CA"}  # fmt: skip
        sheet.conditional_format(1, 2, last, 1 + len(comparison.fields), scale)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 1 + max(len(comparison.fields), 1), 18)
    sheet.freeze_panes(1, 2)
