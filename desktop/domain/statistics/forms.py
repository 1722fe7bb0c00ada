"""A statistics form as the province defines it: rows, columns, formulas, checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

Value = Decimal | str | None
# A cell: the key of its row and of its column.
Place = tuple[str, str]


class ValueType(StrEnum):
    """What may stand in a cell; a heading holds nothing."""

    HEADING = "heading"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"
    MONEY = "money"
    CHOICE = "choice"
    TEXT = "text"


NUMERIC = (ValueType.INTEGER, ValueType.DECIMAL, ValueType.PERCENT, ValueType.MONEY)
USUAL_PLACES = {
    ValueType.INTEGER: 0,
    ValueType.MONEY: 0,
    ValueType.PERCENT: 1,
    ValueType.DECIMAL: 2,
}


@dataclass(frozen=True, slots=True)
class Sum:
    """Adds its parts; an optional part that is blank adds nothing."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first without the others."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Percent:
    """A part of a whole in percent; blank when the whole is nothing."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Expression:
    """Anything else: + − × ÷ over keys, min, max, abs. ``keys`` are what it asks for."""

    text: str
    keys: tuple[str, ...]


Formula = Sum | Difference | Percent | Expression


def keys_of(formula: Formula) -> tuple[str, ...]:
    """The rows (or columns) that a formula reads."""
    match formula:
        case Sum(parts):
            return parts
        case Difference(whole, parts):
            return (whole, *parts)
        case Percent(part, whole):
            return (part, whole)
        case Expression(_, keys):
            return keys


@dataclass(frozen=True, slots=True)
class FormRow:
    """A line. ``level`` indents; ``figure`` names what fills its first column from the records.

    ``carries``: last period's value is a starting point (offices, posts). ``places``: printed
    decimals. ``may_be_negative`` and ``may_exceed`` lift the bounds 0 and 100 %.
    """

    key: str
    label: str
    type: ValueType
    number: str = ""
    unit: str = ""
    level: int = 0
    required: bool = False
    formula: Formula | None = None
    figure: str = ""
    carries: bool = False
    places: int | None = None
    choices: tuple[str, ...] = ()
    may_be_negative: bool = False
    may_exceed: bool = False
    note: str = ""

    @property
    def name(self) -> str:
        """What a person calls it: "3.2 Hồ sơ đã giải quyết"."""
        return f"{self.number} {self.label}".strip()


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of values; ``type`` None: as the row says; its formula reads other columns."""

    key: str
    heading: str
    type: ValueType | None = None
    formula: Formula | None = None


class Sign(StrEnum):
    """How the two sides of a check stand."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class FormCheck:
    """An identity between rows, in every column of numbers."""

    left: Expression
    sign: Sign
    right: Expression
    words: str = ""


@dataclass(frozen=True)
class StatisticsForm:
    """A version of a form (biểu mẫu).

    ``kinds``: the report kinds it is filled for. ``is_sample``: composed as an example;
    ``unconfirmed``: no official source was seen.
    """

    code: str
    version: str
    title: str
    kinds: tuple[str, ...]
    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]
    checks: tuple[FormCheck, ...] = ()
    number: str = ""
    issuer: str = ""
    source: str = ""
    is_sample: bool = False
    unconfirmed: bool = False

    @cached_property
    def row_by_key(self) -> Mapping[str, FormRow]:
        """Rows by their keys."""
        return {row.key: row for row in self.rows}

    @cached_property
    def column_by_key(self) -> Mapping[str, FormColumn]:
        """Columns by their keys."""
        return {column.key: column for column in self.columns}

    @property
    def places(self) -> tuple[Place, ...]:
        """Every cell that can hold a value, row by row."""
        return tuple(
            (row.key, column.key)
            for row in self.rows
            if row.type is not ValueType.HEADING
            for column in self.columns
        )

    def type_at(self, place: Place) -> ValueType:
        """What may stand in a cell."""
        row, column = self.row_by_key[place[0]], self.column_by_key[place[1]]
        if row.type is ValueType.HEADING:
            return ValueType.HEADING
        return column.type or row.type

    def decimals_at(self, place: Place) -> int:
        """The printed decimals of a cell of numbers."""
        own, usual = self.row_by_key[place[0]].places, USUAL_PLACES.get(self.type_at(place), 0)
        return usual if own is None else own

    def formula_at(self, place: Place) -> tuple[Formula, tuple[Place, ...]] | None:
        """The formula of a cell with the cells that it reads; a row's wins over a column's."""
        row, column = place
        if self.type_at(place) not in NUMERIC:
            return None
        formula = self.row_by_key[row].formula
        if formula is not None:
            return formula, tuple((key, column) for key in keys_of(formula))
        formula = self.column_by_key[column].formula
        if formula is not None:
            return formula, tuple((row, key) for key in keys_of(formula))
        return None

    def figure_at(self, place: Place) -> str:
        """The figure that fills a cell; empty for none."""
        is_first = place[1] == self.columns[0].key
        return self.row_by_key[place[0]].figure if is_first else ""

    def is_required(self, place: Place) -> bool:
        """Whether a person must fill the cell: a required row, and nothing computes it."""
        return self.row_by_key[place[0]].required and self.formula_at(place) is None
