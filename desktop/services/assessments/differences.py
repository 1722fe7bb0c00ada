"""Own points beside the province's, the largest differences first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.criteria.items import Block, CriteriaItem
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.rounds import Verdict
from desktop.domain.criteria.scoring import score_set
from desktop.domain.moments import local_date
from desktop.models.assessments import approved_copies
from desktop.services.assessments.explaining import ExplanationRow, read_explanations
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.province_word import Appraisal
from desktop.services.assessments.records import AssessmentRow, find_assessment, read_lines
from desktop.services.assessments.sets import set_of_version
from desktop.services.assessments.sheets import answers_of
from desktop.services.assessments.stages import RoundStatus, status_of
from desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A line with both sides' points, signed as a table prints them.

    ``difference`` is the province's less the unit's; None where nothing was assessed.
    ``first`` is the first round's word where ``appraised`` is the second's.
    """

    item: CriteriaItem
    own: Decimal
    appraised: Decimal | None
    first: Decimal | None
    difference: Decimal | None
    verdict: Verdict
    applies: bool
    note: str
    department: str
    appraiser: str
    explanation: ExplanationRow | None

    @property
    def asks_for_words(self) -> bool:
        """Whether the unit should explain: it was asked to, or lost points, and has not."""
        lost = self.difference is not None and self.difference < ZERO
        asked = self.verdict is Verdict.NEEDS_EXPLANATION or lost
        return asked and (self.explanation is None or self.explanation.is_withdrawn)


@dataclass(frozen=True, slots=True)
class Differences:
    """Every line, the largest difference first; ``status`` says in which round."""

    status: RoundStatus
    appraisal: Appraisal | None
    rows: tuple[DifferenceRow, ...]

    @property
    def gap(self) -> Decimal:
        """The sum of all differences, in points."""
        return sum((row.difference or ZERO for row in self.rows), ZERO)


def differences(
    office: Office, year: int, set_code: str | None = None, round_number: int | None = None
) -> Differences:
    """The newest round (or the given one) beside what was submitted; no rows before the first."""
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        status = status_of(connection, row, local_date(office.now()))
        criteria = set_of_version(connection, row.set_id)
        own = _own(connection, row)
        explained = {(e.item_id, e.round): e for e in read_explanations(connection, row.id)}
    wanted = [a for a in status.appraisals if round_number in (None, a.round)]
    if not wanted:
        return Differences(status, None, ())
    newest = wanted[-1]
    earlier = status.appraisals[0] if newest is not status.appraisals[0] else None
    rows = [
        _row(item, newest, earlier, own, explained)
        for item in criteria.scored
        if newest.line(item.id) is not None
    ]
    rows.sort(key=lambda r: (-abs(r.difference or ZERO), not r.asks_for_words))
    return Differences(status, newest, tuple(rows))


def _row(
    item: CriteriaItem,
    appraisal: Appraisal,
    earlier: Appraisal | None,
    own: Mapping[str, Decimal],
    explained: Mapping[tuple[str, int], ExplanationRow],
) -> DifferenceRow:
    line = appraisal.line(item.id)
    assert line is not None
    mine, theirs = _signed(item, own.get(item.id, ZERO)), _signed_or_none(item, line.points)
    before = earlier.line(item.id) if earlier is not None else None
    return DifferenceRow(
        item,
        mine,
        theirs,
        _signed_or_none(item, before.points) if before is not None else None,
        None if theirs is None else theirs - mine,
        line.verdict,
        line.applies,
        line.note,
        line.department,
        line.appraiser,
        explained.get((item.id, appraisal.round)) or explained.get((item.id, 1)),
    )


def _own(connection: Connection, row: AssessmentRow) -> dict[str, Decimal]:
    """What the unit counted: in the copy that was approved, else as the lines stand."""
    newest: dict[str, Any] | None = connection.execute(
        select(approved_copies.c.content)
        .where(approved_copies.c.assessment_id == row.id)
        .order_by(approved_copies.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if newest is not None:
        return {line["id"]: Decimal(line["counted"]) for line in newest["lines"]}
    criteria = set_of_version(connection, row.set_id)
    score = score_set(criteria, answers_of(read_lines(connection, row.id)), SafeFormulas())
    return {node.item.id: node.counted for node in score.rows if node.is_scored}


def _signed(item: CriteriaItem, points: Decimal) -> Decimal:
    return -points if points and item.block is Block.DEDUCTION else points


def _signed_or_none(item: CriteriaItem, points: Decimal | None) -> Decimal | None:
    return None if points is None else _signed(item, points)
