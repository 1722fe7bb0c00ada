"""Builds spreadsheet files and tables for the tests of the readers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from desktop.domain.cell_problems import CellProblem
from desktop.imports.register import RegisterSheet, find_register, read_register
from desktop.imports.tables import Table

TODAY = date(2026, 11, 20)
SHEET = "Sổ 2025"


def write_book(
    path: Path, rows: Iterable[Sequence[Any]], merged: Iterable[str] = (), sheet: str = SHEET
) -> Path:
    """An .xlsx file with one sheet; ``merged`` as "A1:C1"."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column)
            cell.value = value
            if isinstance(value, datetime):
                cell.number_format = "dd/mm/yyyy hh:mm"
    for area in merged:
        page.merge_cells(area)
    book.save(path)
    return path


def replace_in_zip(path: Path, entry: str, old: str, new: str) -> Path:
    """Changes the text of one entry of an archive."""
    with zipfile.ZipFile(path) as archive:
        entries = {info.filename: archive.read(info) for info in archive.infolist()}
    text = entries[entry].decode("utf-8")
    assert old in text
    entries[entry] = text.replace(old, new).encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def register_of(rows: Sequence[Sequence[Any]], sheet: str = SHEET) -> RegisterSheet:
    """A register read from rows that stand in memory as the child process gives them."""
    table, header = find_register([Table(sheet, [list(row) for row in rows])], "so.xlsx")
    return read_register(table, header, TODAY)


def told(problems: Iterable[CellProblem]) -> list[tuple[int, str, str]]:
    """Row, column and code of problems."""
    return [(p.row, p.column, str(p.code)) for p in problems]
