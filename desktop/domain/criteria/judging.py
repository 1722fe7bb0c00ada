"""What the province judged of a line, and the score that follows from claims and verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.criteria.answers import Answer, AnswerKind
from desktop.domain.criteria.formulas import Formulas
from desktop.domain.criteria.items import Block, CriteriaItem, CriteriaSet, Scorer
from desktop.domain.criteria.numbers import ZERO, half_up
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.criteria.scoring import SetScore, score_set
from desktop.domain.errors import Entry, InputProblem, InputRefused


@dataclass(frozen=True, slots=True)
class Claim:
    """What the unit says of a line: points as a size, or that it does not apply."""

    points: Decimal
    applies: bool = True
    is_answered: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """What the province says of a line in one round; ``points`` None only when not assessed."""

    verdict: Verdict
    points: Decimal | None
    applies: bool = True
    note: str = ""
    department: str = ""
    appraiser: str = ""


NO_CLAIM = Claim(ZERO, is_answered=False)


def judged_score(
    criteria: CriteriaSet,
    claims: Mapping[str, Claim],
    judged: Mapping[str, Judged],
    formulas: Formulas,
) -> SetScore:
    """The province's sum: verdicts where they stand, the unit's claims elsewhere.

    A line that was left unassessed gives nothing and stays in the maximum.
    """
    answers = {
        item.id: _answer(claims.get(item.id, NO_CLAIM), judged.get(item.id))
        for item in criteria.scored
    }
    return score_set(criteria, answers, formulas)


def check_points(criteria: CriteriaSet, item: CriteriaItem, points: Decimal) -> Decimal:
    """Points of a verdict rounded as the set says. Raises InputRefused(OUT_OF_RANGE)."""
    highest = item.maximum or ZERO
    size = half_up(abs(points), criteria.rounding.points)
    if size > highest or (points < ZERO and item.signed_maximum == item.maximum):
        facts = {"value": points, "lowest": ZERO, "highest": highest}
        raise InputRefused(InputProblem("verdict_points", Entry.OUT_OF_RANGE, facts))
    return size


def verdict_of(claim: Claim, points: Decimal | None, applies: bool) -> Verdict:
    """Agreed or changed, by the points alone."""
    if points is None and applies:
        return Verdict.NOT_ASSESSED
    if not claim.is_answered and claim.applies:
        return Verdict.CHANGED
    same = applies == claim.applies and (not applies or points == claim.points)
    return Verdict.AGREED if same else Verdict.CHANGED


def is_worse(item: CriteriaItem, claim: Claim, points: Decimal | None, applies: bool) -> bool:
    """Whether a verdict leaves the unit with less than it claims; more of a penalty is worse."""
    if not applies:
        return claim.applies and claim.is_answered and item.block is not Block.DEDUCTION
    if not claim.applies or points is None:
        return False
    if item.block is Block.DEDUCTION:
        return points > claim.points
    return points < claim.points


def survey_points(score: SetScore) -> Decimal | None:
    """The points of lines that a survey scores; None while the set has none or none is known."""
    rows = [row for row in score.rows if row.is_scored and row.item.scorer is Scorer.SURVEY]
    known = [row.counted for row in rows if row.is_answered]
    return sum(known, ZERO) if known else None


def _answer(claim: Claim, judged: Judged | None) -> Answer:
    applies = claim.applies if judged is None else judged.applies
    if not applies:
        return Answer(AnswerKind.NOT_APPLICABLE)
    if judged is not None:
        return Answer(own_points=judged.points)
    return Answer(own_points=claim.points if claim.is_answered else None)
