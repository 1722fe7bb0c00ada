"""Finding an assessment and its lines; writing history. Shared by the commands."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.domain.criteria.answers import Answer, inputs_from_data
from desktop.domain.criteria.items import CriteriaItem, CriteriaSet
from desktop.domain.criteria.progress import AssessmentState, LineEvent
from desktop.domain.errors import Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.models.assessments import assessment_events, assessment_lines, assessments
from desktop.services.assessments.sets import set_of_version
from desktop.services.office import Work


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One self-assessment: a year by one version of a set."""

    id: int
    uuid: uuid.UUID
    year: int
    set_code: str
    set_id: int
    state: AssessmentState
    opened_at: datetime
    opened_by: str
    remark: str
    score_until: date | None = None
    submit_until: date | None = None
    explain_until: date | None = None
    difficulties: str = ""
    proposals: str = ""


@dataclass(frozen=True, slots=True)
class LineRecord:
    """A line as it is stored; ``reading`` is the figure that filled it."""

    item_id: str
    answer: Answer
    note: str = ""
    reading: dict[str, Any] | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    assignee: str = ""
    due_on: date | None = None


EMPTY_LINE = LineRecord("", Answer())


def find_assessment(connection: Connection, year: int, set_code: str | None) -> AssessmentRow:
    """The assessment of a year; with several, the set must be named.

    Raises RuleViolation: ASSESSMENT_NOT_OPEN, ASSESSMENT_CHOOSE.
    """
    query = select(assessments).where(assessments.c.year == year).order_by(assessments.c.id)
    rows = connection.execute(query).all()
    wanted = [row for row in rows if set_code in (None, row.set_code)]
    if not wanted:
        raise RuleViolation(Rule.ASSESSMENT_NOT_OPEN, year=str(year))
    if len(wanted) > 1:
        choices = [row.set_code for row in wanted]
        raise RuleViolation(Rule.ASSESSMENT_CHOOSE, year=str(year), choices=choices)
    return assessment_row(wanted[0])


def assessment_row(row: Any) -> AssessmentRow:
    """A stored row as the services give it."""
    return AssessmentRow(
        row.id,
        row.uuid,
        row.year,
        row.set_code,
        row.set_id,
        row.state,
        row.opened_at,
        row.opened_by,
        row.remark,
        row.score_until,
        row.submit_until,
        row.explain_until,
        row.difficulties,
        row.proposals,
    )


def read_lines(connection: Connection, assessment_id: int) -> dict[str, LineRecord]:
    """The stored lines of an assessment by their number."""
    query = select(assessment_lines).where(assessment_lines.c.assessment_id == assessment_id)
    return {row.item_id: _line(row) for row in connection.execute(query)}


def _line(row: Any) -> LineRecord:
    own = None if row.own_points is None else Decimal(row.own_points)
    answer = Answer(row.kind, inputs_from_data(row.inputs), own, row.why)
    return LineRecord(
        row.item_id,
        answer,
        row.note,
        row.reading,
        row.answered_at,
        row.answered_by,
        row.assignee,
        row.due_on,
    )


def scored_item(criteria: CriteriaSet, item_id: str) -> CriteriaItem:
    """The line that points are given at. Raises LINE_NOT_FOUND, LINE_HAS_PARTS."""
    item = criteria.by_id.get(item_id)
    if item is None:
        raise RuleViolation(Rule.LINE_NOT_FOUND, item=item_id)
    if not criteria.is_scored(item):
        parts = [child.id for child in criteria.children[item.id]]
        raise RuleViolation(Rule.LINE_HAS_PARTS, item=item_id, parts=parts)
    return item


@dataclass
class OpenAssessment:
    """An assessment inside a command, with its set and lines."""

    work: Work
    row: AssessmentRow
    criteria: CriteriaSet
    lines: dict[str, LineRecord]

    @staticmethod
    def find(work: Work, year: int, set_code: str | None) -> OpenAssessment:
        """Whatever its state. Raises like ``find_assessment``."""
        row = find_assessment(work.connection, year, set_code)
        criteria = set_of_version(work.connection, row.set_id)
        return OpenAssessment(work, row, criteria, read_lines(work.connection, row.id))

    @staticmethod
    def to_change(work: Work, year: int, set_code: str | None) -> OpenAssessment:
        """One that is open for work. Raises also ASSESSMENT_STATE, _STAGE, DEADLINE_PASSED."""
        from desktop.services.assessments.stages import require_workable

        found = OpenAssessment.find(work, year, set_code)
        require_workable(work.connection, found.row, local_date(work.now))
        return found

    def line(self, item_id: str) -> LineRecord:
        """The stored line; an empty one before its first answer."""
        return self.lines.get(item_id, EMPTY_LINE)

    def write_line(self, item_id: str, **values: Any) -> None:
        """Stores a line's columns; the others stay."""
        empty = {"inputs": {}, "why": "", "note": "", "answered_by": "", "assignee": ""}
        self.work.connection.execute(
            upsert(assessment_lines)
            .values(assessment_id=self.row.id, item_id=item_id, **{**empty, **values})
            .on_conflict_do_update(index_elements=["assessment_id", "item_id"], set_=values)
        )

    def note(self, event: LineEvent, item_id: str = "", **data: Any) -> None:
        """Appends to the history."""
        self.work.connection.execute(
            insert(assessment_events).values(
                assessment_id=self.row.id,
                item_id=item_id,
                event=event,
                at=self.work.now,
                user_name=self.work.user.name,
                data=data,
            )
        )

    def touch(self, **values: Any) -> None:
        """Gives the assessment a new revision, with changed columns."""
        self.work.connection.execute(
            update(assessments)
            .where(assessments.c.id == self.row.id)
            .values(
                revision=self.work.revision(),
                revision_device=self.work.office.info.device_id,
                **values,
            )
        )
