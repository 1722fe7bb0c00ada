"""The points of one line, with the why as facts that words are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from desktop.domain.criteria.answers import Answer, AnswerKind, Inputs
from desktop.domain.criteria.formulas import FormulaError, Formulas
from desktop.domain.criteria.items import Block, CriteriaItem, Rounding, Scorer
from desktop.domain.criteria.numbers import HUNDRED, ZERO, half_up
from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Levels,
    Manual,
    PerUnit,
    Ratio,
    Survey,
    Tiers,
    YesNo,
)


class WhyKind(StrEnum):
    """Kinds of reasons for points; the words stand in ``desktop.wording.criteria``."""

    UNANSWERED = "unanswered"
    AWAITED = "awaited"
    NOT_APPLICABLE = "not_applicable"
    NO_CASE = "no_case"
    WHOLE_IS_ZERO = "whole_is_zero"
    YES = "yes"
    NO = "no"
    TIER = "tier"
    BELOW_TIERS = "below_tiers"
    RATIO = "ratio"
    RATIO_FULL = "ratio_full"
    BELOW_FLOOR = "below_floor"
    PER_UNIT = "per_unit"
    PER_UNIT_CAPPED = "per_unit_capped"
    DEDUCT = "deduct"
    DEDUCT_NONE = "deduct_none"
    PENALTY = "penalty"
    LEVEL = "level"
    FORMULA = "formula"
    FORMULA_FAILED = "formula_failed"
    SURVEY = "survey"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: its kind and the numbers in it."""

    kind: WhyKind
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinePoints:
    """Points as a size (penalties too), None when nothing can be computed."""

    points: Decimal | None
    why: Why


@dataclass(frozen=True, slots=True)
class _Line:
    item: CriteriaItem
    inputs: Inputs
    rounding: Rounding
    formulas: Formulas
    maximum: Decimal

    def number(self, key: str) -> Decimal | None:
        value = self.inputs.get(key)
        return value if isinstance(value, Decimal) else None

    def points(self, reached: Decimal, kind: WhyKind, /, **facts: Any) -> LinePoints:
        """Clamped to the line, rounded as the set says."""
        clamped = min(max(reached, ZERO), self.maximum)
        rounded = half_up(clamped, self.rounding.points)
        return LinePoints(rounded, Why(kind, {**facts, "points": rounded, "max": self.maximum}))


def line_points(
    item: CriteriaItem, answer: Answer, rounding: Rounding, formulas: Formulas
) -> LinePoints:
    """What the rule makes of the answer; own points are not looked at."""
    maximum = item.maximum if item.maximum is not None else ZERO
    if answer.kind is AnswerKind.NOT_APPLICABLE:
        return LinePoints(None, Why(WhyKind.NOT_APPLICABLE, {"max": maximum}))
    if answer.kind is None or item.rule is None:
        waits = item.scorer is not Scorer.UNIT
        kind = WhyKind.AWAITED if waits else WhyKind.UNANSWERED
        return LinePoints(None, Why(kind, {"scorer": item.scorer}))
    line = _Line(item, answer.inputs, rounding, formulas, maximum)
    if answer.kind is AnswerKind.NO_CASE:
        return line.points(item.no_case_points or ZERO, WhyKind.NO_CASE)
    return _RULES[type(item.rule)](line, item.rule)


def _yes_no(line: _Line, rule: YesNo) -> LinePoints:
    if line.number("yes"):
        return line.points(rule.points, WhyKind.YES)
    return line.points(ZERO, WhyKind.NO)


def _percent(line: _Line) -> tuple[Decimal | None, dict[str, Any]]:
    """The share in percent, exact, with what it came from; None when the whole is nothing."""
    part, whole = line.number("part"), line.number("whole")
    if part is None or whole is None:
        return line.number("percent"), {}
    facts = {"part": part, "whole": whole}
    return (part * HUNDRED / whole if whole else None), facts


def _whole_is_zero(line: _Line, facts: dict[str, Any]) -> LinePoints:
    """Nothing to divide by: no case arose, and the line says what that is worth, or nobody does."""
    if line.item.no_case_points is not None:
        return line.points(line.item.no_case_points, WhyKind.NO_CASE)
    return LinePoints(None, Why(WhyKind.WHOLE_IS_ZERO, facts))


def _tiers(line: _Line, rule: Tiers) -> LinePoints:
    value = line.number("count")
    facts: dict[str, Any] = {}
    if value is None:
        value, facts = _percent(line)
        if value is None:
            return _whole_is_zero(line, facts)
    facts |= {"value": value, "measure": rule.measure, "unit": rule.unit}
    better: Decimal | None = None
    for tier in rule.tiers:
        if tier.holds(value):
            facts |= {"edge": tier.lowest, "above": tier.above, "better": better}
            return line.points(tier.points, WhyKind.TIER, **facts)
        better = tier.lowest
    edge = rule.tiers[-1].lowest if rule.tiers else ZERO
    return line.points(ZERO, WhyKind.BELOW_TIERS, edge=edge, better=edge, **facts)


def _ratio(line: _Line, rule: Ratio) -> LinePoints:
    percent, facts = _percent(line)
    if percent is None:
        return _whole_is_zero(line, facts)
    facts |= {"percent": percent, "part_name": rule.part, "whole_name": rule.whole}
    facts["floor"] = rule.floor
    if rule.floor is not None and percent < rule.floor:
        return line.points(ZERO, WhyKind.BELOW_FLOOR, **facts)
    if percent >= rule.full_at:
        return line.points(line.maximum, WhyKind.RATIO_FULL, full_at=rule.full_at, **facts)
    places = line.rounding.ratio_percent
    counted = percent if places is None else half_up(percent, places)
    facts |= {"counted": counted, "full_at": rule.full_at}
    return line.points(line.maximum * counted / rule.full_at, WhyKind.RATIO, **facts)


def _per_unit(line: _Line, rule: PerUnit) -> LinePoints:
    count = line.number("count") or ZERO
    made = count * rule.each
    kind = WhyKind.PER_UNIT_CAPPED if made > line.maximum else WhyKind.PER_UNIT
    return line.points(made, kind, count=count, each=rule.each, unit=rule.unit)


def _deduct(line: _Line, rule: Deduct) -> LinePoints:
    counted = [(v, line.number(v.key) or ZERO) for v in rule.violations]
    lost = sum((v.points * count for v, count in counted), ZERO)
    parts = tuple((v.name, count, v.points) for v, count in counted if count)
    if line.item.block is Block.DEDUCTION:
        return line.points(lost, WhyKind.PENALTY, parts=parts, lost=lost)
    if not lost:
        return line.points(line.maximum, WhyKind.DEDUCT_NONE)
    return line.points(line.maximum - lost, WhyKind.DEDUCT, parts=parts, lost=lost)


def _levels(line: _Line, rule: Levels) -> LinePoints:
    for level in rule.levels:
        if level.key == line.inputs.get("level"):
            return line.points(level.points, WhyKind.LEVEL, name=level.name)
    return LinePoints(None, Why(WhyKind.UNANSWERED, {"scorer": line.item.scorer}))


def _formula(line: _Line, rule: Formula) -> LinePoints:
    given = {v.key: line.number(v.key) for v in rule.variables}
    known = {key: value for key, value in given.items() if value is not None}
    named = tuple((v.name, known.get(v.key)) for v in rule.variables)
    facts = {"expression": rule.expression, "variables": named}
    try:
        value = line.formulas.value(rule.expression, {**known, "max": line.maximum})
    except FormulaError as error:
        return LinePoints(
            None,
            Why(WhyKind.FORMULA_FAILED, {**facts, "fault": error.fault, "about": error.about}),
        )
    return line.points(value, WhyKind.FORMULA, value=value, **facts)


def _survey(line: _Line, rule: Survey) -> LinePoints:
    percent = line.number("percent") or ZERO
    share = min(percent / rule.full_at, Decimal(1))
    return line.points(line.maximum * share, WhyKind.SURVEY, percent=percent, full_at=rule.full_at)


def _manual(line: _Line, _rule: Manual) -> LinePoints:
    return line.points(line.number("points") or ZERO, WhyKind.MANUAL)


_RULES: dict[type, Callable[[_Line, Any], LinePoints]] = {
    YesNo: _yes_no,
    Tiers: _tiers,
    Ratio: _ratio,
    PerUnit: _per_unit,
    Deduct: _deduct,
    Levels: _levels,
    Formula: _formula,
    Survey: _survey,
    Manual: _manual,
}
