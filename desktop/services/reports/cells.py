"""The cells of a built report as a screen shows them: texts, headings, which ones open a list."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.reports.tables.table import Kind, Row, TableColumn, head_rows, shown
from desktop.services.reports.building import COMPARED_COLUMNS, BuiltReport


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column on the screen; ``is_door`` when its cells count dossiers that can be listed."""

    key: str
    about: str
    heading: str
    kind: Kind
    width: float
    is_numeric: bool
    is_door: bool


def report_columns(report: BuiltReport) -> tuple[ReportColumn, ...]:
    """The columns of a report, in its order."""
    doors = set(report.built.figures)
    if report.built.row_figures:
        doors |= {key for key in COMPARED_COLUMNS if key == "now" or key in report.built.narrow}
    return tuple(_column(column, column.key in doors) for column in report.table.columns)


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the table's head: where it begins, how far it reaches, what it says."""

    line: int
    column: int
    columns: int
    lines: int
    text: str


def report_head(report: BuiltReport) -> tuple[HeadCell, ...]:
    """The head of a report, groups over columns, with the form's own column numbers."""
    columns = report.table.columns
    cells = []
    for line, row in enumerate(head_rows(columns)):
        for first, wide, high, text in row:
            is_last = wide == 1 and columns[first].heading == text
            number = columns[first].number if is_last else ""
            cells.append(HeadCell(line, first, wide, high, f"{text} {number}".strip()))
    return tuple(cells)


def cell_text(row: Row, column: ReportColumn) -> str:
    """A cell as paper shows it; empty where the row has none."""
    return shown(row.get(column.key), column.kind)


def _column(column: TableColumn, is_door: bool) -> ReportColumn:
    path = (*column.above, column.heading)
    number = f" {column.number}" if column.number else ""
    about = " – ".join(path) + number
    if not column.confirmed:
        about += "\nChưa có nguồn xác nhận cột này."
    return ReportColumn(
        column.key,
        about,
        column.heading,
        column.kind,
        column.width,
        column.is_numeric,
        is_door,
    )
