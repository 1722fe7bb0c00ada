"""What to do next: what each line still lacks for more points, and the shortest way to a rating.

Only what the unit can still do counts: violations that happened are not undone, lines that
others score are left out, and a share that every new case makes larger is won by new good
cases, never by taking old bad ones away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Any

from desktop.domain.criteria.answers import NO_ANSWER, Answer, AnswerKind, Inputs
from desktop.domain.criteria.figures import FIGURES
from desktop.domain.criteria.formulas import Formulas
from desktop.domain.criteria.items import Block, CriteriaItem, CriteriaSet, Scorer
from desktop.domain.criteria.numbers import HUNDRED, ZERO, half_up
from desktop.domain.criteria.rules import (
    Deduct,
    Levels,
    Measure,
    PerUnit,
    Ratio,
    Tiers,
    YesNo,
)
from desktop.domain.criteria.scoring import SetScore, score_line, score_set


class StepKind(StrEnum):
    """What a step asks for; the words stand in ``desktop.wording.criteria_advice``."""

    ANSWER = "answer"
    DO = "do"
    MORE_GOOD_CASES = "more_good_cases"
    MORE_OF_THE_WHOLE = "more_of_the_whole"
    RAISE_PERCENT = "raise_percent"
    MORE_UNITS = "more_units"
    NEXT_LEVEL = "next_level"


@dataclass(frozen=True, slots=True)
class Step:
    """A job: what it needs, the answer it would lead to, points and percent it would win.

    ``nearer`` is a smaller step on the same line.
    """

    item: CriteriaItem
    kind: StepKind
    gain: Decimal
    percent_gain: Decimal
    answer: Answer
    facts: Mapping[str, Any] = field(default_factory=dict)
    nearer: Step | None = None
    is_within_reach: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest way to a result: its steps, where they lead, whether that is enough."""

    target: Decimal
    steps: tuple[Step, ...]
    percent: Decimal
    is_reached: bool


_Option = tuple[StepKind, Answer, dict[str, Any]]


def next_steps(
    criteria: CriteriaSet,
    answers: Mapping[str, Answer],
    formulas: Formulas,
    room: Mapping[str, Decimal] | None = None,
) -> tuple[Step, ...]:
    """One step a line, the most points first; of equal points what is nearly done first.

    ``room``: how many new cases a line can still expect until the end of the year. A line all
    of whose steps need more comes last, marked as out of reach.
    """
    score = score_set(criteria, answers, formulas)
    steps = []
    for item in criteria.scored:
        found = _steps(criteria, score, item, answers.get(item.id, NO_ANSWER), formulas)
        most = (room or {}).get(item.id)
        near = [step for step in found if most is None or _new_cases(step) <= most]
        if near:
            steps.append(replace(near[0], nearer=near[-1] if len(near) > 1 else None))
        elif found:
            steps.append(replace(found[-1], is_within_reach=False))
    return tuple(sorted(steps, key=lambda s: (not s.is_within_reach, -s.gain, _effort(s))))


def way_to(
    criteria: CriteriaSet,
    answers: Mapping[str, Answer],
    target: Decimal,
    formulas: Formulas,
    room: Mapping[str, Decimal] | None = None,
) -> Way:
    """The fewest steps to a result in percent, each then made as small as still suffices.

    The step that wins most beside those already taken is taken next: caps only ever make a
    later step smaller, so no other choice gets there with fewer.
    """
    found = next_steps(criteria, answers, formulas, room)
    waiting = [step for step in found if step.is_within_reach]
    taken: list[Step] = []

    def with_steps(chosen: Sequence[Step]) -> SetScore:
        supposed = {**answers, **{step.item.id: step.answer for step in chosen}}
        return score_set(criteria, supposed, formulas)

    score = with_steps(taken)
    # A step's worth when last looked at; caps may since have made it smaller, never larger.
    worth = {step.item.id: _share_of(criteria, score, step.item, step.gain) for step in waiting}
    while score.percent < target and waiting:
        waiting.sort(key=lambda step: (-worth[step.item.id], _effort(step)))
        best = waiting[0]
        after = with_steps([*taken, best])
        gain = _exact(criteria, after) - _exact(criteria, score)
        if gain < worth[best.item.id]:
            worth[best.item.id] = gain
            continue
        if gain <= ZERO:
            break
        taken.append(waiting.pop(0))
        score = after
    if score.percent < target:
        return Way(target, tuple(taken), score.percent, False)
    for place, step in enumerate(taken):
        smaller = [*taken]
        if step.nearer is not None:
            smaller[place] = step.nearer
            if with_steps(smaller).percent >= target:
                taken = smaller
    return Way(target, tuple(taken), with_steps(taken).percent, True)


def _exact(criteria: CriteriaSet, score: SetScore) -> Decimal:
    """The result before it is rounded, so that close steps keep their order."""
    base = score.applicable if criteria.rescale else score.maximum
    return (score.main * HUNDRED / base if base else ZERO) + score.bonus


def _steps(
    criteria: CriteriaSet,
    score: SetScore,
    item: CriteriaItem,
    answer: Answer,
    formulas: Formulas,
) -> list[Step]:
    """The steps of a line, the best first."""
    if item.scorer is not Scorer.UNIT or item.block is Block.DEDUCTION:
        return []
    if answer.kind in (AnswerKind.NOT_APPLICABLE, AnswerKind.NO_CASE):
        return []
    counted = score_line(criteria, item, answer, formulas).counted
    found: dict[Decimal, Step] = {}
    for kind, supposed, facts in _options(item, answer):
        reached = score_line(criteria, item, supposed, formulas).counted
        gain = _within_cap(criteria, score, item, reached - counted)
        if gain > ZERO and gain not in found:
            facts |= {"points": reached}
            percent = _in_percent(criteria, score, item, gain)
            found[gain] = Step(item, kind, gain, percent, supposed, facts)
    return [found[gain] for gain in sorted(found, reverse=True)]


def _within_cap(
    criteria: CriteriaSet, score: SetScore, item: CriteriaItem, gain: Decimal
) -> Decimal:
    if item.block is Block.BONUS and criteria.bonus_cap is not None:
        return min(gain, criteria.bonus_cap - score.bonus)
    return gain


def _in_percent(
    criteria: CriteriaSet, score: SetScore, item: CriteriaItem, gain: Decimal
) -> Decimal:
    return half_up(_share_of(criteria, score, item, gain), criteria.rounding.percent)


def _share_of(criteria: CriteriaSet, score: SetScore, item: CriteriaItem, gain: Decimal) -> Decimal:
    """Points of a line as percent of the result, not rounded."""
    base = score.applicable if criteria.rescale else score.maximum
    return gain if item.block is Block.BONUS or not base else gain * HUNDRED / base


def _effort(step: Step) -> Decimal:
    """How much a step asks for, where it is counted; what is only to be answered comes first."""
    amount = step.facts.get("amount", ZERO)
    return amount if isinstance(amount, Decimal) else ZERO


def _new_cases(step: Step) -> Decimal:
    return _effort(step) if step.kind is StepKind.MORE_GOOD_CASES else ZERO


def _options(item: CriteriaItem, answer: Answer) -> list[_Option]:
    if answer.kind is None and answer.own_points is None:
        return [(StepKind.ANSWER, best_answer(item), {})]
    build = _OPTIONS.get(type(item.rule))
    return build(item, item.rule, answer.inputs) if build is not None else []


def best_answer(item: CriteriaItem) -> Answer:
    """The answer that gives a line its most."""
    rule = item.rule
    inputs: Inputs
    if isinstance(rule, YesNo):
        inputs = {"yes": Decimal(1)}
    elif isinstance(rule, Deduct):
        inputs = {violation.key: ZERO for violation in rule.violations}
    elif isinstance(rule, PerUnit):
        inputs = {"count": _up((item.maximum or ZERO) / rule.each)}
    elif isinstance(rule, Levels):
        inputs = {"level": max(rule.levels, key=lambda level: level.points).key}
    elif isinstance(rule, Tiers) and rule.measure is Measure.COUNT:
        inputs = {"count": _over(rule.tiers[0].lowest, above=rule.tiers[0].above)}
    elif isinstance(rule, Ratio | Tiers):
        inputs = {"percent": HUNDRED}
    else:
        return Answer(own_points=item.maximum)
    return Answer(AnswerKind.VALUE, inputs)


def _yes(_item: CriteriaItem, _rule: YesNo, _inputs: Inputs) -> list[_Option]:
    return [(StepKind.DO, Answer(AnswerKind.VALUE, {"yes": Decimal(1)}), {})]


def _units(item: CriteriaItem, rule: PerUnit, inputs: Inputs) -> list[_Option]:
    count = _number(inputs, "count") or ZERO
    full = _up((item.maximum or ZERO) / rule.each)
    wanted = dict.fromkeys((full, count + 1))
    return [_more(rule.unit, count, target) for target in wanted if count < target <= full]


def _more(unit: str, count: Decimal, target: Decimal) -> _Option:
    facts = {"amount": target - count, "unit": unit}
    return StepKind.MORE_UNITS, Answer(AnswerKind.VALUE, {"count": target}), facts


def _levels(_item: CriteriaItem, rule: Levels, _inputs: Inputs) -> list[_Option]:
    return [
        (
            StepKind.NEXT_LEVEL,
            Answer(AnswerKind.VALUE, {"level": level.key}),
            {"name": level.name},
        )
        for level in rule.levels
    ]


def _tiers(item: CriteriaItem, rule: Tiers, inputs: Inputs) -> list[_Option]:
    options = []
    for tier in rule.tiers:
        if rule.measure is Measure.COUNT:
            count = _number(inputs, "count") or ZERO
            target = _over(tier.lowest, above=tier.above)
            if target > count:
                options.append(_more(rule.unit, count, target))
        else:
            option = _to_percent(item, inputs, tier.lowest, above=tier.above)
            options += [option] if option is not None else []
    return options


def _ratio(item: CriteriaItem, rule: Ratio, inputs: Inputs) -> list[_Option]:
    edges = [rule.full_at] + ([rule.floor] if rule.floor is not None else [])
    found = [_to_percent(item, inputs, edge) for edge in edges]
    return [option for option in found if option is not None]


def _to_percent(
    item: CriteriaItem, inputs: Inputs, edge: Decimal, *, above: bool = False
) -> _Option | None:
    """The answer at which a share reaches an edge; None when it is there or can never be."""
    part, whole = _number(inputs, "part"), _number(inputs, "whole")
    if part is None or whole is None:
        percent = _number(inputs, "percent") or ZERO
        if percent >= edge:
            return None
        target = edge + (Decimal("0.01") if above else ZERO)
        facts = {"from": percent, "to": edge}
        return StepKind.RAISE_PERCENT, Answer(AnswerKind.VALUE, {"percent": target}), facts
    if (whole and part * HUNDRED > edge * whole) or (part * HUNDRED == edge * whole and not above):
        return None
    facts = {"edge": edge, "part": part, "whole": whole}
    if _grows(item):
        return _more_cases(part, whole, edge, facts, above=above)
    target = _over(edge * whole / HUNDRED, above=above)
    if target <= part or (target > whole and not getattr(item.rule, "may_exceed", False)):
        return None
    answer = Answer(AnswerKind.VALUE, {"part": target, "whole": whole})
    return StepKind.MORE_OF_THE_WHOLE, answer, {**facts, "amount": target - part}


def _more_cases(
    part: Decimal, whole: Decimal, edge: Decimal, facts: dict[str, Any], *, above: bool
) -> _Option | None:
    """So many new cases, all good: (part + n) / (whole + n) reaches the edge."""
    if edge >= HUNDRED:
        return None
    more = _over((edge * whole - HUNDRED * part) / (HUNDRED - edge), above=above)
    answer = Answer(AnswerKind.VALUE, {"part": part + more, "whole": whole + more})
    return StepKind.MORE_GOOD_CASES, answer, {**facts, "amount": more}


def _grows(item: CriteriaItem) -> bool:
    figure = item.binding.figure if item.binding is not None else ""
    return figure in FIGURES and FIGURES[figure].grows


def _number(inputs: Inputs, key: str) -> Decimal | None:
    value = inputs.get(key)
    return value if isinstance(value, Decimal) else None


def _up(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_CEILING)


def _over(value: Decimal, *, above: bool) -> Decimal:
    """The first whole number at the edge, or beyond it."""
    found = _up(value)
    return found + 1 if above and found == value else found


_OPTIONS: dict[type, Callable[[CriteriaItem, Any, Inputs], list[_Option]]] = {
    YesNo: _yes,
    PerUnit: _units,
    Levels: _levels,
    Tiers: _tiers,
    Ratio: _ratio,
}
