"""A list of dossiers as Excel or CSV: identity numbers as text, real dates, nothing that runs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.reports.long_book import long_book
from desktop.reports.writing import written_whole


class CellKind(StrEnum):
    """How a column is written."""

    TEXT = "text"
    MOMENT = "moment"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """Heading, width in characters, kind."""

    heading: str
    width: int
    kind: CellKind = CellKind.TEXT


COLUMNS = (
    Column("Mã hồ sơ", 20),
    Column("Mã hồ sơ trên Cổng", 20),
    Column("Tên thủ tục", 34),
    Column("Lĩnh vực", 18),
    Column("Chủ hồ sơ", 26),
    Column("Số định danh", 15),
    Column("Điện thoại", 13),
    Column("Địa chỉ", 34),
    Column("Hình thức nộp", 14),
    Column("Ngày tiếp nhận", 17, CellKind.MOMENT),
    Column("Ngày hẹn trả", 17, CellKind.MOMENT),
    Column("Ngày có kết quả", 17, CellKind.MOMENT),
    Column("Ngày trả kết quả", 17, CellKind.MOMENT),
    Column("Trạng thái", 20),
    Column("Đánh giá", 12),
    Column("Phí, lệ phí (đ)", 14, CellKind.NUMBER),
    Column("Ghi chú", 30),
    Column("Nộp phí", 12),
    Column("Ngày nộp phí", 13, CellKind.DAY),
    Column("Mức độ trực tuyến", 16),
    Column("Phi địa giới", 12),
)
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_xlsx(target: Path, title: str, rows: Iterable[list[Any]]) -> None:
    """Constant memory: a year of dossiers fits. Raises DISK_FULL, FILE_NOT_WRITABLE."""
    with long_book(target) as workbook:
        sheet = workbook.add_worksheet("Hồ sơ")
        formats = _formats(workbook)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 1)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
        sheet.write_string(0, 0, title, formats["title"])
        for place, column in enumerate(COLUMNS):
            sheet.write_string(2, place, column.heading, formats["heading"])
        writers = [_writer(sheet, place, column, formats) for place, column in enumerate(COLUMNS)]
        last = 2
        for last, cells in enumerate(rows, start=3):
            for write, cell in zip(writers, cells, strict=True):
                if cell is not None and cell != "":
                    write(last, cell)
        sheet.autofilter(2, 0, max(last, 3), len(COLUMNS) - 1)


def _formats(workbook: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 11}
    return {
        "title": workbook.add_format({**font, "bold": True, "font_size": 14}),
        "heading": workbook.add_format(
            {**font, "bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"}
        ),
        CellKind.TEXT: workbook.add_format({**font, "num_format": "@"}),
        CellKind.MOMENT: workbook.add_format({**font, "num_format": "dd/mm/yyyy hh:mm"}),
        CellKind.DAY: workbook.add_format({**font, "num_format": "dd/mm/yyyy"}),
        CellKind.NUMBER: workbook.add_format({**font, "num_format": "#,##0"}),
    }


def _writer(
    sheet: Any, place: int, column: Column, formats: dict[Any, Any]
) -> Callable[[int, Any], None]:
    """What writes a cell of a column: settled once, for a list has millions of cells."""
    form = formats[column.kind]
    write_string, write_number = sheet.write_string, sheet.write_number
    if column.kind is CellKind.MOMENT:
        return lambda row, cell: write_number(row, place, (cell - _EXCEL_EPOCH) / _DAY, form)
    if column.kind is CellKind.DAY:
        return lambda row, cell: write_number(row, place, (cell - _FIRST_DAY).days, form)
    if column.kind is CellKind.NUMBER:
        return lambda row, cell: write_number(row, place, cell, form)
    return lambda row, cell: write_string(row, place, cell, form)


# Excel counts days; right from March 1900 on, which no dossier precedes.
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - the cells are naive local time
_FIRST_DAY = _EXCEL_EPOCH.date()
_DAY = timedelta(days=1)


def write_csv(target: Path, _title: str, rows: Iterable[list[Any]]) -> None:
    """UTF-8 with a mark, so that Excel reads the accents. Raises like ``write_xlsx``."""
    with (
        written_whole(target) as aside,
        aside.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow([column.heading for column in COLUMNS])
        for cells in rows:
            writer.writerow([_csv_cell(cell) for cell in cells])


def _csv_cell(cell: Any) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    text = str(cell)
    return f"'{text}" if text.startswith(_RISKY) else text
