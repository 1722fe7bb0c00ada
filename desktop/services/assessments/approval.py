"""Handing in, the leader's word, the frozen copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from desktop.domain.criteria.items import Scorer
from desktop.domain.criteria.progress import AssessmentState, LineEvent, next_state
from desktop.domain.criteria.rounds import RoundEvent, next_stage
from desktop.domain.criteria.scoring import score_set
from desktop.domain.errors import Entry, InputProblem, InputRefused, Rule, RuleViolation
from desktop.domain.moments import local_date
from desktop.domain.roles import Permission
from desktop.domain.text import clean_lines
from desktop.models.assessments import approved_copies
from desktop.services.assessments.formulas import SafeFormulas
from desktop.services.assessments.freezing import fingerprint, frozen_copy
from desktop.services.assessments.records import OpenAssessment, find_assessment
from desktop.services.assessments.sheets import answers_of
from desktop.services.assessments.stages import status_of
from desktop.services.office import Office, Work
from desktop.services.outcomes import Change, Outcome


@dataclass(frozen=True, slots=True)
class ApprovedCopy:
    """A copy as it was approved, with the hash that proves it."""

    content: dict[str, Any]
    sha256: str
    approved_at: datetime
    approved_by: str


def hand_in(office: Office, year: int, set_code: str | None = None) -> Outcome[None]:
    """Hands the assessment to the leader. Raises ASSESSMENT_INCOMPLETE for open lines."""
    office.require(Permission.ASSESS)
    with office.command() as work:
        opened = OpenAssessment.find(work, year, set_code)
        missing = _unanswered(opened)
        if missing:
            shown = missing[:10] + (["…"] if len(missing) > 10 else [])
            raise RuleViolation(Rule.ASSESSMENT_INCOMPLETE, count=len(missing), items=shown)
        _hand_in(work, opened)
        return work.outcome(None, Change.ASSESSMENTS)


def send_back(office: Office, year: int, remark: str, set_code: str | None = None) -> Outcome[None]:
    """The leader sends it back with a remark, which is required."""
    office.require(Permission.APPROVE_ASSESSMENT)
    said = clean_lines(remark)
    if not said:
        raise InputRefused(InputProblem("remark", Entry.REQUIRED))
    with office.command() as work:
        opened = OpenAssessment.find(work, year, set_code)
        state = next_state(opened.row.state, LineEvent.SEND_BACK)
        _move(opened, LineEvent.SEND_BACK, state, remark=said)
        work.audit("assessment.send_back", f"{opened.row.set_code} {year}")
        return work.outcome(None, Change.ASSESSMENTS)


def approve(office: Office, year: int, set_code: str | None = None) -> Outcome[str]:
    """The leader approves: a copy of set, answers, score and proof is frozen; gives its hash."""
    office.require(Permission.APPROVE_ASSESSMENT)
    with office.command() as work:
        opened = OpenAssessment.find(work, year, set_code)
        return work.outcome(_approve(work, opened), Change.ASSESSMENTS)


def approve_as_it_is(
    office: Office, year: int, set_code: str | None = None
) -> Outcome[tuple[str, ...]]:
    """The leader approves what nobody has handed in; gives the lines that nobody has answered.

    They count nothing. What is approved already stays as it is.
    """
    office.require(Permission.APPROVE_ASSESSMENT)
    with office.command() as work:
        opened = OpenAssessment.find(work, year, set_code)
        if opened.row.state is AssessmentState.APPROVED:
            return Outcome((), frozenset())
        missing = tuple(_unanswered(opened))
        if opened.row.state is AssessmentState.OPEN:
            _hand_in(work, opened)
            opened = OpenAssessment.find(work, year, set_code)
        _approve(work, opened)
        return work.outcome(missing, Change.ASSESSMENTS)


def reopen(office: Office, year: int, remark: str, set_code: str | None = None) -> Outcome[None]:
    """The leader opens an approved assessment again; the approved copy stays as it is.

    What was submitted is taken back with it, until the province has judged it.
    """
    office.require(Permission.APPROVE_ASSESSMENT)
    said = clean_lines(remark)
    if not said:
        raise InputRefused(InputProblem("remark", Entry.REQUIRED))
    with office.command() as work:
        opened = OpenAssessment.find(work, year, set_code)
        state = next_state(opened.row.state, LineEvent.REOPEN)
        status = status_of(work.connection, opened.row, local_date(work.now))
        next_stage(status.stage, RoundEvent.TAKE_BACK)
        _move(opened, LineEvent.REOPEN, state, remark=said)
        work.audit("assessment.reopen", f"{opened.row.set_code} {year}")
        return work.outcome(None, Change.ASSESSMENTS)


def approved_copy(office: Office, year: int, set_code: str | None = None) -> ApprovedCopy | None:
    """The newest approved copy. Raises APPROVED_COPY_CHANGED when its hash does not agree."""
    with office.reading() as connection:
        row = find_assessment(connection, year, set_code)
        found = connection.execute(
            select(approved_copies)
            .where(approved_copies.c.assessment_id == row.id)
            .order_by(approved_copies.c.id.desc())
            .limit(1)
        ).one_or_none()
    if found is None:
        return None
    if fingerprint(found.content) != found.sha256:
        raise RuleViolation(Rule.APPROVED_COPY_CHANGED)
    return ApprovedCopy(found.content, found.sha256, found.approved_at, found.approved_by)


def _unanswered(opened: OpenAssessment) -> list[str]:
    """The lines that the unit scores and has not answered."""
    score = score_set(opened.criteria, answers_of(opened.lines), SafeFormulas())
    return [
        row.item.id
        for row in score.rows
        if row.is_scored and row.item.scorer is Scorer.UNIT and not row.is_answered
    ]


def _hand_in(work: Work, opened: OpenAssessment) -> None:
    state = next_state(opened.row.state, LineEvent.HAND_IN)
    _move(opened, LineEvent.HAND_IN, state, remark="")
    work.audit("assessment.hand_in", f"{opened.row.set_code} {opened.row.year}")


def _approve(work: Work, opened: OpenAssessment) -> str:
    state = next_state(opened.row.state, LineEvent.APPROVE)
    content = frozen_copy(opened)
    digest = fingerprint(content)
    work.connection.execute(
        insert(approved_copies).values(
            assessment_id=opened.row.id,
            content=content,
            sha256=digest,
            approved_at=work.now,
            approved_by=work.user.name,
        )
    )
    _move(opened, LineEvent.APPROVE, state, remark="", sha256=digest)
    work.audit("assessment.approve", f"{opened.row.set_code} {opened.row.year}", sha256=digest)
    return digest


def _move(opened: OpenAssessment, event: LineEvent, state: AssessmentState, **data: str) -> None:
    opened.note(event, **data)
    opened.touch(state=state, remark=data.get("remark", ""))
