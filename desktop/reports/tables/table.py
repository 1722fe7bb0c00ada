"""A tabular report as data: what every writer draws and what an issued report freezes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from desktop.domain.figures_series import Series
from desktop.domain.moments import local
from desktop.reports.periodic.letter import Letter
from desktop.wording.dates import number

Cell = str | int | Decimal | date | datetime | None
Row = Mapping[str, Cell]


class Kind(StrEnum):
    """How a column is written and aligned; in a column of values each row has its own kind."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    HOURS = "hours"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    VALUE = "value"


NUMERIC = (Kind.NUMBER, Kind.PERCENT, Kind.HOURS, Kind.MONEY, Kind.VALUE)
# What a row may say of itself beside its cells: how deep it stands, and whether it is bold.
LEVEL, STRONG = "level", "strong"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: key, heading, headings above it (outermost first), and its width share.

    ``sum_of``: columns whose sum it is, for a formula. ``number``: what the printed form calls
    it. ``confirmed`` False: no source states the column; the paper stays clean, the screen
    says so. ``added``: whether the row of totals adds it up. ``indented``: its text stands as
    deep as the row's level.
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    width: float = 1.0
    above: tuple[str, ...] = ()
    number: str = ""
    sum_of: tuple[str, ...] = ()
    confirmed: bool = True
    added: bool = True
    indented: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True)
class PaperHead:
    """The lines over and under the table, after NĐ 30/2020/NĐ-CP and the form's own rules."""

    parent_body: str
    unit_name: str
    place: str
    number_line: str
    form_number: str = ""
    made_on: date | None = None
    receiver: str = ""
    counted_in: str = ""
    left_signer: str = "NGƯỜI LẬP BIỂU"
    right_signer: str = "THỦ TRƯỞNG ĐƠN VỊ"
    recipients: tuple[str, ...] = ()
    is_practice: bool = False

    @property
    def unit(self) -> str:
        """The unit's name on one line; the letterhead may break it."""
        return " ".join(self.unit_name.split())


@dataclass(frozen=True, slots=True)
class CellFormula:
    """How a cell follows from others, for a spreadsheet: [[row|column]] stands for a cell."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A whole report. ``total`` is None when its rows are not added up.

    ``stamp`` and ``short_stamp``: what the QR and the foot of an issued report say.
    ``letter``: the text that the table is the annex of.
    """

    name: str
    title: str
    subtitle: str
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    total: Row | None
    head: PaperHead
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    charts: tuple[Series, ...] = ()
    landscape: bool = True
    stamp: str = ""
    short_stamp: str = ""
    letter: Letter | None = None
    formulas: tuple[CellFormula, ...] = ()


def shown(cell: Cell, kind: Kind) -> str:
    """A cell as paper shows it: 12.486 · 97,5 · 27/11/2026 · 09:42 27/11/2026; empty for None."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{local(cell):%H:%M %d/%m/%Y}" if kind is Kind.MOMENT else f"{local(cell):%d/%m/%Y}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Decimal):
        return decimal_text(cell)
    if isinstance(cell, int):
        return number(cell)
    return cell


def decimal_text(value: Decimal) -> str:
    """1.234,5 with the decimals that the value carries."""
    sign, whole = "-" if value < 0 else "", abs(value)
    text = f"{whole:,f}"
    return sign + text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def head_rows(columns: tuple[TableColumn, ...]) -> list[list[tuple[int, int, int, str]]]:
    """The cells of a head of several lines: (first column, columns, lines, text), line by line.

    Equal headings side by side on the same level become one cell; a column without headings
    above it reaches down over all lines.
    """
    depth = max(len(column.above) for column in columns) + 1
    lines: list[list[tuple[int, int, int, str]]] = [[] for _ in range(depth)]
    for level in range(depth):
        place = 0
        while place < len(columns):
            path = _path(columns[place])
            if level >= len(path):
                place += 1
                continue
            end = place + 1
            is_last = level == len(path) - 1
            while (
                not is_last
                and end < len(columns)
                and _path(columns[end])[: level + 1] == path[: level + 1]
            ):
                end += 1
            lines[level].append((place, end - place, depth - level if is_last else 1, path[level]))
            place = end
    return lines


def _path(column: TableColumn) -> tuple[str, ...]:
    return (*column.above, column.heading)
