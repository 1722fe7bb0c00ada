"""Whether a form is sound: keys, references, circles, and what contradicts itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.statistics.computing import evaluation_order
from desktop.domain.statistics.forms import (
    NUMERIC,
    FormRow,
    StatisticsForm,
    ValueType,
    keys_of,
)


class FormFault(StrEnum):
    """What a form can have wrong."""

    REPEATED_KEY = "repeated_key"
    UNKNOWN_ROW = "unknown_row"
    UNKNOWN_COLUMN = "unknown_column"
    NOT_A_NUMBER_ROW = "not_a_number_row"
    CIRCLE = "circle"
    TWO_SOURCES = "two_sources"
    UNKNOWN_FIGURE = "unknown_figure"
    NO_CHOICES = "no_choices"
    UNKNOWN_KIND = "unknown_kind"
    FORMULA_ON_TEXT = "formula_on_text"


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One fault: the row, column or check it stands at, and the name that is wrong."""

    fault: FormFault
    place: str
    about: str = ""


def check_form(
    form: StatisticsForm, figures: Collection[str], kinds: Collection[str]
) -> tuple[FormProblem, ...]:
    """Every fault, in the order of the form; ``figures`` and ``kinds`` are the known names."""
    found = [*_repeated(form), *_kinds(form, kinds)]
    for row in form.rows:
        found += _row(form, row, figures)
    for column in form.columns:
        found += [
            FormProblem(FormFault.UNKNOWN_COLUMN, column.heading, key)
            for key in (keys_of(column.formula) if column.formula else ())
            if key not in form.column_by_key
        ]
    for check in form.checks:
        for key in (*check.left.keys, *check.right.keys):
            found += _reference(form, f"{check.left.text} {check.sign} {check.right.text}", key)
    if not found and len(evaluation_order(form)) < len(form.places):
        done = set(evaluation_order(form))
        row_key = next(row for row, column in form.places if (row, column) not in done)
        found.append(FormProblem(FormFault.CIRCLE, form.row_by_key[row_key].name))
    return tuple(found)


def _repeated(form: StatisticsForm) -> list[FormProblem]:
    keys = Counter(row.key for row in form.rows)
    keys.update(f"cột {column.key}" for column in form.columns)
    return [FormProblem(FormFault.REPEATED_KEY, key, key) for key, n in keys.items() if n > 1]


def _kinds(form: StatisticsForm, kinds: Collection[str]) -> list[FormProblem]:
    unknown = [kind for kind in form.kinds if kind not in kinds]
    if not form.kinds:
        return [FormProblem(FormFault.UNKNOWN_KIND, form.title)]
    return [FormProblem(FormFault.UNKNOWN_KIND, form.title, kind) for kind in unknown]


def _row(form: StatisticsForm, row: FormRow, figures: Collection[str]) -> Iterator[FormProblem]:
    if row.formula is not None:
        if row.type not in NUMERIC:
            yield FormProblem(FormFault.FORMULA_ON_TEXT, row.name)
        for key in keys_of(row.formula):
            yield from _reference(form, row.name, key)
    if row.figure:
        if row.formula is not None:
            yield FormProblem(FormFault.TWO_SOURCES, row.name)
        if row.figure not in figures:
            yield FormProblem(FormFault.UNKNOWN_FIGURE, row.name, row.figure)
        if row.type not in NUMERIC:
            yield FormProblem(FormFault.FORMULA_ON_TEXT, row.name)
    if row.type is ValueType.CHOICE and not row.choices:
        yield FormProblem(FormFault.NO_CHOICES, row.name)


def _reference(form: StatisticsForm, place: str, key: str) -> Iterator[FormProblem]:
    row = form.row_by_key.get(key)
    if row is None:
        yield FormProblem(FormFault.UNKNOWN_ROW, place, key)
    elif row.type not in NUMERIC:
        yield FormProblem(FormFault.NOT_A_NUMBER_ROW, place, row.name)
