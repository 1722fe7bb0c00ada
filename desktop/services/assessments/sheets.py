"""The score sheet: a tree of lines with points, reasons, proof, history and last year beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.criteria.answers import Answer, AnswerKind, Inputs
from desktop.domain.criteria.figures import FigureReading
from desktop.domain.criteria.items import Band, Block, CriteriaItem, CriteriaSet, Scorer
from desktop.domain.criteria.numbers import ZERO
from desktop.domain.criteria.points import Why
from desktop.domain.criteria.progress import EvidenceState, LineEvent
from desktop.domain.criteria.scoring import NodeScore, SetScore, score_set
from desktop.domain.text import fold
from desktop.models.assessments import assessment_events, assessments, criteria_sets
from desktop.services.assessments.evidence import EvidenceRow, EvidenceWarning, evidence_rows
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.records import (
    EMPTY_LINE,
    AssessmentRow,
    LineRecord,
    assessment_row,
    find_assessment,
    read_lines,
)
from desktop.services.assessments.sets import newer_version, set_of_version
from desktop.services.office import Office
from desktop.wording.criteria import rule_text, why_text


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of the tree, ready to be shown.

    Points are signed as the decision prints them: penalties below nothing. ``computed`` is what
    the rule gives, ``counted`` what goes into the sum (own points where they are given).
    """

    id: str
    parent: str | None
    depth: int
    item: CriteriaItem
    is_scored: bool
    maximum: Decimal | None
    applicable: Decimal
    computed: Decimal | None
    own: Decimal | None
    counted: Decimal
    reason: Why | None
    own_why: str
    note: str
    kind: AnswerKind | None
    inputs: Inputs
    reading: FigureReading | None
    evidence: tuple[EvidenceRow, ...]
    evidence_state: EvidenceState
    is_complete: bool
    lines: int
    complete: int
    answered_at: datetime | None
    answered_by: str
    assignee: str
    due_on: date | None
    last_year: Decimal | None

    @property
    def why(self) -> str:
        """The arithmetic in one sentence; put into words only where it is shown."""
        return why_text(self.reason) if self.reason is not None else ""

    @property
    def rule(self) -> str:
        """The rule in words."""
        return rule_text(self.item)


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A self-assessment as it stands now."""

    assessment: AssessmentRow
    criteria: CriteriaSet
    lines: tuple[SheetLine, ...]
    score: SetScore
    newest_version: str
    last_year_percent: Decimal | None
    last_year_band: Band | None

    @property
    def has_newer_version(self) -> bool:
        """Whether the set has a newer version than the one it is scored by."""
        return self.newest_version != self.criteria.version

    def line(self, item_id: str) -> SheetLine:
        """The row of a line."""
        return next(line for line in self.lines if line.id == item_id)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that happened to a line or to the whole."""

    at: datetime
    user_name: str
    event: LineEvent
    item_id: str
    data: Mapping[str, Any]


def score_sheet(office: Office, year: int, set_code: str | None = None) -> ScoreSheet:
    """The sheet of a year. Raises ASSESSMENT_NOT_OPEN, ASSESSMENT_CHOOSE."""
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        criteria = set_of_version(connection, row.set_id)
        records = read_lines(connection, row.id)
        evidence = evidence_rows(connection, office, row.id)
        newer = newer_version(connection, row.set_code, row.set_id, row.year)
        newest = connection.execute(
            select(criteria_sets.c.version).where(criteria_sets.c.id == newer)
        ).scalar_one()
        before = _last_year(connection, row)
    score = score_set(criteria, answers_of(records), SafeFormulas())
    lines = _lines(criteria, score, records, evidence, before)
    percent, band = (before.percent, before.band) if before is not None else (None, None)
    return ScoreSheet(row, criteria, lines, score, newest, percent, band)


def answers_of(records: Mapping[str, LineRecord]) -> dict[str, Answer]:
    """The answers alone, for the rules."""
    return {item_id: record.answer for item_id, record in records.items()}


def line_history(
    office: Office, year: int, item_id: str | None = None, set_code: str | None = None
) -> tuple[HistoryRow, ...]:
    """What happened, oldest first; of one line, or of everything."""
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        query = select(assessment_events).where(assessment_events.c.assessment_id == row.id)
        if item_id is not None:
            query = query.where(assessment_events.c.item_id == item_id)
        events = connection.execute(query.order_by(assessment_events.c.id)).all()
    return tuple(HistoryRow(e.at, e.user_name, e.event, e.item_id, e.data) for e in events)


def _last_year(connection: Connection, row: AssessmentRow) -> SetScore | None:
    """The year before by the same set, scored by the version it was done with."""
    found = connection.execute(
        select(assessments).where(
            assessments.c.year == row.year - 1, assessments.c.set_code == row.set_code
        )
    ).one_or_none()
    if found is None:
        return None
    before = assessment_row(found)
    criteria = set_of_version(connection, before.set_id)
    return score_set(criteria, answers_of(read_lines(connection, before.id)), SafeFormulas())


def _lines(
    criteria: CriteriaSet,
    score: SetScore,
    records: Mapping[str, LineRecord],
    evidence: tuple[EvidenceRow, ...],
    before: SetScore | None,
) -> tuple[SheetLine, ...]:
    proofs: dict[str, list[EvidenceRow]] = {}
    for proof in evidence:
        proofs.setdefault(proof.item_id, []).append(proof)
    known = {_key(r.item): r for r in before.rows} if before is not None else {}
    complete: dict[str, int] = {}
    lines = []
    for node in score.rows:
        record = records.get(node.item.id, EMPTY_LINE)
        at_line = tuple(proofs.get(node.item.id, ()))
        line = _line(criteria, node, record, at_line, known.get(_key(node.item)))
        if node.is_scored and line.is_complete:
            for above in criteria.path(node.item):
                complete[above.id] = complete.get(above.id, 0) + 1
        lines.append(line)
    return tuple(_with_complete(line, complete.get(line.id, 0)) for line in lines)


def _key(item: CriteriaItem) -> tuple[str, str]:
    """A line of last year is the same line when number and name agree."""
    return item.id, fold(item.name)


def _line(
    criteria: CriteriaSet,
    node: NodeScore,
    record: LineRecord,
    proof: tuple[EvidenceRow, ...],
    before: NodeScore | None,
) -> SheetLine:
    item = node.item
    state = _evidence_state(node, record, proof)
    return SheetLine(
        id=item.id,
        parent=item.parent,
        depth=len(criteria.path(item)) - 1,
        item=item,
        is_scored=node.is_scored,
        maximum=item.signed_maximum,
        applicable=node.applicable,
        computed=_signed(item, node.computed),
        own=_signed(item, node.own),
        counted=_signed(item, node.counted) or ZERO,
        reason=node.why,
        own_why=node.own_why,
        note=record.note,
        kind=node.kind,
        inputs=record.answer.inputs,
        reading=_reading(record.reading),
        evidence=proof,
        evidence_state=state,
        is_complete=_is_complete(node, state),
        lines=node.lines,
        complete=0,
        answered_at=record.answered_at,
        answered_by=record.answered_by,
        assignee=record.assignee,
        due_on=record.due_on,
        last_year=_signed(item, before.counted) if before is not None else None,
    )


def _with_complete(line: SheetLine, count: int) -> SheetLine:
    if line.is_scored:
        return line
    return replace(line, complete=count, is_complete=count == line.lines)


def _signed(item: CriteriaItem, points: Decimal | None) -> Decimal | None:
    """Penalties below nothing; no minus before nothing."""
    return -points if points and item.block is Block.DEDUCTION else points


def _evidence_state(
    node: NodeScore, record: LineRecord, proof: tuple[EvidenceRow, ...]
) -> EvidenceState:
    """Where evidence is short, a written explanation stands in (công văn 383/BNV-CCHC)."""
    if any(EvidenceWarning.FILE_LOST not in row.warnings for row in proof):
        return EvidenceState.PRESENT
    item = node.item
    claims = node.counted > ZERO or not node.is_answered
    asks = node.is_scored and item.scorer is Scorer.UNIT and item.block is not Block.DEDUCTION
    if not asks or not claims:
        return EvidenceState.NOT_NEEDED
    return EvidenceState.EXPLAINED if record.note else EvidenceState.MISSING


def _is_complete(node: NodeScore, state: EvidenceState) -> bool:
    """Answered, and proved or explained. What others score is complete once they did."""
    return node.is_scored and node.is_answered and state is not EvidenceState.MISSING


def _reading(data: dict[str, Any] | None) -> FigureReading | None:
    if data is None:
        return None
    return FigureReading(
        data["figure"],
        date.fromisoformat(data["first_day"]),
        date.fromisoformat(data["last_day"]),
        datetime.fromtimestamp(data["read_at"], UTC),
        Decimal(data["part"]),
        None if data["whole"] is None else Decimal(data["whole"]),
    )
