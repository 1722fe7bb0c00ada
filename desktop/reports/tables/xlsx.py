"""A tabular report as Excel: real numbers and dates, formulas for sums, nothing that runs."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.domain.moments import local
from desktop.reports.tables.table import (
    LEVEL,
    STRONG,
    Cell,
    Kind,
    ReportTable,
    Row,
    TableColumn,
    head_rows,
)
from desktop.reports.writing import written_whole
from desktop.wording import reports as words
from desktop.wording.dates import long_day

_FORMATS = {
    Kind.TEXT: "@",
    Kind.NUMBER: "#,##0",
    Kind.PERCENT: "#,##0.0",
    Kind.HOURS: "#,##0.0",
    Kind.MONEY: "#,##0",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "hh:mm dd/mm/yyyy",
}
_CELL = re.compile(r"\[\[(\d+)\|(\w+)\]\]")
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def write_xlsx(table: ReportTable, target: Path) -> int:
    """Writes the report; gives the number of rows. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with written_whole(target) as aside, xlsxwriter.Workbook(str(aside), options) as book:
        book.set_properties(
            {
                "title": f"{table.title} – {table.subtitle}",
                "author": table.head.unit,
                "keywords": table.stamp,
            }
        )
        _Sheet(book, table).write()
    return len(table.rows)


class _Sheet:
    """One sheet, written from top to bottom."""

    def __init__(self, book: Any, table: ReportTable) -> None:
        self.table = table
        self.columns = table.columns
        self.sheet = book.add_worksheet("Báo cáo")
        self.book = book
        self.last = len(self.columns) - 1
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._formulas = {(one.row, one.column): one.text for one in table.formulas}
        self.line = 0

    def write(self) -> None:
        """Letterhead, titles, table, notes, signatures, print set-up."""
        self._set_up()
        self._letterhead()
        self._titles()
        self._head()
        first = self.line
        for place, row in enumerate(self.table.rows):
            self._row(row, place, first)
        if self.table.total is not None:
            self._total(self.table.total, first)
        self._remarks()
        self._signatures()

    def _format(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            usual = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
            self._made[key] = self.book.add_format({**usual, **wanted})
        return self._made[key]

    def _set_up(self) -> None:
        sheet = self.sheet
        if self.table.landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=1.18, right=0.6, top=0.8, bottom=0.8)
        sheet.set_header("", {"margin": 0.4})
        sheet.set_footer("&C&P/&N")
        share = sum(column.width for column in self.columns)
        for place, column in enumerate(self.columns):
            width = column.width / share * (130 if self.table.landscape else 85)
            sheet.set_column(place, place, max(width, 5))

    def _across(self, start: int, end: int, text: str, **wanted: Any) -> None:
        """A text over some columns of the present line."""
        made = self._format(text_wrap=True, **wanted)
        if start == end:
            self.sheet.write_string(self.line, start, text, made)
        else:
            self.sheet.merge_range(self.line, start, self.line, end, "", made)
            self.sheet.write_string(self.line, start, text, made)

    def _letterhead(self) -> None:
        head = self.table.head
        half = max(0, (self.last - 1) // 2)
        day = long_day(head.made_on) if head.made_on else ""
        lines: tuple[tuple[str, dict[str, Any], str, dict[str, Any]], ...] = (
            (head.parent_body.upper(), {}, _NATION, {"bold": True}),
            (head.unit_name.upper(), {"bold": True}, _MOTTO, {"bold": True}),
            (head.number_line, {}, f"{head.place}, {day}", {"italic": True}),
        )
        for left, left_look, right, right_look in lines:
            self._across(0, half, left, align="center", **left_look)
            self._across(half + 1, self.last, right, align="center", **right_look)
            if "\n" in left or (right == _NATION and self._is_narrow(half)):
                self.sheet.set_row(self.line, 30)  # merged cells do not grow by themselves
            self.line += 1
        self.line += 1

    def _is_narrow(self, half: int) -> bool:
        """Whether the nation's name needs two lines over the columns on the right."""
        widths = [column.width for column in self.columns]
        room = 130 if self.table.landscape else 85
        return room * sum(widths[half + 1 :]) / sum(widths) < len(_NATION) * 1.25

    def _titles(self) -> None:
        head, table = self.table.head, self.table
        if head.form_number:
            self._across(0, self.last, head.form_number, bold=True)
            self.line += 1
        title = table.letter.annex_title if table.letter is not None else table.title
        self._across(0, self.last, title, bold=True, font_size=14, align="center")
        self.line += 1
        self._across(0, self.last, table.subtitle, italic=True, align="center")
        self.line += 1
        if head.counted_in:
            self._across(0, self.last, head.counted_in, italic=True, align="right")
        self.line += 1

    def _head(self) -> None:
        first = self.line
        look = self._format(bold=True, border=1, text_wrap=True, align="center")
        lines = head_rows(self.columns)
        for level, line in enumerate(lines):
            for start, count, deep, text in line:
                row = first + level
                if count * deep == 1:
                    self.sheet.write_string(row, start, text, look)
                else:
                    end = (row + deep - 1, start + count - 1)
                    self.sheet.merge_range(row, start, *end, "", look)
                    self.sheet.write_string(row, start, text, look)
        self.line = first + len(lines)
        if any(column.number for column in self.columns):
            small = self._format(border=1, align="center", italic=True)
            for place, column in enumerate(self.columns):
                self.sheet.write_string(self.line, place, column.number, small)
            self.line += 1
        self.sheet.repeat_rows(first, self.line - 1)
        self.sheet.freeze_panes(self.line, 2 if len(self.columns) > 6 else 1)

    def _row(self, row: Row, number: int, first: int) -> None:
        bold, level = bool(row.get(STRONG)), int(str(row.get(LEVEL) or 0))
        for place, column in enumerate(self.columns):
            formula = self._sum_of_columns(row, column) or self._own_formula(number, column, first)
            depth = level if column.indented else 0
            self._cell(place, row.get(column.key), column, formula, bold=bold, indent=depth)
        self.line += 1

    def _own_formula(self, number: int, column: TableColumn, first: int) -> str:
        """The formula that the report gives a cell, with the names of this sheet."""
        text = self._formulas.get((number, column.key), "")
        keys = [one.key for one in self.columns]
        return _CELL.sub(
            lambda found: self._name(first + int(found[1]), keys.index(found[2])), text
        )

    def _total(self, total: Row, first: int) -> None:
        for place, column in enumerate(self.columns):
            formula = self._sum_of_rows(total, column, place, first)
            self._cell(place, total.get(column.key), column, formula, bold=True)
        self.line += 1

    def _sum_of_columns(self, row: Row, column: TableColumn) -> str:
        """A formula over the columns it is the sum of; none where a figure was typed over."""
        value = row.get(column.key)
        parts = [row.get(key) for key in column.sum_of]
        numbers = [part for part in parts if isinstance(part, int)]
        if not parts or len(numbers) != len(parts) or sum(numbers) != value:
            return ""
        keys = [one.key for one in self.columns]
        return "=" + "+".join(self._name(self.line, keys.index(key)) for key in column.sum_of)

    def _sum_of_rows(self, total: Row, column: TableColumn, place: int, first: int) -> str:
        if not column.added or not column.is_numeric or self.line == first:
            return ""
        values = [row.get(column.key) for row in self.table.rows]
        numbers = [value for value in values if isinstance(value, int)]
        if sum(numbers) != total.get(column.key):
            return ""
        return f"=SUM({self._name(first, place)}:{self._name(self.line - 1, place)})"

    @staticmethod
    def _name(row: int, column: int) -> str:
        from xlsxwriter.utility import xl_rowcol_to_cell

        return str(xl_rowcol_to_cell(row, column))

    def _cell(
        self,
        place: int,
        value: Cell,
        column: TableColumn,
        formula: str,
        *,
        bold: bool = False,
        indent: int = 0,
    ) -> None:
        is_text = isinstance(value, str)
        shape = _FORMATS[Kind.TEXT] if is_text else _shape(value, column.kind)
        wanted: dict[str, Any] = {"border": 1, "num_format": shape}
        if is_text:
            wanted |= {"text_wrap": True, "valign": "top"}
        if indent:
            wanted |= {"indent": indent, "align": "left"}
        if bold:
            wanted["bold"] = True
        look = self._format(**wanted)
        if value is None or value == "":
            self.sheet.write_blank(self.line, place, None, look)
        elif isinstance(value, str):
            self.sheet.write_string(self.line, place, value, look)
        elif isinstance(value, (datetime, date)):
            self.sheet.write_datetime(self.line, place, _naive(value), look)
        elif formula:
            self.sheet.write_formula(self.line, place, formula, look, value)
        else:
            self.sheet.write_number(self.line, place, value, look)

    def _remarks(self) -> None:
        self.line += 1
        for heading, lines in (
            (words.PROBLEMS_HEADING, self.table.problems),
            (words.NOTES_HEADING, self.table.notes),
        ):
            for n, text in enumerate((heading, *lines) if lines else ()):
                self._across(0, self.last, text if n == 0 else f"- {text}", italic=n == 0)
                if n:
                    self.sheet.set_row(self.line, 15 * (1 + len(text) // 150))
                self.line += 1
        if self.table.stamp:
            stamp = words.STAMP_LINE.format(stamp=self.table.short_stamp)
            self._across(0, self.last, stamp, font_size=9)
            self.line += 1

    def _signatures(self) -> None:
        head, half = self.table.head, max(0, (self.last - 1) // 2)
        self.line += 1
        self._across(0, half, head.left_signer, bold=True, align="center")
        self._across(half + 1, self.last, head.right_signer, bold=True, align="center")
        self.line += 6


def _shape(value: Cell, kind: Kind) -> str:
    """Among values of every kind a number shows the decimals that it carries."""
    if kind is not Kind.VALUE:
        return _FORMATS[_kind(value, kind)]
    places = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
    return f"#,##0.{'0' * places}" if places > 0 else "#,##0"


def _kind(value: Cell, kind: Kind) -> Kind:
    """Counts in a column of shares stay whole numbers."""
    if kind in (Kind.PERCENT, Kind.HOURS) and not isinstance(value, Decimal):
        return Kind.NUMBER
    return kind


def _naive(value: date) -> date:
    return local(value).replace(tzinfo=None) if isinstance(value, datetime) else value
