"""From a figure of the office to the answer of a bound line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.domain.criteria.answers import Answer, AnswerKind, Inputs
from desktop.domain.criteria.figures import FIGURES, FigureReading, Register
from desktop.domain.criteria.items import CriteriaItem
from desktop.domain.criteria.numbers import HUNDRED, ZERO, half_up
from desktop.domain.criteria.rules import Deduct, Formula, Measure, PerUnit, Survey, Tiers, YesNo


class Unfilled(StrEnum):
    """Why a bound line was left as it is."""

    NO_REGISTER = "no_register"
    NOT_RECORDED = "not_recorded"
    NOTHING_TO_DIVIDE = "nothing_to_divide"
    TYPED_BY_HAND = "typed_by_hand"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Filling:
    """The answer that figures give, or why they give none."""

    answer: Answer | None
    reading: FigureReading | None = None
    unfilled: Unfilled | None = None


def bound_figures(item: CriteriaItem) -> frozenset[str]:
    """The figures that a line asks for; none when it is not bound."""
    if item.binding is None:
        return frozenset()
    return frozenset(item.binding.variables.values()) | (
        {item.binding.figure} if item.binding.figure else set()
    )


def fill_line(item: CriteriaItem, readings: Mapping[str, FigureReading]) -> Filling:
    """What the readings make of a bound line; a share of nothing is a case that did not arise."""
    wanted = bound_figures(item)
    known = [readings[name] for name in sorted(wanted) if name in readings]
    if len(known) < len(wanted) or not known or item.rule is None:
        lacking = [FIGURES[name].register for name in wanted - {*readings} if name in FIGURES]
        kept = bool(lacking) and set(lacking) <= {Register.DOSSIERS, Register.PROCEDURES}
        return Filling(None, unfilled=Unfilled.NOT_RECORDED if kept else Unfilled.NO_REGISTER)
    reading = known[0]
    if item.binding is not None and item.binding.variables:
        pairs = item.binding.variables.items()
        inputs: Inputs = {key: readings[name].part for key, name in pairs}
        return Filling(Answer(AnswerKind.VALUE, inputs), reading)
    if reading.whole == ZERO:
        if item.no_case_points is None:
            return Filling(None, reading, Unfilled.NOTHING_TO_DIVIDE)
        return Filling(Answer(AnswerKind.NO_CASE), reading)
    return Filling(Answer(AnswerKind.VALUE, _inputs(item, reading)), reading)


def _inputs(item: CriteriaItem, reading: FigureReading) -> dict[str, Decimal | str]:
    rule = item.rule
    if isinstance(rule, YesNo):
        return {"yes": Decimal(reading.part > ZERO)}
    if isinstance(rule, PerUnit) or (isinstance(rule, Tiers) and rule.measure is Measure.COUNT):
        return {"count": reading.part}
    if isinstance(rule, Deduct):
        return {rule.violations[0].key: reading.part}
    if isinstance(rule, Formula):
        return {rule.variables[0].key: reading.part}
    if reading.whole is None:
        return {"percent": reading.part}
    if isinstance(rule, Survey):
        return {"percent": half_up(reading.part * HUNDRED / reading.whole, 4)}
    return {"part": reading.part, "whole": reading.whole}
