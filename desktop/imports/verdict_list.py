"""Verdicts as a department sends them in a table: unit, line, points, note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.errors import Rule, RuleViolation
from desktop.imports.cells import cell_text
from desktop.imports.headers import find_header
from desktop.imports.tables import Table

PHRASES = {
    "unit": ("don vi", "ma don vi", "ma xa", "unit", "unit code"),
    "item": ("dong", "so dong", "tieu chi", "ma tieu chi", "muc", "item"),
    "points": ("diem", "diem tham dinh", "diem khao sat", "points"),
    "note": ("ghi chu", "nhan xet", "ly do", "note"),
}
REQUIRED = ("unit", "item", "points")


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One row as it stands in the table; ``row`` as the spreadsheet counts."""

    row: int
    unit: str
    item: str
    points: str
    note: str


def read_verdict_list(tables: Sequence[Table], file_name: str) -> tuple[VerdictRow, ...]:
    """The rows of the first sheet that has such a table. Raises HEADERS_NOT_FOUND."""
    for table in tables:
        header = find_header(table, PHRASES, REQUIRED)
        if header is not None:
            return tuple(_rows(table, header.first_row, header.columns))
    raise RuleViolation(
        Rule.HEADERS_NOT_FOUND,
        file=file_name,
        missing="Đơn vị, Dòng, Điểm",
        examples="Mã đơn vị, Dòng, Điểm, Ghi chú",
    )


def _rows(table: Table, first_row: int, columns: dict[str, int]) -> list[VerdictRow]:
    found = []
    for index in range(first_row, len(table.rows)):
        texts = {name: cell_text(table.cell(index, place)) for name, place in columns.items()}
        if any(texts.values()):
            row = {"note": "", **texts}
            found.append(VerdictRow(index + 1, **row))
    return found
