"""A statistics form out of a spreadsheet: the lines, units and columns under its own headings.

What a table does not say is not guessed silently: the form is marked unconfirmed, and a way of
computing that is not understood is told with its cell; such a line is then filled by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from desktop.domain.cell_problems import CellProblem, ImportCode, column_letter
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.statistics.form_data import DEEPEST_LEVEL, MOST_COLUMNS
from desktop.domain.statistics.forms import FormColumn, FormRow, StatisticsForm, ValueType
from desktop.domain.text import clean, fold
from desktop.imports.cells import cell_text
from desktop.imports.headers import Header, find_header
from desktop.imports.statistics_formulas import read_formula
from desktop.imports.tables import Table

PHRASES = {
    "row_number": ("stt", "tt", "so tt", "so thu tu", "ma so", "ma chi tieu"),
    "row_label": ("chi tieu", "ten chi tieu", "noi dung", "chi tieu thong ke", "danh muc",
                  "tieu chi"),
    "row_unit": ("don vi tinh", "dvt", "don vi"),
    "row_formula": ("cach tinh", "cong thuc", "cach xac dinh"),
    "row_note": ("ghi chu", "huong dan"),
}  # fmt: skip
_UPPER = re.compile(r"[IVXLC]+|[A-ZĐ]", re.ASCII)
_SMALL = re.compile(r"[a-zđ]\)?")
_DOTTED = re.compile(r"\d+(?:\.\d+)*")
_BULLET = re.compile(r"^\s*[-+•–]\s*")
_DECIMALS = ("trieu dong", "ty dong", "nghin dong", "ha", "km", "km2", "m2", "tan")
_YES_NO = ("co khong", "co hoac khong")


@dataclass(frozen=True, slots=True)
class ReadForm:
    """The form, the sheet it stood on, and what was not understood."""

    form: StatisticsForm
    problems: tuple[CellProblem, ...]


def read_statistics_form(
    tables: Sequence[Table], file_name: str, draft: StatisticsForm
) -> ReadForm:
    """The form of the first sheet that has one; ``draft`` gives code, title, version and kinds.

    Raises RuleViolation(HEADERS_NOT_FOUND).
    """
    for table in tables:
        header = find_header(table, PHRASES, ("row_label",))
        if header is not None and header.first_row < len(table.rows):
            return _Reader(table, header).read(draft)
    raise RuleViolation(
        Rule.HEADERS_NOT_FOUND,
        file=file_name,
        missing="Chỉ tiêu",
        examples="STT, Chỉ tiêu, Đơn vị tính, Tổng số, Cách tính, Ghi chú",
    )


@dataclass
class _Line:
    """A line as the sheet writes it."""

    place: int
    number: str
    label: str
    unit: str
    formula: str
    note: str
    bullet: bool


@dataclass
class _Reader:
    table: Table
    header: Header
    problems: list[CellProblem] = field(default_factory=list)

    def read(self, draft: StatisticsForm) -> ReadForm:
        lines = self._lines()
        levels = _levels(lines)
        keys = _keys([line.number for line in lines])
        by_number = {line.number: key for line, key in zip(lines, keys, strict=True) if line.number}
        rows = [
            self._row(line, key, level, by_number, _is_parent(levels, place))
            for place, (line, key, level) in enumerate(zip(lines, keys, levels, strict=True))
        ]
        columns = self._columns()
        form = replace(draft, title=self._title() or draft.title, rows=tuple(rows), columns=columns)
        return ReadForm(form, tuple(self.problems))

    def _lines(self) -> list[_Line]:
        found = []
        for place in range(self.header.first_row, len(self.table.rows)):
            texts = {name: self._text(place, name) for name in PHRASES}
            label = texts["row_label"]
            if not label or fold(label).startswith(("nguoi lap", "thu truong", "noi nhan")):
                continue
            bare = _BULLET.sub("", label)
            found.append(
                _Line(
                    place, texts["row_number"].strip("."), bare, texts["row_unit"],
                    texts["row_formula"], texts["row_note"], bare != label,
                )
            )  # fmt: skip
        return found

    def _row(
        self, line: _Line, key: str, level: int, by_number: dict[str, str], is_parent: bool
    ) -> FormRow:
        kind = _type(line, is_parent, has_units="row_unit" in self.header.columns)
        row = FormRow(
            key=key,
            label=line.label,
            type=kind,
            number=line.number,
            unit=line.unit,
            level=level,
            choices=("Có", "Không") if kind is ValueType.CHOICE else (),
            required=kind is not ValueType.HEADING and not line.formula,
            note=line.note,
        )
        if not line.formula:
            return row
        formula = read_formula(line.formula, by_number, key)
        if formula is None:
            self._unclear(line)
            return replace(row, required=kind is not ValueType.HEADING)
        if kind is ValueType.HEADING:
            row = replace(row, type=ValueType.INTEGER)
        return replace(row, formula=formula)

    def _unclear(self, line: _Line) -> None:
        column = column_letter(self.header.columns["row_formula"])
        facts = {"text": line.formula, "row": line.label}
        self.problems.append(
            CellProblem(
                self.table.sheet, line.place + 1, column, ImportCode.ROW_FORMULA_UNCLEAR, facts
            )
        )

    def _columns(self) -> tuple[FormColumn, ...]:
        """The headings that are none of ours hold values."""
        headings = [self.header.texts[place] for place in self.header.unused()][:MOST_COLUMNS]
        named = [clean(text) for text in headings if clean(text)]
        return tuple(
            FormColumn(f"c{place}", heading) for place, heading in enumerate(named, start=1)
        ) or (FormColumn("value", "Số liệu"),)

    def _title(self) -> str:
        """The longest line over the table that is not the letterhead."""
        above = {
            clean(cell_text(cell))
            for row in self.table.rows[: max(self.header.first_row - 1, 0)]
            for cell in row
        } - set(self.header.texts)
        letterhead = ("cong hoa xa hoi", "doc lap", "uy ban", "ubnd", "so noi vu")
        titles = [t for t in above if len(t) > 12 and not fold(t).startswith(letterhead)]
        return max(titles, key=lambda text: (len(text), text), default="")[:200]

    def _text(self, place: int, name: str) -> str:
        column = self.header.columns.get(name)
        return "" if column is None else cell_text(self.table.cell(place, column))


def _type(line: _Line, is_parent: bool, *, has_units: bool) -> ValueType:
    unit = " ".join(fold(line.unit).replace("/", " ").split())
    if "%" in line.unit or fold(line.label).startswith("ty le"):
        return ValueType.PERCENT
    if unit in _YES_NO:
        return ValueType.CHOICE
    if unit in ("dong", "vnd"):
        return ValueType.MONEY
    if unit in _DECIMALS:
        return ValueType.DECIMAL
    unit_lacks = has_units and not unit
    if is_parent and not line.formula and (unit_lacks or _UPPER.fullmatch(line.number)):
        return ValueType.HEADING
    return ValueType.INTEGER


def _is_parent(levels: list[int], place: int) -> bool:
    return place + 1 < len(levels) and levels[place + 1] > levels[place]


def _levels(lines: list[_Line]) -> list[int]:
    """I → 0, then 1 → 1 (0 without any I), 1.1 → 2, a → one deeper than the number above."""
    has_upper = any(_UPPER.fullmatch(line.number) for line in lines)
    levels: list[int] = []
    numbered = 0
    for line in lines:
        if _UPPER.fullmatch(line.number):
            numbered = level = 0
        elif _DOTTED.fullmatch(line.number):
            numbered = level = line.number.count(".") + has_upper
        elif line.bullet or _SMALL.fullmatch(line.number):
            level = numbered + 1
        else:
            level = numbered if levels else 0
        levels.append(min(level, DEEPEST_LEVEL))
    return levels


def _keys(numbers: list[str]) -> list[str]:
    """r1_1 for 1.1; a second one of the same number gets a number behind it."""
    keys: list[str] = []
    for place, number in enumerate(numbers, start=1):
        stem = "_".join(re.findall(r"[a-z0-9]+", fold(number)))[:30]
        key = f"r{stem}" if stem else f"line_{place}"
        again = 2
        free = key
        while free in keys:
            free, again = f"{key}_{again}", again + 1
        keys.append(free)
    return keys
