"""Who does which line by when, and what waits for the person who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from desktop.domain.criteria.items import Scorer
from desktop.domain.criteria.progress import LineEvent
from desktop.domain.criteria.rounds import Stage
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.submissions import LineJob
from desktop.domain.text import clean, fold
from desktop.models.assessments import assessment_lines, assessments
from desktop.services.assessments.differences import differences
from desktop.services.assessments.records import (
    AssessmentRow,
    OpenAssessment,
    assessment_row,
    scored_item,
)
from desktop.services.assessments.sheets import SheetLine, score_sheet
from desktop.services.assessments.stages import status_of
from desktop.services.office import Office
from desktop.services.outcomes import Change, Outcome
from desktop.services.users import list_users

# There is work at the lines: answers and proof first, explanations after the province's word.
_EXPLAINED = frozenset({Stage.APPRAISED, Stage.EXPLAINED, Stage.APPRAISED_AGAIN})
WORK_STAGES = _EXPLAINED | {Stage.OPEN}


@dataclass(frozen=True, slots=True)
class Assignment:
    """A line's person and last day; empty for nobody."""

    item_id: str
    assignee: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line that waits for the person who asks."""

    year: int
    set_code: str
    item_id: str
    name: str
    job: LineJob
    due_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OwnLines:
    """All of them, the most urgent first."""

    lines: tuple[OwnLine, ...]

    @property
    def overdue(self) -> int:
        """How many are past their last day."""
        return sum(line.is_overdue for line in self.lines)

    @property
    def nearest(self) -> date | None:
        """The earliest last day."""
        return next((line.due_on for line in self.lines if line.due_on is not None), None)


def assign_lines(
    office: Office,
    year: int,
    item_ids: Sequence[str],
    assignee: str,
    due_on: date | None = None,
    set_code: str | None = None,
) -> Outcome[int]:
    """Gives lines to a person of the office (an empty name takes them back).

    A group's number means every line under it. Gives how many lines were assigned.
    """
    office.require(Permission.ASSIGN_LINES)
    name = _person(office, assignee)
    with office.command() as work:
        opened = _to_assign(OpenAssessment.find(work, year, set_code), local_date(work.now))
        lines = list(dict.fromkeys(x for i in item_ids for x in _lines_under(opened, i)))
        _write(opened, [Assignment(item_id, name, due_on) for item_id in lines])
        return work.outcome(len(lines), Change.ASSESSMENTS)


def put_back_assignments(
    office: Office, year: int, before: Sequence[Assignment], set_code: str | None = None
) -> Outcome[None]:
    """Each line to the person that it had; the history keeps what stood in between."""
    office.require(Permission.ASSIGN_LINES)
    with office.command() as work:
        opened = _to_assign(OpenAssessment.find(work, year, set_code), local_date(work.now))
        _write(opened, before)
        return work.outcome(None, Change.ASSESSMENTS)


def own_lines(office: Office) -> OwnLines:
    """What waits for the signed-in person in every assessment; cheap when nothing is assigned."""
    me = office.user.name
    a, lines = assessments.c, assessment_lines.c
    with office.reading() as connection:
        mine = select(assessments).where(
            a.id.in_(select(lines.assessment_id).where(lines.assignee == me))
        )
        rows = [assessment_row(row) for row in connection.execute(mine.order_by(a.id))]
        today = local_date(office.now())
        stages = [(row, status_of(connection, row, today).stage) for row in rows]
    found: list[OwnLine] = []
    for row, stage in stages:
        if stage is Stage.OPEN:
            found += _to_answer(office, row, me, today)
        elif stage in _EXPLAINED:
            found += _to_explain(office, row, me, today)
    found.sort(key=lambda line: (line.due_on or date.max, line.year, line.item_id))
    return OwnLines(tuple(found))


def _to_answer(office: Office, row: AssessmentRow, me: str, today: date) -> list[OwnLine]:
    return [
        OwnLine(
            row.year,
            row.set_code,
            line.id,
            line.item.name,
            LineJob.PROVE if _is_answered(line) else LineJob.ANSWER,
            line.due_on,
            line.due_on is not None and line.due_on < today,
        )
        for line in score_sheet(office, row.year, row.set_code).lines
        if line.assignee == me and _is_ours(line) and not line.is_complete
    ]


def _is_ours(line: SheetLine) -> bool:
    """What survey, system or province score waits for them, not for a person here."""
    return line.is_scored and line.item.scorer is Scorer.UNIT


def _is_answered(line: SheetLine) -> bool:
    return line.kind is not None or line.own is not None


def _to_explain(office: Office, row: AssessmentRow, me: str, today: date) -> list[OwnLine]:
    with office.reading() as connection:
        query = select(assessment_lines.c.item_id, assessment_lines.c.due_on).where(
            assessment_lines.c.assessment_id == row.id, assessment_lines.c.assignee == me
        )
        mine = {line.item_id: line.due_on for line in connection.execute(query)}
    rows = differences(office, row.year, row.set_code).rows
    return [
        OwnLine(
            row.year,
            row.set_code,
            one.item.id,
            one.item.name,
            LineJob.EXPLAIN,
            due := mine[one.item.id],
            due is not None and due < today,
        )
        for one in rows
        if one.item.id in mine and one.asks_for_words
    ]


def _to_assign(opened: OpenAssessment, today: date) -> OpenAssessment:
    """Where there is work at lines. Raises ASSESSMENT_STATE, ASSESSMENT_STAGE."""
    stage = status_of(opened.work.connection, opened.row, today).stage
    if stage in (Stage.HANDED_IN, Stage.APPROVED):
        raise RuleViolation(Rule.ASSESSMENT_STATE, state=opened.row.state)
    if stage not in WORK_STAGES:
        raise RuleViolation(Rule.ASSESSMENT_STAGE, stage=stage)
    return opened


def _write(opened: OpenAssessment, wanted: Sequence[Assignment]) -> None:
    for one in wanted:
        due = one.due_on and one.due_on.isoformat()
        opened.note(LineEvent.ASSIGN, one.item_id, to=one.assignee, due_on=due)
        opened.write_line(one.item_id, assignee=one.assignee, due_on=one.due_on)
    opened.touch()
    subject = f"{opened.row.set_code} {opened.row.year}"
    opened.work.audit("assessment.assign", subject, lines=len(wanted))


def _person(office: Office, name: str) -> str:
    wanted = clean(name)
    if not wanted:
        return ""
    active = [user.name for user in list_users(office) if user.is_active]
    for known in active:
        if fold(known) == fold(wanted):
            return known
    facts = {"text": wanted, "choices": ", ".join(active)}
    raise InputRefused(InputProblem("assignee", Entry.UNKNOWN_CHOICE, facts))


def _lines_under(opened: OpenAssessment, item_id: str) -> list[str]:
    criteria = opened.criteria
    item = criteria.by_id.get(item_id)
    if item is None or criteria.is_scored(item):
        return [scored_item(criteria, item_id).id]
    return [i.id for i in criteria.scored if item in criteria.path(i)]
