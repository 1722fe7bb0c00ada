"""What stands in each cell of a form: typed, counted from the records, or computed.

A typed value stands over a computed one; formulas then go on with the typed one. Percentages
and decimals are rounded half-up to the decimals that are printed, once, at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.domain.criteria.formulas import FormulaError, FormulaFault, Formulas
from desktop.domain.figures import rounded
from desktop.domain.statistics.forms import (
    Difference,
    Expression,
    Formula,
    Percent,
    Place,
    StatisticsForm,
    Sum,
    Value,
)


class Origin(StrEnum):
    """Where a value comes from."""

    BLANK = "blank"
    TYPED = "typed"
    RECORDS = "records"
    FORMULA = "formula"
    TYPED_OVER = "typed_over"


@dataclass(frozen=True, slots=True)
class CellState:
    """A cell: what it says, why, and what the program itself would say."""

    value: Value
    origin: Origin
    computed: Value = None
    fault: FormulaFault | None = None

    @property
    def number(self) -> Decimal | None:
        """Its value where it is a number."""
        return self.value if isinstance(self.value, Decimal) else None


Cells = Mapping[Place, CellState]


def compute(
    form: StatisticsForm,
    typed: Mapping[Place, Value],
    figures: Mapping[str, Decimal | None],
    formulas: Formulas,
) -> dict[Place, CellState]:
    """Every cell of the form. Formulas without a circle (``form_checks`` refuses those)."""
    cells: dict[Place, CellState] = {}
    for place in evaluation_order(form):
        cells[place] = _cell(form, place, cells, typed.get(place), figures, formulas)
    return {place: cells[place] for place in form.places}


def evaluation_order(form: StatisticsForm) -> tuple[Place, ...]:
    """Cells, each after those that its formula reads; cells of a circle are left out."""
    places = form.places
    reads = {place: _reads(form, place) for place in places}
    known: set[Place] = set()
    order: list[Place] = []
    for start in places:
        stack = [start]
        on_way: set[Place] = set()
        while stack:
            place = stack[-1]
            if place in known:
                stack.pop()
                continue
            waiting = [one for one in reads[place] if one not in known]
            if not waiting:
                known.add(place)
                order.append(place)
                stack.pop()
            elif place in on_way:
                return tuple(order)
            else:
                on_way.add(place)
                stack.extend(waiting)
    return tuple(order)


def _reads(form: StatisticsForm, place: Place) -> tuple[Place, ...]:
    found = form.formula_at(place)
    return found[1] if found is not None else ()


def _cell(
    form: StatisticsForm,
    place: Place,
    cells: Cells,
    typed: Value,
    figures: Mapping[str, Decimal | None],
    formulas: Formulas,
) -> CellState:
    found, figure = form.formula_at(place), form.figure_at(place)
    computed: Value = None
    origin, fault = Origin.BLANK, None
    if found is not None:
        try:
            computed = _value(form, place, *found, cells, formulas)
        except FormulaError as error:
            fault = error.fault
        origin = Origin.FORMULA
    elif figure:
        counted = figures.get(figure)
        computed = None if counted is None else rounded(counted, form.decimals_at(place))
        origin = Origin.BLANK if computed is None else Origin.RECORDS
    if typed is None:
        return CellState(computed, origin, computed, fault)
    over = computed is not None
    return CellState(typed, Origin.TYPED_OVER if over else Origin.TYPED, computed)


def _value(
    form: StatisticsForm,
    place: Place,
    formula: Formula,
    reads: tuple[Place, ...],
    cells: Cells,
    formulas: Formulas,
) -> Decimal | None:
    numbers = [cells[one].number for one in reads]
    if isinstance(formula, Sum):
        found = _sum(form, reads, numbers)
    else:
        known = [number for number in numbers if number is not None]
        found = _of_known(formula, known, formulas) if len(known) == len(numbers) else None
    return None if found is None else rounded(found, form.decimals_at(place))


def _sum(
    form: StatisticsForm, reads: Iterable[Place], numbers: list[Decimal | None]
) -> Decimal | None:
    """Blank while nothing, or a part that must be filled, is blank."""
    known = [number for number in numbers if number is not None]
    lacking = (place for place, n in zip(reads, numbers, strict=True) if n is None)
    if not known or any(form.row_by_key[row].required for row, _ in lacking):
        return None
    return sum(known, Decimal(0))


def _of_known(formula: Formula, numbers: list[Decimal], formulas: Formulas) -> Decimal | None:
    match formula:
        case Difference():
            return numbers[0] - sum(numbers[1:], Decimal(0))
        case Percent():
            return None if numbers[1] == 0 else numbers[0] * 100 / numbers[1]
        case Expression(text, keys):
            return _expression(text, dict(zip(keys, numbers, strict=True)), formulas.value)
    raise AssertionError(formula)


def _expression(
    text: str,
    variables: Mapping[str, Decimal],
    evaluate: Callable[[str, Mapping[str, Decimal]], Decimal],
) -> Decimal | None:
    """None when it divides by nothing: no case arose."""
    try:
        return evaluate(text, variables)
    except FormulaError as error:
        if error.fault is FormulaFault.DIVISION_BY_ZERO:
            return None
        raise
