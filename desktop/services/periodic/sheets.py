"""The filled form of a periodic report: every cell with its value, its origin, its author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, select

from desktop.domain.errors import Entry, InputProblem, InputRefused
from desktop.domain.statistics.computing import Cells, CellState, Origin, compute
from desktop.domain.statistics.forms import FormRow, Place, StatisticsForm, ValueType
from desktop.domain.statistics.values import restored, shown_value
from desktop.domain.text import fold
from desktop.models.periodic import periodic_values
from desktop.services.office import Office
from desktop.services.periodic.figures import read_figures
from desktop.services.periodic.forms import FORMULAS
from desktop.services.periodic.records import PeriodicReport


@dataclass(frozen=True, slots=True)
class TypedValue:
    """A value that a person gave; ``computed`` is what the program said then."""

    id: int
    value: str
    computed: str | None
    reason: str
    user_name: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """A report's form with everything in it."""

    report: PeriodicReport
    cells: Cells
    typed: Mapping[Place, TypedValue]
    figures: Mapping[str, Decimal | None]

    @property
    def form(self) -> StatisticsForm:
        """The version that the report was opened with."""
        return self.report.form

    def text(self, place: Place) -> str:
        """A cell as paper shows it; empty for a heading."""
        state = self.cells.get(place)
        return "" if state is None else shown_value(self.form, place, state.value)

    def computed_text(self, place: Place) -> str:
        """What the program itself says."""
        state = self.cells.get(place)
        return "" if state is None else shown_value(self.form, place, state.computed)

    def replaced_text(self, place: Place) -> str:
        """What the program said when a value was typed over it, and what it says today."""
        typed, now = self.typed.get(place), self.computed_text(place)
        if typed is None or typed.computed is None:
            return now
        then = shown_value(self.form, place, restored(self.form, place, typed.computed))
        return then if then == now else f"{then} (nay {now})"

    def lacks(self, place: Place) -> bool:
        """Whether a person must fill the cell and has not."""
        state = self.cells.get(place)
        return state is not None and state.value is None and self.form.is_required(place)


def build_sheet(office: Office, report: PeriodicReport) -> Sheet:
    """Counts, computes and lays typed values over."""
    form = report.form
    names = {row.figure for row in form.rows if row.figure}
    figures = read_figures(office, names, report.days)
    with office.reading() as connection:
        typed = typed_values(connection, report.id)
    values = {
        place: restored(form, place, one.value)
        for place, one in typed.items()
        if place[0] in form.row_by_key and place[1] in form.column_by_key
    }
    return Sheet(report, compute(form, values, figures, FORMULAS), typed, figures)


def typed_values(connection: Connection, report_id: int) -> dict[Place, TypedValue]:
    """The values in force."""
    rows = connection.execute(
        select(periodic_values).where(
            periodic_values.c.report_id == report_id, periodic_values.c.removed_at.is_(None)
        )
    )
    return {
        (row.row_key, row.column_key): TypedValue(
            row.id, row.value, row.computed, row.reason, row.user_name, row.at
        )
        for row in rows
    }


def find_place(form: StatisticsForm, row: str, column: str = "") -> Place:
    """A cell by the row's key, number or label, and the column's key or heading.

    Without a column it is the first. Raises InputRefused(UNKNOWN_CHOICE).
    """
    found = _row(form, row)
    return found.key, _column(form, column) if column else form.columns[0].key


def _row(form: StatisticsForm, text: str) -> FormRow:
    rows = [row for row in form.rows if row.type is not ValueType.HEADING]
    wanted = fold(text.strip())
    for names in (lambda r: r.key, lambda r: r.number, lambda r: fold(r.label)):
        found = [row for row in rows if names(row) and fold(names(row)) == wanted]
        if len(found) == 1:
            return found[0]
    choices = ", ".join(row.key for row in rows[:12]) + (" …" if len(rows) > 12 else "")
    facts = {"text": text, "choices": choices}
    raise InputRefused(InputProblem("report_row", Entry.UNKNOWN_CHOICE, facts))


def _column(form: StatisticsForm, text: str) -> str:
    for column in form.columns:
        if fold(text.strip()) in (column.key, fold(column.heading)):
            return column.key
    facts = {"text": text, "choices": ", ".join(column.key for column in form.columns)}
    raise InputRefused(InputProblem("report_column", Entry.UNKNOWN_CHOICE, facts))


def row_names(form: StatisticsForm) -> dict[str, str]:
    """Every row called apart: a lettered one by the number over it, "3.7a Trước hạn"."""
    names: dict[str, str] = {}
    above = ""
    for row in form.rows:
        lettered = row.number and not any(letter.isdigit() for letter in row.number)
        number = f"{above}{row.number}" if lettered and row.level else row.number
        if not (lettered and row.level):
            above = row.number
        name = f"{number} {row.label}".strip()
        names[row.key] = name if name not in names.values() else f"{name} ({row.key})"
    return names


def is_computed(state: CellState) -> bool:
    """Whether the program itself has something to say in the cell."""
    return state.origin in (Origin.RECORDS, Origin.FORMULA, Origin.TYPED_OVER)
