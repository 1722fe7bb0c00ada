"""What must hold in a criteria set; every failed check names its line and its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from desktop.domain.criteria.figures import FIGURES, FigureShape
from desktop.domain.criteria.formulas import FormulaError, Formulas
from desktop.domain.criteria.items import (
    Block,
    CriteriaItem,
    CriteriaSet,
    ItemKind,
    Scorer,
)
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.rules import (
    Deduct,
    Formula,
    Levels,
    Measure,
    PerUnit,
    Ratio,
    ScoringRule,
    Survey,
    Tiers,
    YesNo,
    highest_points,
)

DEEPEST = 5
_LARGEST = Decimal(10_000)


class SetFault(StrEnum):
    """What can be wrong with a set; the words stand in ``desktop.wording.criteria``."""

    EMPTY = "empty"
    REPEATED_ID = "repeated_id"
    UNKNOWN_PARENT = "unknown_parent"
    CIRCLE = "circle"
    TOO_DEEP = "too_deep"
    KIND_ORDER = "kind_order"
    BLOCK_MIXED = "block_mixed"
    MAX_MISSING = "max_missing"
    MAX_RANGE = "max_range"
    CHILDREN_SUM = "children_sum"
    WHOLE_SUM = "whole_sum"
    RULE_MISSING = "rule_missing"
    EVIDENCE_MISSING = "evidence_missing"
    RULE_ON_GROUP = "rule_on_group"
    RULE_BEYOND_MAX = "rule_beyond_max"
    RULE_BELOW_MAX = "rule_below_max"
    RULE_NUMBERS = "rule_numbers"
    TIERS_ORDER = "tiers_order"
    NO_CASE_BEYOND_MAX = "no_case_beyond_max"
    FORMULA_BAD = "formula_bad"
    UNKNOWN_FIGURE = "unknown_figure"
    FIGURE_DOES_NOT_FIT = "figure_does_not_fit"
    BANDS_ORDER = "bands_order"
    CAP_MISSING = "cap_missing"


@dataclass(frozen=True, slots=True)
class SetProblem:
    """One failed check: the line (empty: the set), the fault, the facts for the words."""

    item: str
    fault: SetFault
    facts: dict[str, Any] = field(default_factory=dict)


def check_set(criteria: CriteriaSet, formulas: Formulas) -> tuple[SetProblem, ...]:
    """Every problem, in the order of the lines; empty when the set can be scored."""
    shape = tuple(_shape(criteria))
    if any(p.fault in _BROKEN_TREE for p in shape):
        return shape
    lines = (p for item in criteria.items for p in _line(criteria, item, formulas))
    return (*shape, *lines, *_sums(criteria))


_BROKEN_TREE = (SetFault.EMPTY, SetFault.REPEATED_ID, SetFault.UNKNOWN_PARENT, SetFault.CIRCLE)


def _shape(criteria: CriteriaSet) -> Iterator[SetProblem]:
    if not criteria.items:
        yield SetProblem("", SetFault.EMPTY)
    counted = Counter(item.id for item in criteria.items)
    for item_id, times in counted.items():
        if times > 1:
            yield SetProblem(item_id, SetFault.REPEATED_ID, {"times": times})
    for item in criteria.items:
        yield from _place(criteria, item)


def _place(criteria: CriteriaSet, item: CriteriaItem) -> Iterator[SetProblem]:
    if item.parent is None:
        return
    parent = criteria.by_id.get(item.parent)
    if parent is None:
        yield SetProblem(item.id, SetFault.UNKNOWN_PARENT, {"parent": item.parent})
        return
    path = criteria.path(item)
    if path[0].parent is not None:
        yield SetProblem(item.id, SetFault.CIRCLE)
        return
    if len(path) > DEEPEST:
        yield SetProblem(item.id, SetFault.TOO_DEEP, {"most": DEEPEST})
    if _RANK[item.kind] < _RANK[parent.kind] or item.kind is ItemKind.FIELD:
        yield SetProblem(item.id, SetFault.KIND_ORDER, {"parent": parent.id})
    if item.block is not parent.block:
        yield SetProblem(item.id, SetFault.BLOCK_MIXED, {"parent": parent.id})


_RANK = {ItemKind.FIELD: 0, ItemKind.CRITERION: 1, ItemKind.SUBCRITERION: 2}


def _line(criteria: CriteriaSet, item: CriteriaItem, formulas: Formulas) -> Iterator[SetProblem]:
    if item.maximum is None:
        yield SetProblem(item.id, SetFault.MAX_MISSING)
    elif not ZERO <= item.maximum <= _LARGEST:
        facts = {"max": item.maximum, "most": _LARGEST}
        yield SetProblem(item.id, SetFault.MAX_RANGE, facts)
    if criteria.is_scored(item):
        yield from _scored(item, formulas)
    else:
        yield from _group(criteria, item)


def _group(criteria: CriteriaSet, item: CriteriaItem) -> Iterator[SetProblem]:
    if item.rule is not None:
        yield SetProblem(item.id, SetFault.RULE_ON_GROUP)
    known = [child.maximum for child in criteria.children[item.id]]
    added = sum((value for value in known if value is not None), ZERO)
    capped = item.block is not Block.MAIN and item.maximum is not None and added > item.maximum
    if item.maximum is not None and None not in known and added != item.maximum and not capped:
        yield SetProblem(item.id, SetFault.CHILDREN_SUM, {"sum": added, "max": item.maximum})


def _scored(item: CriteriaItem, formulas: Formulas) -> Iterator[SetProblem]:
    if item.rule is None:
        yield SetProblem(item.id, SetFault.RULE_MISSING, {"text": item.rule_text})
    else:
        yield from _rule(item, item.rule, formulas)
        yield from _binding(item, item.rule)
    if not item.evidence and item.scorer is Scorer.UNIT:
        yield SetProblem(item.id, SetFault.EVIDENCE_MISSING)
    top = item.maximum if item.maximum is not None else _LARGEST
    if item.no_case_points is not None and not ZERO <= item.no_case_points <= top:
        facts = {"points": item.no_case_points, "max": top}
        yield SetProblem(item.id, SetFault.NO_CASE_BEYOND_MAX, facts)


def _rule(item: CriteriaItem, rule: ScoringRule, formulas: Formulas) -> Iterator[SetProblem]:
    highest, maximum = highest_points(rule), item.maximum
    if highest is not None and maximum is not None and highest != maximum:
        fault = SetFault.RULE_BEYOND_MAX if highest > maximum else SetFault.RULE_BELOW_MAX
        yield SetProblem(item.id, fault, {"points": highest, "max": maximum})
    if any(number < ZERO for number in _numbers(rule)) or _is_empty(rule):
        yield SetProblem(item.id, SetFault.RULE_NUMBERS)
    if isinstance(rule, Tiers) and not _falls(rule):
        yield SetProblem(item.id, SetFault.TIERS_ORDER)
    if isinstance(rule, Formula):
        yield from _formula(item, rule, formulas)


def _numbers(rule: ScoringRule) -> list[Decimal]:
    """Every number of a rule that may not be below nothing."""
    if isinstance(rule, Tiers):
        return [n for tier in rule.tiers for n in (tier.lowest, tier.points)]
    if isinstance(rule, Deduct):
        return [violation.points for violation in rule.violations]
    if isinstance(rule, Levels):
        return [level.points for level in rule.levels]
    if isinstance(rule, Ratio):
        return [rule.floor or ZERO, rule.full_at]
    if isinstance(rule, YesNo):
        return [rule.points]
    return [rule.each] if isinstance(rule, PerUnit) else []


def _is_empty(rule: ScoringRule) -> bool:
    """Whether a rule lacks what it works with, or names the same thing twice."""
    if isinstance(rule, Ratio | Survey):
        return rule.full_at <= ZERO or (
            isinstance(rule, Ratio) and (rule.floor or ZERO) > rule.full_at
        )
    if isinstance(rule, PerUnit):
        return rule.each == ZERO
    if isinstance(rule, Tiers):
        return not rule.tiers
    if isinstance(rule, Deduct):
        keys = [violation.key for violation in rule.violations]
        return not keys or len(set(keys)) < len(keys)
    if isinstance(rule, Levels):
        keys = [level.key for level in rule.levels]
        return not keys or len(set(keys)) < len(keys)
    return False


def _falls(rule: Tiers) -> bool:
    edges = [(tier.lowest, tier.above, tier.points) for tier in rule.tiers]
    return all(
        (high[0], high[1]) > (low[0], low[1]) and high[2] > low[2] for high, low in pairwise(edges)
    )


def _formula(item: CriteriaItem, rule: Formula, formulas: Formulas) -> Iterator[SetProblem]:
    keys = {variable.key for variable in rule.variables}
    try:
        asked = formulas.names(rule.expression)
    except FormulaError as error:
        facts = {"fault": error.fault, "about": error.about}
        yield SetProblem(item.id, SetFault.FORMULA_BAD, facts)
        return
    for name in sorted(asked - keys - {"max"}):
        facts = {"fault": "unknown_name", "about": name}
        yield SetProblem(item.id, SetFault.FORMULA_BAD, facts)


def _binding(item: CriteriaItem, rule: ScoringRule) -> Iterator[SetProblem]:
    if item.binding is None:
        return
    bound = [item.binding.figure] if item.binding.figure else list(item.binding.variables.values())
    for name in bound:
        if name not in FIGURES:
            yield SetProblem(item.id, SetFault.UNKNOWN_FIGURE, {"figure": name})
        elif item.binding.figure and FIGURES[name].shape not in figure_shapes(rule):
            yield SetProblem(item.id, SetFault.FIGURE_DOES_NOT_FIT, {"figure": name})


def figure_shapes(rule: ScoringRule) -> tuple[FigureShape, ...]:
    """The figures that can fill a rule with one input."""
    if isinstance(rule, Ratio):
        return (FigureShape.SHARE, FigureShape.PERCENT)
    if isinstance(rule, Tiers):
        percent = rule.measure is Measure.PERCENT
        return (FigureShape.SHARE, FigureShape.PERCENT) if percent else (FigureShape.COUNT,)
    if isinstance(rule, YesNo | PerUnit):
        return (FigureShape.COUNT,)
    if isinstance(rule, Survey):
        return (FigureShape.PERCENT, FigureShape.SHARE)
    if isinstance(rule, Deduct) and len(rule.violations) == 1:
        return (FigureShape.COUNT,)
    return ()


def _sums(criteria: CriteriaSet) -> Iterator[SetProblem]:
    tops = [item for item in criteria.items if item.parent is None and item.block is Block.MAIN]
    added = criteria.maximum_of(Block.MAIN)
    known = all(item.maximum is not None for item in tops)
    if criteria.whole is not None and known and added != criteria.whole:
        yield SetProblem("", SetFault.WHOLE_SUM, {"sum": added, "whole": criteria.whole})
    edges = [band.lowest for band in criteria.bands]
    names = [band.name for band in criteria.bands]
    if edges != sorted(set(edges), reverse=True) or len(set(names)) < len(names):
        yield SetProblem("", SetFault.BANDS_ORDER)
    for block, cap in (
        (Block.BONUS, criteria.bonus_cap),
        (Block.DEDUCTION, criteria.deduction_cap),
    ):
        if cap is None and any(item.block is block for item in criteria.items):
            yield SetProblem("", SetFault.CAP_MISSING, {"block": block})
