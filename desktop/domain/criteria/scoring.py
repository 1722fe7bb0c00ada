"""The score of a whole set: lines added up the tree, caps, rescaling, result and rating.

- A line that does not apply leaves the denominator: with ``rescale`` the result in percent is
  points of the scale over the maximum that still applies; 68.32 of 84.00 is 81.33 %.
- Rewards and penalties stand outside the scale: each line within its maximum, each block within
  its cap, added to the result after rescaling. The result never falls below nothing.
- Lines without an answer count nothing and stay in the denominator.
- A rating is read off the rounded result, as it is published; an edge belongs to the better one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.criteria.answers import NO_ANSWER, Answer, AnswerKind
from desktop.domain.criteria.formulas import Formulas
from desktop.domain.criteria.items import Band, Block, CriteriaItem, CriteriaSet, Scorer
from desktop.domain.criteria.numbers import HUNDRED, ZERO, half_up
from desktop.domain.criteria.points import Why, line_points


@dataclass(frozen=True, slots=True)
class NodeScore:
    """One row of the tree. Sizes; ``counted`` is what goes into the sum above.

    ``maximum`` is None where the source does not say; ``applicable`` leaves out what does not
    apply; ``computed`` and ``why`` only where points are given (``is_scored``).
    """

    item: CriteriaItem
    is_scored: bool
    maximum: Decimal | None
    applicable: Decimal
    counted: Decimal
    computed: Decimal | None = None
    own: Decimal | None = None
    own_why: str = ""
    why: Why | None = None
    kind: AnswerKind | None = None
    lines: int = 1
    answered: int = 0

    @property
    def differs(self) -> bool:
        """Whether own points stand in for other computed ones."""
        return self.own is not None and self.own != self.computed

    @property
    def is_answered(self) -> bool:
        """Whether points, or their absence, are settled in every line of it."""
        return self.answered == self.lines


@dataclass(frozen=True, slots=True)
class SetScore:
    """The score: rows in the order of the decision, sums, result in percent, rating."""

    rows: tuple[NodeScore, ...]
    main: Decimal
    bonus: Decimal
    deduction: Decimal
    total: Decimal
    applicable: Decimal
    maximum: Decimal
    percent: Decimal
    band: Band | None
    lines: int
    answered: int
    awaited: Decimal

    def row(self, item_id: str) -> NodeScore:
        """The row of a line."""
        return next(row for row in self.rows if row.item.id == item_id)


def score_set(criteria: CriteriaSet, answers: Mapping[str, Answer], formulas: Formulas) -> SetScore:
    """Scores every line and adds up; pure, and the same for the same answers."""
    by_id: dict[str, NodeScore] = {}
    for item in criteria.items:
        if criteria.is_scored(item):
            by_id[item.id] = score_line(criteria, item, answers.get(item.id, NO_ANSWER), formulas)
    for top in criteria.children.get(None, ()):
        _add_up(criteria, top, by_id)
    rows = tuple(by_id[item.id] for item in criteria.items)
    return _summed(criteria, rows)


def score_line(
    criteria: CriteriaSet, item: CriteriaItem, answer: Answer, formulas: Formulas
) -> NodeScore:
    """One line that gets points."""
    found = line_points(item, answer, criteria.rounding, formulas)
    applies = answer.kind is not AnswerKind.NOT_APPLICABLE
    own = answer.own_points if applies else None
    counted = own if own is not None else found.points
    maximum = item.maximum or ZERO
    return NodeScore(
        item,
        is_scored=True,
        maximum=item.maximum,
        applicable=maximum if applies else ZERO,
        counted=half_up(min(counted or ZERO, maximum), criteria.rounding.points),
        computed=found.points,
        own=own,
        own_why=answer.why,
        why=found.why,
        kind=answer.kind,
        answered=int(not applies or counted is not None),
    )


def band_of(criteria: CriteriaSet, percent: Decimal) -> Band | None:
    """The best rating whose edge the result reaches."""
    reached = [band for band in criteria.bands if percent >= band.lowest]
    return max(reached, key=lambda band: band.lowest, default=None)


def _add_up(criteria: CriteriaSet, item: CriteriaItem, by_id: dict[str, NodeScore]) -> NodeScore:
    if item.id in by_id:
        return by_id[item.id]
    below = [_add_up(criteria, child, by_id) for child in criteria.children[item.id]]
    counted = sum((row.counted for row in below), ZERO)
    if item.maximum is not None:
        counted = min(counted, item.maximum)
    node = NodeScore(
        item,
        is_scored=False,
        maximum=item.maximum,
        applicable=sum((row.applicable for row in below), ZERO),
        counted=half_up(counted, criteria.rounding.total),
        lines=sum(row.lines for row in below),
        answered=sum(row.answered for row in below),
    )
    by_id[item.id] = node
    return node


def _summed(criteria: CriteriaSet, rows: tuple[NodeScore, ...]) -> SetScore:
    tops = [row for row in rows if row.item.parent is None]

    def of(block: Block) -> Decimal:
        return sum((row.counted for row in tops if row.item.block is block), ZERO)

    main = half_up(of(Block.MAIN), criteria.rounding.total)
    bonus = _capped(of(Block.BONUS), criteria.bonus_cap)
    deduction = _capped(of(Block.DEDUCTION), criteria.deduction_cap)
    applicable = sum((r.applicable for r in tops if r.item.block is Block.MAIN), ZERO)
    maximum = criteria.whole if criteria.whole is not None else criteria.maximum_of(Block.MAIN)
    base = applicable if criteria.rescale else maximum
    reached = main * HUNDRED / base if base else ZERO
    percent = half_up(max(reached + bonus - deduction, ZERO), criteria.rounding.percent)
    scored = [row for row in rows if row.is_scored and row.item.block is Block.MAIN]
    awaited = [r for r in scored if r.item.scorer is not Scorer.UNIT and not r.is_answered]
    return SetScore(
        rows=rows,
        main=main,
        bonus=bonus,
        deduction=deduction,
        total=half_up(main + bonus - deduction, criteria.rounding.total),
        applicable=applicable,
        maximum=maximum,
        percent=percent,
        band=band_of(criteria, percent),
        lines=len(scored),
        answered=sum(row.answered for row in scored),
        awaited=sum((row.applicable for row in awaited), ZERO),
    )


def _capped(value: Decimal, cap: Decimal | None) -> Decimal:
    return value if cap is None else min(value, cap)
