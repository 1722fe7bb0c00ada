"""What does not add up in a filled form, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.criteria.formulas import FormulaError, Formulas
from desktop.domain.statistics.computing import Cells
from desktop.domain.statistics.forms import (
    Expression,
    FormCheck,
    Percent,
    Place,
    Sign,
    StatisticsForm,
    ValueType,
)

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class BrokenCheck:
    """An identity that fails in one column, with what its two sides come to."""

    check: FormCheck
    column: str
    left: Decimal
    right: Decimal


def missing_places(form: StatisticsForm, cells: Cells) -> tuple[Place, ...]:
    """Cells that a person must fill and has not."""
    return tuple(
        place for place in form.places if form.is_required(place) and cells[place].value is None
    )


def broken_checks(
    form: StatisticsForm, cells: Cells, formulas: Formulas
) -> tuple[BrokenCheck, ...]:
    """Identities that fail; one with a blank on either side is not judged."""
    found = []
    for check in form.checks:
        for column in form.columns:
            sides = [_side(side, column.key, cells, formulas) for side in (check.left, check.right)]
            left, right = sides
            if left is not None and right is not None and not _holds(check.sign, left, right):
                found.append(BrokenCheck(check, column.key, left, right))
    return tuple(found)


def over_hundred(form: StatisticsForm, cells: Cells) -> tuple[Place, ...]:
    """Computed shares above 100 %: the part is larger than the whole."""
    return tuple(
        place
        for place in _percent_places(form)
        if (cells[place].number or _HUNDRED) > _HUNDRED and not form.row_by_key[place[0]].may_exceed
    )


def _percent_places(form: StatisticsForm) -> Iterator[Place]:
    for place in form.places:
        found = form.formula_at(place)
        is_share = found is not None and isinstance(found[0], Percent)
        if is_share or form.type_at(place) is ValueType.PERCENT:
            yield place


def _side(side: Expression, column: str, cells: Cells, formulas: Formulas) -> Decimal | None:
    variables = _variables(side, column, cells)
    if variables is None:
        return None
    try:
        return formulas.value(side.text, variables)
    except FormulaError:
        return None


def _variables(side: Expression, column: str, cells: Cells) -> Mapping[str, Decimal] | None:
    numbers = {key: cells[key, column].number for key in side.keys if (key, column) in cells}
    known = {key: number for key, number in numbers.items() if number is not None}
    return known if len(known) == len(side.keys) else None


def _holds(sign: Sign, left: Decimal, right: Decimal) -> bool:
    if sign is Sign.EQUAL:
        return left == right
    return left <= right if sign is Sign.AT_MOST else left >= right
