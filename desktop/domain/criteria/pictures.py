"""Pictures of a score as plain series: fields against their maximum, from maximum to score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.domain.criteria.items import Block
from desktop.domain.criteria.numbers import HUNDRED, ZERO, half_up
from desktop.domain.criteria.scoring import SetScore


class StepKind(StrEnum):
    """What a bar of the waterfall is."""

    MAXIMUM = "maximum"
    NOT_APPLICABLE = "not_applicable"
    FIELD = "field"
    BONUS = "bonus"
    DEDUCTION = "deduction"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class FieldShare:
    """A field of the scale: points and the share of what applies, in percent; None of nothing."""

    id: str
    name: str
    maximum: Decimal
    applicable: Decimal
    points: Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """A bar from ``start`` to ``end``; ``change`` is signed and nothing is left out."""

    kind: StepKind
    id: str
    name: str
    change: Decimal
    start: Decimal
    end: Decimal


def field_shares(score: SetScore) -> tuple[FieldShare, ...]:
    """The fields of the scale in the order of the decision, for a radar."""
    return tuple(
        FieldShare(
            row.item.id,
            row.item.name,
            row.maximum or ZERO,
            row.applicable,
            row.counted,
            half_up(row.counted * HUNDRED / row.applicable, 2) if row.applicable else None,
        )
        for row in score.rows
        if row.item.parent is None and row.item.block is Block.MAIN
    )


def waterfall(score: SetScore) -> tuple[WaterfallStep, ...]:
    """From the maximum down to the score: what does not apply, what each field lost, the rest.

    The changes add up: maximum plus all of them is the total.
    """
    steps = [WaterfallStep(StepKind.MAXIMUM, "", "", score.maximum, ZERO, score.maximum)]

    def step(kind: StepKind, change: Decimal, item_id: str = "", name: str = "") -> None:
        start = steps[-1].end
        steps.append(WaterfallStep(kind, item_id, name, change, start, start + change))

    if score.applicable != score.maximum:
        step(StepKind.NOT_APPLICABLE, score.applicable - score.maximum)
    for field in field_shares(score):
        step(StepKind.FIELD, field.points - field.applicable, field.id, field.name)
    if score.bonus:
        step(StepKind.BONUS, score.bonus)
    if score.deduction:
        step(StepKind.DEDUCTION, -score.deduction)
    steps.append(WaterfallStep(StepKind.TOTAL, "", "", score.total, ZERO, score.total))
    return tuple(steps)
